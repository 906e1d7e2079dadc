"""Writing people down, alone and by many; their accounts; who is shut out or represented."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.cast import NOON, Cast, make_areas, make_person

from samenspel.core.errors import NotFoundError
from samenspel.people import reads, services
from samenspel.people.middleware import ActorMiddleware, person_behind
from samenspel.people.models import (
    Account,
    Address,
    Block,
    Person,
    PostcodeArea,
    Representation,
)
from samenspel.people.services import AreaDetails, PersonDetails, UnknownPlaceError, acting_for
from samenspel.people.types import Home, RepresentationKind, Ties


def test_many_are_written_down_each_in_their_own_area(db: None) -> None:
    make_areas()
    known = reads.areas_by_text()
    details = [
        PersonDetails(given_name=name, languages=("nl", "tr")) for name in ("Jan", "Ria")
    ]
    areas = [known["3551"], known["verwegdorp"]]
    people = services.record_people(actor=None, details=details, areas=areas, at=NOON)
    addresses = reads.current_addresses(person.pk for person in people)
    assert [addresses[person.pk].area.place for person in people] == ["Proefwijk", "Verwegdorp"]
    jan = reads.get_person(people[0].pk)
    assert (jan.given_name, jan.languages, jan.recorded_at) == ("Jan", ["nl", "tr"], NOON)
    with pytest.raises(ValueError, match="zip"):
        services.record_people(actor=None, details=details, areas=areas[:1], at=NOON)


def test_an_unknown_person_is_not_found(db: None) -> None:
    person = make_person_without_account("Jan")
    assert reads.get_person(person.pk) == person
    person.delete()
    with pytest.raises(NotFoundError):
        reads.get_person(person.id)


def make_person_without_account(name: str, **more: object) -> Person:
    details = PersonDetails(given_name=name, **more)
    return services.record_person(actor=None, details=details, at=NOON)


def test_there_is_somebody_after_the_first_was_written_down(db: None) -> None:
    assert not reads.has_people()
    make_person_without_account("Jan")
    assert reads.has_people()


def test_areas_are_learnt_and_corrected(db: None) -> None:
    area = AreaDetails("3551", "Proefwijk", 52.11, 5.08, "a list", "Proefstad")
    assert services.learn_areas([area]) == 1
    corrected = AreaDetails("3551", "Nieuwwijk", 52.12, 5.09, "a newer list")
    assert services.learn_areas([corrected]) == 1
    (row,) = PostcodeArea.objects.all()
    assert (row.place, row.municipality, row.latitude) == ("Nieuwwijk", "", 52.12)
    assert reads.place_names() == ("Nieuwwijk",)
    assert str(row) == "3551 Nieuwwijk"


def test_many_places_are_looked_up_without_a_query_for_each(
    db: None, django_assert_num_queries
) -> None:
    make_areas()
    known = reads.areas_by_text()
    with django_assert_num_queries(0):
        for text in (" Proefwijk ", "3551"):
            assert services.known_area(text, known).code == "3551"
        with pytest.raises(UnknownPlaceError):
            services.known_area("Nergenshuizen", known)


def test_moving_ends_the_old_address(db: None) -> None:
    make_areas()
    person = make_person("Jan", "Proefman")
    assert reads.current_addresses([person.pk])[person.pk].area.place == "Proefwijk"
    services.move(person=person, place="Verwegdorp", at=NOON + timedelta(days=9))
    assert reads.current_addresses([person.pk])[person.pk].area.place == "Verwegdorp"
    old = Address.objects.get(person=person, area__place="Proefwijk")
    assert old.valid_until == (NOON + timedelta(days=9)).date()


def test_a_newcomer_gets_a_way_in(db: None) -> None:
    details = PersonDetails(given_name="Jan", email="jan@mail.example")
    person = services.record_newcomer(details=details, at=NOON)
    account = reads.find_account(person.pk)
    assert account is not None
    assert account.email == "jan@mail.example"
    assert not account.has_usable_password()
    nameless = services.record_newcomer(details=PersonDetails(given_name="Ria"), at=NOON)
    assert reads.find_account(nameless.pk) is None, "without an address there is no way in"


def test_a_password_opens_only_its_own_account_in_any_case_of_the_address(db: None) -> None:
    account = Account.objects.create_user("Jan@mail.example", "een lang wachtwoord")
    assert account.email == "jan@mail.example"
    assert Account.objects.get_by_natural_key("JAN@mail.example") == account
    told = {"username": "Jan@Mail.example", "request": None}
    assert authenticate(password="een lang wachtwoord", **told) == account
    assert authenticate(password="een ander wachtwoord", **told) is None


def test_a_mail_speaks_to_its_owner_by_name_or_address(db: None) -> None:
    make_areas()
    person = make_person("Jan", "Proefman")
    assert reads.display_name(person.account) == "Jan"
    assert reads.display_name(Account(email="jan@mail.example")) == "jan@mail.example"


def test_whoever_signs_up_with_a_new_address_is_written_down(db: None) -> None:
    account = Account.objects.create_user("jan.proefman@mail.example")
    person = person_behind(account)
    assert (person.given_name, person.email) == ("jan.proefman", account.email)
    account.refresh_from_db()
    assert account.person == person
    assert person_behind(account) == person


def test_every_request_carries_who_makes_it(db: None) -> None:
    make_areas()
    person = make_person("Jan", "Proefman")
    seen: list[Person | None] = []

    def page(request: object) -> HttpResponse:
        seen.append(request.actor)
        return HttpResponse()

    for user in (person.account, AnonymousUser()):
        request = RequestFactory().get("/")
        request.user = user
        ActorMiddleware(page)(request)
    assert seen == [person, None]


def test_a_closed_account_is_no_way_to_reach_someone(db: None) -> None:
    make_areas()
    person = make_person("Jan", "Proefman")
    Account.objects.filter(person=person).update(is_active=False)
    assert reads.find_account(person.pk) is None
    assert reads.find_person_by_email("niemand@mail.example") is None


@pytest.mark.parametrize(
    ("given", "family", "full", "short", "initials"),
    [
        ("Riet", "van der Test", "Riet van der Test", "Riet V.", "RT"),
        ("Riet", "", "Riet", "Riet", "R"),
    ],
)
def test_names_are_written_as_people_do(
    given: str, family: str, full: str, short: str, initials: str
) -> None:
    person = Person(given_name=given, family_name=family)
    assert person.full_name == full
    assert person.short_name.rstrip(".") == short.rstrip(".")
    assert person.initials == initials


def test_an_age_is_known_only_with_a_year_of_birth() -> None:
    day = date(2026, 3, 10)
    assert Person(given_name="Jan", birth_year=1944).age_on(day) == 82
    assert Person(given_name="Jan").age_on(day) is None


def test_dutch_is_the_language_when_none_is_told(db: None) -> None:
    person = Person.objects.create(given_name="Jan", recorded_at=NOON)
    person.refresh_from_db()
    assert person.languages == ["nl"]


def representation(cast: Cast, person: Person, kind: RepresentationKind) -> Representation:
    return acting_for.record_representation(
        actor=cast.bram,
        represented=cast.joost,
        representative=person,
        kind=kind,
        relation="",
        at=NOON,
    )


def test_acting_for_someone_is_recorded_once_and_ends(cast: Cast) -> None:
    row = representation(cast, cast.wil, RepresentationKind.MENTOR)
    assert representation(cast, cast.wil, RepresentationKind.MENTOR) == row
    after = NOON + timedelta(days=1)

    def ties() -> Ties:
        return reads.ties_between(subject_id=cast.joost.pk, other_id=cast.wil.pk, at=after)

    assert ties() == Ties(is_blocked=False, kinds=frozenset({RepresentationKind.MENTOR}))
    row.valid_until = NOON.date()
    row.save(update_fields=["valid_until"])
    assert ties() == Ties(is_blocked=False, kinds=frozenset())
    assert not reads.represented_by(cast.wil.pk, after).exists()


@pytest.mark.parametrize("kind", list(RepresentationKind))
def test_the_condition_on_rows_agrees_with_who_represents(
    kind: RepresentationKind, cast: Cast
) -> None:
    representation(cast, cast.wil, kind)
    for person in (cast.wil, cast.stranger):
        condition = reads.represents(subject="pk", representative=person.pk, at=NOON)
        rows = Person.objects.filter(condition).values_list("pk", flat=True)
        named = reads.represented_by(person.pk, NOON).values_list("represented_id", flat=True)
        assert set(rows) == set(named)


def test_blocks_are_found_from_both_sides(cast: Cast) -> None:
    acting_for.block(actor=cast.joost, about_id=cast.els.pk, at=NOON)
    pair = (cast.joost.pk, cast.els.pk)
    for person in (cast.joost, cast.els):
        assert reads.blocks_between([person.pk]) == {pair}
    assert reads.blocks_between([cast.wil.pk]) == frozenset()
    assert list(reads.blocking(cast.els.pk)) == [{"by_id": cast.joost.pk}]
    assert not reads.is_blocked(by=cast.els.pk, about=cast.joost.pk), "it has one direction"


def test_the_database_refuses_to_block_or_represent_oneself(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        acting_for.block(actor=cast.joost, about_id=cast.joost.pk, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        representation(cast, cast.joost, RepresentationKind.MENTOR)


def test_rows_in_a_log_line_name_nobody(cast: Cast) -> None:
    acting_for.block(actor=cast.joost, about_id=cast.els.pk, at=NOON)
    representation(cast, cast.wil, RepresentationKind.MENTOR)
    lines = [
        str(model.objects.first())
        for model in (Person, Account, Address, Representation, Block)
    ]
    kinds = [line.split()[0] for line in lines]
    assert kinds == ["person", "account", "address", "representation", "block"]
    names = [word for one in Person.objects.all() for word in one.full_name.split()]
    assert not [name for name in names for line in lines if name in line]


def test_a_visitor_is_nobody(db: None) -> None:
    assert Client().get("/mijn/").headers["Location"].startswith("/account/login/")


def test_ties_and_home_come_together_for_everyone(cast: Cast) -> None:
    acting_for.block(actor=cast.joost, about_id=cast.wil.pk, at=NOON)
    representation(cast, cast.wil, RepresentationKind.MENTOR)
    told = {"subject_id": cast.joost.pk, "other_id": cast.wil.pk, "at": NOON}
    blocked = Ties(is_blocked=True, kinds=frozenset({RepresentationKind.MENTOR}))
    assert reads.ties_and_home(**told) == (blocked, Home("", "", "3551", "Proefwijk"))
    Address.objects.filter(person=cast.joost).update(valid_until=NOON.date())
    assert reads.ties_and_home(**told) == (blocked, None), "only an old address"
    Address.objects.filter(person=cast.joost).delete()
    assert reads.ties_and_home(**told) == (blocked, None), "no address at all"
    unknown = reads.ties_and_home(**{**told, "subject_id": uuid4()})
    assert unknown == (Ties(is_blocked=False, kinds=frozenset()), None)


def test_an_account_is_locked_without_its_person(cast: Cast) -> None:
    with transaction.atomic():
        locked = Account.objects.select_for_update().get(pk=cast.joost.account.pk)
    assert locked.person == cast.joost


def test_facts_are_asked_about_people_who_are_there(cast: Cast) -> None:
    assert list(reads.facts_about(cast.joost.pk, Value(7), F("birth_year"))) == [(7, 1944)]
    assert not reads.facts_about(uuid4(), Value(7)).exists()
