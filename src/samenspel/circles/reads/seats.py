"""Who sits where, for other rooms; these say nothing of what is in a circle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef

from samenspel.access import decide as access
from samenspel.access.rules import Permission, roles_with
from samenspel.circles.models import Circle, Membership
from samenspel.circles.roles import roles_in_circle
from samenspel.circles.types import CircleId

if TYPE_CHECKING:
    from samenspel.people.rows import Person


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
