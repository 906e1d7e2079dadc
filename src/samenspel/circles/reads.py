"""The only way to get hold of a circle, and everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef

from samenspel.access import decide as access
from samenspel.access.rules import Permission, Role, roles_with
from samenspel.access.services import log_read
from samenspel.circles import lines
from samenspel.circles.models import Circle, CircleNote, Membership
from samenspel.circles.roles import roles_in_circle
from samenspel.circles.types import (
    VOICES,
    AgreementLine,
    CircleId,
    MemberLine,
    NoteLine,
    SeatRole,
    WeekDay,
)
from samenspel.consent import reads as consent_reads
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.people import reads as people_reads
from samenspel.ui.data import Voice
from samenspel.ui.ecogram import Ecogram

if TYPE_CHECKING:
    from samenspel.people.models import Person

CATEGORY_OF = {
    Permission.CIRCLE_AGENDA: DataCategory.AGENDA,
    Permission.CIRCLE_CONTACT: DataCategory.CONTACT,
    Permission.CIRCLE_DAILY_LIFE: DataCategory.DAILY_LIFE,
    Permission.CIRCLE_HEALTH: DataCategory.HEALTH,
    Permission.CIRCLE_MONEY: DataCategory.MONEY,
    Permission.CIRCLE_PEOPLE: DataCategory.PEOPLE,
    Permission.QUESTION_VIEW: DataCategory.QUESTIONS,
}


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where the person lives and can be called."""

    address: str
    place: str
    phone: str


@dataclass(frozen=True, slots=True)
class CircleView:
    """Everything of a circle that this actor may see."""

    id: CircleId
    subject_id: UUID
    subject_name: str
    subject_given_name: str
    age: int | None
    place: str
    regisseur: str
    first_contact: str
    role: str
    is_subject: bool
    may: frozenset[Permission]
    members: tuple[MemberLine, ...]
    ecogram: Ecogram | None
    week: tuple[WeekDay, ...]
    agreements: tuple[AgreementLine, ...]
    notes: tuple[NoteLine, ...]
    contacts: Contacts | None


@dataclass(frozen=True, slots=True)
class CircleCard:
    """A circle in a list of circles."""

    id: CircleId
    subject_name: str
    initials: str
    role: str
    voice: Voice
    is_own: bool


def get_circle(
    actor: Person,
    circle_id: CircleId,
    permission: Permission = Permission.CIRCLE_VIEW,
    *,
    at: datetime,
) -> Circle:
    """Return the circle, or raise NotFoundError if the actor may not do this there."""
    circle = (
        Circle.objects.select_related("subject", "regisseur", "first_contact")
        .filter(pk=circle_id)
        .first()
    )
    if circle is None:
        raise NotFoundError("This circle does not exist.")
    access.require(actor, permission, circle, at)
    return circle


def circles_of(actor: Person, at: datetime) -> tuple[CircleCard, ...]:
    """Return the open circles the actor may open, the own circle first."""
    circles = list(
        Circle.objects.visible_to(actor, at)
        .filter(closed_at__isnull=True)
        .select_related("subject")
        .order_by("subject__given_name", "pk")[:200]
    )
    seats = {
        seat.circle_id: seat
        for seat in Membership.objects.in_force().filter(circle__in=circles, person=actor)
    }
    cards = []
    for circle in circles:
        seat = seats.get(circle.pk)
        role = SeatRole(seat.role) if seat else SeatRole.CARER
        cards.append(
            CircleCard(
                id=circle.pk,
                subject_name=circle.subject.full_name,
                initials=circle.subject.initials,
                role=(seat.relation if seat else "") or str(role.label),
                voice=VOICES[role],
                is_own=circle.subject_id == actor.pk,
            )
        )
    return tuple(sorted(cards, key=lambda card: not card.is_own))


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


def circle_view(actor: Person, circle_id: CircleId, *, at: datetime, today: date) -> CircleView:
    """Return what the actor may see of a circle, and write down that they looked.

    ``today`` is the local day on which the shown week turns.
    """
    circle = get_circle(actor, circle_id, at=at)
    roles = access.roles_towards(actor, circle, at)
    decisions = {
        permission: access.decide_with(roles, actor, permission, circle, at)
        for permission in Permission
    }
    may = frozenset(key for key, decision in decisions.items() if decision.allowed)
    shown = [CATEGORY_OF[permission] for permission in CATEGORY_OF if permission in may]
    log_read(
        actor,
        Permission.CIRCLE_VIEW,
        circle,
        decisions[Permission.CIRCLE_VIEW],
        at=at,
        categories=shown,
    )
    seats = lines.seats_shown(circle, actor, may)
    seen = consent_reads.open_categories(
        subject_id=circle.subject_id,
        person_ids=[seat.person_id for seat in seats],
        at=at,
    )
    agreements = lines.agreements_of(seats)
    members = tuple(lines.member_line(seat, seen, agreements, actor, may) for seat in seats)
    area = people_reads.current_address(circle.subject_id)
    return CircleView(
        id=circle.pk,
        subject_id=circle.subject_id,
        subject_name=circle.subject.full_name,
        subject_given_name=circle.subject.given_name,
        age=circle.subject.age_on(today),
        place=area.area.place if area else "",
        regisseur=circle.regisseur.full_name,
        first_contact=circle.first_contact.full_name,
        role=str(Role(min(roles)).label) if roles else "",
        is_subject=circle.subject_id == actor.pk,
        may=may,
        members=members,
        ecogram=lines.ecogram_of(circle, seats, members)
        if Permission.CIRCLE_PEOPLE in may
        else None,
        week=lines.week_of(seats, agreements, today, actor, may),
        agreements=lines.agreement_lines(seats, agreements, circle, actor, may),
        notes=_notes(circle, may),
        contacts=_contacts(circle, area) if Permission.CIRCLE_CONTACT in may else None,
    )


def _contacts(circle: Circle, address: object) -> Contacts:
    street = getattr(address, "street", "")
    number = getattr(address, "house_number", "")
    area = getattr(address, "area", None)
    return Contacts(
        address=f"{street} {number}".strip(),
        place=f"{area.code} {area.place}" if area else "",
        phone=circle.subject.phone,
    )


def _notes(circle: Circle, may: frozenset[Permission]) -> tuple[NoteLine, ...]:
    allowed = [CATEGORY_OF[permission] for permission in CATEGORY_OF if permission in may]
    rows = CircleNote.objects.filter(circle=circle, category__in=allowed).order_by("category")
    return tuple(
        NoteLine(DataCategory(n.category), str(DataCategory(n.category).label), n.body)
        for n in rows
    )
