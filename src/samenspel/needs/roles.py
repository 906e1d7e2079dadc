"""What someone is towards a help question."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access.decide import Roles, register_roles
from samenspel.access.rules import Role
from samenspel.circles.reads import seats
from samenspel.needs.models import SHARED_WITH_CIRCLE, HelpQuestion
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.people import reads as people_reads
from samenspel.people.types import LEGAL_FOR_CARE

if TYPE_CHECKING:
    from samenspel.people.rows import Person


def roles_for_question(actor: Person, question: HelpQuestion, at: datetime) -> Roles:
    """Return the actor's roles: own, asked for, coordinating, in the circle, representing."""
    roles: dict[Role, UUID | None] = {}
    if question.subject_id == actor.pk:
        roles[Role.SELF] = None
    elif question.asked_by_id == actor.pk:
        roles[Role.ASKER] = None
    if question.organisation_id in organisation_reads.organisations_where(
        actor.pk, JobRole.COORDINATOR, at
    ):
        roles[Role.COORDINATOR] = question.organisation_id
    if question.subject_id == actor.pk:
        return roles
    if question.who_may_know in SHARED_WITH_CIRCLE:
        roles.update(seats.roles_around(actor, question.subject_id, at))
    kinds = people_reads.representation_kinds(
        represented=question.subject_id, representative=actor.pk, at=at
    )
    if kinds & LEGAL_FOR_CARE:
        roles[Role.LEGAL_REPRESENTATIVE] = None
    return roles


register_roles(HelpQuestion, roles_for_question)
