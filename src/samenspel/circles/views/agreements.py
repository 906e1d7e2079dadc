"""Saying yes: to a seat, to an agreement; and writing what others should know."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.circles.forms import AgreementForm, NoteForm
from samenspel.circles.reads import edit_pages, todo
from samenspel.circles.services import agreements, consents, membership
from samenspel.consent.types import DataCategory
from samenspel.core.clock import now
from samenspel.core.errors import NotFoundError
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import refusals_in
from samenspel.people.typed_requests import ActorRequest

CIRCLE = "portal:circle"


@require_http_methods(["GET", "HEAD", "POST"])
def seat_invitation(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """Show who asks and what a seat means; a POST is the person's own yes or no."""
    page = todo.seat_invitation_page(request.actor, membership_id, at=now())
    answer = request.POST.get("answer")
    if request.method == "POST" and answer in ("yes", "no"):
        try:
            membership.answer_invitation(
                actor=request.actor, membership_id=membership_id, yes=answer == "yes", at=now()
            )
        except NotFoundError:  # by another press, at this very moment
            messages.error(request, _("You have answered this already."))
            return redirect("portal:home")
        if answer == "yes":
            messages.success(request, _("Welcome. You are in the circle."))
            return redirect(CIRCLE, page.circle_id)
        messages.success(request, _("You said no. That is fine. Nobody is told why."))
        return redirect("portal:home")
    return render_page(request, "circles/seat_invitation.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: ActorRequest, circle_id: UUID, person_id: UUID) -> HttpResponse:
    """Propose what a member does and does not do; both agree afterwards."""
    page = edit_pages.agreement_page(request.actor, circle_id, person_id, at=now())
    form = AgreementForm(page, timezone.localdate(now()), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            agreements.propose_agreement(
                actor=request.actor,
                circle_id=circle_id,
                person_id=person_id,
                terms=form.terms(),
                at=now(),
            )
            messages.success(request, _("Proposed. It takes effect when both have agreed."))
            return redirect(CIRCLE, circle_id)
    return render_page(request, "circles/agreement.html", {"page": page, "form": form})


@require_POST
def sign(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Agree to an agreement that waits for the actor."""
    signed = agreements.sign_agreement(actor=request.actor, agreement_id=agreement_id, at=now())
    words = _("You agreed. The agreement is now in force.")
    if signed.agreed_at is None:
        words = _("You agreed. It takes effect when the other person has agreed too.")
    messages.success(request, words)
    return redirect(CIRCLE, signed.membership.circle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ActorRequest, circle_id: UUID, category: str) -> HttpResponse:
    """Change what is written in one category."""
    if category not in DataCategory:
        raise Http404(category)
    kind = DataCategory(category)
    page = edit_pages.note_page(request.actor, circle_id, kind, at=now())
    form = NoteForm(request.POST or None, initial={"body": page.body})
    if request.method == "POST" and form.is_valid():
        consents.write_note(
            actor=request.actor,
            circle_id=circle_id,
            category=kind,
            body=form.cleaned_data["body"],
            at=now(),
        )
        messages.success(request, _("Saved."))
        return redirect(CIRCLE, circle_id)
    return render_page(request, "circles/note.html", {"page": page, "form": form})
