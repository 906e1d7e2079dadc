"""Whoever is on a page of someone else finds a look at themselves in the log: every route."""

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from tests.access.marked_words import mark_words, owners_of, tables_without_rows
from tests.access.test_matrix import GET, KEPT_BY_ALLAUTH, POST
from tests.access.world import WHO, World, client_of, routes
from tests.cast import NOON, Cast, Enter, represent

import samenspel
from samenspel.access import read_log
from samenspel.access.models import ReadLogEntry
from samenspel.access.read_log import Shown, look_at_list, one_page
from samenspel.access.rules import NAMELESS, Permission, Role
from samenspel.circles.models import Circle
from samenspel.circles.reads import circle_page, todo
from samenspel.circles.services import consents, membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.core.privacy_registry import export_person
from samenspel.organisations import reads as organisation_reads
from samenspel.people.models import Person
from samenspel.volunteering.models import Offer
from samenspel.volunteering.reads import helper_pages

SOURCE = Path(samenspel.__file__).parent

# Who looks at whom, at each route that shows people. What is about the reader is not a look.
LOOKS: dict[str, dict[str, str]] = {
    "circles:agreement": {"joost": "", "fatma": "joost", "noor": "joost"},
    "circles:change": {"joost": "", "fatma": "joost", "noor": "joost"},
    "circles:consent": {"joost": ""},
    "circles:holders": {"joost": ""},
    "circles:invite": {"joost": ""},
    "circles:note": {"fatma": "joost"},
    "circles:seat_invitation": {"els": "joost"},
    "matching:answer_by_phone": {"bram": "els joost"},
    "placements:follow_up": {"bram": "joost mieke"},
    "matching:hold": {"bram": "gerrit joost"},
    "matching:introduction": {"joost": "els"},
    "matching:invitation": {"els": "joost"},
    "matching:match_table": {"bram": "gerrit joost"},
    "matching:round": {"bram": "gerrit joost truus"},
    "matching:unsuitable": {"bram": "gerrit joost"},
    "portal:work_list": {"bram": "els fatma joost mieke sien truus"},
    "needs:ask_step": {"fatma": "joost", "noor": "joost"},
    "needs:question": {"fatma": "joost", "bram": "joost"},
    "needs:questions": {"joost": "fatma", "fatma": "joost"},
    "notifications:letters": {"bram": "wil"},
    "portal:circle": {"joost": "fatma", "fatma": "joost", "noor": "joost"},
    "portal:circles": {"fatma": "joost", "noor": "joost"},
    "portal:home": {"joost": "fatma", "fatma": "joost", "els": "joost", "noor": "joost"},
    "portal:simple": {"joost": ""},
    "volunteering:helper": {"bram": "els"},
    "volunteering:helpers": {"bram": "els gerrit mieke sien"},
}
# By which permissions people are looked at there: a list that writes nothing is missing here.
PERMISSIONS = {
    "circles:agreement": "agreement:propose",
    "circles:change": "circle:view",
    "circles:note": "circle:daily_life",
    "circles:seat_invitation": "seat:answer",
    "matching:answer_by_phone": "offer:view proposal:decide",
    "placements:follow_up": "placement:follow",
    "matching:hold": "offer:view proposal:decide",
    "matching:introduction": "proposal:view",
    "matching:invitation": "proposal:answer_as_helper",
    "matching:match_table": "offer:view proposal:decide",
    "matching:round": "offer:view question:view",
    "matching:unsuitable": "offer:view proposal:decide",
    "portal:work_list": "offer:view placement:follow proposal:decide question:view",
    "needs:ask_step": "circle:view",
    "needs:question": "question:view",
    "needs:questions": "question:view",
    "notifications:letters": "letter:print",
    "portal:circle": "circle:view question:view",
    "portal:circles": "circle:view",
    "portal:home": "agreement:sign circle:agenda circle:view proposal:answer_as_helper"
    " question:view seat:answer",
    "volunteering:helper": "offer:view",
    "volunteering:helpers": "offer:view",
}
GOES_ON = "changes something and goes to another page"
EXPLAINS = "the same for everybody"
OWN = "only what is the reader's own"
SHOWS_NOBODY = {
    "access:who_looked": "names those who looked, to the person they looked at",
    "circles:change_own": GOES_ON,
    "circles:leave": GOES_ON,
    "circles:remove": GOES_ON,
    "circles:sign": GOES_ON,
    "circles:withdraw": GOES_ON,
    "own_data:end_asking": GOES_ON,
    "own_data:forget": "the same for everybody, and then to the front page",
    "own_data:let_back": GOES_ON,
    "own_data:page": "names those who may see or act, to the person whose data it is",
    "own_data:shut_out": GOES_ON,
    "own_data:stop_showing": GOES_ON,
    "own_data:take_along": OWN,
    "own_data:take_back": GOES_ON,
    "demo:enter": GOES_ON,
    "demo:roles": "invented people",
    "matching:certificate": "figures of a round, which name nobody",
    "matching:contacted": GOES_ON,
    "matching:helper_by_phone": GOES_ON,
    "matching:helper_words": GOES_ON,
    "matching:introduce": GOES_ON,
    "matching:invitations": "goes to the one invitation, or says there is none",
    "matching:propose_other": GOES_ON,
    "matching:release": GOES_ON,
    "matching:round_start": GOES_ON,
    "placements:contacted": GOES_ON,
    "placements:end": GOES_ON,
    "placements:lasting": GOES_ON,
    "needs:ask": GOES_ON,
    "needs:ask_done": OWN,
    "needs:ask_resume": GOES_ON,
    "needs:ask_saved": OWN,
    "needs:by_phone": "an empty form",
    "needs:follow": GOES_ON,
    "needs:question_neighbourhood": GOES_ON,
    "needs:question_note": GOES_ON,
    "needs:question_take": GOES_ON,
    "needs:question_withdraw": GOES_ON,
    "portal:accessibility": EXPLAINS,
    "portal:front": EXPLAINS,
    "portal:how": EXPLAINS,
    "portal:privacy": EXPLAINS,
    "portal:unwell": "the number that the reader's own first contact gave for this",
    "set_language": GOES_ON,
    "styleguide": EXPLAINS,
    "volunteering:join": "a form of the reader's own",
    "volunteering:join_done": EXPLAINS,
    "volunteering:own_offer": OWN,
    "volunteering:pause": OWN,
}

