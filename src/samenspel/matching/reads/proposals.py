"""Loading one proposal or one round, with access decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.core.errors import NotFoundError
from samenspel.matching.models import Proposal, Round
from samenspel.matching.types import ProposalId, ProposalState, RoundId

if TYPE_CHECKING:
    from samenspel.people.rows import Person


def get_proposal(
    actor: Person,
    proposal_id: ProposalId,
    permission: Permission = Permission.PROPOSAL_VIEW,
    *,
    at: datetime,
) -> Proposal:
    """Return the proposal, or raise NotFoundError if the actor may not do this with it."""
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
    access.require(actor, permission, proposal, at)
    return proposal


def get_round(
    actor: Person,
    round_id: RoundId,
    permission: Permission = Permission.ROUND_VIEW,
    *,
    at: datetime,
) -> Round:
    """Return the round, or raise NotFoundError if the actor may not see it."""
    matching_round = Round.objects.select_related("organisation").filter(pk=round_id).first()
    if matching_round is None:
        raise NotFoundError("This round does not exist.")
    access.require(actor, permission, matching_round, at)
    return matching_round


def best_proposals(actor: Person, *, at: datetime, limit: int) -> list[Proposal]:
    """Return what the newest round proposes first for each question, longest waiting first."""
    rows = (
        Proposal.objects.of_coordinator(actor, at)
        .filter(state=ProposalState.PROPOSED, is_best=True)
        .select_related("question__subject", "helper")
        .order_by("question__asked_at", "pk")[:limit]
    )
    return list(rows)
