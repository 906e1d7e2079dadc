"""Giving and withdrawing consent.

Who may do so for whom is decided by the calling room through ``access``; this module keeps what
was said, by whom and in which words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from samenspel.consent.consent_texts import current_version
from samenspel.consent.events import ConsentWithdrawn
from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee, Ground, Purpose
from samenspel.core.events import publish
from samenspel.core.locked_rows import lock_all, lock_and_update, lock_word
from samenspel.core.row_security import Reason, acting_for_system

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class Yes:
    """Whose data, for whom, for what, until when, who said so and on what ground.

    Raises ValueError when the ground is not that of whoever said it: only the person says it as
    the person.
    """

    subject_id: UUID
    grantee: Grantee
    purpose: Purpose
    given_by_id: UUID
    valid_until: datetime | None = None
    ground: Ground = Ground.SELF

    def __post_init__(self) -> None:
        if (self.ground is Ground.SELF) != (self.given_by_id == self.subject_id):
            raise ValueError("Only the person themselves says it as the person.")


@transaction.atomic
def give_consent(
    *, actor: Person, yes: Yes, categories: Iterable[DataCategory], at: datetime
) -> None:
    """Record a yes for each category; what was already open keeps its first date.

    ``actor`` is the one who writes it down; ``yes.given_by_id`` the one who said it (the same
    person, or the care receiver on the phone).
    """
    to_whom = {
        "subject_id": yes.subject_id,
        "grantee_person_id": yes.grantee.person_id,
        "grantee_organisation_id": yes.grantee.organisation_id,
    }
    # Of two who give the same at once the second waits here; whoever ends some at the same
    # moment holds the rows in the order of their keys, and so does this.
    lock_word("consent", " ".join(map(str, to_whom.values())))
    open_ones = Consent.objects.filter(**to_whom, withdrawn_at__isnull=True)
    held = lock_all(open_ones)
    # An expired yes makes room for a new one.
    over = lock_and_update(open_ones.filter(valid_until__lte=at), withdrawn_at=at)
    already = {row.category for row in held} - {row.category for row in over}
    _write([yes], sorted(set(categories) - already), actor, at)


@transaction.atomic
@acting_for_system(Reason.ENDING)
def withdraw_consent(
    *,
    actor: Person,
    subject_id: UUID,
    grantee: Grantee,
    categories: Iterable[DataCategory] | None = None,
    at: datetime,
) -> int:
    """End what is open for this grantee, from this moment; return how many were ended.

    ``categories`` None ends all of them. Publishes ConsentWithdrawn for each.
    """
    rows = Consent.objects.filter(
        subject_id=subject_id,
        grantee_person_id=grantee.person_id,
        grantee_organisation_id=grantee.organisation_id,
        withdrawn_at__isnull=True,
    )
    if categories is not None:
        rows = rows.filter(category__in=list(categories))
    return _end(rows, actor, at)


@transaction.atomic
@acting_for_system(Reason.ENDING)
def withdraw_everything(*, actor: Person, person_id: UUID, at: datetime) -> int:
    """End all that a person allows others and others allow them; return how many ended."""
    theirs = Q(subject_id=person_id) | Q(grantee_person_id=person_id)
    return _end(Consent.objects.filter(theirs, withdrawn_at__isnull=True), actor, at)


def _end(rows: QuerySet[Consent], actor: Person, at: datetime) -> int:
    ended = lock_and_update(rows, withdrawn_at=at, withdrawn_by=actor)
    for consent in ended:
        publish(
            ConsentWithdrawn(
                consent.subject_id,
                consent.grantee_person_id,
                consent.grantee_organisation_id,
                consent.category,
                at,
            )
        )
    return len(ended)


@transaction.atomic
def give_many(
    *, actor: Person, yeses: Iterable[Yes], categories: Sequence[DataCategory], at: datetime
) -> None:
    """Record the same categories for many people at once; what was open already stays."""
    # In one order, so that two never wait for each other.
    _write(sorted(yeses, key=lambda one: one.subject_id), sorted(categories), actor, at)


def _write(
    yeses: Sequence[Yes], categories: Sequence[DataCategory], actor: Person, at: datetime
) -> None:
    """Write new rows in this order, but for those that are there already."""
    version = current_version()
    Consent.objects.bulk_create(
        [
            Consent(
                subject_id=yes.subject_id,
                grantee_person_id=yes.grantee.person_id,
                grantee_organisation_id=yes.grantee.organisation_id,
                category=category,
                purpose=yes.purpose,
                text_version=version,
                valid_from=at,
                valid_until=yes.valid_until,
                given_by_id=yes.given_by_id,
                ground=yes.ground,
                recorded_by=actor,
                recorded_at=at,
            )
            for yes in yeses
            for category in categories
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
