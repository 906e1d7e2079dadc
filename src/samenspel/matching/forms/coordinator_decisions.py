"""What a coordinator refuses, holds, writes and chooses."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UnsuitableForm(forms.Form):
    """Why a proposal does not fit."""

    because = forms.CharField(
        label=_("Why does this not fit?"),
        help_text=_("Only colleagues read this. These two are not proposed again."),
        error_messages={"required": _("Write in a few words why this does not fit.")},
        max_length=2000,
        widget=forms.Textarea,
    )


class HoldForm(forms.Form):
    """Until when a question stays out of rounds."""

    until = forms.DateField(
        label=_("Wait until"), error_messages={"required": _("Choose a day in the future.")}
    )


class HelperWordsForm(forms.Form):
    """What a helper reads in the invitation."""

    public_note = forms.CharField(
        label=_("What a helper reads beforehand"),
        help_text=_("A few sentences. No name, no address, nothing about illness."),
        required=False,
        max_length=600,
        widget=forms.Textarea,
    )


class OtherForm(forms.Form):
    """The helper whom the coordinator chose."""

    offer = forms.UUIDField(widget=forms.HiddenInput)
