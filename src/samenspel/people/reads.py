"""Looking up persons, areas and who acts for whom."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from samenspel.core.errors import NotFoundError
from samenspel.people.models import (
    Account,
    Address,
    Block,
    Person,
    PostcodeArea,
    Representation,
)
from samenspel.people.types import LEGAL_FOR_CARE, PersonId, RepresentationKind


def get_person(person_id: PersonId) -> Person:
    """Return the person. The caller has already decided that the actor may know them."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFoundError("This person does not exist.")
    return person


def display_name(account: Account) -> str:
    """Return how mails about an account address its owner."""
    return account.person.given_name if account.person else account.email


def find_account(person_id: PersonId) -> Account | None:
    """Return the account of a person, if they have one."""
    return Account.objects.filter(person_id=person_id, is_active=True).first()


def find_person_by_email(email: str) -> Person | None:
    """Return the person whose account has this address."""
    account = Account.objects.select_related("person").filter(email__iexact=email).first()
    return account.person if account else None


def find_area(text: str) -> PostcodeArea | None:
    """Return the area for a postcode ("3554", "3554 AB") or the name of a place."""
    wanted = text.strip()
    digits = re.match(r"^(\d{4})\s*([A-Za-z]{2})?$", wanted)
    if digits:
        return PostcodeArea.objects.filter(code=digits.group(1)).first()
    return (
        PostcodeArea.objects.annotate(lowered=Lower("place"))
        .filter(lowered=wanted.lower())
        .order_by("code")
        .first()
    )


def areas_by_text() -> dict[str, PostcodeArea]:
    """Return all areas by postcode and by lower-case name, for looking up many at once."""
    known: dict[str, PostcodeArea] = {}
    for area in PostcodeArea.objects.order_by("-code"):
        known[area.code] = area
        known[area.place.lower()] = area
    return known


def place_names() -> tuple[str, ...]:
    """Return the names of all known places, in alphabetical order."""
    rows = PostcodeArea.objects.order_by("place").values_list("place", flat=True).distinct()
    return tuple(rows)


def current_address(person_id: PersonId) -> Address | None:
    """Return the whole current address; only for who passed an access decision."""
    return (
        Address.objects.select_related("area")
        .filter(person_id=person_id, valid_until__isnull=True)
        .first()
    )


def current_addresses(person_ids: Iterable[PersonId]) -> dict[PersonId, Address]:
    """Return the current addresses of several persons in one query."""
    rows = Address.objects.select_related("area").filter(
        person_id__in=list(person_ids), valid_until__isnull=True
    )
    return {address.person_id: address for address in rows}


def has_people() -> bool:
    """Say whether anyone has been written down."""
    return Person.objects.exists()


def is_blocked(*, by: PersonId, about: PersonId) -> bool:
    """Say whether one person shut another out."""
    return Block.objects.filter(by_id=by, about_id=about).exists()


def blocks_between(ids: Iterable[PersonId]) -> frozenset[tuple[PersonId, PersonId]]:
    """Return (by, about) for every block in which one of these persons takes part."""
    wanted = list(ids)
    rows = Block.objects.filter(Q(by_id__in=wanted) | Q(about_id__in=wanted))
    return frozenset(rows.values_list("by_id", "about_id"))


def blocking(about: PersonId) -> QuerySet[Block, Any]:
    """Return the ids of the persons who shut ``about`` out, as a subquery."""
    return Block.objects.filter(about_id=about).values("by_id")


def representation_kinds(
    *, represented: PersonId, representative: PersonId, at: datetime
) -> frozenset[RepresentationKind]:
    """Return the grounds on which one person may act for another now."""
    rows = (
        Representation.objects.in_force(at)
        .filter(represented_id=represented, representative_id=representative)
        .values_list("kind", flat=True)
    )
    return frozenset(RepresentationKind(kind) for kind in rows)


def represents(*, subject: str, representative: PersonId, at: datetime) -> Exists:
    """Return a condition on rows with a path ``subject``: someone may decide about their care.

    The list-side twin of :func:`represented_by`.
    """
    return Exists(
        Representation.objects.in_force(at).filter(
            represented_id=OuterRef(subject),
            representative_id=representative,
            kind__in=LEGAL_FOR_CARE,
        )
    )


def represented_by(representative: PersonId, at: datetime) -> frozenset[PersonId]:
    """Return the persons for whom someone may decide about care now."""
    rows = (
        Representation.objects.in_force(at)
        .filter(representative_id=representative, kind__in=LEGAL_FOR_CARE)
        .values_list("represented_id", flat=True)
    )
    return frozenset(rows)
