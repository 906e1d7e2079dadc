"""A question that was asked: where it stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing, refusals_in
from samenspel.needs.forms.helper_note import NoteForm
from samenspel.needs.reads import question_lines, question_page
from samenspel.needs.services import drafts, question_changes
from samenspel.needs.views.ask_wizard import SENT
from samenspel.needs.views.question_status_words import facts_of, rungs_of, status_of
from samenspel.people.typed_requests import ActorRequest


@require_safe
def questions(request: ActorRequest) -> HttpResponse:
    """List the questions the actor asked or that are about them."""
    lines = question_lines.questions_for(request.actor, at=now(), open_only=False)
    return render_page(request, "needs/questions.html", {"lines": lines[::-1]})


@require_safe
def question(request: ActorRequest, question_id: UUID) -> HttpResponse:
    """Show one question."""
    return _show(request, question_id)


@require_safe
def follow(request: ActorRequest) -> HttpResponse:
    """Tie what was just asked as a visitor to whoever signed in, and go there."""
    token = request.session.pop(SENT, None)
    if not token:
        return redirect("needs:questions")
    claimed = drafts.claim_question(actor=request.actor, token=token, at=now())
    return redirect("needs:question", claimed.pk)


@require_POST
def question_neighbourhood(request: ActorRequest, question_id: UUID) -> HttpResponse:
    """Let volunteers in the neighbourhood be sought from now on."""
    said = _("From now on we are also looking for someone in the neighbourhood.")
    return _change(request, question_id, question_changes.ask_neighbourhood, said)


@require_POST
def question_take(request: ActorRequest, question_id: UUID) -> HttpResponse:
    """ "I can", said by someone in the circle."""
    said = _("Thank you. We will not look any further. Agree together when to start.")
    return _change(request, question_id, question_changes.take_question, said)


@require_POST
def question_withdraw(request: ActorRequest, question_id: UUID) -> HttpResponse:
    """Take the question back."""
    said = _("The question is withdrawn. We are no longer looking. You can always ask again.")
    return _change(request, question_id, question_changes.withdraw_question, said)


@require_POST
def question_note(request: ActorRequest, question_id: UUID) -> HttpResponse:
    """Change what a volunteer may read."""
    form = NoteForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            question_changes.set_helper_words(
                actor=request.actor, question_id=question_id, at=now(), **form.cleaned_data
            )
            messages.success(request, _("Saved. This is what a volunteer reads from now on."))
            return redirect("needs:question", question_id)
    return _show(request, question_id, form)


def _change(
    request: ActorRequest, question_id: UUID, service: Callable[..., Any], said: str
) -> HttpResponse:
    with announcing(request, said):
        service(actor=request.actor, question_id=question_id, at=now())
    return redirect("needs:question", question_id)


def _show(
    request: ActorRequest, question_id: UUID, form: NoteForm | None = None
) -> HttpResponse:
    at = now()
    page = question_page.question_page(request.actor, question_id, at=at)
    context = {
        "page": page,
        "status": status_of(page, at),
        "facts": facts_of(page),
        "rungs": rungs_of(page, at),
        "form": form or NoteForm(initial={"public_note": page.public_note}),
        "is_editing": form is not None,
    }
    return render_page(request, "needs/question.html", context)
