"""A page costs the same number of queries, however many rows it shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast, Enter
from tests.matching.story import clock_at
from tests.support.growing_world import SILENT, GrowingWorld
from tests.support.routes import pages

from samenspel.core.privacy_registry import registered
from samenspel.matching.services import rounds
from samenspel.notifications import tasks
from samenspel.notifications.models import Message
from samenspel.volunteering.models import Offer
from samenspel.volunteering.reads import helper_pages

FEW, MANY = 1, 12


@dataclass(frozen=True)
class Shown:
    """What one person sees there: ``rows`` are patterns, each distinct match is a row.

    At first there is at least one of each, later as many as the pattern says: MANY, or what the
    page cuts off at, or how many there can be.
    """

    who: str
    rows: dict[str, int]
    query: str = ""


UUID = "[0-9a-f-]{36}"
QUESTION = f'"/vragen/{UUID}/'
TIMES_AGREED = r'type="time"[^>]* value="\d\d:00"'
REFUSED = r"<li><svg[^>]*><path[^>]*></svg><span>[^<]+</span></li>"

PAGES_WITH_ROWS = {
    "access:who_looked": [Shown("joost", {r"\d+ april, 14\.00 uur": MANY})],
    "circles:agreement": [Shown("joost", {TIMES_AGREED: 3})],
    "circles:change": [
        Shown("joost", {r"Vriend\d+": MANY, r"Familie\d+": MANY}),
        Shown("fatma", {r"Vriend\d+": MANY}),
    ],
    "circles:holders": [Shown("joost", {r"<option[^>]*>Vriend\d+": MANY})],
    "placements:follow_up": [Shown("bram", {TIMES_AGREED: 3})],
    "matching:invitations": [Shown("els", {f'"/vraag-voor-u/{UUID}/"': MANY})],
    "matching:match_table": [
        Shown("bram", {r'id="card\d_because"': 3, r"<strong>Oppas\d+": 10}, "?helper=oppas")
    ],
    "matching:round": [Shown("bram", {r"\w+ Proef\w+: Kan op": MANY})],
    "portal:work_list": [
        Shown(
            "bram",
            {
                f'"/koppelen/{UUID}/" data-keys-open': 2 * MANY,
                f'"/koppelen/afspraak/{UUID}/" data-keys-open': MANY,
                r"Paar\d+ P\.": MANY,
            },
            "?alles=1",
        )
    ],
    "needs:ask_step": [Shown("fatma", {r"Kring\d+": MANY})],
    "needs:questions": [Shown("joost", {QUESTION: MANY})],
    "notifications:letters": [Shown("bram", {r"Paar\d+": MANY})],
    "own_data:page": [Shown("joost", {r"Vriend\d+": MANY})],
    "portal:circle": [
        Shown(
            "joost",
            {r"Vriend\d+": MANY, r"Familie\d+": MANY, r"Notitie\d+": 3, QUESTION: MANY},
        ),
        Shown("fatma", {r"Vriend\d+": MANY, QUESTION: MANY}),
        Shown("noor", {r"Vriend\d+": MANY}),
    ],
    "portal:circles": [Shown("fatma", {r"Kring\d+": MANY})],
    "portal:home": [
        Shown(
            "joost",
            {
                f'"/kennismaken/{UUID}/"': MANY,
                r"Familie\d+": MANY,
                r"Vriend\d+": MANY,
                QUESTION: MANY,
            },
        ),
        Shown("fatma", {r"Kring\d+": MANY, r"Nodigt\d+": MANY}),
    ],
    "portal:simple": [Shown("joost", {r"Vriend\d+": MANY})],
    "volunteering:helpers": [Shown("bram", {r"Helper\d+": MANY})],
    "volunteering:own_offer": [Shown("els", {REFUSED: 11})],
}

WITHOUT_ROWS = {
    "circles:change_own": "leads to another page",
    "circles:consent": "one member and a fixed list of categories",
    "circles:invite": "a form",
    "circles:note": "one note",
    "circles:seat_invitation": "one invitation",
    "demo:roles": "a fixed list, without the database",
    "matching:certificate": "the figures of one round",
    "matching:introduction": "one proposal",
    "matching:invitation": "one proposal",
    "needs:ask": "leads to the first step",
    "needs:ask_done": "one question",
    "needs:ask_resume": "one draft",
    "needs:ask_saved": "one draft",
    "needs:by_phone": "a form",
    "needs:follow": "leads to another page",
    "needs:question": "one question",
    "own_data:forget": "a text and a form",
    "own_data:take_along": "a file, made of one query for each table",
    "portal:accessibility": "a text",
    "portal:front": "a text with an invented circle",
    "portal:how": "a text",
    "portal:privacy": "a fixed list, without the database",
    "portal:unwell": "telephone numbers",
    "set_language": "leads to another page",
    "styleguide": "fixed samples",
    "volunteering:helper": "one helper",
    "volunteering:join": "a form",
    "volunteering:join_done": "a text",
}
"""Pages on which nothing grows with what people write, with what they show instead."""


def address(world: GrowingWorld, route: str) -> str:
    """Return where a page is found in this world."""
    best = world.best
    assert world.match is not None
    known = {
        "circle_id": world.cast.circle.pk,
        "person_id": world.cast.fatma.pk,
        "offer_id": world.cast.offer.pk,
        "placement_id": world.match.pk,
        "proposal_id": world.match.pk,
        "question_id": best.question_id,
        "step": "voor-wie",
    }
    wanted = pages()[route].pattern.converters
    return reverse(route, kwargs={key: known[key] for key in wanted})


def cost(world: GrowingWorld, enter: Enter, route: str, shown: Shown, size: int = FEW) -> int:
    """Return how many queries a page costs, and check that it shows rows at all."""
    client = enter(getattr(world.cast, shown.who))
    url = address(world, route) + shown.query
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, (route, answer.status_code)
    text = answer.content.decode()
    for pattern, most in shown.rows.items():
        found = set(re.findall(pattern, text))
        assert len(found) >= min(size, most), (
            f"{route} shows {shown.who} {len(found)} times {pattern}, not {min(size, most)}. "
            "Let tests/support/growing_world.py make more of it, or correct the pattern in "
            "PAGES_WITH_ROWS."
        )
    return len(captured)


def costs(world: GrowingWorld, enter: Enter, size: int) -> dict[str, int]:
    """Return what every page with rows costs now."""
    return {
        f"{route} for {shown.who}": cost(world, enter, route, shown, size)
        for route, several in PAGES_WITH_ROWS.items()
        for shown in several
    }


def dearer(few: dict[str, int], many: dict[str, int]) -> list[str]:
    """Return what is wrong and what to do, for each page whose cost is not the same."""
    return [
        f"{page} costs {few[page]} queries with few rows and {many[page]} with many. Fetch "
        "what the rows need in one query: select_related, prefetch_related, or one filter on "
        "all ids."
        for page in few
        if few[page] != many[page]
    ]


@pytest.fixture
def world(cast: Cast) -> Iterator[GrowingWorld]:
    with clock_at(SILENT):
        grown = GrowingWorld(cast)
        grown.grow_to(FEW)
        yield grown


def test_every_page_is_counted_or_has_no_rows() -> None:
    placed = set(PAGES_WITH_ROWS) | set(WITHOUT_ROWS)
    assert not set(PAGES_WITH_ROWS) & set(WITHOUT_ROWS)
    assert set(pages()) - placed == set(), (
        "A new page: put it in PAGES_WITH_ROWS with who opens it and what shows its rows, "
        "and let tests/support/growing_world.py make such rows. Only if nothing on it grows: "
        "put it in WITHOUT_ROWS."
    )
    assert placed - set(pages()) == set(), "This page is gone: take it out of the table."


def elements(world: GrowingWorld, enter: Enter) -> dict[str, int]:
    """Return how many elements each page without rows has, for everyone who may open it."""
    found = {}
    for route in WITHOUT_ROWS:
        try:
            url = address(world, route)
        except KeyError:
            continue  # about one thing that its address names
        for who in ("joost", "fatma", "els", "bram", "stranger"):
            answer = enter(getattr(world.cast, who)).get(url)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found[f"{route} for {who}"] = answer.content.count(b"<")
    return found


def longer(few: dict[str, int], many: dict[str, int]) -> list[str]:
    """Return which pages have more on them than before."""
    return [
        f"{page} grows with what people write: put it in PAGES_WITH_ROWS"
        for page, size in few.items()
        if many[page] > size
    ]


def test_pages_without_rows_have_none(world: GrowingWorld, enter: Enter) -> None:
    few = elements(world, enter)
    world.grow_to(MANY)
    wrong = longer(few, elements(world, enter))
    assert not wrong, "\n".join(wrong)


def test_a_page_that_grows_is_noticed(world: GrowingWorld, enter: Enter) -> None:
    """Negative control: a list of circles among the pages without rows."""
    with patch.dict(WITHOUT_ROWS, {"portal:circles": "a text"}, clear=True):
        few = elements(world, enter)
        world.grow_to(MANY)
        (wrong,) = longer(few, elements(world, enter))
    assert wrong.startswith("portal:circles for fatma grows")


GROWS_OTHERWISE = {
    "people.Representation": "one person seldom speaks for many",
    "people.Block": "shown on no page",
    "circles.CircleNote": "one for each category, of which there are few",
    "matching.QuestionHold": "only changes what the work list says of a question",
    "matching.Round": "pages show the newest only",
    "needs.AskDraft": "pages show one's own only",
}
"""Tables about people of which the growing world need not hold more and more."""


def sizes() -> dict[str, int]:
    """Return how many rows there are of every table about people."""
    return {
        entry.model._meta.label: entry.model._default_manager.count() for entry in registered()
    }


def test_there_is_ever_more_of_everything(world: GrowingWorld) -> None:
    few = sizes()
    world.grow_to(MANY)
    many = sizes()
    still = {label for label, count in many.items() if count - few[label] < MANY - FEW}
    assert not still - set(GROWS_OTHERWISE), (
        f"{sorted(still - set(GROWS_OTHERWISE))}: let tests/support/growing_world.py make more "
        "rows of these tables, for a page that shows them"
    )
    assert not set(GROWS_OTHERWISE) - still, "these grow after all: take them out of the table"


def test_no_page_costs_a_query_for_each_row(world: GrowingWorld, enter: Enter) -> None:
    few = costs(world, enter, FEW)
    world.grow_to(MANY)
    wrong = dearer(few, costs(world, enter, MANY))
    assert not wrong, "\n".join(wrong)


def test_a_query_for_each_row_is_noticed(cast: Cast, enter: Enter) -> None:
    """Negative control: on one page, with a read that asks the database about each row."""
    row = helper_pages._row

    def with_a_query(offer: Offer, *more: object) -> helper_pages.HelperRow:
        offer.refusals.count()
        return row(offer, *more)

    def count() -> dict[str, int]:
        with CaptureQueriesContext(connection) as captured:
            assert bram.get(reverse("volunteering:helpers")).status_code == 200
        return {"helpers": len(captured)}

    world, bram = GrowingWorld(cast), enter(cast.bram)
    world.add_helpers(range(FEW))
    with patch.object(helper_pages, "_row", with_a_query):
        few = count()
        world.add_helpers(range(FEW, MANY))
        (wrong,) = dearer(few, count())
    assert "select_related" in wrong


def round_cost(world: GrowingWorld) -> int:
    """Return how many queries the worker needs to read and write a whole round."""
    asked = rounds.request_round(actor=world.cast.bram, at=SILENT)
    with CaptureQueriesContext(connection) as captured:
        done = rounds.run_round(round_id=asked.pk, at=SILENT)
    assert done.served > 0
    return len(captured)


def message_cost() -> float:
    """Return how many queries the worker needs for each message that it sends."""
    waiting = Message.objects.waiting().count()
    assert waiting >= FEW
    with CaptureQueriesContext(connection) as captured:
        tasks.sweep(timestamp=0)
    assert not Message.objects.waiting().exists()
    frame = 2  # which messages wait, and which are uncertain
    return (len(captured) - frame) / waiting


def test_the_worker_asks_no_more_for_a_larger_batch(world: GrowingWorld) -> None:
    world.grow_to(FEW + 1)
    few = (round_cost(world), message_cost())
    world.grow_to(MANY)
    assert (round_cost(world), message_cost()) == few
    # Each message is claimed, addressed and confirmed by itself, so that none goes out twice.
    assert few[1] <= 6
