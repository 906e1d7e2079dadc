"""Asking what is allowed now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee
from samenspel.core.compiled_reads import CompiledRead


def is_open(
    *, subject_id: UUID, grantees: Iterable[Grantee], category: DataCategory, at: datetime
) -> bool:
    """Say whether the subject allows one of these grantees to see this category now."""
    to_whom = Q(pk__in=[])
    for grantee in grantees:
        to_whom |= (
            Q(grantee_person_id=grantee.person_id)
            if grantee.person_id
            else Q(grantee_organisation_id=grantee.organisation_id)
        )
    rows = Consent.objects.in_force(at).filter(
        to_whom, subject_id=subject_id, category=category
    )
    return bool(rows.exists())


@dataclass(frozen=True, slots=True)
class OpenConsents:
    """All that a person allows at one moment: by grantee what they see, and until when."""

    by_grantee: Mapping[Grantee, Mapping[DataCategory, datetime | None]]

    def is_open(self, grantees: Iterable[Grantee], category: DataCategory) -> bool:
        """Say whether one of these grantees may see this category."""
        return any(category in self.by_grantee.get(grantee, ()) for grantee in grantees)

    def for_person(self, person_id: UUID) -> Mapping[DataCategory, datetime | None]:
        """Return what one person may see, and until when."""
        return self.by_grantee.get(Grantee(person_id=person_id), {})


@CompiledRead
def _open_rows(subject_id: UUID, at: datetime) -> QuerySet[Consent, Any]:
    return (
        Consent.objects.in_force(at)
        .filter(subject_id=subject_id)
        .order_by("pk")
        .values_list("grantee_person_id", "grantee_organisation_id", "category", "valid_until")
    )


def open_consents(subject_id: UUID, at: datetime) -> OpenConsents:
    """Return everything the subject lets anyone see now, in one query."""
    rows = _open_rows(subject_id, at=at)
    found: dict[Grantee, dict[DataCategory, datetime | None]] = defaultdict(dict)
    for person_id, organisation_id, category, until in rows:
        found[Grantee(person_id, organisation_id)][DataCategory(category)] = until
    return OpenConsents(dict(found))


def allows_person(
    *, subject: str, person_id: UUID, category: DataCategory, at: datetime
) -> Exists:
    """Return a condition on rows with a path ``subject``: it lets this person see the category.

    The list-side twin of :func:`is_open`; a test proves that they agree.
    """
    return Exists(
        Consent.objects.in_force(at).filter(
            subject_id=OuterRef(subject), grantee_person_id=person_id, category=category
        )
    )


def allows_organisation(
    *, subject: str, organisation: str, category: DataCategory, at: datetime
) -> Exists:
    """Return a condition on rows: their subject lets their organisation see the category."""
    return Exists(
        Consent.objects.in_force(at).filter(
            subject_id=OuterRef(subject),
            grantee_organisation_id=OuterRef(organisation),
            category=category,
        )
    )
