"""What is shown on the screens where a circle is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language

from samenspel.access.read_log import one_page
from samenspel.access.rules import GRANTS, NEEDS_CONSENT, Permission, Role
from samenspel.circles import presenters
from samenspel.circles.models import Circle, CircleNote, Membership
from samenspel.circles.reads.circle_with_decisions import (
    CATEGORY_OF,
    OpenedCircle,
    agreements_of,
    open_for,
)
from samenspel.circles.types import (
    VOICES,
    AgreementTerms,
    CircleId,
    MemberLine,
    SeatRole,
)
from samenspel.consent.consent_texts import text_for
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.ui.part_values import Voice

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

NOTE_PERMISSIONS = {
    category: permission
    for permission, category in CATEGORY_OF.items()
    if category in (DataCategory.DAILY_LIFE, DataCategory.HEALTH, DataCategory.MONEY)
}

WHO = {Permission.CIRCLE_PEOPLE: DataCategory.PEOPLE}
WHO_AND_WHAT = {**WHO, Permission.CIRCLE_AGENDA: DataCategory.AGENDA}
"""What these screens show of a circle, as far as it is open: who sits there, what they do."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What can be changed in a circle, and by this actor."""

    id: CircleId
    subject_given_name: str
    is_subject: bool
    may_decide: bool
    may_change: bool
    may_propose: bool
    may_leave: bool
    members: tuple[MemberLine, ...]
    holders: tuple[tuple[UUID, str], ...]
    regisseur_id: UUID
    first_contact_id: UUID


