"""A view tells what came of what was sent; only what the domain refuses becomes words."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.spoken_outcomes import Outcome, announcing, refusals_in


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.fixture
def form() -> NameForm:
    filled = NameForm({"name": "Els"})
    assert filled.is_valid()
    return filled


@pytest.fixture
def request_with_messages(rf: RequestFactory) -> HttpRequest:
    request = rf.post("/")
    vars(request)["_messages"] = CookieStorage(request)
    return request


def send(outcome: Outcome, error: Exception | None = None) -> str:
    """What a view does: one call, then on success an answer of its own."""
    with outcome:
        if error:
            raise error
        return "redirect"
    return "the page again"


def test_what_is_accepted_goes_on(form: NameForm) -> None:
    assert send(refusals_in(form)) == "redirect"
    assert form.is_valid()


@pytest.mark.parametrize(
    ("field", "shown_at"), [("name", "name"), ("age", "__all__"), ("", "__all__")]
)
def test_a_refusal_is_shown_in_the_form(form: NameForm, field: str, shown_at: str) -> None:
    refusal = DomainError("That name is taken.", field=field)
    assert send(refusals_in(form), refusal) == "the page again"
    assert form.errors == {shown_at: ["That name is taken."]}


def test_what_is_done_is_announced(request_with_messages: HttpRequest) -> None:
    assert send(announcing(request_with_messages, "Done.")) == "redirect"
    [said] = get_messages(request_with_messages)
    assert (said.message, said.level_tag) == ("Done.", "success")


def test_a_refusal_is_announced_in_its_place(request_with_messages: HttpRequest) -> None:
    refusal = DomainError("Not now.")
    assert send(announcing(request_with_messages, "Done."), refusal) == "the page again"
    [said] = get_messages(request_with_messages)
    assert (said.message, said.level_tag) == ("Not now.", "error")


@pytest.mark.parametrize("error", [NotFoundError("Nothing here."), ValueError("A mistake.")])
def test_anything_else_that_goes_wrong_is_not_hidden(
    form: NameForm, request_with_messages: HttpRequest, error: Exception
) -> None:
    for outcome in (refusals_in(form), announcing(request_with_messages, "Done.")):
        with pytest.raises(type(error)):
            send(outcome, error)
    assert not list(get_messages(request_with_messages))
    assert form.is_valid()
