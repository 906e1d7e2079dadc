"""What someone is to a proposal or a round."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access.decide import Roles, register_roles
from samenspel.access.rules import Role
from samenspel.matching.models import Proposal, Round
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def roles_for_proposal(actor: Person, proposal: Proposal, at: datetime) -> Roles:
    """Return the actor's roles: helper, receiver, asker or coordinator."""
    question = proposal.question
    roles: dict[Role, UUID | None] = {}
    if proposal.helper_id == actor.pk:
        roles[Role.HELPER] = None
    if question.subject_id == actor.pk:
        roles[Role.SELF] = None
    elif question.asked_by_id == actor.pk:
        roles[Role.ASKER] = None
    roles.update(roles_for_round(actor, proposal.round, at))
    return roles


def roles_for_round(actor: Person, matching_round: Round, at: datetime) -> Roles:
    """Return COORDINATOR for someone who coordinates at the round's organisation."""
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if matching_round.organisation_id in mine:
        return {Role.COORDINATOR: matching_round.organisation_id}
    return {}


register_roles(Proposal, roles_for_proposal)
register_roles(Round, roles_for_round)