@dataclass(frozen=True, slots=True)
class ConsentOption:
    """One thing that a member may be shown, in the words in which it is asked."""

    category: DataCategory
    asked: str
    consequence: str


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """What one member may see, for the one who decides about it."""

    id: CircleId
    subject_given_name: str
    is_subject: bool
    person_id: UUID
    name: str
    relation: str
    initials: str
    voice: Voice
    options: tuple[ConsentOption, ...]
    opened: tuple[str, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """The agreement of one member, to propose a new one."""

    id: CircleId
    subject_given_name: str
    person_id: UUID
    name: str
    is_me: bool
    terms: AgreementTerms | None


@dataclass(frozen=True, slots=True)
class InvitePage:
    """The person around whom someone is invited, for those who may invite."""

    id: CircleId
    subject_given_name: str
    is_subject: bool


@dataclass(frozen=True, slots=True)
class NotePage:
    """What is written in one category, for those who may change it."""

    id: CircleId
    subject_given_name: str
    category: DataCategory
    label: str
    body: str


def find_own_circle_id(actor: Person) -> CircleId | None:
    """Return the id of the open circle around the actor."""
    return (
        Circle.objects.filter(subject=actor, closed_at__isnull=True)
        .values_list("pk", flat=True)
        .first()
    )


def change_page(
    actor: Person,
    circle_id: CircleId,
    permission: Permission = Permission.CIRCLE_VIEW,
    *,
    at: datetime,
) -> ChangePage:
    """Return what this actor may change, and write down that they looked.

    Raises NotFoundError when the actor lacks ``permission``.
    """
    opened = open_for(actor, circle_id, permission, at=at, shows=WHO_AND_WHAT)
    circle, may = opened.circle, opened.decisions.may
    shown = presenters.seats_shown(opened.seats, circle, actor, may)
    agreements = agreements_of(circle.pk, at)
    return ChangePage(
        id=circle.pk,
        subject_given_name=circle.subject.given_name,
        is_subject=circle.subject_id == actor.pk,
        may_decide=Permission.CONSENT_CHANGE in may,
        may_change=Permission.CIRCLE_CHANGE in may,
        may_propose=Permission.AGREEMENT_PROPOSE in may,
        may_leave=circle.subject_id != actor.pk
        and any(seat.person_id == actor.pk for seat in opened.seats),
        members=presenters.member_lines(shown, opened.consents, agreements, actor, may),
        holders=tuple((s.person_id, s.person.full_name) for s in shown if s.said_yes_at),
        regisseur_id=circle.regisseur_id,
        first_contact_id=circle.first_contact_id,
    )


@one_page()
def consent_page(
    actor: Person, circle_id: CircleId, person_id: UUID, *, at: datetime
) -> ConsentPage:
    """Return what a member may see, for those who may change that; NotFoundError for others."""
    opened = open_for(actor, circle_id, Permission.CONSENT_CHANGE, at=at, shows=WHO)
    circle = opened.circle
    seat = _seat_of(opened, person_id)
    seen = opened.consents.for_person(person_id)
    role = SeatRole(seat.role)
    language = get_language() or "nl"
    options = []
    for category in categories_for(role):
        words = text_for(category, language)
        options.append(ConsentOption(category, words.asked, words.consequence))
    return ConsentPage(
        id=circle.pk,
        subject_given_name=circle.subject.given_name,
        is_subject=circle.subject_id == actor.pk,
        person_id=person_id,
        name=presenters.name_of(seat, actor),
        relation=seat.relation or str(role.label),
        initials=seat.person.initials if seat.said_yes_at else "?",
        voice=VOICES[role],
        options=tuple(options),
        opened=tuple(category.value for category in seen),
        until=min((until for until in seen.values() if until), default=None),
    )


def categories_for(role: SeatRole) -> tuple[DataCategory, ...]:
    """Return what can be shown to this kind of seat; the matrix closes the rest for good."""
    granted = GRANTS[Role(role.value)]
    within = {NEEDS_CONSENT[each] for each in granted if each in NEEDS_CONSENT}
    return tuple(category for category in DataCategory if category in within)


def _seat_of(opened: OpenedCircle, person_id: UUID) -> Membership:
    """Return the seat or invitation of someone other than the person in the middle."""
    for seat in opened.seats:
        if seat.person_id == person_id != opened.circle.subject_id:
            return seat
    raise NotFoundError("This person has no seat in the circle.")


def invite_page(actor: Person, circle_id: CircleId, *, at: datetime) -> InvitePage:
    """Return around whom to invite; NotFoundError when the actor may not invite here."""
    circle = open_for(actor, circle_id, Permission.CIRCLE_CHANGE, at=at, shows={}).circle
    return InvitePage(circle.pk, circle.subject.given_name, circle.subject_id == actor.pk)


@one_page()
def agreement_page(
    actor: Person, circle_id: CircleId, person_id: UUID, *, at: datetime
) -> AgreementPage:
    """Return a member's agreement, for those who may propose another one."""
    is_me = person_id == actor.pk
    opened = open_for(
        actor, circle_id, Permission.AGREEMENT_PROPOSE, at=at, shows={} if is_me else WHO
    )
    seat = _seat_of(opened, person_id)
    if not seat.said_yes_at or not (is_me or Permission.CIRCLE_PEOPLE in opened.decisions.may):
        raise NotFoundError("This person has no seat that the actor may know of.")
    agreement = agreements_of(opened.circle.pk, at).get(seat.pk)
    return AgreementPage(
        id=opened.circle.pk,
        subject_given_name=opened.circle.subject.given_name,
        person_id=person_id,
        name=seat.person.full_name,
        is_me=is_me,
        terms=agreement.terms if agreement else None,
    )


@one_page()
def note_page(
    actor: Person, circle_id: CircleId, category: DataCategory, *, at: datetime
) -> NotePage:
    """Return what is written in a category, for those who may read and change it."""
    if category not in NOTE_PERMISSIONS:
        raise NotFoundError("Nothing is written in this category.")
    reading = NOTE_PERMISSIONS[category]
    opened = open_for(actor, circle_id, reading, at=at, shows={reading: category})
    circle = opened.circle
    if Permission.AGREEMENT_PROPOSE not in opened.decisions.may:
        raise NotFoundError("This actor does not write here.")
    note = CircleNote.objects.filter(circle=circle, category=category).first()
    return NotePage(
        id=circle.pk,
        subject_given_name=circle.subject.given_name,
        category=category,
        label=str(category.label),
        body=note.body if note else "",
    )
