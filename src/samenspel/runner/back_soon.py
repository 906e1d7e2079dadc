"""What is served while the site has no database to start with: "back soon" at every address."""

import os
from collections.abc import Callable

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

from samenspel.core.back_soon import back_soon
from samenspel.runner.management import SETTINGS

# Of the site's own middleware those that need no database; they serve styles and choose Dutch.
KEPT = (
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "samenspel.core.middleware.NoStoreMiddleware",
    "samenspel.core.middleware.OddRequestMiddleware",
    "samenspel.core.middleware.ChosenLanguageMiddleware",
)


def answer_everything(
    _get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers "back soon" and asks nobody else."""
    return back_soon


def application() -> WSGIHandler:
    """Make the web application; a process has either this one or the site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    settings.MIDDLEWARE = [*KEPT, f"{__name__}.answer_everything"]
    return WSGIHandler()
