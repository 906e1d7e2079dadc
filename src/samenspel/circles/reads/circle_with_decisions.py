"""Opening a circle: the circle, its seats and every decision about it, in four queries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from samenspel.access import decide as access
from samenspel.access.read_log import look_at_all
from samenspel.access.rules import Permission
from samenspel.circles.actor_roles import roles_of_seat
from samenspel.circles.models import (
    AgreementMoment,
    AgreementSignature,
    Circle,
    Membership,
    RoleAgreement,
)
from samenspel.circles.types import (
    VOICES,
    AgreementTerms,
    CircleId,
    Moment,
    SeatRole,
    StandingAgreement,
)
from samenspel.consent import reads as consent_reads
from samenspel.consent.reads import OpenConsents
from samenspel.consent.types import DataCategory
from samenspel.core.compiled_reads import CompiledRead
from samenspel.core.errors import NotFoundError
from samenspel.people import reads as people_reads
from samenspel.people.types import Home, Ties
from samenspel.ui.part_values import Voice
from samenspel.vocabulary.week import Weekday

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

CATEGORY_OF = {
    Permission.CIRCLE_AGENDA: DataCategory.AGENDA,
    Permission.CIRCLE_CONTACT: DataCategory.CONTACT,
    Permission.CIRCLE_DAILY_LIFE: DataCategory.DAILY_LIFE,
    Permission.CIRCLE_HEALTH: DataCategory.HEALTH,
    Permission.CIRCLE_MONEY: DataCategory.MONEY,
    Permission.CIRCLE_PEOPLE: DataCategory.PEOPLE,
    Permission.QUESTION_VIEW: DataCategory.QUESTIONS,
}
_SHOWN = (
    *(f"circle__{name}" for name in ("subject", "regisseur", "first_contact", "closed_at")),
    *(f"person__{name}" for name in ("given_name", "family_name", "birth_year", "phone")),
    *("circle", "person", "role", "relation", "contact", "said_yes_at", "invited_by"),
    "person__recorded_by",
)
_TERMS = (
    "does",
    "does_not",
    "review_on",
    "starts_on",
    "trial_until",
    "own_view",
    "if_difficult",
)
_ORDER: dict[Voice, int] = {"me": 0, "own": 1, "vol": 2, "pro": 3}


@dataclass(frozen=True, slots=True)
class Decisions:
    """Every decision about one circle for one actor."""

    by_permission: Mapping[Permission, access.Decision]

    @property
    def may(self) -> frozenset[Permission]:
        """What the actor may do."""
        return frozenset(key for key, each in self.by_permission.items() if each.allowed)

    @property
    def role(self) -> str:
        """What the actor is here, in a word."""
        role = self.by_permission[Permission.CIRCLE_VIEW].role
        return str(role.label) if role else ""


@dataclass(frozen=True, slots=True)
class OpenedCircle:
    """A circle that the actor may open, with its seats and what was decided.

    ``seats`` are all seats and open invitations: own people first, then neighbours and
    volunteers, then professionals, each in order of their yes. ``home`` is where the person
    in the middle lives; a page shows of it what ``decisions`` allow.
    """

    circle: Circle
    seats: tuple[Membership, ...]
    ties: Ties
    roles: access.Roles
    decisions: Decisions
    consents: OpenConsents
    home: Home | None


def open_for(
    actor: Person,
    circle_id: CircleId,
    permission: Permission = Permission.CIRCLE_VIEW,
    *,
    at: datetime,
    shows: Mapping[Permission, DataCategory] = CATEGORY_OF,
) -> OpenedCircle:
    """Return the circle with every decision about it, and write down the look.

    ``shows`` are the parts that the page shows as far as allowed. Raises NotFoundError when
    there is no such circle or the actor lacks ``permission`` there.
    """
    seats = _seats(circle_id, at)
    if not seats:
        raise NotFoundError("This circle does not exist.")
    circle = seats[0].circle
    own_seat = next((each for each in seats if each.person_id == actor.pk), None)
    in_force = own_seat if own_seat and own_seat.said_yes_at else None
    ties, home = people_reads.ties_and_home(
        subject_id=circle.subject_id, other_id=actor.pk, at=at
    )
    roles = roles_of_seat(actor, circle, in_force, at)
    if circle.subject_id != actor.pk:
        roles = access.with_ties(roles, ties)
    consents = consent_reads.open_consents(circle.subject_id, at)
    decisions = access.decide_all(roles, actor, circle, consents)
    look_at_all(actor, permission, circle, at, shows, decisions)
    return OpenedCircle(circle, seats, ties, roles, Decisions(decisions), consents, home)


@CompiledRead
def _seat_rows(circle_id: CircleId, _at: datetime) -> QuerySet[Membership, Membership]:
    return (
        Membership.objects.filter(circle_id=circle_id, left_at__isnull=True)
        .select_related("circle", "person")
        .only(*_SHOWN)
        .order_by("said_yes_at", "pk")
    )


def _seats(circle_id: CircleId, at: datetime) -> tuple[Membership, ...]:
    """Return the seats with their persons and one circle whose holders are among them.

    The person in the middle always has a seat, and so have the regisseur and the first
    contact, so their names need no query.
    """
    rows = _seat_rows(circle_id, at=at)
    people = {seat.person_id: seat.person for seat in rows}
    for seat in rows[:1]:
        for holder in ("subject", "regisseur", "first_contact"):
            person = people.get(getattr(seat.circle, f"{holder}_id"))
            if person is not None:
                setattr(seat.circle, holder, person)
    for seat in rows[1:]:
        seat.circle = rows[0].circle
    return tuple(sorted(rows, key=lambda seat: _ORDER[VOICES[SeatRole(seat.role)]]))


def agreements_of(circle_id: CircleId, at: datetime) -> Mapping[UUID, StandingAgreement]:
    """Return the standing agreement of each seat, with moments and signatures; one query."""
    return {row[1]: _standing(row) for row in _agreement_rows(circle_id, at=at)}


@CompiledRead
def _agreement_rows(circle_id: CircleId, _at: datetime) -> QuerySet[RoleAgreement, Any]:
    moments = AgreementMoment.objects.filter(agreement=OuterRef("pk")).order_by(
        "weekday", "starts_at"
    )
    signatures = AgreementSignature.objects.filter(agreement=OuterRef("pk"))
    return RoleAgreement.objects.filter(
        membership__circle_id=circle_id,
        membership__left_at__isnull=True,
        ended_at__isnull=True,
    ).values_list(
        "pk",
        "membership_id",
        "agreed_at",
        ArraySubquery(
            moments.values(json=JSONObject(day="weekday", starts="starts_at", ends="ends_at"))
        ),
        ArraySubquery(signatures.values("for_person_id")),
        *_TERMS,
    )


def _standing(row: Sequence[Any]) -> StandingAgreement:
    pk, membership_id, agreed_at, weekly, signed_by, *terms = row
    words = dict(zip(_TERMS, terms, strict=True))
    return StandingAgreement(
        id=pk,
        membership_id=membership_id,
        terms=AgreementTerms(**words, moments=tuple(_moment(json.loads(m)) for m in weekly)),
        agreed_at=agreed_at,
        signed_by=frozenset(signed_by),
    )


def _moment(weekly: Mapping[str, Any]) -> Moment:
    ends = weekly["ends"]
    return Moment(
        Weekday(weekly["day"]),
        time.fromisoformat(weekly["starts"]),
        time.fromisoformat(ends) if ends else None,
    )
