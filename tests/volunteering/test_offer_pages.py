"""Joining in, one's own offer, and what coordinators see of helpers."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast, Enter, els_offers, make_person

from samenspel.access import decide
from samenspel.access.rules import Permission
from samenspel.people.models import Person
from samenspel.people.services import acting_for
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import windows_of
from samenspel.volunteering import services
from samenspel.volunteering.models import Offer
from samenspel.volunteering.reads import offers
from samenspel.volunteering.services import OfferError
from samenspel.volunteering.types import HelperKind
from samenspel.volunteering.views.offer_words import offer_lines

JOIN = "/meedoen/"
OFFER = {
    "task_types": ["company", "bodily_care"],
    "windows": ["3-1", "5-0"],
    "hours_per_week": "3.5",
    "asks_per_month": "1",
    "place": "Proefdorp",
    "radius_km": "8",
    "limits": ["smoker"],
    "languages": ["nl", "en"],
    "interests": ["music"],
    "motive": "Gezellig.",
}
WHO = {
    "given_name": "Gerrit",
    "family_name": "Proefman",
    "gender": "man",
    "channel": "phone",
    "phone": "030 000 00 40",
    "email": "",
}
TODAY = NOON.date()
THREE_YEARS = timedelta(days=3 * 365)


def without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


def helper_address(offer: Offer) -> str:
    return reverse("volunteering:helper", args=[offer.pk])


def test_a_visitor_joins_in_without_e_mail(cast: Cast, client: Client) -> None:
    assert client.get(JOIN).status_code == 200
    answer = client.post(JOIN, {**OFFER, **WHO})
    assert answer["Location"] == reverse("volunteering:join_done")
    assert client.get(answer["Location"]).status_code == 200
    offer = Offer.objects.exclude(pk=cast.offer.pk).get()
    assert offer.person.full_name == "Gerrit Proefman"
    assert offer.organisation == cast.helpdesk
    assert offer.windows == windows_of([(3, 1), (5, 0)])
    assert (offer.limits, offer.asks_per_month) == (["smoker"], 1)
    assert offer.willing_bodily_care


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"task_types": []}, "task_types_0"),
        ({"windows": []}, "windows_0"),
        ({"place": "Nergenshuizen"}, "place"),
        ({"radius_km": "ver"}, "radius_km"),
        ({"channel": "email"}, "email"),
        ({"phone": ""}, "phone"),
    ],
)
def test_an_offer_that_is_not_right_comes_back_and_writes_nobody_down(
    cast: Cast, client: Client, wrong: dict[str, Any], field: str
) -> None:
    before = Person.objects.count()
    answer = client.post(JOIN, {**OFFER, **WHO, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="#id_{field}"' in page
    assert 'value="Gerrit"' in page
    assert "Gezellig." in page
    assert Person.objects.count() == before


def test_someone_signed_in_joins_without_contact_details(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stranger)
    assert "id_given_name" not in client.get(JOIN).content.decode()
    client.post(JOIN, OFFER)
    assert Offer.objects.get(person=cast.stranger).motive == "Gezellig."
    assert client.get(JOIN)["Location"] == reverse("volunteering:own_offer")


def test_helpers_see_and_change_their_own_offer(cast: Cast, enter: Enter) -> None:
    Offer.objects.filter(pk=cast.offer.pk).update(
        kind=HelperKind.NEIGHBOUR, capacity=3, external_id="lijst-7"
    )
    services.refuse_task(offer_id=cast.offer.pk, task_types=[TaskType.PETS], at=NOON)
    client, url = enter(cast.els), reverse("volunteering:own_offer")
    page = client.get(url).content.decode()
    assert 'value="3-1" checked' in page
    assert str(TaskType.PETS.label) in page
    assert client.post(url, OFFER)["Location"] == url
    offer = Offer.objects.get(pk=cast.offer.pk)
    assert (offer.radius_km, offer.motive) == (8, "Gezellig.")
    assert (offer.kind, offer.capacity, offer.external_id) == ("neighbour", 3, "lijst-7")
    wrong = client.post(url, without(OFFER, "windows"))
    assert 'href="#id_windows_0"' in wrong.content.decode()


def test_what_was_left_empty_has_no_line_of_its_own(cast: Cast) -> None:
    Offer.objects.filter(pk=cast.offer.pk).update(limits=[], interests=[], motive="")
    page = offers.offer_page(cast.els, cast.offer.pk, at=NOON)
    told = dict(offer_lines(page))
    assert all(told.values())
    assert len(told) == len(dict(offer_lines(replace(page, motive="Gezellig.")))) - 1


def test_an_offer_that_ended_counts_nowhere(cast: Cast) -> None:
    def helpers() -> tuple[list[str], bool]:
        cards = offers.cards_of_persons(cast.helpdesk.pk, [cast.els.pk], at=NOON)
        row = Person.objects.filter(pk=cast.els.pk).values_list(offers.has_standing_offer())
        return [card.name for card in cards], row.get()[0]

    assert helpers() == ([cast.els.full_name], True)
    Offer.objects.filter(pk=cast.offer.pk).update(ended_at=NOON)
    assert helpers() == ([], False)


def test_an_offer_names_kinds_of_help_in_the_order_of_the_list(cast: Cast) -> None:
    kinds = [TaskType.BODILY_CARE, TaskType.READING_ALOUD, TaskType.COMPANY]
    Offer.objects.filter(pk=cast.offer.pk).update(task_types=kinds)
    services.refuse_task(offer_id=cast.offer.pk, task_types=kinds, at=NOON)
    page = offers.offer_page(cast.els, cast.offer.pk, at=NOON)
    assert list(page.task_types) == kinds[::-1]
    assert list(page.refused) == [str(kind.label) for kind in kinds[::-1]]


def test_a_helper_pauses_and_comes_back(cast: Cast, enter: Enter) -> None:
    client, url = enter(cast.els), reverse("volunteering:pause")
    until = TODAY + timedelta(days=20)
    client.post(url, {"until": until.isoformat()})
    assert Offer.objects.get(pk=cast.offer.pk).paused_until == until
    past = client.post(url, {"until": (TODAY - timedelta(days=1)).isoformat()})
    assert past.status_code == 200
    client.post(url, {"resume": "1"})
    assert Offer.objects.get(pk=cast.offer.pk).paused_until is None


def test_someone_who_offers_nothing_is_invited_to_begin(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stranger)
    assert client.get(reverse("volunteering:own_offer"))["Location"] == JOIN
    assert client.post(reverse("volunteering:pause"), {"resume": "1"}).status_code == 404


def test_only_coordinators_have_the_list_and_only_of_their_own(
    cast: Cast, enter: Enter
) -> None:
    url = reverse("volunteering:helpers")
    elsewhere = services.register_offer(
        person=cast.stranger, offering=els_offers(), organisation_id=cast.elsewhere.pk, at=NOON
    )
    page = enter(cast.bram).get(url).content.decode()
    assert helper_address(cast.offer) in page
    assert helper_address(elsewhere) not in page
    for person in (cast.joost, cast.els, cast.noor, cast.wil, cast.stranger):
        assert enter(person).get(url).status_code == 404, person
    assert Client().get(url).status_code == 302


def test_the_list_is_searched_by_name_and_place(cast: Cast, enter: Enter) -> None:
    client, url = enter(cast.bram), reverse("volunteering:helpers")
    other = services.register_offer(
        person=make_person("Vera", "Schijnstra"), offering=els_offers(place="3811"), at=NOON
    )
    for text, found, hidden in (
        ("els proef", cast.offer, other),
        ("verweg", other, cast.offer),
    ):
        page = client.get(url, {"zoek": text}).content.decode()
        assert helper_address(found) in page
        assert helper_address(hidden) not in page
    assert "sp-roles" not in client.get(url, {"zoek": "niemand zo"}).content.decode()


def test_the_list_has_pages_and_constant_queries(cast: Cast, enter: Enter) -> None:
    client, url = enter(cast.bram), reverse("volunteering:helpers")
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(29):
        services.register_offer(
            person=make_person(f"Vera{number:02}", "Schijnstra"),
            offering=els_offers(),
            at=NOON,
        )
    with CaptureQueriesContext(connection) as thirty:
        page = client.get(url).content.decode()
    assert len(thirty) == len(one)
    assert "?pagina=2" in page
    assert "Vera28" not in page
    assert "Vera28" in client.get(url, {"pagina": "2"}).content.decode()
    assert client.get(url, {"pagina": "laatste"}).status_code == 200


def test_a_coordinator_records_a_vog_and_pauses(cast: Cast, enter: Enter) -> None:
    client, url = enter(cast.bram), helper_address(cast.offer)
    assert client.get(url).status_code == 200
    client.post(url, {"do": "vog", "seen_on": TODAY.isoformat()})
    client.post(url, {"do": "pause", "until": "2026-05-01"})
    offer = Offer.objects.get(pk=cast.offer.pk)
    assert (offer.vog_seen_on, offer.paused_until) == (TODAY, date(2026, 5, 1))
    future = client.post(url, {"do": "vog", "seen_on": "2027-01-01"})
    assert future.status_code == 200
    client.post(url, {"do": "resume"})
    assert Offer.objects.get(pk=cast.offer.pk).paused_until is None


@pytest.mark.parametrize(
    ("seen_on", "words"),
    [
        (None, "VOG nog niet gezien"),
        (TODAY - THREE_YEARS, "VOG gezien op"),
        (TODAY - THREE_YEARS - timedelta(days=1), "VOG moet opnieuw"),
    ],
)
def test_a_vog_counts_for_three_years_and_the_page_says_so(
    cast: Cast, enter: Enter, seen_on: date | None, words: str
) -> None:
    if seen_on:
        services.record_vog_seen(
            actor=cast.bram, offer_id=cast.offer.pk, seen_on=seen_on, at=NOON
        )
    page = enter(cast.bram).get(helper_address(cast.offer)).content.decode()
    badges = re.findall(r"VOG [^<]*", page.split("</h1>")[1].split("<section")[0])
    assert [badge for badge in badges if badge.startswith(words)] == badges != []


def test_an_offer_in_full_is_for_its_own_coordinator_alone(cast: Cast, enter: Enter) -> None:
    url = helper_address(cast.offer)
    for person in cast.everyone().values():
        expected = 200 if person == cast.bram else 404
        client = enter(person)
        assert client.get(url).status_code == expected, person
        if person != cast.bram:
            posted = client.post(url, {"do": "vog", "seen_on": TODAY.isoformat()})
            assert posted.status_code == 404, person
    assert Offer.objects.get(pk=cast.offer.pk).vog_seen_on is None


def test_nobody_records_their_own_vog(cast: Cast) -> None:
    with pytest.raises(OfferError):
        services.record_vog_seen(actor=cast.els, offer_id=cast.offer.pk, seen_on=TODAY, at=NOON)


def test_the_list_of_offers_one_may_see_is_what_decide_allows(cast: Cast) -> None:
    offers = [cast.offer]
    for person, organisation in (
        (cast.stranger, cast.helpdesk),
        (cast.bram, cast.elsewhere),
        (cast.noor, cast.elsewhere),
    ):
        offers.append(
            services.register_offer(
                person=person,
                offering=els_offers(windows=THURSDAY_AFTERNOON),
                organisation_id=organisation.pk,
                at=NOON,
            )
        )
    acting_for.block(actor=cast.stranger, about_id=cast.bram.pk, at=NOON)
    for person in cast.everyone().values():
        listed = set(Offer.objects.visible_to(person, NOON))
        decided = {
            offer
            for offer in offers
            if decide.decide(person, Permission.OFFER_VIEW, offer, NOON).allowed
        }
        assert listed == decided, person
