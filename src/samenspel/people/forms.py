"""How to name and reach a person: the fields that every form about persons uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.core.one_line import OneLineField, problem_of, visible
from samenspel.people.types import (
    LONGEST_FAMILY_NAME,
    LONGEST_GIVEN_NAME,
    LONGEST_PHONE,
    Channel,
)
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


def _asked(hint: str, kind: str = "text") -> forms.TextInput:
    """Return an input; ``hint`` tells a browser whether it may fill in one's own data."""
    return forms.TextInput(attrs={"type": kind, "autocomplete": hint})


class GivenNameField(OneLineField):
    """The first name of someone else, unless ``autocomplete`` says that it is one's own."""

    def __init__(
        self, *, autocomplete: str = "off", autofocus: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label", gettext_lazy("First name"))
        widget = _asked(autocomplete)
        if autofocus:
            widget.attrs["autofocus"] = True
        super().__init__(max_length=LONGEST_GIVEN_NAME, is_name=True, widget=widget, **kwargs)


class FamilyNameField(OneLineField):
    """The family name, which may be left out."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Family name"))
        super().__init__(
            max_length=LONGEST_FAMILY_NAME,
            is_name=True,
            required=False,
            widget=_asked(autocomplete),
            **kwargs,
        )


class PhoneField(OneLineField):
    """A phone number as people write it; may be left out."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Phone number"))
        widget = _asked(autocomplete, "tel")
        super().__init__(max_length=LONGEST_PHONE, required=False, widget=widget, **kwargs)


class MailField(forms.EmailField):
    """An e-mail address; may be left out."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("E-mail address"))
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse what cannot be seen: a domain may hold marks of direction."""
        address = super().clean(visible(value) if isinstance(value, str) else value)
        problem = problem_of(address)
        if problem:
            raise ValidationError(problem, code="not_one_line")
        return address


class ChannelField(OptionField):
    """How someone wants to hear from us; paper and phone are as good as e-mail."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            options=_CHANNELS,
            label=gettext_lazy("How can we reach you?"),
            help_text=gettext_lazy("You do not need e-mail. All three are fine."),
            **kwargs,
        )


class ContactFields(forms.Form):
    """Someone else: who it is, and how to reach them."""

    given_name = GivenNameField()
    family_name = FamilyNameField()
    phone = PhoneField()
    email = MailField()


class OwnContactFields(forms.Form):
    """Whoever fills this in, and how they want to be reached."""

    given_name = GivenNameField(
        label=gettext_lazy("Your first name"), autocomplete="given-name"
    )
    family_name = FamilyNameField(
        label=gettext_lazy("Your family name"), autocomplete="family-name"
    )
    channel = ChannelField(initial=Channel.PHONE)
    phone = PhoneField(label=gettext_lazy("Your phone number"), autocomplete="tel")
    email = MailField(label=gettext_lazy("Your e-mail address"), autocomplete="email")

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs; for a letter we call or mail once."""
        super().clean()
        answers = self.cleaned_data
        email, phone = answers.get("email"), answers.get("phone")
        channel = answers.get("channel")
        if channel == Channel.EMAIL and not email and "email" not in self.errors:
            self.add_error(
                "email", _("Fill in your e-mail address, or choose phone or letter.")
            )
        elif channel in (Channel.PHONE, Channel.LETTER) and not phone and not email:
            self.add_error("phone", _("Fill in a phone number, so that we can reach you."))
        elif channel == Channel.PHONE and not phone:
            self.add_error("phone", _("Fill in your phone number, or choose e-mail or letter."))
        return answers
