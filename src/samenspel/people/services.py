"""What changes about persons: recording them, their address, who acts for them, blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samenspel.core.errors import DomainError
from samenspel.core.events import publish
from samenspel.core.one_line import one_line
from samenspel.people import reads
from samenspel.people.events import RepresentationEnded
from samenspel.people.models import (
    Account,
    Address,
    Block,
    Person,
    PostcodeArea,
    Representation,
)
from samenspel.people.types import Channel, Gender, PersonId, RepresentationKind
from samenspel.vocabulary.languages import Language


class UnknownPlaceError(DomainError):
    """The postcode or place is not in our list."""


class RepresentationError(DomainError):
    """The person ended it that someone asks for them."""


class AccountExistsError(DomainError):
    """There is an account with this address already."""


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
    *, actor: Person | None, details: PersonDetails, at: datetime, place: str = ""
) -> Person:
    """Write a person down, with or without a place to live.

    ``actor`` is the one who wrote it down, None when the person did so alone. Raises
    UnknownPlaceError when ``place`` is neither a known postcode nor a known place.
    """
    person = Person.objects.create(**_columns(details), recorded_by=actor, recorded_at=at)
    if place:
        move(person=person, place=place, at=at)
    return person


@transaction.atomic
def record_newcomer(*, details: PersonDetails, at: datetime, place: str = "") -> Person:
    """Write down someone who comes by themselves, with a way in when their address is new.

    The account has no password: whoever signs in must read the mailbox. An address that has an
    account already gets no second one, and the visitor is told nothing about that.
    """
    person = record_person(actor=None, details=details, at=at, place=place)
    taken = Account.objects.filter(email__iexact=person.email).exists()
    if person.email and not taken:
        open_account(person=person, email=person.email)
    return person


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
    Address.objects.filter(person=person, valid_until__isnull=True).update(valid_until=day)
    return Address.objects.create(person=person, area=area, valid_from=day, recorded_at=at)


@transaction.atomic
def open_account(*, person: Person, email: str) -> Account:
    """Give a person a way in. Raises AccountExistsError when the address is taken."""
    if Account.objects.filter(email__iexact=email).exists():
        raise AccountExistsError(
            _("There is an account with this e-mail address already. Please sign in."),
            code="account_exists",
            field="email",
        )
    account = Account.objects.create_user(email, person=person)
    # Not verified: the first sign-in by code proves that they read the mailbox.
    EmailAddress.objects.create(user=account, email=account.email, primary=True)
    return account


@transaction.atomic
def record_representation(
    *,
    actor: Person,
    represented: Person,
    representative: Person,
    kind: RepresentationKind,
    relation: str,
    at: datetime,
) -> Representation:
    """Put on record that someone acts for another; repeating it changes nothing.

    Raises RepresentationError when the person ended it before: then only they, or whoever
    decides by law, can let it begin again.
    """
    if kind == RepresentationKind.WITH_CONSENT and actor != represented:
        _refuse_what_was_ended(represented, representative)
    representation, _created = Representation.objects.get_or_create(
        represented=represented,
        representative=representative,
        kind=kind,
        valid_until=None,
        ended_at=None,
        defaults={
            "relation": one_line(relation, field="relation"),
            "valid_from": at.date(),
            "recorded_by": actor,
            "recorded_at": at,
        },
    )
    return representation


def _refuse_what_was_ended(represented: Person, representative: Person) -> None:
    earlier = Representation.objects.filter(
        represented=represented,
        representative=representative,
        kind=RepresentationKind.WITH_CONSENT,
    ).order_by("-recorded_at", "-pk")
    if represented.pk in earlier.values_list("ended_by", flat=True)[:1]:
        raise RepresentationError(
            _("%(name)s no longer wants you to ask for them. Talk about it together first.")
            % {"name": represented.given_name},
            code="ended_by_the_person",
            field="for_whom",
        )


@transaction.atomic
def end_representation(
    *, actor: Person, represented_id: PersonId, representative_id: PersonId, at: datetime
) -> int:
    """End it that someone asks together with a person, from this moment; say how many ended.

    What a court or a written mandate gave is not ended here. The caller has decided that the
    actor may. What waited in the person's name is theirs to answer again.
    """
    ended = (
        Representation.objects.in_force(at)
        .filter(
            represented_id=represented_id,
            representative_id=representative_id,
            kind=RepresentationKind.WITH_CONSENT,
        )
        .update(ended_at=at, ended_by=actor)
    )
    if ended:
        publish(RepresentationEnded(represented_id, representative_id, at))
    return ended


@transaction.atomic
def block(*, actor: Person, about_id: PersonId, at: datetime) -> None:
    """Shut someone out: beats every role and consent, at once. The other is not told.

    They ask nothing for the person any more either, not even once the block is taken back.
    """
    Block.objects.get_or_create(by=actor, about_id=about_id, defaults={"created_at": at})
    end_representation(actor=actor, represented_id=actor.pk, representative_id=about_id, at=at)


@transaction.atomic
def forget(*, person: Person, at: datetime) -> None:
    """Take the name and what describes a person off their row, which others' data refer to.

    What a representation allowed ends. The account and the address go with the registered
    personal data (``core.privacy_registry``). The caller has decided that it may.
    """
    Person.objects.filter(pk=person.pk).update(
        given_name=_("Someone"), birth_year=None, gender="", languages=[Language.NL],
        channel=Channel.LETTER, forgotten_at=at,
    )  # fmt: skip
    Representation.objects.in_force(at).filter(
        Q(represented=person) | Q(representative=person)
    ).update(ended_at=at, ended_by=person)


@transaction.atomic
def unblock(*, actor: Person, about_id: PersonId) -> None:
    """Take a block back."""
    Block.objects.filter(by=actor, about_id=about_id).delete()


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
        [PostcodeArea(**asdict(area)) for area in areas],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["place", "municipality", "latitude", "longitude", "source"],
    )
    return len(areas)
