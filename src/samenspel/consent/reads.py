"""Asking what is allowed now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee


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


def open_to(
    *, subject_id: UUID, grantees: Iterable[Grantee], at: datetime
) -> frozenset[tuple[Grantee, DataCategory]]:
    """Return all that the subject lets these grantees see now, in one query."""
    wanted = list(grantees)
    rows = Consent.objects.in_force(at).filter(
        Q(grantee_person_id__in=[each.person_id for each in wanted if each.person_id])
        | Q(
            grantee_organisation_id__in=[
                each.organisation_id for each in wanted if each.organisation_id
            ]
        ),
        subject_id=subject_id,
    )
    return frozenset(
        (Grantee(person_id, organisation_id), DataCategory(category))
        for person_id, organisation_id, category in rows.values_list(
            "grantee_person_id", "grantee_organisation_id", "category"
        )
    )


def open_categories(
    *, subject_id: UUID, person_ids: Iterable[UUID], at: datetime
) -> Mapping[UUID, dict[DataCategory, datetime | None]]:
    """Return, for each person, what they may see of the subject and until when."""
    rows = (
        Consent.objects.in_force(at)
        .filter(subject_id=subject_id, grantee_person_id__in=list(person_ids))
        .order_by("pk")
        .values_list("grantee_person_id", "category", "valid_until")
    )
    result: dict[UUID, dict[DataCategory, datetime | None]] = defaultdict(dict)
    for person_id, category, valid_until in rows:
        result[person_id][DataCategory(category)] = valid_until
    return result


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
