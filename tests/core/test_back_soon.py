"""The page for when the database is away: what it keeps of a form, and when it is shown."""

import html
import re
from collections.abc import Callable

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from psycopg import errors
from psycopg_pool import PoolTimeout
from tests.cast import Cast

from samenspel.core import back_soon
from samenspel.portal import views

ADDRESS = "/hulp-vragen/wat/"


def raised(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """The error that Django makes of one of the driver."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def posted(fields: dict[str, object], path: str = ADDRESS) -> HttpRequest:
    return RequestFactory().post(path, fields)


@pytest.mark.parametrize(
    "error",
    [
        raised(psycopg.OperationalError("connection refused")),
        raised(PoolTimeout("couldn't get a connection after 5 sec")),
        raised(errors.AdminShutdown("shutting down")),
        raised(errors.CannotConnectNow("starting up")),
        raised(errors.DiskFull("no space left")),
        raised(errors.TooManyConnections("too many clients")),
        InterfaceError("connection already closed"),
    ],
)
def test_the_database_is_away(error: Exception) -> None:
    assert back_soon.is_away(error)
    wrapped = RuntimeError("while saving the session")
    wrapped.__context__ = error
    assert back_soon.is_away(wrapped)


@pytest.mark.parametrize(
    "error",
    [
        raised(errors.DeadlockDetected("deadlock")),
        raised(errors.QueryCanceled("statement timeout")),
        raised(errors.LockNotAvailable("lock timeout")),
        InterfaceError("cursor already closed"),
        ValueError("connection"),
        None,
    ],
)
def test_it_is_there_and_something_else_is_wrong(error: Exception | None) -> None:
    """Negative control: a fault of ours is never called "back soon"."""
    assert not back_soon.is_away(error)


def answer_when(
    error: Exception, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Client], HttpResponse]
) -> HttpResponse:
    def broken() -> object:
        raise error

    monkeypatch.setattr(views.doors, "front_page", broken)
    return ask(Client(raise_request_exception=False))


@pytest.mark.parametrize(("language", "words"), [("nl", "zo terug"), ("en", "back soon")])
def test_a_page_says_so_in_both_languages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    def ask(client: Client) -> HttpResponse:
        client.cookies["django_language"] = language
        return client.get("/")

    away = raised(psycopg.OperationalError("server closed the connection"))
    answer = answer_when(away, monkeypatch, ask)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == back_soon.RETRY_AFTER
    assert answer.headers["Cache-Control"] == "no-store"
    assert words in answer.content.decode()


def test_another_fault_is_a_500(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_when(KeyError("x"), monkeypatch, lambda client: client.get("/"))
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers


def fields_in(answer: HttpResponse) -> dict[str, str]:
    found = re.findall(
        r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.content.decode()
    )
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_what_was_typed_comes_back_escaped() -> None:
    typed = {"own_words": 'Zij zei: "<script>alert(1)</script>" & meer\nregel 2', "when": "2"}
    answer = back_soon.back_soon(posted({**typed, "csrfmiddlewaretoken": "abc"}))
    assert fields_in(answer) == {**typed, "csrfmiddlewaretoken": "abc"}
    assert b"<script" not in answer.content
    assert b"Verstuur opnieuw" in answer.content


def test_the_database_is_not_asked_for_the_page() -> None:
    """No database fixture here, so a query would raise."""
    assert back_soon.back_soon(posted({"own_words": "x"})).status_code == 503


@pytest.mark.parametrize(
    "name", ["code", "password", "password1", "login_code", "otp", "credential", "new-password"]
)
def test_no_secret_is_kept(name: str) -> None:
    kept = back_soon.kept_form(posted({name: "geheim", "own_words": "x"}))
    assert kept is not None
    assert kept.fields == (("own_words", "x"),)


def test_a_postcode_is_no_secret() -> None:
    kept = back_soon.kept_form(posted({"postcode": "3551"}))
    assert kept is not None
    assert kept.fields == (("postcode", "3551"),)


@pytest.mark.parametrize("path", ["/account/login/", "/account/login/code/confirm/", "/niets/"])
def test_nothing_is_kept_of_signing_in_or_of_no_screen(path: str) -> None:
    request = posted({"login": "joost@mail.example", "code": "ABC"}, path)
    assert back_soon.kept_form(request) is None
    assert fields_in(back_soon.back_soon(request)) == {}


def test_a_file_is_left_out_and_that_is_said() -> None:
    file = SimpleUploadedFile("brief.txt", b"inhoud")
    request = posted({"own_words": "x", "file": file})
    kept = back_soon.kept_form(request)
    assert kept is not None
    assert (kept.fields, kept.whole) == ((("own_words", "x"),), False)
    assert "bestand" in back_soon.back_soon(posted({"a": "x", "file": file})).content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"own_words": "x" * back_soon.MOST_CHARACTERS}, {f"a{n}": "1" for n in range(400)}, {}],
)
def test_too_much_or_nothing_is_not_kept(fields: dict[str, object]) -> None:
    assert back_soon.kept_form(posted(fields)) is None
    assert "Ga terug in uw browser" in back_soon.back_soon(posted(fields)).content.decode()


def test_the_form_never_leads_to_another_site() -> None:
    request = RequestFactory().get("/")
    request.path = request.path_info = "//kwaad.example/x"
    page = back_soon.back_soon(request).content.decode()
    assert "//kwaad.example" not in page.replace("/%2Fkwaad.example", "")
