"""The match table: one question, its proposals, and what the coordinator decides."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samenspel.access.rules import Permission
from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing, refusals_in
from samenspel.matching.forms import answers, coordinator_decisions
from samenspel.matching.reads import match_table as match_match_table
from samenspel.matching.reads import proposals
from samenspel.matching.services import (
    answers as match_answers,
)
from samenspel.matching.services import (
    coordinator_decisions as match_decisions,
)
from samenspel.matching.types import ProposalId
from samenspel.needs.services import question_changes
from samenspel.needs.types import QuestionId
from samenspel.people.typed_requests import ActorRequest

USUAL_HOLD = timedelta(days=7)


@require_safe
def match_table(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Show one question with its best proposals."""
    return _show(request, question_id)


def _show(
    request: ActorRequest,
    question_id: QuestionId,
    sent: Form | None = None,
    about: ProposalId | None = None,
) -> HttpResponse:
    """Show the table; ``sent`` is a form that came back, ``about`` the proposal it is on."""
    search = request.GET.get("helper", "")[:80]
    page = match_match_table.match_table_page(
        request.actor, question_id, at=now(), search=search
    )
    context: dict[str, Any] = {"page": page, "search": search, "sent": sent}
    context["cards"] = [
        (
            card,
            sent
            if card.id == about
            else coordinator_decisions.UnsuitableForm(auto_id=f"card{card.number}_%s"),
            card.id == about,
        )
        for card in page.cards
    ]
    for name, empty in (
        (
            "hold",
            coordinator_decisions.HoldForm(
                initial={"until": timezone.localdate() + USUAL_HOLD}
            ),
        ),
        (
            "words",
            coordinator_decisions.HelperWordsForm(
                initial={"public_note": page.question.public_note}
            ),
        ),
        ("phone", answers.PhoneAnswerForm(auto_id="phone_%s", speakers=page.speakers)),
    ):
        context[name] = sent if type(sent) is type(empty) else empty
    return render_page(request, "matching/match_table.html", context)


def _question_of(request: ActorRequest, proposal_id: ProposalId) -> QuestionId:
    proposal = proposals.get_proposal(
        request.actor, proposal_id, Permission.PROPOSAL_DECIDE, at=now()
    )
    found: QuestionId = proposal.question_id
    return found


@require_POST
def introduce(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Put a proposal to both."""
    question_id = _question_of(request, proposal_id)
    with announcing(request, _("Put to both. They each get a message.")):
        match_decisions.introduce(actor=request.actor, proposal_id=proposal_id, at=now())
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def unsuitable(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Say that a proposal does not fit, and why."""
    question_id = _question_of(request, proposal_id)
    form = coordinator_decisions.UnsuitableForm(request.POST, auto_id="card_%s")
    if form.is_valid():
        with refusals_in(form):
            match_decisions.judge_unsuitable(
                actor=request.actor, proposal_id=proposal_id, at=now(), **form.cleaned_data
            )
            messages.success(request, _("Noted. These two are not proposed again."))
            return redirect("matching:match_table", question_id=question_id)
    return _show(request, question_id, form, proposal_id)


@require_POST
def hold(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Keep a question out of rounds until a day."""
    form = coordinator_decisions.HoldForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            match_decisions.hold_question(
                actor=request.actor, question_id=question_id, at=now(), **form.cleaned_data
            )
            messages.success(request, _("Noted. Until then nobody is sought for it."))
            return redirect("matching:match_table", question_id=question_id)
    return _show(request, question_id, form)


@require_POST
def release(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Let a question take part in rounds again."""
    with announcing(request, _("The question takes part in the next round again.")):
        match_decisions.release_question(actor=request.actor, question_id=question_id, at=now())
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def helper_words(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Write what a helper reads in the invitation."""
    form = coordinator_decisions.HelperWordsForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            question_changes.set_helper_words(
                actor=request.actor, question_id=question_id, at=now(), **form.cleaned_data
            )
            messages.success(request, _("Saved."))
            return redirect("matching:match_table", question_id=question_id)
    return _show(request, question_id, form)


@require_POST
def propose_other(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Add a helper of the coordinator's own choice."""
    form = coordinator_decisions.OtherForm(request.POST)
    if form.is_valid():
        with announcing(request, _("Added to the proposals.")):
            match_decisions.propose_other(
                actor=request.actor,
                question_id=question_id,
                offer_id=form.cleaned_data["offer"],
                at=now(),
            )
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def answer_by_phone(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Write down what the person who asked said on the phone."""
    question_id = _question_of(request, proposal_id)
    speakers = match_match_table.who_may_answer(request.actor, proposal_id, at=now())
    form = answers.PhoneAnswerForm(request.POST, auto_id="phone_%s", speakers=speakers)
    if not form.is_valid():
        return _show(request, question_id, form)
    with announcing(request, _("The answer has been written down.")):
        match_answers.answer_by_phone(
            actor=request.actor,
            proposal_id=proposal_id,
            answer=form.receiver_answer(),
            said_by_id=form.said_by_id(),
            shared=form.shared(),
            at=now(),
        )
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def helper_by_phone(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Write down what a helper said on the phone."""
    question_id = _question_of(request, proposal_id)
    form = answers.HelperAnswerForm(request.POST)
    if form.is_valid():
        with announcing(request, _("The answer has been written down.")):
            match_answers.helper_answer_by_phone(
                actor=request.actor,
                proposal_id=proposal_id,
                answer=form.helper_answer(),
                at=now(),
            )
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def contacted(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Write down that the coordinator spoke with someone whose answer is awaited."""
    with announcing(request, _("Written down: you spoke with them today.")):
        match_decisions.record_contact(actor=request.actor, proposal_id=proposal_id, at=now())
    return redirect("portal:work_list")
