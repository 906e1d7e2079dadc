"""Who is left alone: capacity, notification budget, a no this week, a question still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from samenspel.core.row_security import Reason, acting_for_system
from samenspel.matching.models import Proposal
from samenspel.matching.types import HelperAnswer, ProposalState, SkipReason
from samenspel.volunteering.types import OfferFacts

AFTER_A_NO = timedelta(days=7)
BUDGET_PERIOD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class HelperLoad:
    """What is known about all helpers at one moment, counted once for a whole round."""

    seats: Counter[UUID]
    asked_this_month: Counter[UUID]
    being_asked: frozenset[UUID]
    said_no: frozenset[UUID]


@acting_for_system(Reason.LOAD)
def count_load(organisation_id: UUID, at: datetime) -> HelperLoad:
    """Count seats, questions and answers per helper (by person) in three queries."""
    of_organisation = Proposal.objects.filter(round__organisation_id=organisation_id)
    seats = Counter(of_organisation.accepted().values_list("helper_id", flat=True))
    recent = of_organisation.filter(introduced_at__gte=at - BUDGET_PERIOD)
    rows = list(recent.values_list("helper_id", "state", "helper_answer", "helper_answered_at"))
    return HelperLoad(
        seats=seats,
        asked_this_month=Counter(helper_id for helper_id, *_rest in rows),
        being_asked=frozenset(
            helper_id for helper_id, state, *_rest in rows if state == ProposalState.INTRODUCED
        ),
        said_no=frozenset(
            helper_id
            for helper_id, _state, answer, answered_at in rows
            if answer in (HelperAnswer.NOT_NOW, HelperAnswer.NEVER)
            and answered_at
            and answered_at >= at - AFTER_A_NO
        ),
    )


def skip_reason(offer: OfferFacts, now: HelperLoad) -> SkipReason | None:
    """Return why this helper is left alone, or None when they may be asked."""
    if now.seats[offer.person_id] >= offer.capacity:
        return SkipReason.FULL
    return rest_reason(offer.person_id, offer.asks_per_month, now)


def rest_reason(person_id: UUID, asks_per_month: int, now: HelperLoad) -> SkipReason | None:
    """Return why this helper gets a rest, whatever room they have."""
    if person_id in now.being_asked:
        return SkipReason.ASKED
    if person_id in now.said_no:
        return SkipReason.SAID_NO
    if now.asked_this_month[person_id] >= asks_per_month:
        return SkipReason.BUDGET
    return None


def askable(
    offers: Sequence[OfferFacts], now: HelperLoad
) -> tuple[list[OfferFacts], dict[UUID, int]]:
    """Return the offers that may be asked and the room each has left (by offer id)."""
    kept = [offer for offer in offers if skip_reason(offer, now) is None]
    room = {
        offer.id: min(
            offer.capacity - now.seats[offer.person_id],
            offer.asks_per_month - now.asked_this_month[offer.person_id],
        )
        for offer in kept
    }
    return kept, room
