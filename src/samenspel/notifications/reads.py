"""What a coordinator still has to print or call about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access.read_log import Shown, look_at_list
from samenspel.access.rules import Permission, Role
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.notifications import mail_text
from samenspel.notifications.models import Message, MessageQuerySet
from samenspel.notifications.types import SPOKEN, Occasion
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.people import reads as people_reads
from samenspel.people.types import Channel

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready to print."""

    id: UUID
    name: str
    place: str
    street: str
    phone: str
    subject: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """Someone to call because there is something new for them."""

    id: UUID
    name: str
    phone: str
    about: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LettersPage:
    """Everything the screen with letters and calls shows."""

    letters: tuple[Letter, ...]
    calls: tuple[Call, ...]


def letters_page(actor: Person, at: datetime) -> LettersPage:
    """Return the unprinted letters of the actor's organisations, and the calls that were not
    made; NotFound for others."""
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only a coordinator prints letters.")
    rows = (
        (Message.objects.to_print() | Message.objects.to_call())
        .filter(organisation_id__in=mine)
        .select_related("recipient")
        .order_by("created_at", "pk")[:100]
    )
    messages = look_at_list(
        actor,
        Permission.LETTER_PRINT,
        (
            Shown(
                message,
                Message,
                message.pk,
                (message.recipient_id,),
                Role.COORDINATOR,
                message.organisation_id,
            )
            for message in rows
        ),
        at=at,
        categories=[DataCategory.CONTACT],
    )
    addresses = people_reads.current_addresses(message.recipient_id for message in messages)
    letters, calls = [], []
    for message in messages:
        who = message.recipient
        if message.channel == Channel.PHONE:
            about = str(SPOKEN[Occasion(message.occasion)])
            calls.append(Call(message.pk, who.full_name, who.phone, about, message.created_at))
            continue
        address = addresses.get(message.recipient_id)
        words = mail_text.words_for(message)
        letters.append(
            Letter(
                id=message.pk,
                name=who.full_name,
                place=f"{address.area.code} {address.area.place}" if address else "",
                street=f"{address.street} {address.house_number}".strip() if address else "",
                phone=who.phone,
                subject=words.subject,
                body=words.body,
                created_at=message.created_at,
            )
        )
    return LettersPage(tuple(letters), tuple(calls))


def letters_waiting(organisation_ids: frozenset[UUID]) -> int:
    """Return how many letters wait to be printed."""
    return _number(Message.objects.to_print(), organisation_ids)


def calls_waiting(organisation_ids: frozenset[UUID]) -> int:
    """Return how many people wait to be called because there is something new for them."""
    return _number(Message.objects.to_call(), organisation_ids)


def _number(messages: MessageQuerySet, organisation_ids: frozenset[UUID]) -> int:
    count: int = messages.filter(organisation_id__in=organisation_ids).count()
    return count
