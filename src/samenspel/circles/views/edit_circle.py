"""Changing a circle: who is in it, who sees what, what was agreed."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.access.rules import Permission
from samenspel.circles.forms import ConsentForm, HoldersForm, InviteForm
from samenspel.circles.reads import edit_pages
from samenspel.circles.services import consents, inviting, membership
from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing, refusals_in
from samenspel.people.services import AlreadyRecordedError
from samenspel.people.typed_requests import ActorRequest
from samenspel.people.types import Channel

CIRCLE = "portal:circle"
CHANGE = "circles:change"


@require_safe
def change(request: ActorRequest, circle_id: UUID) -> HttpResponse:
    """Show what this person may change in the circle."""
    page = edit_pages.change_page(request.actor, circle_id, at=now())
    return render_page(
        request, "circles/change.html", {"page": page, "holders": HoldersForm(page)}
    )


@require_safe
def change_own(request: ActorRequest) -> HttpResponse:
    """Go to the actor's own circle, or to the list of circles when there is none."""
    circle_id = edit_pages.find_own_circle_id(request.actor)
    return redirect(CHANGE, circle_id) if circle_id else redirect("portal:circles")


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: ActorRequest, circle_id: UUID, person_id: UUID) -> HttpResponse:
    """Show what a member may see; a POST changes it, at once."""
    page = edit_pages.consent_page(request.actor, circle_id, person_id, at=now())
    form = ConsentForm(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        consents.change_consent(
            actor=request.actor,
            circle_id=circle_id,
            person_id=person_id,
            categories=form.wanted(),
            until=form.ends_at(),
            at=now(),
        )
        messages.success(request, _("Saved. This applies from now on."))
        return redirect(CHANGE, circle_id)
    return render_page(request, "circles/consent.html", {"page": page, "form": form})


@require_POST
def withdraw(request: ActorRequest, circle_id: UUID, person_id: UUID) -> HttpResponse:
    """Close everything that a member could see, at once; the seat stays."""
    consents.change_consent(
        actor=request.actor,
        circle_id=circle_id,
        person_id=person_id,
        categories=(),
        at=now(),
    )
    messages.success(request, _("Done. This person no longer sees any of it."))
    return redirect(CHANGE, circle_id)


@require_POST
def remove(request: ActorRequest, circle_id: UUID, person_id: UUID) -> HttpResponse:
    """Take a member out of the circle; they get no message and no reason."""
    with announcing(request, _("Done. This person is no longer in the circle.")):
        membership.remove_member(
            actor=request.actor, circle_id=circle_id, person_id=person_id, at=now()
        )
    return redirect(CHANGE, circle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ActorRequest, circle_id: UUID) -> HttpResponse:
    """Ask someone from the person's own network by name."""
    page = edit_pages.invite_page(request.actor, circle_id, at=now())
    form = InviteForm(request.POST or None, initial={"contact": "weekly"})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            with suppress(AlreadyRecordedError):  # pressed twice: both lead to the same page
                asked = inviting.invite_by_name(
                    actor=request.actor, circle_id=circle_id, invited=form.invited(), at=now()
                )
                messages.success(request, _asked_words(asked.channel))
            return redirect(CHANGE, circle_id)
    return render_page(request, "circles/invite.html", {"page": page, "form": form})


def _asked_words(channel: Channel) -> str:
    if channel is Channel.EMAIL:
        return _("Asked. A message is on its way. This person decides.")
    return _("Noted. One of us will call. This person decides.")


@require_http_methods(["GET", "HEAD", "POST"])
def holders(request: ActorRequest, circle_id: UUID) -> HttpResponse:
    """Say who keeps the overview and who is called first."""
    page = edit_pages.change_page(request.actor, circle_id, Permission.CIRCLE_CHANGE, at=now())
    form = HoldersForm(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        with refusals_in(form):
            membership.set_holders(
                actor=request.actor,
                circle_id=circle_id,
                regisseur_id=chosen["regisseur"],
                first_contact_id=chosen["first_contact"],
                at=now(),
            )
            messages.success(request, _("Saved."))
            return redirect(CIRCLE, circle_id)
    return render_page(request, "circles/change.html", {"page": page, "holders": form})


@require_POST
def leave(request: ActorRequest, circle_id: UUID) -> HttpResponse:
    """Give up one's own seat; what one could see closes at once."""
    said = _("You have left the circle. You no longer see anything of it.")
    with announcing(request, said):
        membership.leave_circle(actor=request.actor, circle_id=circle_id, at=now())
        return redirect("portal:home")
    return redirect(CHANGE, circle_id)
