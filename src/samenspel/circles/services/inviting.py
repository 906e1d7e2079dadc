"""Asking someone from the person's own network by name, who may not be known here yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.circles.models import Membership
from samenspel.circles.reads import circle_page, seats
from samenspel.circles.services.membership import SeatError, invite
from samenspel.circles.types import CircleId, Contact, NewSeat, SeatRole
from samenspel.notifications import services as notification_services
from samenspel.notifications.types import Notice, Occasion
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.people.services import PersonDetails
from samenspel.people.types import Channel

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class Invited:
    """Someone who is asked to take a seat, as the inviter knows them."""

    details: PersonDetails
    role: SeatRole
    relation: str = ""
    contact: Contact = Contact.WEEKLY
    once: UUID | None = None
    """The id that someone gets who is not known here yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The invitation, and how it reaches the person: by a message or by a call of ours."""

    membership: Membership
    channel: Channel


@transaction.atomic
def invite_by_name(
    *, actor: Person, circle_id: CircleId, invited: Invited, at: datetime
) -> Asked:
    """Invite someone; a person who has an account with this e-mail address is found by it.

    Without an e-mail address the organisation that takes new questions makes the call. Raises
    SeatError when neither e-mail nor phone is known or when the person is already in,
    AlreadyRecordedError when the same press invited them.
    """
    circle = circle_page.get_circle(actor, circle_id, Permission.CIRCLE_CHANGE, at=at)
    details = invited.details
    if not details.email and not details.phone:
        raise SeatError(
            _("Fill in an e-mail address or a phone number, so that we can ask this person."),
            code="unreachable",
            field="email",
        )
    people_services.lock_email(email=details.email)
    person = people_reads.find_person_by_email(details.email) if details.email else None
    if person is None:
        person = people_services.record_person(
            actor=actor, details=details, at=at, once=invited.once
        )
        if details.email:
            people_services.open_account(person=person, email=details.email)
    elif person.pk in seats.seated_person_ids(circle.pk):
        raise SeatError(
            _("This person is in the circle already."), code="already_in", field="email"
        )
    new_seat = NewSeat(person.pk, invited.role, invited.relation, invited.contact)
    membership = invite(actor=actor, circle_id=circle_id, new_seat=new_seat, at=at)
    channel = notification_services.channel_of(person)
    takes_calls = organisation_reads.find_intake_organisation()
    notification_services.notify(
        Notice(
            recipient_id=person.pk,
            occasion=Occasion.SEAT_INVITATION,
            path=f"/uitnodiging/{membership.pk}/",
            key=f"{Occasion.SEAT_INVITATION.value}:{membership.pk}",
            organisation_id=takes_calls.pk
            if takes_calls and channel is not Channel.EMAIL
            else None,
        ),
        at=at,
    )
    return Asked(membership, channel)
