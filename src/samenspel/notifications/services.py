"""Telling people that there is something to read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from samenspel.core.locked_rows import lock_or_create
from samenspel.notifications import mail_text
from samenspel.notifications.models import Message
from samenspel.notifications.types import Notice, Occasion
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.people import reads as people_reads
from samenspel.people.types import Channel

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

SEND = "notifications.send_message"
OWN_DATA_PATH = "/mijn-gegevens/"


@transaction.atomic
def notify(notice: Notice, *, at: datetime) -> None:
    """Put a message in the outbox, in the caller's transaction.

    The channel is the one the person chose; someone without an e-mail address gets a call or
    a letter. Nothing goes to someone who has died. The same ``notice.key`` is kept once.
    """
    person = people_reads.get_person(notice.recipient_id)
    if person.deceased_on:
        return
    message, created = lock_or_create(
        Message.objects.all(),
        {
            "recipient": person,
            "organisation_id": notice.organisation_id,
            "channel": channel_of(person),
            "occasion": notice.occasion,
            "path": notice.path,
            "created_at": at,
        },
        key=notice.key,
    )
    if created and message.channel == Channel.EMAIL:
        # By name: the task module stands above this one.
        app.configure_task(SEND, queue="notifications").defer(message_id=str(message.pk))


@transaction.atomic
def tell_the_person(
    person_id: UUID, what: str, *, at: datetime, organisation_id: UUID | None = None
) -> None:
    """Tell a person that something was done in their name, on their own channel, at once.

    ``what`` names the deed: the same one is told once. They read what it was, and can take it
    back, on the page with their own data; whoever has no e-mail is called or written to by
    ``organisation_id``, or by the organisation that takes new questions.
    """
    if organisation_id is None:
        intake = organisation_reads.find_intake_organisation()
        organisation_id = intake.pk if intake else None
    notify(
        Notice(
            person_id,
            Occasion.IN_YOUR_NAME,
            OWN_DATA_PATH,
            f"{Occasion.IN_YOUR_NAME.value}:{what}",
            organisation_id,
        ),
        at=at,
    )


def channel_of(person: Person) -> Channel:
    """Return how this person can really be reached."""
    if person.channel == Channel.EMAIL and not mail_text.address_of(person):
        return Channel.PHONE if person.phone else Channel.LETTER
    return Channel(person.channel)


@transaction.atomic
def mark_done(*, actor: Person, message_ids: list[UUID], at: datetime) -> int:
    """Record that letters were printed or calls made; only for one's own organisation."""
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    return (
        Message.objects.filter(
            pk__in=message_ids, organisation_id__in=mine, sent_at__isnull=True
        )
        .exclude(channel=Channel.EMAIL)
        .update(sent_at=at, sent_by=actor)
    )
