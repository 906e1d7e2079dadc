"""What a coordinator does with proposals: put to both, refuse with a reason, hold, choose."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.locked_rows import lock, lock_and_set, lock_or_create
from samenspel.matching import explanations, helper_load
from samenspel.matching.models import Proposal, QuestionHold
from samenspel.matching.reads import proposals
from samenspel.matching.services.rounds import lock_newest_round, region_of
from samenspel.matching.types import ProposalId, ProposalState, SkipReason
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.reads import speakers
from samenspel.needs.services import question_changes
from samenspel.needs.types import QuestionId, QuestionState
from samenspel.notifications import services as notification_services
from samenspel.notifications.types import Notice, Occasion
from samenspel.people import reads as people_reads
from samenspel.volunteering import services as offer_services

if TYPE_CHECKING:
    from samenspel.matching.solver import Proposed
    from samenspel.people.model_types import Person

ANSWER_WITHIN = timedelta(days=3)


class ProposalError(DomainError):
    """This cannot be done with this proposal now."""


class NothingToAnswerError(ProposalError):
    """The answer came too late: the proposal no longer waits for it."""


@transaction.atomic
def lock_proposal(*, proposal_id: ProposalId) -> Proposal:
    """Return the proposal, held after its question: what becomes of the two goes together.

    The question, the round, the offer and the helper come along.
    """
    of = Proposal.objects.filter(pk=proposal_id).values_list("question_id", flat=True).first()
    if of is None:
        raise NotFoundError("This proposal does not exist.")
    question_changes.lock_question(question_id=of)
    rows = Proposal.objects.select_related("question__subject", "round", "offer", "helper")
    return lock(rows.filter(pk=proposal_id), gone="This proposal does not exist.")


def _lock_to_decide(actor: Person, proposal_id: ProposalId, at: datetime) -> Proposal:
    """Return the proposal, held, if the actor may decide about it; NotFoundError otherwise."""
    proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    return lock_proposal(proposal_id=proposal_id)


def _refuse_dealt_with(actor: Person, proposal: Proposal) -> None:
    """Say what became of a proposal that nobody has to decide about any more."""
    if proposal.state == ProposalState.PROPOSED:
        return
    mine = proposal.decided_by_id == actor.pk
    words = {
        (ProposalState.INTRODUCED, True): _("You have put this proposal to both already."),
        (ProposalState.INTRODUCED, False): _(
            "Someone else has just put this proposal to both."
        ),
        (ProposalState.UNSUITABLE, True): _(
            "You have said already that this proposal does not fit."
        ),
        (ProposalState.UNSUITABLE, False): _(
            "Someone else has just said that this proposal does not fit."
        ),
    }
    told = words.get(
        (ProposalState(proposal.state), mine), _("This proposal has already been dealt with.")
    )
    raise ProposalError(told, code="dealt_with")


@transaction.atomic
def introduce(*, actor: Person, proposal_id: ProposalId, at: datetime) -> Proposal:
    """Put a proposal to both sides; each gets a message that says nothing about care.

    Raises ProposalError when the question has been put to someone else or is no longer open,
    and when the helper should be left alone now.
    """
    proposal = _lock_to_decide(actor, proposal_id, at)
    if proposal.question.state != QuestionState.OPEN:
        raise ProposalError(_("This question is no longer open."), code="not_open")
    _refuse_dealt_with(actor, proposal)
    _refuse_outdated(proposal, at)
    proposal.state = ProposalState.INTRODUCED
    proposal.decided_by = actor
    proposal.introduced_at = at
    proposal.answer_by = at + ANSWER_WITHIN
    try:
        with transaction.atomic():
            proposal.save(update_fields=["state", "decided_by", "introduced_at", "answer_by"])
    except IntegrityError as error:
        raise ProposalError(
            _("This question has already been put to someone else."), code="one_at_a_time"
        ) from error
    offer_services.mark_asked(offer_id=proposal.offer_id, at=at)
    organisation_id = proposal.round.organisation_id
    for recipient_id, occasion, path in (
        (proposal.helper_id, Occasion.PROPOSAL_FOR_HELPER, f"/vraag-voor-u/{proposal.pk}/"),
        (
            speakers.speaker_id(proposal.question, at),
            Occasion.PROPOSAL_FOR_RECEIVER,
            f"/kennismaken/{proposal.pk}/",
        ),
    ):
        notification_services.notify(
            Notice(
                recipient_id, occasion, path, f"{occasion.value}:{proposal.pk}", organisation_id
            ),
            at=at,
        )
    return proposal


def _refuse_outdated(proposal: Proposal, at: datetime) -> None:
    """Look again at what may have changed since: a block, a pause, a rest, no room.

    The places of a helper are counted while their offer is held: by one at a time.
    """
    offer = offer_services.lock_offer(offer_id=proposal.offer_id)
    subject_id, helper_id = proposal.question.subject_id, proposal.helper_id
    if people_reads.is_blocked(by=subject_id, about=helper_id) or people_reads.is_blocked(
        by=helper_id, about=subject_id
    ):
        raise ProposalError(explanations.rule_words("veto"), code="veto")
    if not offer.is_available(at.date()):
        raise ProposalError(_("This helper is taking a break."), code="paused")
    now = helper_load.count_load(proposal.round.organisation_id, at)
    full = now.seats[helper_id] >= offer.capacity
    reason = (
        SkipReason.FULL
        if full
        else helper_load.rest_reason(helper_id, offer.asks_per_month, now)
    )
    if reason:
        raise ProposalError(
            _("Not now: this helper %(reason)s.") % {"reason": reason.label}, code=reason.value
        )


@transaction.atomic
def judge_unsuitable(
    *, actor: Person, proposal_id: ProposalId, because: str, at: datetime
) -> Proposal:
    """Say that a proposal does not fit, and why; the pair is not proposed again."""
    proposal = _lock_to_decide(actor, proposal_id, at)
    _refuse_dealt_with(actor, proposal)
    if not because.strip():
        raise ProposalError(
            _("Write in a few words why this does not fit."), code="empty", field="because"
        )
    proposal.state = ProposalState.UNSUITABLE
    proposal.decided_by = actor
    proposal.unsuitable_because = because.strip()
    proposal.save(update_fields=["state", "decided_by", "unsuitable_because"])
    return proposal


@transaction.atomic
def hold_question(*, actor: Person, question_id: QuestionId, until: date, at: datetime) -> None:
    """Keep a question out of rounds until a day in the future."""
    need_reads.get_question(actor, question_id, Permission.PROPOSAL_DECIDE, at=at)
    if until <= at.date():
        raise ProposalError(_("Choose a day in the future."), code="day_in_past", field="until")
    question = question_changes.lock_question(question_id=question_id)
    values = {"until": until, "held_by": actor, "held_at": at}
    lock_and_set(QuestionHold.objects.all(), values, question=question)


@transaction.atomic
def release_question(*, actor: Person, question_id: QuestionId, at: datetime) -> None:
    """Let a question take part in rounds again."""
    need_reads.get_question(actor, question_id, Permission.PROPOSAL_DECIDE, at=at)
    question = question_changes.lock_question(question_id=question_id)
    QuestionHold.objects.filter(question=question).delete()


@transaction.atomic
def propose_other(
    *, actor: Person, question_id: QuestionId, offer_id: UUID, at: datetime
) -> Proposal:
    """Add a helper of the coordinator's own choice to the proposals for a question.

    The hard rules hold here too: raises ProposalError with the rule that is broken.
    """
    seen = need_reads.get_question(actor, question_id, Permission.PROPOSAL_DECIDE, at=at)
    matching_round = lock_newest_round(seen.organisation_id)
    if matching_round is None:
        raise ProposalError(_("Run a round first."), code="no_round")
    question = question_changes.lock_question(question_id=question_id)
    region, _skipped = region_of(question.organisation_id, at)
    chosen: Proposed | str = import_string("samenspel.matching.solver.fit_of")(
        region, question_id=question.pk, offer_id=offer_id, at=at
    )
    if isinstance(chosen, str):
        raise ProposalError(explanations.rule_words(chosen), code=chosen, field="offer")
    helper_id = next(offer.person_id for offer in region.offers if offer.id == offer_id)
    rank = Proposal.objects.filter(round=matching_round, question=question).count() + 1
    proposal, _created = lock_or_create(
        Proposal.objects.all(),
        {
            "helper_id": helper_id,
            "rank": rank,
            "quality": chosen.quality,
            "fit": chosen.fit,
        },
        round=matching_round,
        question=question,
        offer_id=offer_id,
    )
    return proposal


@transaction.atomic
def record_contact(*, actor: Person, proposal_id: ProposalId, at: datetime) -> Proposal:
    """Write down that the coordinator spoke with someone whose answer is awaited."""
    proposal = _lock_to_decide(actor, proposal_id, at)
    if proposal.state != ProposalState.INTRODUCED:
        raise ProposalError(_("This proposal has already been dealt with."), code="dealt_with")
    proposal.last_contact_at = at
    proposal.save(update_fields=["last_contact_at"])
    return proposal


@transaction.atomic
def end_proposal(*, proposal_id: ProposalId, seek_again: bool, at: datetime) -> None:
    """End what both said yes to: the helper has room again; the question may open again.

    For the room that began it at the second yes, which has decided that its actor may.
    Raises ProposalError when it is not accepted, or has ended already.
    """
    proposal = lock_proposal(proposal_id=proposal_id)
    if proposal.state != ProposalState.ACCEPTED:
        raise ProposalError(_("Both have to say yes first."), code="not_accepted")
    proposal.state = ProposalState.ENDED
    proposal.ended_at = at
    proposal.save(update_fields=["state", "ended_at"])
    if seek_again:
        question_changes.reopen(question_id=proposal.question_id, at=at)


def lock_waiting(seen: Proposal) -> Proposal:
    """Return the proposal, held, if it waits for answers; NothingToAnswerError otherwise."""
    proposal = lock_proposal(proposal_id=seen.pk)
    waits = proposal.state == ProposalState.INTRODUCED
    if not waits or proposal.question.state != QuestionState.OPEN:
        raise NothingToAnswerError(
            _("There is nothing to answer here any more. Look at what has become of it."),
            code="too_late",
        )
    return proposal
