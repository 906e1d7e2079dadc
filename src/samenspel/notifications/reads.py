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
from samenspel.notifications.models import Message
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.people import reads as people_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready to print."""

    id: UUID
    name: str
    place: str
    street: str
    subject: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LettersPage:
    """Everything the screen with letters shows."""

    letters: tuple[Letter, ...]


def letters_page(actor: Person, at: datetime) -> LettersPage:
    """Return the unprinted letters of the actor's organisations; NotFound for others."""
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only a coordinator prints letters.")
    rows = (
        Message.objects.to_print()
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
    letters = []
    for message in messages:
        address = addresses.get(message.recipient_id)
        words = mail_text.words_for(message)
        letters.append(
            Letter(
                id=message.pk,
                name=message.recipient.full_name,
                place=f"{address.area.code} {address.area.place}" if address else "",
                street=f"{address.street} {address.house_number}".strip() if address else "",
                subject=words.subject,
                body=words.body,
                created_at=message.created_at,
            )
        )
    return LettersPage(tuple(letters))


def letters_waiting(organisation_ids: frozenset[UUID]) -> int:
    """Return how many letters wait to be printed."""
    count: int = Message.objects.to_print().filter(organisation_id__in=organisation_ids).count()
    return count