# People with a seat know each other by their own yes: a circle is looked at as the data of the
# person in the middle. A coordinator is named as whom to call.
SEATED, OFFICE = {"fatma", "mieke", "noor"}, {"bram"}
KNOWN_TO_EACH_OTHER = {
    "circles:agreement": SEATED, "circles:change": SEATED, "circles:consent": SEATED,
    "circles:holders": SEATED, "matching:introduction": OFFICE, "matching:invitation": OFFICE,
    "portal:circle": SEATED, "portal:home": SEATED, "portal:simple": SEATED,
}  # fmt: skip
# What the one who invites wrote about someone who has not answered, whose name is not shown.
INVITED = {key: {"els"} for key in ("circles:change", "circles:holders", "portal:circle")}


@dataclass
class Page:
    """What one route answered to one person: whose name and words it has, who was looked at."""

    named: set[str]
    quoted: set[str]
    looked_at: set[str]
    permissions: set[str] = field(default_factory=set)
    writes: int = 0


@pytest.fixture(name="world")
def world_with_marked_words(world: World) -> World:
    """The world in which every text that someone wrote tells whose it is."""
    world.owners = mark_words()
    return world


def own_routes() -> set[str]:
    names = {name for name, _pattern in routes(get_resolver())}
    return {name for name in names if not name.startswith(KEPT_BY_ALLAUTH)}


NOBODY = Page(set(), set(), set())


def page_of(world: World, route: str, who: str) -> Page | None:
    """Ask a route, by POST where it takes nothing else; None when it shows no page."""
    method = "get" if route in GET else "post"
    with transaction.atomic():
        before = list(ReadLogEntry.objects.values_list("pk", flat=True))
        client = client_of(world, who)
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(client, method)(world.url(route), {})
        looks = list(ReadLogEntry.objects.exclude(pk__in=before).select_related("client"))
        looked_at = {look.client.given_name.lower() for look in looks}
        transaction.set_rollback(True)
    if answer.status_code != 200:
        return None
    text = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    reader = getattr(world.cast, who, None)
    named = people_on(text) - {reader.given_name.lower() if reader else ""}
    writes = sum('INSERT INTO "access_readlogentry"' in query["sql"] for query in queries)
    quoted = owners_of(text, world.owners) - {who}
    return Page(named, quoted, looked_at, {str(look.event) for look in looks}, writes)


def people_on(text: str) -> set[str]:
    """Return the given names of everyone whose name stands in a text.

    "Wil" is also a word, so he is known by his whole name alone.
    """
    found = set()
    for person in Person.objects.all():
        alone = [] if person.given_name == "Wil" else [person.given_name]
        names = "|".join(map(re.escape, [person.full_name, person.short_name, *alone]))
        if re.search(rf"\b({names})(?!\w)", text):
            found.add(person.given_name.lower())
    return found


