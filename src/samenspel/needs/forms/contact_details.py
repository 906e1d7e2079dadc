"""How to reach who asks; phone and letter are as good as e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.people.types import Channel
from samenspel.ui.option_fields import OptionField
from samenspel.ui.part_values import Option

_CHANNELS = (
    Option(Channel.PHONE, gettext_lazy("By phone")),
    Option(Channel.EMAIL, gettext_lazy("By e-mail")),
    Option(
        Channel.LETTER,
        gettext_lazy("By letter"),
        gettext_lazy("We call once to ask for your address."),
    ),
)


class ContactForm(forms.Form):
    """How to reach a visitor; phone and letter are as good as e-mail."""

    given_name = forms.CharField(
        max_length=60,
        label=gettext_lazy("Your first name"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = forms.CharField(
        max_length=90,
        required=False,
        label=gettext_lazy("Your family name"),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    channel = OptionField(
        options=_CHANNELS,
        initial=Channel.PHONE,
        label=gettext_lazy("How shall we reach you?"),
        help_text=gettext_lazy("You do not need e-mail. All three are fine."),
    )
    phone = forms.CharField(
        max_length=30,
        required=False,
        label=gettext_lazy("Your phone number"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        _need_a_way(self)
        return self.cleaned_data


class SignedInForm(forms.Form):
    """The last step for who is signed in: nothing more to fill in."""


def _need_a_way(form: forms.Form) -> None:
    """Add an error when what was filled in does not let us reach the person as they wish."""
    email, phone = form.cleaned_data.get("email"), form.cleaned_data.get("phone")
    channel = form.cleaned_data.get("channel")
    if channel == "email" and not email and "email" not in form.errors:
        form.add_error("email", _("Fill in your e-mail address, or choose phone or letter."))
    elif channel in ("phone", "letter") and not phone and not email:
        form.add_error("phone", _("Fill in a phone number, so that we can reach you."))
    elif channel == "phone" and not phone:
        form.add_error("phone", _("Fill in your phone number, or choose e-mail or letter."))
