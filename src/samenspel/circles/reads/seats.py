"""Who sits where, for other rooms; these say nothing of what is in a circle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from samenspel.access import decide as access
from samenspel.access.rules import Permission, Role, roles_with
from samenspel.circles.actor_roles import ROLE_OF_SEAT, roles_in_circle
from samenspel.circles.models import Circle, Membership
from samenspel.circles.types import CircleId, SeatRole
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def find_circle_id(subject_id: UUID) -> CircleId | None:
    """Return the id of a person's open circle, without saying anything else about it."""
    return (
        Circle.objects.filter(subject_id=subject_id, closed_at__isnull=True)
        .values_list("pk", flat=True)
        .first()
    )


def roles_around(actor: Person, subject_id: UUID, at: datetime) -> access.Roles:
    """Return the actor's roles in the open circle around a person; none without a circle."""
    circle = Circle.objects.filter(subject_id=subject_id, closed_at__isnull=True).first()
    return roles_in_circle(actor, circle, at) if circle else {}


def has_seat(subject: str, person_id: UUID, permission: Permission) -> Exists:
    """Return a condition on rows with a path ``subject``: this person has a granting seat."""
    granting = {role.value for role in roles_with(permission)}
    return Exists(
        Membership.objects.in_force().filter(
            circle__subject_id=OuterRef(subject),
            circle__closed_at__isnull=True,
            person_id=person_id,
            role__in=granting,
        )
    )


def look_columns(
    actor: Person, at: datetime, *, circle: str = "pk", subject: str = "subject_id"
) -> dict[str, Any]:
    """Return what :func:`seen_as` needs of each row, to annotate with, by its paths."""
    seat = Membership.objects.in_force().filter(circle=OuterRef(circle), person=actor)
    return {
        "own_role": Subquery(seat.values("role")[:1]),
        "is_represented": people_reads.represents(
            subject=subject, representative=actor.pk, at=at
        ),
        "acting_for": organisation_reads.acting_for(actor.pk, at),
    }


def seen_as(row: Any, subject_id: UUID, actor: Person) -> tuple[Role, UUID | None]:
    """Return the role by which the actor sees a row, and the organisation acted for.

    The same role that ``decide`` names: acting in someone's name comes before a seat.
    """
    if subject_id == actor.pk:
        return Role.SELF, None
    if row.is_represented or not row.own_role:
        return Role.LEGAL_REPRESENTATIVE, None
    role = ROLE_OF_SEAT[SeatRole(row.own_role)]
    return role, row.acting_for if role is Role.PROFESSIONAL else None


def seated_person_ids(circle_id: CircleId) -> frozenset[UUID]:
    """Return the persons with a seat, the person in the middle included."""
    rows = Membership.objects.in_force().filter(circle_id=circle_id)
    return frozenset(rows.values_list("person_id", flat=True))


def seats_by_subject(subject_ids: list[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return who has a seat around each of these persons, in one query."""
    result: dict[UUID, set[UUID]] = {}
    rows = (
        Membership.objects.in_force()
        .filter(circle__subject_id__in=subject_ids, circle__closed_at__isnull=True)
        .values_list("circle__subject_id", "person_id")
    )
    for subject_id, person_id in rows:
        result.setdefault(subject_id, set()).add(person_id)
    return {subject_id: frozenset(persons) for subject_id, persons in result.items()}


def known_people(actor: Person) -> dict[UUID, str]:
    """Return whom someone knows by a seat, with their names: the people in their own circle,
    and the person in the middle of each circle they sit in."""
    seats_in_force = Membership.objects.in_force().filter(circle__closed_at__isnull=True)
    own = seats_in_force.filter(circle__subject=actor).select_related("person")
    known = {seat.person_id: seat.person.full_name for seat in own}
    others = seats_in_force.filter(person=actor).select_related("circle__subject")
    known |= {seat.circle.subject_id: seat.circle.subject.full_name for seat in others}
    known.pop(actor.pk, None)
    return known
