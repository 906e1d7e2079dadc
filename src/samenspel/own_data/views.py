"""The page with one's own data, and what is done from there."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.core.clock import now
from samenspel.core.errors import NotFoundError
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing
from samenspel.matching.services import answers
from samenspel.own_data import services
from samenspel.own_data.forms import ForgetForm, GranteeForm, PersonForm, ProposalForm
from samenspel.own_data.reads import own_page
from samenspel.own_data.reads import take_along as archives
from samenspel.people import services as people_services
from samenspel.people.typed_requests import ActorRequest


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """Show what is kept about this person, who sees it, and what was done in their name."""
    context = {"page": own_page.own_data_page(request.actor, at=now())}
    return render_page(request, "own_data/page.html", context)


@require_safe
def take_along(request: ActorRequest) -> HttpResponse:
    """Hand over everything as a file."""
    at = now()
    response = HttpResponse(
        archives.archive_of(request.actor, at=at), content_type="application/zip"
    )
    name = f"samenspel-{localdate(at).isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def stop_showing(request: ActorRequest) -> HttpResponse:
    """Close everything for one person or organisation."""
    form = GranteeForm(request.POST)
    if form.is_valid():
        with announcing(request, _("Closed. From now on they see nothing of this any more.")):
            services.stop_showing(actor=request.actor, grantee=form.grantee(), at=now())
    return _back(request, form)


@require_POST
def take_back(request: ActorRequest) -> HttpResponse:
    """Undo what someone answered in this person's name."""
    form = ProposalForm(request.POST)
    if form.is_valid():
        with announcing(request, _("Taken back. You can answer yourself now, or not at all.")):
            answers.take_back_answer(
                actor=request.actor, proposal_id=form.cleaned_data["proposal"], at=now()
            )
    return _back(request, form)


@require_POST
def end_asking(request: ActorRequest) -> HttpResponse:
    """End it that someone asks for this person."""
    return _with_person(
        request, services.end_asking, _("They no longer ask or answer anything for you.")
    )


@require_POST
def shut_out(request: ActorRequest) -> HttpResponse:
    """Shut someone out."""
    return _with_person(
        request,
        services.shut_out,
        _("This person no longer sees anything of you. They get no message about it."),
    )


@require_POST
def let_back(request: ActorRequest) -> HttpResponse:
    """Take shutting out back; what was closed stays closed."""
    form = PersonForm(request.POST)
    if form.is_valid():
        people_services.unblock(actor=request.actor, about_id=form.person_id())
        messages.success(
            request,
            _("No longer shut out. What they could see stays closed until you open it."),
        )
    return _back(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: ActorRequest) -> HttpResponse:
    """Ask once more, then forget this person and sign out."""
    form = ForgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.forget(person=request.actor, at=now())
        logout(request)
        messages.success(request, _("Your data have been removed. We wish you all the best."))
        return redirect("/")
    return render_page(request, "own_data/forget.html", {"form": form})


def _with_person(request: ActorRequest, deed: Callable[..., object], said: str) -> HttpResponse:
    form = PersonForm(request.POST)
    if form.is_valid():
        with announcing(request, said):
            deed(actor=request.actor, person_id=form.person_id(), at=now())
    return _back(request, form)


def _back(request: ActorRequest, form: forms.Form) -> HttpResponse:
    if not form.is_valid():
        raise NotFoundError("Nothing like this was chosen.")
    return redirect("own_data:page")
