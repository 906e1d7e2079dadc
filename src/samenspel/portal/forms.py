"""What a coordinator narrows the work list to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.portal.reads.work_list import WorklistFilter
from samenspel.vocabulary.kinds_of_help import TaskType

_SELECT = {"class": "utrecht-select utrecht-select--html-select"}
_TEXT = {"class": "utrecht-textbox utrecht-textbox--html-input"}


class WorklistForm(forms.Form):
    """The filter of the work list; its addresses are Dutch, as people see and share them."""

    search = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={**_TEXT, "type": "search", "data-key": "/", "aria-keyshortcuts": "/"}
        ),
    )
    place = forms.ChoiceField(
        label=_("Where"), required=False, widget=forms.Select(attrs=_SELECT)
    )
    task_type = forms.ChoiceField(
        label=_("Kind of help"), required=False, widget=forms.Select(attrs=_SELECT)
    )
    all_rows = forms.BooleanField(required=False, widget=forms.HiddenInput)

    names = {"search": "zoek", "place": "waar", "task_type": "wat", "all_rows": "alles"}

    def __init__(self, *args: Any, places: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("place", [("", _("All places")), *((place, place) for place in places)]),
            ("task_type", [("", _("Everything")), *TaskType.choices]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def add_prefix(self, field_name: str) -> str:
        """Return the name of the field in the address."""
        return self.names.get(field_name, field_name)

    @classmethod
    def wanted(cls, data: Any) -> WorklistFilter:
        """Return what is looked for; a place or kind we do not know narrows to nothing."""
        return WorklistFilter(
            search=data.get("zoek", "")[:80],
            place=data.get("waar", "")[:80],
            task_type=data.get("wat", "")[:20],
            all_rows=bool(data.get("alles")),
        )
