"""What someone is to an offer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access.decide import Roles, register_roles
from samenspel.access.rules import Role
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.volunteering.models import Offer

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def roles_for_offer(actor: Person, offer: Offer, at: datetime) -> Roles:
    """Return the actor's roles: the helper, or coordinating at the offer's organisation."""
    roles: dict[Role, UUID | None] = {}
    if offer.person_id == actor.pk:
        roles[Role.HELPER] = None
    if offer.organisation_id in organisation_reads.organisations_where(
        actor.pk, JobRole.COORDINATOR, at
    ):
        roles[Role.COORDINATOR] = offer.organisation_id
    return roles


register_roles(Offer, roles_for_offer)
