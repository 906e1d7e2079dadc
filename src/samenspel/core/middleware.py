"""What happens around every request: odd ones, what browsers keep, language, refusals."""

import json
from collections.abc import Callable, Iterator
from http import HTTPStatus

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from samenspel.core.back_soon import fields_of
from samenspel.core.errors import NotFoundError
from samenspel.core.page_rendering import render_page

logger = structlog.get_logger(__name__)

AT_THE_SAME_MOMENT = {
    "23503": "a row that this one refers to has just gone",
    "23505": "someone else has just written the same",
    "40001": "serialization failure",
    "40P01": "deadlock",
    "55P03": "someone else held the row for too long",
}
"""Codes of PostgreSQL for what only goes wrong when others change the same rows."""


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Takes the language from the cookie that the language button sets, else Dutch.

    What a browser says it prefers is ignored: many Dutch people use an English browser on a
    device of their work or library, and would meet a page about care in a foreign language.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Switch to the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say in which language the page is."""
        response.headers.setdefault("Content-Language", translation.get_language() or "nl")
        return response


class OddRequestMiddleware:
    """Answers what no browser sends with 400, before it reaches code that takes it for text.

    That is a body in another encoding than UTF-8, and what PostgreSQL stores nowhere: the
    character NUL and half characters (lone surrogates), also within JSON in a field. So is a
    length that is not a number; most web servers refuse that themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise BadRequest(f"a body in {charset!r}, not in UTF-8")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            raise BadRequest(f"a body of length {length!r}")
        given = (request.path, *request.COOKIES.values(), *_texts(request.GET, request.POST))
        if any("\0" in text or _hides_what_cannot_be_kept(text) for text in given):
            raise BadRequest("a NUL or half a character")
        return self.get_response(request)


def _hides_what_cannot_be_kept(text: str) -> bool:
    r"""Whether JSON in a field, such as a passkey's answer, has \u0000 or half a character."""
    if "\\u" not in text or not text.lstrip().startswith(("{", "[", '"')):
        return False
    try:
        plain = json.dumps(json.loads(text), ensure_ascii=False)
        plain.encode()
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False
    return "\\u0000" in plain


def _texts(*sent: QueryDict) -> Iterator[str]:
    for fields in map(fields_of, sent):
        for name, text in fields:
            yield name
            yield text


class NoStoreMiddleware:
    """Tells browsers to keep no page: after signing out, Back shows nothing.

    While asking, Back is safe through the draft that the server keeps.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class DomainErrorMiddleware:
    """Turns :class:`NotFoundError` into a 404; not allowed and not existing look the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Raise Http404 in place of a domain NotFoundError."""
        if isinstance(exc, NotFoundError):
            raise Http404(str(exc)) from exc
        return None


class SameMomentMiddleware:
    """Answers in words when the database could not do two things at once: 409, look again.

    Services hold the rows they change (``core.locked_rows``), so this is the last resort. The
    page has a button that sends once more what was sent: nothing that was typed is lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Show the page for an error of :data:`AT_THE_SAME_MOMENT`; other errors go on."""
        reason = AT_THE_SAME_MOMENT.get(getattr(exc.__cause__, "sqlstate", None) or "")
        if reason is None or not isinstance(exc, DatabaseError):
            return None
        logger.warning("same_moment", reason=reason)
        sent = [field for field in fields_of(request.POST) if field[0] != "csrfmiddlewaretoken"]
        context = {"sent": sent, "is_sent": request.method == "POST"}
        return render_page(request, "409.html", context, status=409)


class ButtonAddressMiddleware:
    """Shows a page, where Django shows nothing, to whoever opens the address of a button.

    People come there after signing in, when their session was over as they pressed it, and by
    loading a form anew that came back with a mistake in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render_page(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page
