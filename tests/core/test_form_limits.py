"""No form takes words without end: whoever sends too many reads so, and nothing breaks."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms

import samenspel

# The ids of the letters on a page, as many as there are; they are looked up and not kept.
NOT_KEPT = ["LettersForm.letters"]


def forms_of_the_rooms() -> Iterator[type[forms.BaseForm]]:
    """Every form that a room makes."""
    for module in pkgutil.walk_packages(samenspel.__path__, "samenspel."):
        if ".forms" in module.name:
            for one in vars(import_module(module.name)).values():
                if isinstance(one, type) and issubclass(one, forms.BaseForm):
                    yield one


def without_end(form: type[forms.BaseForm]) -> list[str]:
    """The fields of a form that take any number of characters."""
    return [
        f"{form.__name__}.{name}"
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.UUIDField)
        and field.max_length is None
    ]


def test_every_text_in_a_form_has_a_longest_length() -> None:
    found = [name for form in set(forms_of_the_rooms()) for name in without_end(form)]
    assert found == NOT_KEPT, (
        f"Give these a max_length, as long as what they are kept in: {found}"
    )


def test_the_forms_are_found() -> None:
    rooms = {form.__module__.split(".")[1] for form in forms_of_the_rooms()}
    assert {"circles", "matching", "needs", "placements", "volunteering"} <= rooms


@pytest.mark.parametrize(
    ("field", "number"),
    [(forms.CharField(), 1), (forms.CharField(max_length=9), 0), (forms.UUIDField(), 0)],
)
def test_a_text_without_end_is_noticed(field: forms.Field, number: int) -> None:
    form = type("Made", (forms.Form,), {"words": field})
    assert len(without_end(form)) == number
