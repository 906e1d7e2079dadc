"""Everyone sees who saw what of them, when, and why it was allowed."""

from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, Cast, Enter

from samenspel.access.reads import LOOKS_PER_PAGE
from samenspel.circles.reads import circle_page
from samenspel.people.models import Person

ADDRESS = "/wie-keek/"


def read(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def look(cast: Cast, person: Person, times: int = 1) -> None:
    for _number in range(times):
        circle_page.circle_view(person, cast.circle.pk, at=NOON, today=NOON.date())


def test_a_look_is_listed_with_its_reason(cast: Cast, enter: Enter) -> None:
    look(cast, cast.noor)
    page = read(enter(cast.joost))
    assert "1 keer gekeken" in page
    assert "Noor Maquetstra, Proefzorg" in page
    assert "dinsdag 10 maart, 13.00 uur" in page
    assert "de kring openen: mensen in de kring, gezondheid" in page.replace(
        "gezondheid, mensen in de kring", "mensen in de kring, gezondheid"
    )
    assert "Beroepskracht, met uw toestemming" in page
    assert 'href="/mijn-gegevens/"' in page.partition("<main")[2]


def test_only_the_person_it_is_about_sees_it(cast: Cast, enter: Enter) -> None:
    look(cast, cast.noor)
    for person in (cast.noor, cast.fatma, cast.stranger):
        assert "Noor" not in read(enter(person))


def test_without_looks_the_page_says_what_will_be_listed(cast: Cast, enter: Enter) -> None:
    assert "Er heeft nog niemand gekeken" in read(enter(cast.joost))


def test_what_one_looks_at_oneself_is_not_written_down(cast: Cast, enter: Enter) -> None:
    look(cast, cast.joost)
    assert "Er heeft nog niemand gekeken" in read(enter(cast.joost))


def test_the_list_is_turned_over_by_page(cast: Cast, enter: Enter) -> None:
    look(cast, cast.fatma)
    look(cast, cast.noor, LOOKS_PER_PAGE)
    joost = enter(cast.joost)
    first = read(joost)
    assert "Pagina 1 van 2" in first
    assert "Fatma" not in first
    assert "Fatma" in read(joost, f"{ADDRESS}?pagina=2")
    for odd in ("99", "0", "x", "-1", "²"):
        assert joost.get(f"{ADDRESS}?pagina={odd}").status_code == 200


def test_the_page_costs_the_same_for_one_look_as_for_twenty(cast: Cast, enter: Enter) -> None:
    look(cast, cast.noor)
    joost = enter(cast.joost)
    with CaptureQueriesContext(connection) as few:
        read(joost)
    look(cast, cast.fatma, 19)
    with CaptureQueriesContext(connection) as many:
        read(joost)
    assert len(few) == len(many)


def test_a_visitor_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(ADDRESS).status_code == 302
