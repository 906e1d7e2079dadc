"""What someone is towards a circle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access.decide import Roles, register_end, register_roles
from samenspel.access.rules import Role
from samenspel.circles.models import Circle, Membership
from samenspel.circles.types import SeatRole
from samenspel.organisations import reads as organisation_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

ROLE_OF_SEAT = {
    SeatRole.CARER: Role.CARER,
    SeatRole.NEIGHBOUR: Role.NEIGHBOUR,
    SeatRole.VOLUNTEER: Role.VOLUNTEER,
    SeatRole.PROFESSIONAL: Role.PROFESSIONAL,
}


def roles_in_circle(actor: Person, circle: Circle, at: datetime) -> Roles:
    """Return the actor's roles in a circle; a professional acts for an organisation."""
    if circle.subject_id == actor.pk:
        return {Role.SELF: None}
    seat = Membership.objects.in_force().filter(circle=circle, person=actor).first()
    return roles_of_seat(actor, circle, seat, at)


def roles_of_seat(
    actor: Person, circle: Circle, seat: Membership | None, at: datetime
) -> Roles:
    """Return the actor's roles in a circle, given the seat they hold there."""
    if circle.subject_id == actor.pk:
        return {Role.SELF: None}
    roles: dict[Role, UUID | None] = {}
    if seat:
        role = ROLE_OF_SEAT[SeatRole(seat.role)]
        roles[role] = None
        if role is Role.PROFESSIONAL:
            organisations = organisation_reads.all_organisations_of(actor.pk, at)
            roles[role] = min(organisations, default=None)
        if circle.regisseur_id == actor.pk:
            roles[Role.REGISSEUR] = roles[role]
    return roles


def roles_for_invitation(actor: Person, seat: Membership, at: datetime) -> Roles:
    """Return INVITED for someone who has yet to answer; a seat itself gives roles in its
    circle."""
    return {Role.INVITED: None} if seat.is_open and seat.person_id == actor.pk else {}


def _is_closed(circle: Circle) -> bool:
    return circle.closed_at is not None


def _is_in_closed_circle(seat: Membership) -> bool:
    return _is_closed(seat.circle)


register_roles(Circle, roles_in_circle)
register_roles(Membership, roles_for_invitation)
register_end(Circle, _is_closed)
register_end(Membership, _is_in_closed_circle)
