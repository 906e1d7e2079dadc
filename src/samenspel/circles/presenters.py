"""Turning rows of a circle into the lines that its page shows; no decisions are made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.circles.models import Circle, Membership
from samenspel.circles.types import (
    VOICES,
    AgreementLine,
    Contact,
    MemberLine,
    SeatRole,
    SeenCategory,
    StandingAgreement,
    WeekDay,
    WeekMoment,
)
from samenspel.consent.reads import OpenConsents
from samenspel.consent.types import DataCategory
from samenspel.ui.ecogram import Ecogram, EcoPerson

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

RINGS: dict[Contact, Literal[1, 2, 3]] = {
    Contact.DAILY: 1,
    Contact.WEEKLY: 2,
    Contact.MONTHLY: 3,
    Contact.RARELY: 3,
}
STRENGTHS: dict[Contact, Literal[1, 2, 3]] = {
    Contact.DAILY: 3,
    Contact.WEEKLY: 2,
    Contact.MONTHLY: 1,
    Contact.RARELY: 1,
}
SENSITIVE = (DataCategory.HEALTH, DataCategory.MONEY)

Agreements = Mapping[UUID, StandingAgreement]
"""The agreement of each seat that has one, by the id of the seat."""


def seats_shown(
    seats: Sequence[Membership], circle: Circle, actor: Person, may: frozenset[Permission]
) -> tuple[Membership, ...]:
    """Return the seats the actor may see: all of them, or their own and the middle one."""
    if Permission.CIRCLE_PEOPLE in may:
        return tuple(seats)
    return tuple(s for s in seats if s.person_id in (actor.pk, circle.subject_id))


def name_of(seat: Membership, actor: Person) -> str:
    """Return the name to show for a seat.

    People invited by an address that we knew already stay nameless to others until their own
    yes: inviting someone must not reveal who is behind an address.
    """
    is_known = seat.said_yes_at or seat.person.recorded_by_id == seat.invited_by_id
    if is_known or seat.person_id == actor.pk:
        return seat.person.full_name
    return _("Someone you invited")


def member_lines(
    seats: Sequence[Membership],
    consents: OpenConsents,
    agreements: Agreements,
    actor: Person,
    may: frozenset[Permission],
) -> tuple[MemberLine, ...]:
    """Return the people as the page shows them, in the order of their seats."""
    words = {category: str(category.label) for category in DataCategory}
    return tuple(
        _member_line(
            seat,
            consents.for_person(seat.person_id),
            agreements.get(seat.pk),
            words,
            actor,
            may,
        )
        for seat in seats
    )


def _member_line(
    seat: Membership,
    categories: Mapping[DataCategory, datetime | None],
    agreement: StandingAgreement | None,
    words: Mapping[DataCategory, str],
    actor: Person,
    may: frozenset[Permission],
) -> MemberLine:
    role = SeatRole(seat.role)
    is_me = seat.person_id == actor.pk
    is_subject = role is SeatRole.CARE_RECEIVER
    name = name_of(seat, actor)
    is_named = name == seat.person.full_name
    return MemberLine(
        id=seat.pk,
        person_id=seat.person_id,
        name=name,
        short_name=seat.person.given_name if is_named else _("Invited"),
        initials=seat.person.initials if is_named else "?",
        voice=VOICES[role],
        relation=seat.relation or str(role.label),
        does=agreement.terms.does
        if agreement and agreement.agreed_at and _shows_work(seat, actor, may)
        else "",
        may_see=tuple(
            SeenCategory(category, label, categories[category])
            for category, label in words.items()
            if category in categories
        ),
        may_not_see=tuple(words[each] for each in SENSITIVE if each not in categories),
        shows_access=not is_subject and (is_me or Permission.CONSENT_VIEW in may),
        is_me=is_me,
        is_subject=is_subject,
        is_invited=seat.said_yes_at is None,
    )


def _shows_work(seat: Membership, actor: Person, may: frozenset[Permission]) -> bool:
    """Say whether what someone comes to do may be seen: it is part of who comes when."""
    return seat.person_id == actor.pk or Permission.CIRCLE_AGENDA in may


def ecogram_of(
    circle: Circle, seats: Sequence[Membership], members: Sequence[MemberLine]
) -> Ecogram:
    """Return the drawing of the circle; the list beside it carries the same data."""
    people = tuple(
        EcoPerson(
            initials=member.initials,
            label=_("%(name)s (you)") % {"name": member.short_name}
            if member.is_me
            else member.short_name,
            voice="own" if member.voice == "me" else member.voice,
            ring=RINGS[Contact(seat.contact)],
            strength=STRENGTHS[Contact(seat.contact)],
            is_open=member.is_invited,
        )
        for seat, member in zip(seats, members, strict=True)
        if not member.is_subject
    )
    return Ecogram(
        title=_("Drawing of the circle around %(name)s") % {"name": circle.subject.given_name},
        description=_("Around %(name)s: %(people)s. The list beside it says the same.")
        % {
            "name": circle.subject.given_name,
            "people": ", ".join(person.label for person in people) or _("nobody yet"),
        },
        centre_label=circle.subject.given_name,
        people=people,
    )


def week_of(
    seats: Sequence[Membership],
    agreements: Agreements,
    today: date,
    actor: Person,
    may: frozenset[Permission],
) -> tuple[WeekDay, ...]:
    """Return the week around ``today``; without the agenda only the actor's own moments."""
    monday = today - timedelta(days=today.weekday())
    moments: dict[int, list[WeekMoment]] = {day: [] for day in range(7)}
    for seat in seats:
        agreement = agreements.get(seat.pk)
        if agreement is None or agreement.agreed_at is None:
            continue
        if not _shows_work(seat, actor, may):
            continue
        terms = agreement.terms
        for moment in terms.moments:
            if terms.starts_on and terms.starts_on > monday + timedelta(moment.weekday):
                continue
            moments[moment.weekday].append(
                WeekMoment(
                    starts_at=moment.starts_at,
                    name=seat.person.given_name,
                    what=terms.does.split(".")[0],
                    voice=VOICES[SeatRole(seat.role)],
                )
            )
    return tuple(
        WeekDay(
            day=monday + timedelta(days=offset),
            is_today=monday + timedelta(days=offset) == today,
            moments=tuple(sorted(moments[offset], key=lambda m: (m.starts_at, m.name))),
        )
        for offset in range(7)
    )


