"""The page with one's own data says what is true for whoever reads it."""

from django.urls import reverse
from tests.cast import Cast, Enter
from tests.matching.story import LATER, introduce
from tests.own_data.test_my_data import read, send

from samenspel.consent import services as consent_services
from samenspel.own_data.reads import own_page

CLOSED = "Alles van u is gesloten"
BY_SEAT = "Wie met u in een kring zit"
BY_OFFER = "Wat u aanbiedt, ziet de organisatie"


def test_a_helper_reads_who_sees_the_offer(cast: Cast, enter: Enter) -> None:
    page = read(enter(cast.els))
    assert BY_OFFER in page
    assert reverse("volunteering:own_offer") in page
    assert CLOSED not in page, "the organisation sees the offer"
    for other in (cast.stranger, cast.joost):
        assert BY_OFFER not in read(enter(other))


def test_whoever_has_a_seat_reads_that_they_are_known_there(cast: Cast, enter: Enter) -> None:
    for known in (cast.fatma, cast.joost):
        page = read(enter(known))
        assert BY_SEAT in page
        assert CLOSED not in page
    page = read(enter(cast.stranger))
    assert BY_SEAT not in page
    assert CLOSED in page


def test_when_all_is_closed_the_circle_still_knows_the_name(cast: Cast, enter: Enter) -> None:
    consent_services.withdraw_everything(actor=cast.joost, person_id=cast.joost.pk, at=LATER)
    page = read(enter(cast.joost))
    assert "U laat nu niemand iets van u zien." in page
    assert BY_SEAT in page


def test_choosing_for_each_person_is_offered_to_whoever_has_a_circle(
    cast: Cast, enter: Enter
) -> None:
    change = reverse("circles:change_own")
    assert change in read(enter(cast.joost))
    for without in (cast.fatma, cast.els, cast.stranger):
        assert change not in read(enter(without)), "it would lead nowhere"


def test_whoever_looked_can_be_closed_without_a_circle_too(cast: Cast, enter: Enter) -> None:
    for each in (cast.joost, cast.els, cast.stranger):
        browser = enter(each)
        page = read(browser, reverse("access:who_looked"))
        assert f'href="{reverse("own_data:page")}"' in page.partition("<main")[2]
        assert reverse("circles:change_own") not in page


def test_people_come_by_name_and_organisations_after_them(cast: Cast, enter: Enter) -> None:
    introduce(cast)
    lines = own_page.own_data_page(cast.joost, at=LATER).seen_by
    people = [line.name for line in lines if line.person_id]
    assert [line.name for line in lines][: len(people)] == sorted(people)
    assert len(people) > 1
    assert len(lines) > len(people)


def test_the_page_promises_no_more_than_it_does(cast: Cast, enter: Enter) -> None:
    page = read(enter(cast.joost))
    assert "wat blijft en waarom" in page
    assert "van de wet" not in page, "some of it stays for others, not for the law"
    assert send(enter(cast.joost), "forget") == 200
