"""The page for when the database is away: it comes back, and what was typed is still there.

It needs no database. Whoever sent a form gets it back, hidden, with a button to send it again.
"""

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes
from django.views import defaults

RETRY_AFTER = "10"  # seconds; a server that was killed is usually back within two
MOST_FIELDS, MOST_CHARACTERS = 300, 60_000

# Connection, resources, shut down or starting up, disk. Not 57014, a statement that took long.
AWAY = ("08", "53", "57P", "58")
SECRET = re.compile(
    r"(^|[_-])(code|credential|otp|password|passwd|pin|secret|token|wachtwoord)[0-9]*$", re.I
)


class Kept(NamedTuple):
    """What of a form goes into the page; ``whole`` when nothing had to be left out."""

    fields: tuple[tuple[str, str], ...]
    whole: bool


def is_away(error: BaseException | None) -> bool:
    """Say whether an error means that the database cannot be reached or used at all."""
    while error is not None:
        if isinstance(error, OperationalError):
            state = getattr(error.__cause__, "sqlstate", None)
            return state is None or state.startswith(AWAY)
        if isinstance(error, InterfaceError):
            return "connection" in str(error)
        error = error.__cause__ or error.__context__
    return False


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that raised: "back soon" when the database is away, else status 500.

    Django calls it as handler500, from within the handling of the exception.
    """
    if is_away(sys.exc_info()[1]):
        return back_soon(request)
    return defaults.server_error(request)


def back_soon(request: HttpRequest) -> HttpResponse:
    """Return the page, with status 503 and Retry-After; asks nothing of the database."""
    kept = kept_form(request)
    context = {
        "address": escape_leading_slashes(request.get_full_path()),
        "kept": kept,
        "sent": request.method == "POST",
    }
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})


def kept_form(request: HttpRequest) -> Kept | None:
    """Return the fields that a form sent; None when nothing of it may or can be kept.

    Never a password, a sign-in code or a file, and nothing at all of the screens of signing in,
    nor of more than MOST_CHARACTERS. The token against forged forms is the one that was sent:
    no new one, so a form that another site sent is refused when it is sent again.
    """
    if request.method != "POST" or not _is_ours(request.path_info):
        return None
    try:
        sent, files = request.POST, request.FILES
    except (BadRequest, MultiPartParserError, OSError, SuspiciousOperation):
        return None
    fields = tuple((name, value) for name, value in fields_of(sent) if not SECRET.search(name))
    characters = sum(len(name) + len(value) for name, value in fields)
    if not fields or len(fields) > MOST_FIELDS or characters > MOST_CHARACTERS:
        return None
    return Kept(fields, whole=not files)


def fields_of(sent: QueryDict) -> Iterator[tuple[str, str]]:
    """Yield the name and text of every field that was sent, in their order."""
    for name, several in sent.lists():
        for value in several:
            if isinstance(value, str):
                yield name, value


def _is_ours(path: str) -> bool:
    """Whether a screen of a room is at this address; those of signing in are not."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return view.__module__.partition(".")[0] == "samenspel"
