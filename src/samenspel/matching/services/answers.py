"""Both yeses. A no is a good answer and harms nobody; the second yes gives the seat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.circles.services import agreements
from samenspel.circles.services import membership as circle_membership
from samenspel.circles.types import AgreementTerms, Moment, NewSeat, SeatRole
from samenspel.consent import services as consent_services
from samenspel.consent.services import Yes
from samenspel.consent.types import DataCategory, Grantee, Purpose
from samenspel.core.events import publish
from samenspel.matching.events import MatchMade
from samenspel.matching.models import Proposal
from samenspel.matching.reads import proposals
from samenspel.matching.services.decisions import get_waiting
from samenspel.matching.types import (
    HelperAnswer,
    ProposalId,
    ProposalState,
    ReceiverAnswer,
)
from samenspel.needs.question_words import question_title
from samenspel.needs.services import question_changes
from samenspel.notifications import services as notification_services
from samenspel.notifications.types import Notice, Occasion
from samenspel.vocabulary.helper_promises import limits_agreed
from samenspel.vocabulary.week import Daypart, Weekday
from samenspel.volunteering import services as offer_services
from samenspel.volunteering.types import HelperKind

if TYPE_CHECKING:
    from samenspel.people.rows import Person

TRIAL = timedelta(weeks=4)
REVIEW_AFTER = timedelta(weeks=6)
USUAL_HOURS = {
    Daypart.MORNING: (time(10), time(12)),
    Daypart.AFTERNOON: (time(14), time(16)),
    Daypart.EVENING: (time(19), time(21)),
    Daypart.NIGHT: (time(0), time(6)),
}
"""Where a first draft of an agreement puts a moment; the people concerned change it."""


@dataclass(frozen=True, slots=True)
class _ReceiverWords:
    """What who asked said, what the helper may see, and whose words they are."""

    answer: ReceiverAnswer
    shared: frozenset[DataCategory]
    by: Person


@transaction.atomic
def answer_as_helper(
    *, actor: Person, proposal_id: ProposalId, answer: HelperAnswer, at: datetime
) -> Proposal:
    """Say yes, not now, or never for this. Nobody is asked for a reason."""
    seen = proposals.get_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_HELPER, at=at
    )
    return _help(actor, get_waiting(seen), answer, at)


@transaction.atomic
def helper_answer_by_phone(
    *, actor: Person, proposal_id: ProposalId, answer: HelperAnswer, at: datetime
) -> Proposal:
    """Write down what a helper said on the phone; the history keeps who wrote it."""
    seen = proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    return _help(actor, get_waiting(seen), answer, at)


def _help(actor: Person, proposal: Proposal, answer: HelperAnswer, at: datetime) -> Proposal:
    proposal.helper_answer = answer
    proposal.helper_answered_at = at
    if answer == HelperAnswer.NEVER:
        offer_services.refuse_task(
            offer_id=proposal.offer_id, task_types=proposal.question.task_types[:1], at=at
        )
    if answer != HelperAnswer.YES:
        proposal.state = ProposalState.DECLINED
    return _settle(actor, proposal, at)


@transaction.atomic
def answer_as_receiver(
    *,
    actor: Person,
    proposal_id: ProposalId,
    answer: ReceiverAnswer,
    shared: Iterable[DataCategory] = (),
    at: datetime,
) -> Proposal:
    """Say yes or rather someone else, and what this helper may see from the second yes on."""
    seen = proposals.get_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_RECEIVER, at=at
    )
    words = _ReceiverWords(answer, frozenset(shared), actor)
    return _receive(actor, get_waiting(seen), words, at)


@transaction.atomic
def answer_by_phone(
    *,
    actor: Person,
    proposal_id: ProposalId,
    answer: ReceiverAnswer,
    shared: Iterable[DataCategory] = (),
    at: datetime,
) -> Proposal:
    """Write down what the person said on the phone; on record as their words, our pen."""
    seen = proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    words = _ReceiverWords(answer, frozenset(shared), seen.question.asked_by)
    return _receive(actor, get_waiting(seen), words, at)


def _receive(
    actor: Person, proposal: Proposal, words: _ReceiverWords, at: datetime
) -> Proposal:
    proposal.receiver_answer = words.answer
    proposal.receiver_answered_at = at
    proposal.receiver_answered_by = words.by
    proposal.shared_categories = sorted(category.value for category in words.shared)
    if words.answer != ReceiverAnswer.YES:
        proposal.state = ProposalState.DECLINED
    return _settle(actor, proposal, at)


def _settle(actor: Person, proposal: Proposal, at: datetime) -> Proposal:
    both = (
        proposal.helper_answer == HelperAnswer.YES
        and proposal.receiver_answer == ReceiverAnswer.YES
    )
    if both:
        proposal.state = ProposalState.TRIAL
        proposal.seated_at = at
        proposal.last_contact_at = at
    proposal.save()
    if both:
        _give_seat(actor, proposal, at)
    return proposal


def _give_seat(actor: Person, proposal: Proposal, at: datetime) -> None:
    """Open the circle if need be, seat the helper, let them see what was allowed."""
    question = proposal.question
    circle = circle_membership.open_circle(actor=actor, subject_id=question.subject_id, at=at)
    is_neighbour = proposal.offer.kind == HelperKind.NEIGHBOUR
    membership = circle_membership.give_seat(
        actor=actor,
        circle=circle,
        new_seat=NewSeat(
            person_id=proposal.helper_id,
            role=SeatRole.NEIGHBOUR if is_neighbour else SeatRole.VOLUNTEER,
            said_yes_at=proposal.helper_answered_at,
        ),
        at=at,
    )
    consent_services.give_consent(
        actor=actor,
        yes=Yes(
            question.subject_id,
            Grantee(person_id=proposal.helper_id),
            Purpose.CIRCLE,
            proposal.receiver_answered_by_id or actor.pk,
        ),
        categories=[DataCategory(value) for value in proposal.shared_categories],
        at=at,
    )
    agreements.draw_up(
        actor=proposal.decided_by or actor,
        membership=membership,
        terms=first_terms(proposal, at.date()),
        at=at,
    )
    question_changes.close_as_matched(question_id=question.pk, helper=proposal.helper, at=at)
    publish(MatchMade(proposal.pk, circle.pk, proposal.helper_id, at))
    for recipient_id in {proposal.helper_id, question.asked_by_id}:
        notification_services.notify(
            Notice(
                recipient_id,
                Occasion.BOTH_SAID_YES,
                f"/kringen/{circle.pk}/",
                f"{Occasion.BOTH_SAID_YES.value}:{proposal.pk}:{recipient_id}",
                proposal.round.organisation_id,
            ),
            at=at,
        )


def first_terms(proposal: Proposal, day: date) -> AgreementTerms:
    """Return the draft agreement: what was asked, the usual limits, a moment for both."""
    question = proposal.question
    common = proposal.fit.get("windows", [])[:1]
    moments = tuple(
        Moment(Weekday(code // 4), *USUAL_HOURS[Daypart(code % 4)]) for code in common
    )
    return AgreementTerms(
        does=question_title(question.task_types, question.windows) + ".",
        does_not="\n".join(limits_agreed(bodily_care=question.accepts_bodily_care)),
        if_difficult=_("Call the coordinator. Nobody has to solve it alone."),
        trial_until=day + TRIAL,
        review_on=day + REVIEW_AFTER,
        moments=moments,
    )