def served(route: str) -> Iterator[str]:
    """Yield who is served there, by the rows of the matrix."""
    row = (GET | POST)[route].split()
    yield from (who for who, letter in zip(WHO, row, strict=True) if letter == "y")


def faults(world: World, route: str) -> list[str]:
    """Return where a route looks at other people than it says, or names someone unseen."""
    found, told, permissions = [], LOOKS[route], set[str]()
    for who in served(route):
        page = page_of(world, route, who)
        if page is None or (page == NOBODY and who not in told):
            continue
        permissions |= page.permissions
        if page.looked_at != set(told.get(who, "").split()):
            found.append(f"{route}: {who} looked at {sorted(page.looked_at)}")
        if page.writes > 1:
            found.append(f"{route}: {who} costs {page.writes} queries; put one_page() round it")
        known = page.looked_at | KNOWN_TO_EACH_OTHER.get(route, set())
        unseen = (page.named | page.quoted - INVITED.get(route, set())) - known
        if unseen:
            found.append(f"{route}: {who} read of {sorted(unseen)} without a look")
    if permissions != set(PERMISSIONS.get(route, "").split()):
        found.append(f"{route}: people were looked at by {sorted(permissions)}")
    return found


def test_every_route_says_at_whom_it_looks() -> None:
    told = set(LOOKS) | set(SHOWS_NOBODY)
    assert not own_routes() - told, (
        f"{sorted(own_routes() - told)}: say in LOOKS who looks at whom there (the page gets"
        " its rows through access.read_log), or in SHOWS_NOBODY why nobody is shown"
    )
    assert not told - own_routes(), f"these routes are gone: {sorted(told - own_routes())}"
    assert not set(LOOKS) & set(SHOWS_NOBODY)
    assert set(PERMISSIONS) == {route for route, at in LOOKS.items() if any(at.values())}


def test_whoever_is_on_a_page_was_looked_at(world: World) -> None:
    found = [fault for route in LOOKS for fault in faults(world, route)]
    assert not found, f"{found}: show these rows through look, look_at_all or look_at_list"


def places_that_look() -> set[tuple[str, int]]:
    """Return every call that writes looks down, by file and line."""
    return {
        (path.relative_to(SOURCE).as_posix(), node.lineno)
        for path in SOURCE.rglob("*.py")
        if path.name != "read_log.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"look", "look_at_all", "look_at_list"}
    }


def test_every_place_that_looks_shows_somebody_in_this_world(world: World) -> None:
    """A list that is empty here proves nothing about what it writes down."""
    reached: set[tuple[str, int]] = set()

    def entries(*given: Any) -> list[ReadLogEntry]:
        frame, written = sys._getframe(1), real(*given)
        while frame.f_code.co_filename == read_log.__file__:
            assert frame.f_back is not None
            frame = frame.f_back
        if written:
            file = Path(frame.f_code.co_filename).relative_to(SOURCE).as_posix()
            reached.add((file, frame.f_lineno))
        return written

    real = read_log._entries
    with patch.object(read_log, "_entries", entries):
        for route in LOOKS:
            for who in served(route):
                page_of(world, route, who)
    missed = places_that_look() - reached
    assert not missed, f"{missed}: put a row for these lists in tests/access/world.py"


def test_there_is_something_of_everything_to_show(world: World) -> None:
    """A page can only show too much of what is there."""
    empty = tables_without_rows()
    assert not empty, (
        f"{sorted(empty)}: make a row of each in tests/access/world.py, about anyone but the"
        " people of WHO, so that a page that shows it to others is noticed"
    )


def test_ones_own_data_name_those_whom_one_knows_and_quote_nobody(world: World) -> None:
    """People with a seat, a consent or a representation are named to the person whom they may
    see or speak for, without a look at them and without a word of theirs."""
    shown = {who: page_of(world, "own_data:page", who) for who in served("own_data:page")}
    assert {who: page.named for who, page in shown.items() if page.named} == {
        "joost": {"fatma", "mieke", "noor"},
        "fatma": {"joost"},
        "noor": {"joost"},
    }
    assert not any(page.quoted or page.looked_at for page in shown.values())


def test_nobody_is_on_the_other_pages(world: World) -> None:
    invented_namesakes = {"styleguide", "portal:front"}
    elsewhere = {"own_data:page", "own_data:take_along"}  # the test above; tests/own_data
    for route in SHOWS_NOBODY.keys() - invented_namesakes - elsewhere:
        for who in served(route):
            page = page_of(world, route, who)
            assert page is None or page == NOBODY, (
                f"{route} shows {who} names or words of {sorted(page.named | page.quoted)}, or"
                f" looks at {sorted(page.looked_at)}: keep the rows that they may see, and let"
                " them come through access.read_log, with a row in LOOKS"
            )


