"""Dutch unless someone chose otherwise on this device."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Takes the language from the cookie that the language button sets, else Dutch.

    What a browser says it prefers is left alone: many Dutch people use an English browser on a
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
