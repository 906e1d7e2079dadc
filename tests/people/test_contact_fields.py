"""Names, phone numbers and e-mail addresses are asked with the same fields everywhere."""

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver

from samenspel.people.forms import (
    ContactFields,
    FamilyNameField,
    GivenNameField,
    MailField,
    OwnContactFields,
    PhoneField,
)

FIELDS: dict[str, type[forms.Field]] = {
    "given_name": GivenNameField,
    "family_name": FamilyNameField,
    "phone": PhoneField,
    "email": MailField,
}


def product_forms() -> Iterator[type[forms.Form]]:
    """Every form of the rooms; the samples of the look stand below them."""
    assert get_resolver().url_patterns  # the screens, and with them all forms, are imported
    waiting: list[type[forms.Form]] = [forms.Form]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        room = form.__module__.removeprefix("samenspel.").partition(".")[0]
        if form.__module__.startswith("samenspel.") and room != "ui":
            yield form


def with_own_fields(form: type[forms.Form]) -> list[str]:
    """What to do with fields that a form makes itself."""
    return [
        f"{form.__module__}.{form.__name__}.{name}:"
        f" take {FIELDS[ending].__name__} of people.forms"
        for name, field in form.base_fields.items()
        for ending in FIELDS
        if name.endswith(ending) and not isinstance(field, FIELDS[ending])
    ]


def test_every_form_takes_the_fields_of_people() -> None:
    found = [said for form in product_forms() for said in with_own_fields(form)]
    assert not found, "\n".join(found)
    names = {form.__name__ for form in product_forms()}
    assert {"JoinForm", "PhoneForm", "InviteForm", "ContactForm", "WhoForm"} <= names


def test_a_form_with_a_field_of_its_own_is_noticed() -> None:
    own = type("OwnForm", (forms.Form,), {"subject_phone": forms.CharField()})
    [said] = with_own_fields(own)
    assert said.endswith("OwnForm.subject_phone: take PhoneField of people.forms")


@pytest.mark.parametrize(
    ("channel", "reached_by", "wrong"),
    [
        ("phone", {"phone": "030 000"}, []),
        ("email", {"email": "els@post.example"}, []),
        ("letter", {"phone": "030 000"}, []),
        ("letter", {"email": "els@post.example"}, []),
        ("phone", {"email": "els@post.example"}, ["phone"]),
        ("email", {"phone": "030 000"}, ["email"]),
        ("letter", {}, ["phone"]),
        ("email", {"email": "els@"}, ["email"]),
    ],
)
def test_the_chosen_way_needs_what_it_takes(
    channel: str, reached_by: dict[str, str], wrong: list[str]
) -> None:
    form = OwnContactFields({"given_name": "Els", "channel": channel, **reached_by})
    assert list(form.errors) == wrong
    assert len(form.errors.get("email", [])) <= 1


def test_only_for_oneself_may_a_browser_fill_in_what_it_knows() -> None:
    for form, hints in (
        (ContactFields(), {"off"}),
        (OwnContactFields(), {"given-name", "family-name", "tel", "email"}),
    ):
        widgets = [form.fields[name].widget for name in FIELDS]
        assert {widget.attrs["autocomplete"] for widget in widgets} == hints
