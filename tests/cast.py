"""The people whom the tests are about, made through services like anyone else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from samenspel.circles.models import Circle
from samenspel.circles.services import consents, membership
from samenspel.circles.types import Contact, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.organisations import services as organisations
from samenspel.organisations.models import Organisation
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people import services as people
from samenspel.people.models import Account, Person, PostcodeArea
from samenspel.people.services import PersonDetails
from samenspel.people.types import Gender, RepresentationKind
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, windows_of
from samenspel.volunteering import services as volunteering
from samenspel.volunteering.models import Offer
from samenspel.volunteering.types import Offering

Enter = Callable[[Person], Client]
"""Gives a browser in which someone is signed in."""

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
"""A Tuesday."""

THURSDAY_AFTERNOON = windows_of([(Weekday.THURSDAY, Daypart.AFTERNOON)])

AREAS = (
    ("3551", "Proefwijk", 52.110, 5.080),
    ("3552", "Proefdorp", 52.118, 5.085),
    ("3811", "Verwegdorp", 52.158, 5.390),
)


@dataclass
class Cast:
    """Joost and the people around him, and some who have nothing to do with him."""

    joost: Person  # care receiver
    fatma: Person  # his daughter and carer; sees everything but money
    els: Person  # volunteer with an offer, no seat
    noor: Person  # professional with a seat in the circle; sees health
    bram: Person  # coordinator at the organisation that takes questions
    dirk: Person  # coordinator at another organisation
    wil: Person  # policy adviser
    stranger: Person
    helpdesk: Organisation
    elsewhere: Organisation
    circle: Circle
    offer: Offer

    def everyone(self) -> dict[str, Person]:
        """All persons by name."""
        return {name: one for name, one in vars(self).items() if isinstance(one, Person)}


def make_person(name: str, family: str, *, place: str = "Proefwijk", **more: object) -> Person:
    """Write a person down with an account."""
    details = PersonDetails(
        given_name=name, family_name=family, email=f"{name.lower()}@mail.example", **more
    )
    person = people.record_person(actor=None, details=details, at=NOON, place=place)
    people.open_account(person=person, email=details.email)
    return person


def give_second_factor(person: Person) -> None:
    """Set up an authenticator app, as staff must before they may do anything."""
    Authenticator.objects.create(
        user=person.account, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )


def make_areas() -> None:
    """Three places, two of them close together."""
    PostcodeArea.objects.bulk_create(
        PostcodeArea(code=code, place=place, latitude=lat, longitude=lon, source="test")
        for code, place, lat, lon in AREAS
    )


def els_offers(**changes: object) -> Offering:
    """What Els offers: company and walks on Thursday afternoon, close to home."""
    told = {
        "task_types": (TaskType.COMPANY, TaskType.OUTDOORS),
        "windows": THURSDAY_AFTERNOON,
        "place": "Proefdorp",
        "radius_km": 5.0,
        "interests": (Interest.WALKING, Interest.MUSIC),
        "asks_per_month": 2,
    }
    return Offering(**{**told, **changes})


@pytest.fixture
def enter(db: None) -> Enter:
    """Return a browser that is signed in as this person, with the second factor of staff."""

    def sign_in(person: Person) -> Client:
        client, account = Client(), Account.objects.get(person=person)
        Authenticator.objects.get_or_create(
            user=account, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone, with the circle around Joost and Els's offer."""
    return make_cast()


def make_cast() -> Cast:
    """Write everyone down, also outside a test."""
    make_areas()
    helpdesk = organisations.set_up_organisation(
        name="Stichting Proefhulp",
        kind=OrganisationKind.VOLUNTEER,
        takes_new_questions=True,
        phone="030 000 00 00",
    )
    elsewhere = organisations.set_up_organisation(
        name="Stichting Elders", kind=OrganisationKind.VOLUNTEER
    )
    care = organisations.set_up_organisation(name="Proefzorg", kind=OrganisationKind.CARE)
    city = organisations.set_up_organisation(
        name="Gemeente Proefstad", kind=OrganisationKind.MUNICIPALITY
    )
    joost = make_person("Joost", "Testerink", birth_year=1944, phone="030 000 00 10")
    fatma = make_person("Fatma", "Testoğlu", gender=Gender.WOMAN)
    els = make_person("Els", "Proefstra", place="Proefdorp", gender=Gender.WOMAN)
    noor = make_person("Noor", "Maquetstra")
    bram = make_person("Bram", "Conceptius")
    dirk = make_person("Dirk", "Elderink")
    wil = make_person("Wil", "Schetsema")
    stranger = make_person("Vreemd", "Onbekendsma")
    since = (NOON - timedelta(days=400)).date()
    for person, organisation, job_role in (
        (bram, helpdesk, JobRole.COORDINATOR),
        (dirk, elsewhere, JobRole.COORDINATOR),
        (noor, care, JobRole.PROFESSIONAL),
        (wil, city, JobRole.POLICY_ADVISER),
    ):
        organisations.appoint(
            person_id=person.pk, organisation=organisation, job_role=job_role, valid_from=since
        )
        give_second_factor(person)
    circle = membership.open_circle(actor=joost, subject_id=joost.pk, at=NOON)
    seats = (
        (fatma, SeatRole.CARER, "dochter", Contact.DAILY),
        (noor, SeatRole.PROFESSIONAL, "wijkverpleegkundige", Contact.WEEKLY),
    )
    for person, role, relation, contact in seats:
        new_seat = NewSeat(person.pk, role, relation, contact)
        invited = membership.invite(
            actor=joost, circle_id=circle.pk, new_seat=new_seat, at=NOON
        )
        membership.answer_invitation(actor=person, membership_id=invited.pk, yes=True, at=NOON)
    everything = set(DataCategory) - {DataCategory.MONEY}
    for person, categories in (
        (fatma, everything),
        (noor, {DataCategory.HEALTH, DataCategory.PEOPLE}),
    ):
        consents.change_consent(
            actor=joost,
            circle_id=circle.pk,
            person_id=person.pk,
            categories=categories,
            at=NOON,
        )
    offer = volunteering.register_offer(person=els, offering=els_offers(), at=NOON)
    return Cast(
        joost, fatma, els, noor, bram, dirk, wil, stranger, helpdesk, elsewhere, circle, offer
    )


def represent(
    cast: Cast, person: Person, kind: RepresentationKind = RepresentationKind.MENTOR
) -> None:
    """Let someone act in Joost's name, on a legal ground that Bram saw."""
    people.record_representation(
        actor=cast.bram,
        represented=cast.joost,
        representative=person,
        kind=kind,
        relation="",
        at=NOON,
    )
