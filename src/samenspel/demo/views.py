"""Entering the demo as one of its people, with one click."""

from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from samenspel.core.errors import NotFoundError
from samenspel.core.page_rendering import render_page
from samenspel.demo import reads

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show the people one can look around as."""
    cards = reads.cast_cards()
    if not cards:
        raise NotFoundError("This is not a demo.")
    return render_page(request, "demo/roles.html", {"cards": cards})


@login_not_required
@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as a synthetic person; outside the demo this address does not exist."""
    email = reads.get_account_email(key)
    account = get_user_model().objects.get_by_natural_key(email)
    login(request, account, backend=BACKEND)
    return redirect("portal:home")
