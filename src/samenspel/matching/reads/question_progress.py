"""How far the search for each open question is, and who is left alone meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count

from samenspel.matching import helper_load
from samenspel.matching.models import Proposal, QuestionHold
from samenspel.matching.reads.round_page import latest_round
from samenspel.matching.types import ProposalState, QuestionProgress, QuietHelper
from samenspel.needs.types import QuestionId
from samenspel.organisations.types import OrganisationId
from samenspel.volunteering.reads import offers as offer_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def put_to_people(question_ids: Iterable[QuestionId]) -> frozenset[QuestionId]:
    """Return which of these questions are waiting for people to answer.

    The calling room has decided that its actor may read them; likewise for ``progress_of``.
    """
    rows = Proposal.objects.filter(
        state=ProposalState.INTRODUCED, question__in=list(question_ids)
    )
    return frozenset(rows.values_list("question_id", flat=True))


def progress_of(
    question_ids: Iterable[QuestionId],
    organisation_ids: frozenset[OrganisationId],
    *,
    at: datetime,
) -> Mapping[QuestionId, QuestionProgress]:
    """Return the progress of each question: proposals of the newest round, noes, a hold."""
    ids = list(question_ids)
    newest = Proposal.objects.filter(
        round=latest_round(organisation_ids), state=ProposalState.PROPOSED, question__in=ids
    )
    noes = Proposal.objects.filter(state=ProposalState.DECLINED, question__in=ids)
    proposed_by, noes_by = (
        dict(rows.values_list("question_id").annotate(Count("pk")).order_by())
        for rows in (newest, noes)
    )
    held = set(
        QuestionHold.objects.filter(question__in=ids, until__gt=at.date()).values_list(
            "question_id", flat=True
        )
    )
    return {
        each: QuestionProgress(proposed_by.get(each, 0), noes_by.get(each, 0), each in held)
        for each in ids
    }


def quiet_helpers(
    actor: Person, organisation_id: OrganisationId, *, at: datetime, limit: int
) -> tuple[tuple[QuietHelper, ...], int]:
    """Return helpers whom the next round leaves alone and why, and how many there are.

    At most ``limit`` are shown. The calling room has decided that its actor coordinates there.
    """
    now = helper_load.count_load(organisation_id, at)
    left_alone = now.being_asked | now.said_no | set(now.asked_this_month)
    reasons = {}
    cards = []
    for card in offer_reads.cards_of_persons(organisation_id, left_alone, at=at):
        reason = helper_load.rest_reason(card.person_id, card.asks_per_month, now)
        if reason:
            reasons[card.offer_id] = str(reason.label)
            cards.append(card)
    shown = offer_reads.show_helpers(actor, cards[:limit], at=at)
    return tuple(QuietHelper(each.name, reasons[each.offer_id]) for each in shown), len(cards)
