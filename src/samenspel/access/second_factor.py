"""People who work with others' data sign in with a second factor."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samenspel.organisations.typed_requests import VisitRequest
from samenspel.organisations.types import STAFF_JOB_ROLES

FREE = ("/account/", "/taal/", "/static/", "/proef/")
"""Where one may go without one: to set the factor up, to leave, to change language or demo
role."""


class SecondFactorMiddleware:
    """Sends staff without a second factor to where they set one up, before anything else.

    allauth itself asks for the factor at sign-in once it is there. Invented people in the demo
    are let through: whoever looks through their eyes has no second factor of theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_missing(cast(VisitRequest, request)):
            messages.warning(
                request,
                _("You work with other people's data. First set up a second way to sign in."),
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def is_missing(self, request: VisitRequest) -> bool:
        """Say whether this person must set up a second factor first."""
        actor = request.actor
        if actor is None or request.path.startswith(FREE):
            return False
        if settings.DEMO and actor.is_synthetic:
            return False
        return bool(request.job_roles & STAFF_JOB_ROLES) and not is_mfa_enabled(request.user)
