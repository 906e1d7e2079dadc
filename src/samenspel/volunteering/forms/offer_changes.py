"""Pausing, a VOG seen, and searching."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PauseForm(forms.Form):
    """Until when nothing is asked of a helper."""

    until = forms.DateField(
        label=gettext_lazy("Up to and including"),
        widget=forms.DateInput,
        error_messages={"required": gettext_lazy("Choose a day.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        """Refuse a day that is past."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("This day is already over. Choose a later day."))
        return until


class VogForm(forms.Form):
    """When a VOG was seen; the document is not kept."""

    seen_on = forms.DateField(
        label=gettext_lazy("VOG seen on"),
        help_text=gettext_lazy("Only this date is kept, never the document or its number."),
        widget=forms.DateInput,
        error_messages={"required": gettext_lazy("Choose the day on which you saw it.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_seen_on(self) -> date:
        """Refuse a day that is still to come."""
        seen_on: date = self.cleaned_data["seen_on"]
        if seen_on > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return seen_on


class SearchForm(forms.Form):
    """Part of a name or a place, and which page."""

    zoek = forms.CharField(max_length=80, required=False, label=gettext_lazy("Name or place"))
    pagina = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
