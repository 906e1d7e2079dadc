"""Asking what is allowed now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee, Ground
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


@dataclass(frozen=True, slots=True)
class OpenConsent:
    """One yes that holds now, as its person reads it."""

    grantee: Grantee
    grantee_name: str
    category: DataCategory
    until: datetime | None
    ground: Ground
    given_by_name: str


def own_consents(subject_id: UUID, at: datetime) -> tuple[OpenConsent, ...]:
    """Return everything that the subject lets others see now, and who said so."""
    rows = (
        Consent.objects.in_force(at)
        .filter(subject_id=subject_id)
        .select_related("grantee_person", "grantee_organisation", "given_by")
        .order_by("valid_from", "category")
    )
    return tuple(
        OpenConsent(
            grantee=Grantee(row.grantee_person_id, row.grantee_organisation_id),
            grantee_name=row.grantee_person.full_name
            if row.grantee_person
            else str(row.grantee_organisation and row.grantee_organisation.name),
            category=DataCategory(row.category),
            until=row.valid_until,
            ground=Ground(row.ground),
            given_by_name=row.given_by.full_name,
        )
        for row in rows
    )


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