def agreement_lines(
    seats: Sequence[Membership],
    agreements: Agreements,
    circle: Circle,
    actor: Person,
    may: frozenset[Permission],
) -> tuple[AgreementLine, ...]:
    """Return the agreements on the page: all with people and agenda, else the actor's own."""
    lines = []
    for seat in seats:
        agreement = agreements.get(seat.pk)
        if agreement is None or not _shows_work(seat, actor, may):
            continue
        signed, terms = agreement.signed_by, agreement.terms
        signers = {
            seat.person_id: seat.person.given_name,
            circle.subject_id: circle.subject.given_name,
        }
        speaks_for = {actor.pk}
        if Permission.CONSENT_CHANGE in may:
            speaks_for.add(circle.subject_id)
        lines.append(
            AgreementLine(
                id=agreement.id,
                who=seat.person.full_name,
                initials=seat.person.initials,
                voice=VOICES[SeatRole(seat.role)],
                does=terms.does,
                does_not=tuple(filter(None, terms.does_not.splitlines())),
                if_difficult=terms.if_difficult,
                moments=terms.moments,
                starts_on=terms.starts_on,
                trial_until=terms.trial_until,
                review_on=terms.review_on,
                agreed_at=agreement.agreed_at,
                waits_for=tuple(name for pk, name in signers.items() if pk not in signed),
                may_sign=any(pk in speaks_for and pk not in signed for pk in signers),
            )
        )
    return tuple(lines)
