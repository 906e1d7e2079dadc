"""What someone is to a help question."""

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

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def roles_for_question(actor: Person, question: HelpQuestion, at: datetime) -> Roles:
    """Return the actor's roles: own, asked for, coordinating, in the circle."""
    roles: dict[Role, UUID | None] = {}
    if question.organisation_id in organisation_reads.organisations_where(
        actor.pk, JobRole.COORDINATOR, at
    ):
        roles[Role.COORDINATOR] = question.organisation_id
    in_circle: Roles = {}
    if question.subject_id != actor.pk and question.who_may_know in SHARED_WITH_CIRCLE:
        in_circle = seats.roles_around(actor, question.subject_id, at)
    return roles | roles_without_work(actor, question, in_circle)


def roles_without_work(
    actor: Person, question: HelpQuestion, in_circle: Roles
) -> dict[Role, UUID | None]:
    """Return the roles that someone has without working anywhere.

    ``in_circle`` are the actor's roles in the circle around the person it is about; they
    count when the question was shared with the circle.
    """
    if question.subject_id == actor.pk:
        return {Role.SELF: None}
    roles: dict[Role, UUID | None] = {}
    if question.asked_by_id == actor.pk:
        roles[Role.ASKER] = None
    if question.who_may_know in SHARED_WITH_CIRCLE:
        roles.update(in_circle)
    return roles


register_roles(HelpQuestion, roles_for_question)
