"""The match table: one question, its proposals, and what the coordinator decides."""

from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samenspel.access.rules import Permission
from samenspel.core.clock import now
from samenspel.core.errors import DomainError
from samenspel.core.http import add_refusal, render_page
from samenspel.matching import forms, reads, services
from samenspel.matching.types import ProposalId
from samenspel.matching.views.telling import told
from samenspel.needs import services as need_services
from samenspel.needs.types import QuestionId
from samenspel.people.types import ActorRequest

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
    page = reads.match_table_page(request.actor, question_id, at=now(), search=search)
    context: dict[str, Any] = {"page": page, "search": search, "sent": sent}
    context["cards"] = [
        (
            card,
            sent if card.id == about else forms.UnsuitableForm(auto_id=f"card{card.number}_%s"),
            card.id == about,
        )
        for card in page.cards
    ]
    for name, empty in (
        ("hold", forms.HoldForm(initial={"until": timezone.localdate() + USUAL_HOLD})),
        ("words", forms.HelperWordsForm(initial={"public_note": page.question.public_note})),
        ("phone", forms.IntroductionForm(auto_id="phone_%s")),
    ):
        context[name] = sent if type(sent) is type(empty) else empty
    return render_page(request, "matching/match_table.html", context)


def _question_of(request: ActorRequest, proposal_id: ProposalId) -> QuestionId:
    proposal = reads.get_proposal(
        request.actor, proposal_id, Permission.PROPOSAL_DECIDE, at=now()
    )
    found: QuestionId = proposal.question_id
    return found


@require_POST
def introduce(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Put a proposal to both."""
    question_id = _question_of(request, proposal_id)
    with told(request, _("Put to both. They each get a message.")):
        services.introduce(actor=request.actor, proposal_id=proposal_id, at=now())
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def unsuitable(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Say that a proposal does not fit, and why."""
    question_id = _question_of(request, proposal_id)
    form = forms.UnsuitableForm(request.POST, auto_id="card_%s")
    if form.is_valid():
        try:
            services.judge_unsuitable(
                actor=request.actor, proposal_id=proposal_id, at=now(), **form.cleaned_data
            )
            return redirect("matching:match_table", question_id=question_id)
        except DomainError as refusal:
            add_refusal(form, refusal)
    return _show(request, question_id, form, proposal_id)


@require_POST
def hold(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Keep a question out of rounds until a day."""
    form = forms.HoldForm(request.POST)
    if form.is_valid():
        try:
            services.hold_question(
                actor=request.actor, question_id=question_id, at=now(), **form.cleaned_data
            )
            return redirect("matching:match_table", question_id=question_id)
        except DomainError as refusal:
            add_refusal(form, refusal)
    return _show(request, question_id, form)


@require_POST
def release(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Let a question take part in rounds again."""
    with told(request, _("The question takes part in the next round again.")):
        services.release_question(actor=request.actor, question_id=question_id, at=now())
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def helper_words(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Write what a helper reads in the invitation."""
    form = forms.HelperWordsForm(request.POST)
    if form.is_valid():
        try:
            need_services.set_helper_words(
                actor=request.actor, question_id=question_id, at=now(), **form.cleaned_data
            )
            return redirect("matching:match_table", question_id=question_id)
        except DomainError as refusal:
            add_refusal(form, refusal)
    return _show(request, question_id, form)


@require_POST
def propose_other(request: ActorRequest, question_id: QuestionId) -> HttpResponse:
    """Add a helper of the coordinator's own choice."""
    form = forms.OtherForm(request.POST)
    if form.is_valid():
        with told(request, _("Added to the proposals.")):
            services.propose_other(
                actor=request.actor,
                question_id=question_id,
                offer_id=form.cleaned_data["offer"],
                at=now(),
            )
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def answer_by_phone(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Write down what who asked said on the phone."""
    question_id = _question_of(request, proposal_id)
    form = forms.IntroductionForm(request.POST, auto_id="phone_%s")
    if not form.is_valid():
        return _show(request, question_id, form)
    with told(request, _("The answer has been written down.")):
        services.answer_by_phone(
            actor=request.actor,
            proposal_id=proposal_id,
            answer=form.receiver_answer(),
            shared=form.shared(),
            at=now(),
        )
    return redirect("matching:match_table", question_id=question_id)


@require_POST
def helper_by_phone(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Write down what a helper said on the phone."""
    question_id = _question_of(request, proposal_id)
    form = forms.HelperAnswerForm(request.POST)
    if form.is_valid():
        with told(request, _("The answer has been written down.")):
            services.helper_answer_by_phone(
                actor=request.actor,
                proposal_id=proposal_id,
                answer=form.helper_answer(),
                at=now(),
            )
    return redirect("matching:match_table", question_id=question_id)
