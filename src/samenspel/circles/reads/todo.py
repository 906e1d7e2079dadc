"""What waits for someone, and who comes today: across the circles a person is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from samenspel.access.read_log import Shown, look, look_at_list, one_page
from samenspel.access.rules import Permission, Role
from samenspel.circles.models import (
    AgreementMoment,
    AgreementSignature,
    Circle,
    Membership,
    RoleAgreement,
)
from samenspel.circles.reads.seats import has_seat, look_columns, seen_as
from samenspel.circles.types import VOICES, CircleId, SeatRole
from samenspel.consent import reads as consent_reads
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.people import reads as people_reads
from samenspel.ui.part_values import Voice

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

LINES = 50


@dataclass(frozen=True, slots=True)
class SeatInvitation:
    """Someone asks the actor to take a seat."""

    id: UUID
    circle_id: CircleId
    subject_name: str
    subject_given_name: str
    invited_by: str
    by_subject: bool
    relation: str
    invited_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingSignature:
    """An agreement that waits for the actor's yes."""

    id: UUID
    circle_id: CircleId
    subject_given_name: str
    who: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class TodayMoment:
    """Someone comes today."""

    circle_id: CircleId
    subject_given_name: str
    is_own: bool
    starts_at: time
    name: str
    initials: str
    what: str
    voice: Voice
    is_me: bool


def _invitations_for(actor: Person) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = (
        Membership.objects.filter(
            person=actor,
            said_yes_at__isnull=True,
            left_at__isnull=True,
            circle__closed_at__isnull=True,
        )
        .exclude(circle__subject__in=people_reads.blocking(actor.pk))
        .select_related("circle__subject", "invited_by")
        .order_by("invited_at", "pk")
    )
    return rows


def open_invitations(actor: Person, at: datetime) -> tuple[SeatInvitation, ...]:
    """Return the invitations to a circle that wait for the actor's own yes or no."""
    shown = (
        Shown(
            _invitation(seat),
            Membership,
            seat.pk,
            (seat.subject_id, seat.invited_by_id),
            Role.INVITED,
        )
        for seat in _invitations_for(actor)[:LINES]
    )
    return look_at_list(actor, Permission.SEAT_ANSWER, shown, at=at)


def seat_invitation_page(actor: Person, membership_id: UUID, *, at: datetime) -> SeatInvitation:
    """Return one open invitation of the actor; NotFoundError for any other."""
    seat = _invitations_for(actor).filter(pk=membership_id).first()
    if seat is None:
        raise NotFoundError("There is no open invitation here.")
    look(actor, Permission.SEAT_ANSWER, seat, at, also=[seat.invited_by_id])
    return _invitation(seat)


def _invitation(seat: Membership) -> SeatInvitation:
    subject = seat.circle.subject
    return SeatInvitation(
        id=seat.pk,
        circle_id=seat.circle_id,
        subject_name=subject.full_name,
        subject_given_name=subject.given_name,
        invited_by=seat.invited_by.full_name,
        by_subject=seat.invited_by_id == subject.pk,
        relation=seat.relation or str(SeatRole(seat.role).label),
        invited_at=seat.invited_at,
    )


def signatures_waiting(actor: Person, at: datetime) -> tuple[WaitingSignature, ...]:
    """Return the agreements that wait for the actor, at their seat or in their own circle."""
    signed = AgreementSignature.objects.filter(agreement=OuterRef("pk"), for_person=actor)
    rows = (
        RoleAgreement.objects.filter(
            Q(membership__person=actor) | Q(membership__circle__subject=actor),
            ~Exists(signed),
            ended_at__isnull=True,
            membership__left_at__isnull=True,
            membership__circle__in=Circle.objects.visible_to(actor, at),
        )
        .annotate(**look_columns(actor, at, **_paths("membership__circle")))
        .select_related("membership__person", "membership__circle__subject")
        .order_by("proposed_at", "pk")[:LINES]
    )
    shown = (
        Shown(
            _waiting(row, actor),
            RoleAgreement,
            row.pk,
            (row.membership.circle.subject_id,),
            *seen_as(row, row.membership.circle.subject_id, actor),
        )
        for row in rows
    )
    return look_at_list(actor, Permission.AGREEMENT_SIGN, shown, at=at)


def _paths(circle: str) -> dict[str, str]:
    return {"circle": f"{circle}_id", "subject": f"{circle}__subject_id"}


