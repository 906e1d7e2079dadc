"""Loading one proposal or one round, with access decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from samenspel.access import decide as access
from samenspel.access.read_log import look
from samenspel.access.rules import Permission
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.matching.models import Proposal, Round
from samenspel.matching.types import ProposalId, ProposalState, RoundId

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def get_proposal(
    actor: Person,
    proposal_id: ProposalId,
    permission: Permission,
    *,
    at: datetime,
) -> Proposal:
    """Return the proposal, or raise NotFoundError if the actor may not do this with it.

    For services, which show nothing of it: no look is written down.
    """
    proposal = _find(proposal_id)
    access.require(actor, permission, proposal, at)
    return proposal


def look_at_proposal(
    actor: Person, proposal_id: ProposalId, permission: Permission, *, at: datetime
) -> tuple[Proposal, access.Decision]:
    """Return the proposal that a page shows with the decision, and write down the look."""
    proposal = _find(proposal_id)
    return proposal, look(actor, permission, proposal, at, [DataCategory.QUESTIONS])


def _find(proposal_id: ProposalId) -> Proposal:
    proposal = (
        Proposal.objects.select_related(
            "round__organisation",
            "question__subject",
            "question__asked_by",
            "question__area",
            "helper",
            "offer__area",
            "decided_by",
        )
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        raise NotFoundError("This proposal does not exist.")
    return proposal


def get_round(
    actor: Person,
    round_id: RoundId,
    permission: Permission = Permission.ROUND_VIEW,
    *,
    at: datetime,
) -> Round:
    """Return the round, or raise NotFoundError if the actor may not see it.

    A round is about nobody, so there is no look to write down.
    """
    matching_round = Round.objects.select_related("organisation").filter(pk=round_id).first()
    if matching_round is None:
        raise NotFoundError("This round does not exist.")
    access.require(actor, permission, matching_round, at)
    return matching_round


def best_proposals(actor: Person, *, at: datetime, limit: int) -> list[Proposal]:
    """Return what the newest round proposes first for each question, longest waiting first.

    For the demo's past, which shows nothing of it: no look is written down.
    """
    rows = (
        Proposal.objects.of_coordinator(actor, at)
        .filter(state=ProposalState.PROPOSED, is_best=True)
        .select_related("question__subject", "helper")
        .order_by("question__asked_at", "pk")[:limit]
    )
    return list(rows)
