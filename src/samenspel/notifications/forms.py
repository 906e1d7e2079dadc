"""Shape of what a coordinator sends back."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LettersForm(forms.Form):
    """The letters that were printed, or the call that was made, as ids separated by commas."""

    called = forms.BooleanField(required=False, widget=forms.HiddenInput)
    letters = forms.CharField(widget=forms.HiddenInput)

    def clean_letters(self) -> list[UUID]:
        """Return the ids."""
        try:
            return [UUID(text) for text in self.cleaned_data["letters"].split(",")]
        except ValueError as error:
            raise ValidationError(_("Please open the page again.")) from error
