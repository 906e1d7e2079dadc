"""What someone is to a placement."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from samenspel.access.decide import Roles, register_roles
from samenspel.access.rules import Role
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.placements.models import Placement

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def roles_for_placement(actor: Person, placement: Placement, at: datetime) -> Roles:
    """Return COORDINATOR for someone who coordinates at its organisation.

    The helper and the person meet in the circle, where they have roles of their own.
    """
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if placement.organisation_id in mine:
        return {Role.COORDINATOR: placement.organisation_id}
    return {}


register_roles(Placement, roles_for_placement)
