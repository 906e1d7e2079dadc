"""Persons and accounts: who becomes whom at sign-in, and who may act for another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.cast import NOON, Cast, make_areas, make_person

from samenspel.core.errors import NotFoundError
from samenspel.people import reads, services
from samenspel.people.middleware import person_behind
from samenspel.people.models import Account, Person
from samenspel.people.services import (
    AccountExistsError,
    PersonDetails,
    UnknownPlaceError,
    acting_for,
)
from samenspel.people.types import RepresentationKind


def by_phone(name: str, email: str) -> Person:
    details = PersonDetails(given_name=name, email=email)
    return services.record_person(actor=None, details=details, at=NOON)


def test_whoever_signs_up_becomes_the_person_who_gave_that_address(db: None) -> None:
    known = by_phone("Truus", "truus@mail.example")
    account = Account.objects.create_user("Truus@Mail.example")
    assert person_behind(account) == known


def test_a_shared_address_makes_nobody_someone_else(db: None) -> None:
    one, two = (by_phone(name, "samen@mail.example") for name in ("Jan", "Ria"))
    account = Account.objects.create_user("samen@mail.example")
    assert person_behind(account) not in (one, two)


def test_an_address_is_one_account_in_any_case(db: None) -> None:
    make_areas()
    person = make_person("Els", "Proefstra")
    with pytest.raises(AccountExistsError):
        services.open_account(person=by_phone("Els", ""), email="ELS@mail.example")
    assert reads.find_person_by_email("els@MAIL.example") == person


def test_a_newcomer_with_a_known_address_gets_no_second_account(db: None) -> None:
    make_areas()
    make_person("Els", "Proefstra")
    again = services.record_newcomer(
        details=PersonDetails(given_name="Els", email="els@mail.example"), at=NOON
    )
    assert reads.find_account(again.pk) is None


def test_only_those_asked_for_are_held_and_none_who_is_gone(cast: Cast) -> None:
    wanted = {cast.joost.pk, cast.els.pk}
    assert {one.pk for one in services.lock_present(person_ids=wanted)} == wanted
    services.forget(person=cast.els, at=NOON)
    with pytest.raises(NotFoundError):
        services.lock_present(person_ids=wanted)
    (held,) = services.lock_present(person_ids=[cast.joost.pk])
    assert held == cast.joost


def test_whoever_is_forgotten_is_a_row_without_anything_of_theirs(cast: Cast) -> None:
    Person.objects.filter(pk=cast.els.pk).update(
        birth_year=1950, gender="woman", languages=["nl", "en"], channel="email"
    )
    services.forget(person=cast.els, at=NOON)
    row = Person.objects.get(pk=cast.els.pk)
    assert (row.birth_year, row.gender, row.languages) == (None, "", ["nl"])
    assert (row.channel, row.forgotten_at) == ("letter", NOON)
    assert row.given_name == "Iemand"


def test_an_unknown_place_is_refused_and_nothing_is_kept(db: None) -> None:
    with pytest.raises(UnknownPlaceError):
        services.record_person(
            actor=None, details=PersonDetails(given_name="Jan"), at=NOON, place="Nergenshuizen"
        )
    assert not Person.objects.exists()


def test_postcodes_and_places_are_found_as_people_write_them(db: None) -> None:
    make_areas()
    for text in ("3551", "3551 ab", "3551AB", " proefwijk "):
        found = reads.find_area(text)
        assert found is not None, text
        assert found.code == "3551"
    assert reads.find_area("35a1") is None


def test_only_someone_who_may_decide_about_care_counts_as_representative(cast: Cast) -> None:
    for person, kind in (
        (cast.wil, RepresentationKind.MENTOR),
        (cast.stranger, RepresentationKind.BEWINDVOERDER),
    ):
        acting_for.record_representation(
            actor=cast.bram,
            represented=cast.joost,
            representative=person,
            kind=kind,
            relation="",
            at=NOON,
        )
    later = NOON + timedelta(days=1)
    for person, represented in ((cast.wil, {cast.joost.pk}), (cast.stranger, set())):
        rows = reads.represented_by(person.pk, later)
        assert set(rows.values_list("represented_id", flat=True)) == represented


def test_a_block_is_kept_once_and_can_be_taken_back(cast: Cast) -> None:
    for _again in range(2):
        acting_for.block(actor=cast.joost, about_id=cast.els.pk, at=NOON)
    assert reads.is_blocked(by=cast.joost.pk, about=cast.els.pk)
    acting_for.block(actor=cast.joost, about_id=cast.noor.pk, at=NOON)
    acting_for.block(actor=cast.wil, about_id=cast.els.pk, at=NOON)
    acting_for.unblock(actor=cast.joost, about_id=cast.els.pk)
    assert not reads.is_blocked(by=cast.joost.pk, about=cast.els.pk)
    assert reads.is_blocked(by=cast.joost.pk, about=cast.noor.pk)
    assert reads.is_blocked(by=cast.wil.pk, about=cast.els.pk)


def test_whoever_was_not_seen_for_long_is_found_with_and_without_an_account(db: None) -> None:
    make_areas()
    day = timedelta(days=1)
    details = PersonDetails(given_name="Oud")
    without = services.record_person(actor=None, details=details, at=NOON - 9 * day)
    never, seen, lately = (make_person(name, "Proef") for name in ("Nooit", "Ooit", "Net"))
    Person.objects.exclude(pk=without.pk).update(recorded_at=NOON - 9 * day)
    Account.objects.update(created_at=NOON - 9 * day)
    for person, ago in ((seen, 5), (lately, 1)):
        Account.objects.filter(person=person).update(last_login=NOON - ago * day)
    assert set(reads.not_seen_since(NOON - 3 * day)) == {without, never, seen}
    Account.objects.filter(person=never).update(created_at=NOON)
    assert set(reads.not_seen_since(NOON - 3 * day)) == {without, seen}
    assert set(reads.not_seen_since(NOON - 9 * day)) == set()


def test_what_the_database_refuses_is_not_taken_for_a_second_press(db: None) -> None:
    details = PersonDetails(given_name="Oud", birth_year=1500)
    with pytest.raises(IntegrityError, match="birth_year"):
        services.record_person(actor=None, details=details, at=NOON)
