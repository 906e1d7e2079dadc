"""The invitation for a helper and the introduction for the person who asked."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.core.clock import now
from samenspel.core.errors import NotFoundError
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import refusals_in
from samenspel.matching.forms.answers import HelperAnswerForm, IntroductionForm
from samenspel.matching.reads import invitation_pages, waiting_answers
from samenspel.matching.services import answers
from samenspel.matching.services.coordinator_decisions import NothingToAnswerError
from samenspel.matching.types import ProposalId
from samenspel.people.typed_requests import ActorRequest

ANSWERABLE = ["GET", "HEAD", "POST"]


@require_safe
def invitations(request: ActorRequest) -> HttpResponse:
    """Show what waits for this helper; go straight to it when there is only one."""
    lines = waiting_answers.asked_as_helper(request.actor, now())
    to_answer = [line for line in lines if not line.answered]
    if len(to_answer) == 1:
        return redirect("matching:invitation", proposal_id=to_answer[0].id)
    context = {"lines": to_answer, "answered": [line for line in lines if line.answered]}
    return render_page(request, "matching/invitations.html", context)


@require_http_methods(ANSWERABLE)
def invitation(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Show one question to a helper; a POST answers it."""
    form = HelperAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with suppress(NotFoundError, NothingToAnswerError):  # too late: the page says so
            answers.answer_as_helper(
                actor=request.actor,
                proposal_id=proposal_id,
                answer=form.helper_answer(),
                at=now(),
            )
        return redirect("matching:invitation", proposal_id=proposal_id)
    page = invitation_pages.invitation_page(request.actor, proposal_id, at=now())
    return render_page(request, "matching/invitation.html", {"page": page, "form": form})


@require_http_methods(ANSWERABLE)
def introduction(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Show a helper in general terms to the person who asked; a POST answers."""
    page = invitation_pages.introduction_page(request.actor, proposal_id, at=now())
    name = page.subject_given_name if page.passes_on else ""
    form = IntroductionForm(request.POST or None, passes_on_for=name)
    if request.method == "POST" and form.is_valid():
        # Too late: the page says so.
        with refusals_in(form), suppress(NotFoundError, NothingToAnswerError):
            answers.answer_as_receiver(
                actor=request.actor,
                proposal_id=proposal_id,
                answer=form.receiver_answer(),
                shared=form.shared(),
                own_word=form.own_word_given(),
                at=now(),
            )
        if form.is_valid():
            return redirect("matching:introduction", proposal_id=proposal_id)
    return render_page(request, "matching/introduction.html", {"page": page, "form": form})