def test_whoever_decides_for_someone_is_written_down_everywhere(world: World) -> None:
    """Wil may decide for Joost by law: every page that opens for him is a look at Joost."""
    represent(world.cast, world.cast.wil)
    pages = {route: page_of(world, route, "wil") for route in LOOKS}
    opened = {route: page for route, page in pages.items() if page is not None}
    assert opened["portal:circle"].looked_at == {"fatma", "joost"}  # she asked for him
    assert opened["circles:change"].looked_at == {"joost"}
    unseen = [
        route
        for route, page in opened.items()
        if "joost" in (page.named | page.quoted) - page.looked_at
    ]
    assert not unseen


@contextmanager
def without_log() -> Iterator[None]:
    with patch.object(ReadLogEntry.objects, "bulk_create"), patch.object(ReadLogEntry, "save"):
        yield


def test_each_route_without_a_log_is_noticed(world: World) -> None:
    """Negative control: where looks are not kept, every route that has any is reported."""
    looking = {route for route, told in LOOKS.items() if any(told.values())}
    with without_log():
        noticed = {route for route in looking if faults(world, route)}
    assert noticed == looking


def test_a_name_without_a_look_is_noticed(world: World) -> None:
    """Negative control: the page is read, not only the log."""
    with patch.dict(KNOWN_TO_EACH_OTHER, {"portal:circle": set[str]()}):
        assert "without a look" in " ".join(faults(world, "portal:circle"))


def test_words_without_a_look_are_noticed(world: World) -> None:
    """Negative control: what Fatma wrote for Joost's question, had Wil written it."""
    world.owners = {mark: {"Wil"} for mark in world.owners}
    for route in ("needs:question", "portal:work_list", "portal:circle"):
        assert "read of ['wil'] without a look" in " ".join(faults(world, route))


def looks() -> list[tuple[str, str, Permission, list[str], Role, str]]:
    rows = ReadLogEntry.objects.select_related("user", "client").order_by("pk")
    return [
        (
            row.user.given_name,
            row.client.given_name,
            Permission(row.event),
            row.categories,
            Role(row.role),
            row.reason,
        )
        for row in rows
    ]


def test_a_list_is_written_down_with_role_organisation_and_object(cast: Cast) -> None:
    helper_pages.helper_list_page(cast.bram, at=NOON)
    (entry,) = ReadLogEntry.objects.all()
    assert looks() == [
        ("Bram", "Els", Permission.OFFER_VIEW, [], Role.COORDINATOR, "role coordinator")
    ]
    assert entry.organisation == cast.helpdesk
    assert (entry.object_kind, entry.object_id) == ("volunteering.offer", cast.offer.pk)
    assert entry.at == NOON


def test_a_professional_looks_in_the_name_of_an_organisation(cast: Cast) -> None:
    circle_page.circles_of(cast.noor, NOON)
    entry = ReadLogEntry.objects.get()
    assert (entry.role, entry.organisation.name) == (Role.PROFESSIONAL, "Proefzorg")
    circle_page.circles_of(cast.fatma, NOON)
    entry = ReadLogEntry.objects.get(user=cast.fatma)
    assert (entry.role, entry.organisation) == (Role.CARER, None)


def test_acting_in_someones_name_is_written_down_as_such(cast: Cast) -> None:
    for person in (cast.stranger, cast.fatma):
        represent(cast, person)
        circle_page.circles_of(person, NOON)
    roles = {(name, role) for name, _client, _event, _told, role, _why in looks()}
    assert roles == {
        ("Vreemd", Role.LEGAL_REPRESENTATIVE),
        ("Fatma", Role.LEGAL_REPRESENTATIVE),
    }


def test_a_list_costs_one_query_more_however_long_it_is(cast: Cast) -> None:
    def rows(number: int) -> list[Shown[int]]:
        people_there = Person.objects.exclude(pk=cast.bram.pk)[:number]
        return [
            Shown(count, Offer, cast.offer.pk, (person.pk,), Role.COORDINATOR)
            for count, person in enumerate(people_there)
        ]

    for number in (1, 7):
        given = rows(number)
        with CaptureQueriesContext(connection) as queries:
            shown = look_at_list(cast.bram, Permission.OFFER_VIEW, given, at=NOON)
        assert len(shown) == number
        assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert look_at_list(cast.bram, Permission.OFFER_VIEW, [], at=NOON) == ()
    assert len(queries) == 0


