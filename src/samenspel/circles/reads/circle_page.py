"""Getting hold of a circle, and everything its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from samenspel.access import decide as access
from samenspel.access.decide import Roles
from samenspel.access.read_log import Shown, look_at_list
from samenspel.access.rules import Permission, Role
from samenspel.circles import presenters
from samenspel.circles.models import Circle, CircleNote, Membership
from samenspel.circles.reads import seats as circle_seats
from samenspel.circles.reads.circle_with_decisions import CATEGORY_OF, agreements_of, open_for
from samenspel.circles.types import (
    VOICES,
    AgreementLine,
    CircleId,
    MemberLine,
    NoteLine,
    SeatRole,
    WeekDay,
)
from samenspel.consent.reads import OpenConsents
from samenspel.consent.types import DataCategory
from samenspel.core.compiled_reads import CompiledRead
from samenspel.core.errors import NotFoundError
from samenspel.people.types import Home, Ties
from samenspel.ui.ecogram import Ecogram
from samenspel.ui.part_values import Voice

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def subject_of(circle_id: CircleId) -> UUID:
    """Return whom a circle is around, open or closed."""
    subject_id: UUID = Circle.objects.values_list("subject_id", flat=True).get(pk=circle_id)
    return subject_id


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where the person lives and can be called."""

    address: str
    place: str
    phone: str

    @property
    def phone_href(self) -> str:
        """Address that dials the number."""
        return "tel:" + self.phone.replace(" ", "")


@dataclass(frozen=True, slots=True)
class CircleView:
    """Everything of a circle that this actor may see.

    ``ties``, ``roles`` and ``consents`` are what the decisions were made with, for rooms that
    show more on the page.
    """

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
    ties: Ties
    roles: Roles
    consents: OpenConsents
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
    subject_id: UUID
    subject_name: str
    initials: str
    role: str
    seen_as: tuple[Role, UUID | None]
    voice: Voice
    is_own: bool


def get_circle(
    actor: Person,
    circle_id: CircleId,
    permission: Permission = Permission.CIRCLE_VIEW,
    *,
    at: datetime,
) -> Circle:
    """Return the circle, or raise NotFoundError if the actor may not do this there.

    For services, which show nothing of it: no look is written down.
    """
    circle = _find(circle_id)
    access.require(actor, permission, circle, at)
    return circle


def _find(circle_id: CircleId) -> Circle:
    circle = (
        Circle.objects.select_related("subject", "regisseur", "first_contact")
        .filter(pk=circle_id)
        .first()
    )
    if circle is None:
        raise NotFoundError("This circle does not exist.")
    return circle


def circles_of(actor: Person, at: datetime) -> tuple[CircleCard, ...]:
    """Return the open circles the actor may open, their own circle first; all are shown."""
    return show_cards(actor, circle_choices(actor, at), at)


def show_cards(
    actor: Person, cards: Iterable[CircleCard], at: datetime
) -> tuple[CircleCard, ...]:
    """Return the cards that a page shows, written down as a look at each."""
    shown = (Shown(card, Circle, card.id, (card.subject_id,), *card.seen_as) for card in cards)
    return look_at_list(actor, Permission.CIRCLE_VIEW, shown, at=at)


def circle_choices(actor: Person, at: datetime) -> tuple[CircleCard, ...]:
    """Return the open circles the actor may open, to choose from; nothing is written down.

    A page shows only what :func:`show_cards` returns.
    """
    circles = list(
        Circle.objects.visible_to(actor, at)
        .annotate(**circle_seats.look_columns(actor, at))
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
                subject_id=circle.subject_id,
                subject_name=circle.subject.full_name,
                seen_as=circle_seats.seen_as(circle, circle.subject_id, actor),
                initials=circle.subject.initials,
                role=(seat.relation if seat else "") or str(role.label),
                voice=VOICES[role],
                is_own=circle.subject_id == actor.pk,
            )
        )
    return tuple(sorted(cards, key=lambda card: not card.is_own))


def circle_view(actor: Person, circle_id: CircleId, *, at: datetime, today: date) -> CircleView:
    """Return what the actor may see of a circle, and write down that they looked.

    It is one look, at the person in the middle. People with a seat know each other by their
    own yes, so a seat on the page is not a look at whoever sits there.

    ``today`` is the local day on which the shown week turns.
    """
    opened = open_for(actor, circle_id, at=at)
    circle, decisions = opened.circle, opened.decisions
    may = decisions.may
    shown = presenters.seats_shown(opened.seats, circle, actor, may)
    agreements = agreements_of(circle.pk, at)
    members = presenters.member_lines(shown, opened.consents, agreements, actor, may)
    return CircleView(
        id=circle.pk,
        subject_id=circle.subject_id,
        subject_name=circle.subject.full_name,
        subject_given_name=circle.subject.given_name,
        age=circle.subject.age_on(today),
        place=opened.home.place if opened.home else "",
        regisseur=_named(circle.regisseur, circle, actor, may),
        first_contact=_named(circle.first_contact, circle, actor, may),
        role=decisions.role,
        is_subject=circle.subject_id == actor.pk,
        may=may,
        ties=opened.ties,
        roles=opened.roles,
        consents=opened.consents,
        members=members,
        ecogram=presenters.ecogram_of(circle, shown, members)
        if Permission.CIRCLE_PEOPLE in may
        else None,
        week=presenters.week_of(opened.seats, agreements, today, actor, may),
        agreements=presenters.agreement_lines(shown, agreements, circle, actor, may),
        notes=_notes(circle.pk, may, at),
        contacts=_contacts(circle, opened.home) if Permission.CIRCLE_CONTACT in may else None,
    )


def _named(person: Person, circle: Circle, actor: Person, may: frozenset[Permission]) -> str:
    """Return a name that is shown above the circle; those of others are part of "people"."""
    known = person.pk in (actor.pk, circle.subject_id) or Permission.CIRCLE_PEOPLE in may
    return person.full_name if known else ""


def _contacts(circle: Circle, home: Home | None) -> Contacts:
    return Contacts(
        address=f"{home.street} {home.house_number}".strip() if home else "",
        place=f"{home.code} {home.place}" if home else "",
        phone=circle.subject.phone,
    )


def _notes(
    circle_id: CircleId, may: frozenset[Permission], at: datetime
) -> tuple[NoteLine, ...]:
    allowed = tuple(CATEGORY_OF[permission] for permission in CATEGORY_OF if permission in may)
    if not allowed:
        return ()
    return tuple(
        NoteLine(DataCategory(category), str(DataCategory(category).label), body)
        for category, body in _note_rows(circle_id, at=at, allowed=allowed)
    )


@CompiledRead
def _note_rows(
    circle_id: CircleId, _at: datetime, allowed: tuple[DataCategory, ...]
) -> QuerySet[CircleNote, Any]:
    rows = CircleNote.objects.filter(circle_id=circle_id, category__in=allowed)
    return rows.order_by("category").values_list("category", "body")
