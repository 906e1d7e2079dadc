"""What changes about persons: recording them, their address, who acts for them, blocks."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.locked_rows import insert_once, lock, lock_all, lock_if_any, lock_word
from samenspel.core.one_line import one_line, problem_of, visible
from samenspel.people import reads
from samenspel.people.models import (
    Account,
    Address,
    Person,
    PostcodeArea,
)
from samenspel.people.types import LONGEST_GIVEN_NAME, Channel, Gender
from samenspel.vocabulary.languages import Language


class UnknownPlaceError(DomainError):
    """The postcode or place is not in our list."""


class AccountExistsError(DomainError):
    """There is an account with this address already."""

    def __init__(self) -> None:
        super().__init__(
            _("There is an account with this e-mail address already. Please sign in."),
            code="account_exists",
            field="email",
        )


class AlreadyRecordedError(DomainError):
    """The person was written down by another press of the same button."""

    def __init__(self) -> None:
        super().__init__(_("This has been sent already."), code="sent")


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What is written down when a person is first met."""

    given_name: str
    family_name: str = ""
    birth_year: int | None = None
    gender: Gender | str = ""
    email: str = ""
    phone: str = ""
    channel: Channel = Channel.EMAIL
    languages: tuple[str, ...] = (Language.NL,)
    external_id: str = ""
    is_synthetic: bool = False


BATCH = 1000
FORGOTTEN_FIELDS = (
    "given_name", "birth_year", "gender", "languages", "channel", "forgotten_at",
)  # fmt: skip


def _columns(details: PersonDetails) -> dict[str, Any]:
    """Return what is stored; raises DomainError for a name that is not one line of text.

    The last gate before names reach mails and letters: forms and spreadsheets say it earlier.
    """
    return asdict(details) | {
        "given_name": one_line(details.given_name, field="given_name", is_name=True),
        "family_name": one_line(details.family_name, field="family_name", is_name=True),
        "email": one_line(details.email, field="email"),
        "phone": one_line(details.phone, field="phone"),
        "external_id": one_line(details.external_id, field="external_id"),
        "languages": list(details.languages),
    }


@dataclass(frozen=True, slots=True)
class AreaDetails:
    """A four-digit postcode, or a place, with its middle in WGS 84 degrees."""

    code: str
    place: str
    latitude: float
    longitude: float
    source: str
    municipality: str = ""


@transaction.atomic
def record_person(
    *,
    actor: Person | None,
    details: PersonDetails,
    at: datetime,
    place: str = "",
    once: UUID | None = None,
) -> Person:
    """Write a person down, with or without a place to live.

    ``actor`` is the one who wrote it down, None when the person did so alone. ``once`` is the
    id that the person gets; AlreadyRecordedError says that a first press wrote them down.
    Raises UnknownPlaceError when ``place`` is neither a known postcode nor a known place.
    """
    person = Person(
        **({"id": once} if once else {}),
        **_columns(details),
        recorded_by=actor,
        recorded_at=at,
    )
    insert_once(person, AlreadyRecordedError)
    if place:
        move(person=person, place=place, at=at)
    return person


@transaction.atomic
def record_newcomer(
    *, details: PersonDetails, at: datetime, place: str = "", once: UUID | None = None
) -> Person:
    """Write down someone who comes by themselves, with a way in when their address is new.

    The account has no password: whoever signs in must read the mailbox. An address that has an
    account already gets no second one, and the visitor is told nothing about that. ``once`` as
    in :func:`record_person`.
    """
    lock_email(email=details.email)
    person = record_person(actor=None, details=details, at=at, place=place, once=once)
    if person.email:
        with suppress(AccountExistsError):
            open_account(person=person, email=person.email)
    return person


@transaction.atomic
def lock_email(*, email: str) -> None:
    """Hold an e-mail address until the transaction ends: one newcomer with it at a time."""
    if email.strip():
        lock_word("e-mail", email)


def known_area(text: str, areas: Mapping[str, PostcodeArea] | None = None) -> PostcodeArea:
    """Return the area for a postcode or place as people write it.

    ``areas`` (``reads.areas_by_text``) saves a query for each of many. Raises
    UnknownPlaceError when it is in neither.
    """
    area = reads.find_area(text) if areas is None else areas.get(text.strip().lower())
    if area is None:
        raise UnknownPlaceError(
            _("We do not know this postcode or place. Try the name of the village or town."),
            code="unknown_place",
            field="place",
        )
    return area


