"""Deciding who in the circle sees what, and writing what they then see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.models import CircleNote
from samenspel.circles.reads import circle_page
from samenspel.circles.services.membership import lock_circle, lock_seat
from samenspel.circles.types import CircleId
from samenspel.consent import reads as consent_reads
from samenspel.consent import services as consent_services
from samenspel.consent.services import Yes
from samenspel.consent.types import DataCategory, Grantee, Ground, Purpose
from samenspel.core.locked_rows import lock_and_set
from samenspel.notifications import services as notification_services

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

_READ_BEFORE_WRITE = {
    DataCategory.DAILY_LIFE: Permission.CIRCLE_DAILY_LIFE,
    DataCategory.HEALTH: Permission.CIRCLE_HEALTH,
    DataCategory.MONEY: Permission.CIRCLE_MONEY,
}


@transaction.atomic
def change_consent(
    *,
    actor: Person,
    circle_id: CircleId,
    person_id: UUID,
    categories: Iterable[DataCategory],
    until: datetime | None = None,
    at: datetime,
) -> None:
    """Let a member see exactly these categories from now on; the rest closes at once."""
    circle = circle_page.get_circle(actor, circle_id, Permission.CONSENT_CHANGE, at=at)
    lock_seat(circle_id=circle.pk, person_id=person_id)
    wanted = set(categories)
    seen = consent_reads.open_consents(circle.subject_id, at).for_person(person_id)
    changed_end = {category for category in wanted & set(seen) if seen[category] != until}
    grantee = Grantee(person_id=person_id)
    closing = (set(seen) - wanted) | changed_end
    if closing:
        consent_services.withdraw_consent(
            actor=actor,
            subject_id=circle.subject_id,
            grantee=grantee,
            categories=closing,
            at=at,
        )
    is_own = actor.pk == circle.subject_id
    ground = Ground.SELF if is_own else Ground.LEGAL
    opening = (wanted - set(seen)) | changed_end
    yes = Yes(circle.subject_id, grantee, Purpose.CIRCLE, actor.pk, until, ground)
    consent_services.give_consent(actor=actor, yes=yes, categories=opening, at=at)
    if opening and not is_own:
        notification_services.tell_the_person(
            circle.subject_id, f"consent:{circle.pk}:{at.isoformat()}", at=at
        )


@transaction.atomic
def write_note(
    *,
    actor: Person,
    circle_id: CircleId,
    category: DataCategory,
    body: str,
    at: datetime,
) -> None:
    """Write what others should know in one category; an empty text takes the note away.

    Only those who may read a category may write in it.
    """
    circle = circle_page.get_circle(actor, circle_id, at=at)
    access.require(actor, _READ_BEFORE_WRITE[category], circle, at)
    access.require(actor, Permission.AGREEMENT_PROPOSE, circle, at)
    lock_circle(circle_id=circle_id)
    if not body.strip():
        CircleNote.objects.filter(circle=circle, category=category).delete()
        return
    values = {"body": body.strip(), "written_by": actor, "written_at": at}
    lock_and_set(CircleNote.objects.all(), values, circle=circle, category=category)