def _waiting(row: RoleAgreement, actor: Person) -> WaitingSignature:
    return WaitingSignature(
        id=row.pk,
        circle_id=row.membership.circle_id,
        subject_given_name=row.membership.circle.subject.given_name,
        who=row.membership.person.full_name,
        is_mine=row.membership.person_id == actor.pk,
    )


@one_page()
def today_moments(
    actor: Person, *, at: datetime, today: date, own_only: bool = False
) -> tuple[TodayMoment, ...]:
    """Return who comes today in the circles whose agenda the actor may see, in order of time.

    People always see their own moments; the list matches what each circle's page shows.
    ``own_only`` leaves out the circles around others.
    """
    subject = "agreement__membership__circle__subject_id"
    by_consent = Q(has_seat(subject, actor.pk, Permission.CIRCLE_AGENDA)) & Q(
        consent_reads.allows_person(
            subject=subject, person_id=actor.pk, category=DataCategory.AGENDA, at=at
        )
    )
    named = Q(agreement__membership__circle__subject=actor) | Q(
        agreement__membership__circle__subject__in=people_reads.represented_by(actor.pk, at)
    )
    rows = (
        AgreementMoment.objects.filter(
            Q(agreement__membership__person=actor) | named | by_consent,
            Q(agreement__starts_on__isnull=True) | Q(agreement__starts_on__lte=today),
            weekday=today.weekday(),
            agreement__agreed_at__isnull=False,
            agreement__ended_at__isnull=True,
            agreement__membership__left_at__isnull=True,
            agreement__membership__circle__in=Circle.objects.visible_to(actor, at),
        )
        .annotate(**look_columns(actor, at, **_paths("agreement__membership__circle")))
        .select_related(
            "agreement__membership__person", "agreement__membership__circle__subject"
        )
        .order_by("starts_at", "pk")
    )
    if own_only:
        rows = rows.filter(agreement__membership__circle__subject=actor)
    shown = list(rows[:LINES])
    own = [row for row in shown if _comes(row, actor)]
    others = [row for row in shown if not _comes(row, actor)]
    seen = {
        *_look_at_moments(actor, own, None, at),
        *_look_at_moments(actor, others, DataCategory.AGENDA, at),
    }
    return tuple(_today(moment, actor) for moment in shown if moment in seen)


def _comes(moment: AgreementMoment, actor: Person) -> bool:
    """Say whether it is the actor's own moment, which they see without the agenda."""
    return bool(moment.agreement.membership.person_id == actor.pk)


def _look_at_moments(
    actor: Person, rows: list[AgreementMoment], category: DataCategory | None, at: datetime
) -> tuple[AgreementMoment, ...]:
    shown = (
        Shown(
            moment,
            RoleAgreement,
            moment.agreement_id,
            (moment.agreement.membership.circle.subject_id,),
            *seen_as(moment, moment.agreement.membership.circle.subject_id, actor),
        )
        for moment in rows
    )
    permission = Permission.CIRCLE_AGENDA if category else Permission.CIRCLE_VIEW
    categories = [category] if category else []
    return look_at_list(actor, permission, shown, at=at, categories=categories)


@dataclass(frozen=True, slots=True)
class FirstContact:
    """The one the person in the middle calls first."""

    name: str
    phone: str


def find_first_contact(actor: Person) -> FirstContact | None:
    """Return the first contact person of the actor's own circle, when that is someone else.

    Whoever takes this on can be called: their number is shown to the person in the middle, and
    to nobody else, so no look at it is written down.
    """
    circle = (
        Circle.objects.filter(subject=actor, closed_at__isnull=True)
        .exclude(first_contact=actor)
        .select_related("first_contact")
        .first()
    )
    if circle is None or not circle.first_contact.phone:
        return None
    return FirstContact(circle.first_contact.given_name, circle.first_contact.phone)


def _today(moment: AgreementMoment, actor: Person) -> TodayMoment:
    seat = moment.agreement.membership
    return TodayMoment(
        circle_id=seat.circle_id,
        subject_given_name=seat.circle.subject.given_name,
        is_own=seat.circle.subject_id == actor.pk,
        starts_at=moment.starts_at,
        name=seat.person.given_name,
        initials=seat.person.initials,
        what=moment.agreement.does.split(".")[0],
        voice=VOICES[SeatRole(seat.role)],
        is_me=seat.person_id == actor.pk,
    )