def test_a_row_that_the_matrix_does_not_grant_is_not_shown(cast: Cast) -> None:
    rows = [
        Shown("kept", Offer, cast.offer.pk, (cast.els.pk,), Role.COORDINATOR),
        Shown("left out", Offer, cast.offer.pk, (cast.joost.pk,), Role.CARER),
    ]
    assert look_at_list(cast.bram, Permission.OFFER_VIEW, rows, at=NOON) == ("kept",)
    assert [client for _name, client, *_rest in looks()] == ["Els"]


def test_a_page_writes_each_person_down_once_for_each_permission(cast: Cast) -> None:
    def circle(category: DataCategory, permission: Permission) -> None:
        row = Shown(None, Circle, cast.circle.pk, (cast.joost.pk,), Role.CARER)
        look_at_list(cast.fatma, permission, [row, row], at=NOON, categories=[category])

    with CaptureQueriesContext(connection) as queries, one_page(), one_page():
        circle(DataCategory.AGENDA, Permission.CIRCLE_AGENDA)
        circle(DataCategory.PEOPLE, Permission.CIRCLE_AGENDA)
        circle(DataCategory.PEOPLE, Permission.CIRCLE_PEOPLE)
    assert len(queries) == 1
    assert [(event, told) for _n, _c, event, told, _r, _w in looks()] == [
        (Permission.CIRCLE_AGENDA, ["agenda", "people"]),
        (Permission.CIRCLE_PEOPLE, ["people"]),
    ]


def test_a_page_that_fails_was_seen_by_nobody(cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        helper_pages.helper_page(cast.els, cast.offer.pk, at=NOON)
    with pytest.raises(ZeroDivisionError), one_page():
        circle_page.circles_of(cast.fatma, NOON)
        _ = 1 / 0
    assert looks() == []
    circle_page.circles_of(cast.fatma, NOON)
    assert len(looks()) == 1, "the next page starts anew"


def test_a_refusal_leaves_no_look(cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        circle_page.circle_view(cast.stranger, cast.circle.pk, at=NOON, today=NOON.date())
    assert looks() == []


def test_services_that_show_nothing_write_no_look(cast: Cast) -> None:
    consents.write_note(
        actor=cast.noor,
        circle_id=cast.circle.pk,
        category=DataCategory.HEALTH,
        body="Trap gaat langzaam.",
        at=NOON,
    )
    assert looks() == []


def test_an_invitation_does_not_tell_who_is_behind_an_address(cast: Cast, enter: Enter) -> None:
    invited = membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.stranger.pk, SeatRole.NEIGHBOUR),
        at=NOON,
    )
    todo.seat_invitation_page(cast.stranger, invited.pk, at=NOON)
    assert todo.open_invitations(cast.stranger, NOON)
    page = unescape(enter(cast.joost).get("/wie-keek/").content.decode())
    assert "Onbekendsma" not in page
    assert "Iemand die is gevraagd" in page
    exported = export_person(cast.joost.pk)["access.ReadLogEntry"]
    assert [(one["who"], one["role"]) for one in exported] == [("", Role.INVITED)] * 2
    kept = ReadLogEntry.objects.filter(user=cast.stranger, client=cast.joost)
    assert kept.count() == 2, "the log itself knows"


def test_helper_and_asker_stay_nameless_in_who_looked(world: World, enter: Enter) -> None:
    for person, route in (("els", "matching:invitation"), ("joost", "matching:introduction")):
        assert client_of(world, person).get(world.url(route)).status_code == 200
    els = unescape(enter(world.cast.els).get("/wie-keek/").content.decode())
    joost = unescape(enter(world.cast.joost).get("/wie-keek/").content.decode())
    assert "Testerink" not in els
    assert "Iemand die hulp vraagt" in els
    assert "Proefstra" not in joost
    assert "Een helper aan wie het is gevraagd" in joost


def test_the_export_names_whom_the_person_may_know(cast: Cast) -> None:
    circle_page.circles_of(cast.noor, NOON)
    (look,) = export_person(cast.joost.pk)["access.ReadLogEntry"]
    assert look["who"] == "Noor Maquetstra"
    assert look["organisation__name"] == "Proefzorg"
    assert Permission.CIRCLE_VIEW not in NAMELESS


def test_in_a_list_a_professional_acts_for_the_same_organisation_as_in_the_circle(
    cast: Cast,
) -> None:
    circle_page.circles_of(cast.noor, NOON)
    circle_page.circle_view(cast.noor, cast.circle.pk, at=NOON, today=NOON.date())
    told = set(ReadLogEntry.objects.values_list("organisation_id", flat=True))
    assert told == organisation_reads.all_organisations_of(cast.noor.pk, NOON)
