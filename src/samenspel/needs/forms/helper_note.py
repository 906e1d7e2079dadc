"""Forms about a question that was asked."""

from django import forms
from django.utils.translation import gettext_lazy


class NoteForm(forms.Form):
    """What a volunteer may read before both have said yes."""

    public_note = forms.CharField(
        max_length=600,
        required=False,
        widget=forms.Textarea,
        label=gettext_lazy("What may a volunteer read?"),
        help_text=gettext_lazy("No name, no address, nothing about illness."),
    )