@transaction.atomic
def move(*, person: Person, place: str, at: datetime) -> Address:
    """Give a person a new current address, ending the old one."""
    area = known_area(place)
    day = at.date()
    present = Person.objects.filter(pk=person.pk, forgotten_at__isnull=True)
    lock(present, gone="This person does not exist.")
    Address.objects.filter(person=person, valid_until__isnull=True).update(valid_until=day)
    return Address.objects.create(person=person, area=area, valid_from=day, recorded_at=at)


@transaction.atomic
def open_account(*, person: Person, email: str) -> Account:
    """Give a person a way in. Raises AccountExistsError when the address is taken."""
    lock_email(email=email)
    if Account.objects.filter(email__iexact=email).exists():
        raise AccountExistsError
    try:
        with transaction.atomic():
            account = Account.objects.create_user(email, person=person)
    except IntegrityError as error:  # someone who signs up does not hold the address
        raise AccountExistsError from error
    # Not verified: the first sign-in by code proves that they read the mailbox.
    EmailAddress.objects.create(user=account, email=account.email, primary=True)
    return account


@transaction.atomic
def person_of(*, account: Account, at: datetime) -> Person:
    """Return the account's person; a newcomer is found or written down here, once.

    An account comes into being only after its owner proved to read the mailbox, so the one
    person without account who gave this address is them; when two share it, neither is.
    """
    held = lock(Account.objects.filter(pk=account.pk), gone="This account does not exist.")
    if held.person is None:
        known = list(Person.objects.filter(email__iexact=held.email, account__isnull=True)[:2])
        held.person = (
            known[0]
            if len(known) == 1
            else record_person(
                actor=None,
                details=PersonDetails(given_name=_first_name(held.email), email=held.email),
                at=at,
            )
        )
        held.save(update_fields=["person"])
    return held.person


def _first_name(email: str) -> str:
    """Return what to call someone of whom we know no more than an e-mail address."""
    name = visible(email.rpartition("@")[0])[:LONGEST_GIVEN_NAME].strip()
    return name if name and not problem_of(name, is_name=True) else _("newcomer")


@transaction.atomic
def lock_present(*, person_ids: Iterable[UUID]) -> list[Person]:
    """Return people, held; NotFoundError when one was forgotten, perhaps just now."""
    wanted = set(person_ids)
    people = lock_all(Person.objects.filter(pk__in=wanted, forgotten_at__isnull=True))
    if len(people) < len(wanted):
        raise NotFoundError("This person is not here any more.")
    return people


@transaction.atomic
def lock_if_unseen(*, person_id: UUID, since: datetime) -> Person | None:
    """Return someone who has not signed in since a moment, held; nobody signs in meanwhile."""
    lock_all(Account.objects.filter(person_id=person_id))
    return lock_if_any(reads.not_seen_since(since).filter(pk=person_id))


@transaction.atomic
def forget(*, person: Person, at: datetime) -> None:
    """Take the name and what describes a person off their row, which others' data refer to.

    The account and the address go with the registered personal data
    (``core.privacy_registry``). The caller has decided that it may.
    """
    locked = lock(Person.objects.filter(pk=person.pk), gone="This person does not exist.")
    locked.given_name = _("Someone")
    locked.birth_year = None
    locked.gender = ""
    locked.languages = [Language.NL]
    locked.channel = Channel.LETTER
    locked.forgotten_at = at
    locked.save(update_fields=FORGOTTEN_FIELDS)


@transaction.atomic
def record_people(
    *,
    actor: Person | None,
    details: Sequence[PersonDetails],
    areas: Sequence[PostcodeArea],
    at: datetime,
) -> list[Person]:
    """Write many people down at once, each in the area of the same index.

    For spreadsheets and the demo region; the areas were looked up before.
    """
    people = Person.objects.bulk_create(
        [Person(**_columns(one), recorded_by=actor, recorded_at=at) for one in details],
        batch_size=BATCH,
    )
    Address.objects.bulk_create(
        [
            Address(person=person, area=area, valid_from=at.date(), recorded_at=at)
            for person, area in zip(people, areas, strict=True)
        ],
        batch_size=BATCH,
    )
    return people


@transaction.atomic
def learn_areas(areas: Sequence[AreaDetails]) -> int:
    """Add postcodes and places, or correct those that are known; return how many."""
    PostcodeArea.objects.bulk_create(
        # In one order, so that two never wait for each other.
        [PostcodeArea(**asdict(area)) for area in sorted(areas, key=lambda one: one.code)],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["place", "municipality", "latitude", "longitude", "source"],
    )
    return len(areas)
