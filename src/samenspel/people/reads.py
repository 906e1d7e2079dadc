"""Looking up persons, areas and who acts for whom."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from samenspel.core.compiled_reads import CompiledRead
from samenspel.core.errors import NotFoundError
from samenspel.people.models import (
    Account,
    Address,
    Block,
    Person,
    PostcodeArea,
    Representation,
)
from samenspel.people.types import (
    LEGAL_FOR_CARE,
    MAY_ANSWER,
    Home,
    PersonId,
    RepresentationKind,
    Speaking,
    Ties,
)


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


def current_addresses(person_ids: Iterable[PersonId]) -> dict[PersonId, Address]:
    """Return the current addresses of persons in one query; only after an access decision."""
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


def facts_about(person_id: PersonId, *facts: Any) -> QuerySet[Person, Any]:
    """Return one row of the values of expressions on a person's row.

    A higher room gives expressions with ``OuterRef("pk")``, so that several rooms are asked
    in one query.
    """
    return Person.objects.filter(pk=person_id).values_list(*facts)


def ties_between(*, subject_id: PersonId, other_id: PersonId, at: datetime) -> Ties:
    """Return what stands between a person and another, in one query."""
    return ties_and_home(subject_id=subject_id, other_id=other_id, at=at)[0]


def ties_and_home(
    *, subject_id: PersonId, other_id: PersonId, at: datetime
) -> tuple[Ties, Home | None]:
    """Return the ties, and where the person lives; in one query.

    The address is only for a page whose actor passed an access decision.
    """
    rows = _ties_rows(subject_id, other_id, at=at)
    if not rows:
        return Ties(is_blocked=False, kinds=frozenset()), None
    is_blocked, kinds, *lives = rows[0]
    ties = Ties(is_blocked, frozenset(RepresentationKind(kind) for kind in kinds))
    return ties, Home(*lives) if lives[-1] is not None else None


@CompiledRead
def _ties_rows(subject_id: PersonId, other_id: PersonId, at: datetime) -> QuerySet[Person, Any]:
    kinds = Representation.objects.in_force(at).filter(
        represented_id=subject_id, representative_id=other_id
    )
    blocks = Block.objects.filter(by_id=subject_id, about_id=other_id)
    home = FilteredRelation("addresses", condition=Q(addresses__valid_until__isnull=True))
    return (
        Person.objects.filter(pk=subject_id)
        .annotate(home=home)
        .values_list(
            Exists(blocks),
            ArraySubquery(kinds.values("kind")),
            "home__street",
            "home__house_number",
            "home__area__code",
            "home__area__place",
        )
    )


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


def asks_together(*, subject: str, asker: str, at: datetime) -> Exists:
    """Return a condition on rows with paths to a person and to whoever asked for them: the
    asker may answer for the person now.

    The list-side twin of what ``Ties`` says, apart from a block.
    """
    return Exists(
        Representation.objects.in_force(at).filter(
            represented_id=OuterRef(subject),
            representative_id=OuterRef(asker),
            kind__in=MAY_ANSWER,
        )
    )


def who_decides_for(
    person_id: PersonId, at: datetime
) -> tuple[tuple[PersonId, RepresentationKind], ...]:
    """Return who decides about a person's care by law or mandate, and as what.

    Those whom the person shut out are left out.
    """
    rows = (
        Representation.objects.in_force(at)
        .filter(represented_id=person_id, kind__in=LEGAL_FOR_CARE)
        .exclude(representative__in=Block.objects.filter(by_id=person_id).values("about_id"))
        .order_by("recorded_at", "pk")
    )
    return tuple(
        (person_id, RepresentationKind(kind))
        for person_id, kind in rows.values_list("representative_id", "kind")
    )


def who_speaks_for(person_id: PersonId, at: datetime) -> tuple[Speaking, ...]:
    """Return who acts for a person now: id, full name and on what grounds."""
    rows = (
        Representation.objects.in_force(at)
        .filter(represented_id=person_id)
        .select_related("representative")
        .order_by("recorded_at", "pk")
    )
    return tuple(
        (row.representative_id, row.representative.full_name, RepresentationKind(row.kind))
        for row in rows
    )


def names_of(person_ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """Return the full names of persons whom the actor knows already, in one query."""
    return {each.pk: each.full_name for each in Person.objects.filter(pk__in=list(person_ids))}


def not_seen_since(moment: datetime) -> QuerySet[Person, Person]:
    """Return people who were written down before this moment and have not signed in since."""
    return Person.objects.filter(
        Q(account__isnull=True) | Q(account__created_at__lt=moment),
        Q(account__last_login__isnull=True) | Q(account__last_login__lt=moment),
        forgotten_at__isnull=True,
        recorded_at__lt=moment,
    )


def shut_out_by(person_id: PersonId) -> tuple[PersonId, ...]:
    """Return whom a person shut out, newest first."""
    rows = Block.objects.filter(by_id=person_id).order_by("-created_at", "pk")
    return tuple(rows.values_list("about_id", flat=True))


def represented_by(representative: PersonId, at: datetime) -> QuerySet[Representation, Any]:
    """Return the ids of the persons for whom someone may decide about care, as a subquery."""
    return (
        Representation.objects.in_force(at)
        .filter(representative_id=representative, kind__in=LEGAL_FOR_CARE)
        .values("represented_id")
    )
