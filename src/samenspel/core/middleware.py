"""What happens around every request: its language, and a domain refusal as a 404."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from samenspel.core.errors import NotFoundError


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
