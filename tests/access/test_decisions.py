"""In worlds drawn at random every way of deciding says what the written policy says."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.db.models import Q
from tests.access.decisions import Compared, compare_world
from tests.access.random_world import RandomWorld, draw
from tests.access.written_policy import KINDS, POLICY, WrittenPolicy

from samenspel.access.rules import Permission
from samenspel.core.clock import now
from samenspel.needs import models as needs_models

PEOPLE, WORLDS = 8, 12


@pytest.fixture
def compared(db: None) -> Compared:
    """A small world, compared."""
    found = Compared()
    compare_world(1, people=PEOPLE, at=now(), into=found)
    return found


def test_every_way_of_deciding_says_what_is_written(compared: Compared) -> None:
    assert not compared.differences, compared.differences[:5]
    assert compared.decisions > 10_000
    assert compared.allowed > 500
    assert 0 < compared.listed < compared.in_lists
    assert 0 < compared.shown < compared.behind_wall


def test_the_table_knows_every_permission() -> None:
    assert set(POLICY) == set(Permission.values)
    of_some_kind = {permission for kind in KINDS.values() for permission in kind}
    assert of_some_kind == set(POLICY) - {"letter:print"}, "a letter is about no object"


def test_a_world_has_everything_in_it() -> None:
    worlds = drawn()
    states = {state for world in worlds for _role, state in world.seats.values()}
    assert states == {"taken", "invited", "left"}
    every = {"now", "ended", "expired", "later"}
    assert {state for world in worlds for state in world.consents.values()} == every
    assert {state for world in worlds for state in world.speaks.values()} == every
    assert {state for world in worlds for state in world.jobs.values()} == every
    kinds = {kind for world in worlds for _of, _by, kind in world.speaks}
    assert kinds >= {"mentor", "bewindvoerder", "with_consent"}
    closed = {one.facts["closed"] for world in worlds for one in world.of_kind("circle")}
    assert closed == {True, False}
    assert any((about, by) in world.blocks for world in worlds for by, about in world.blocks)
    assert all(
        len({one.organisation for one in world.of_kind("question")}) > 1 for world in worlds
    )
    personal = [
        to
        for world in worlds
        for (_of, to, what), state in world.consents.items()
        if what == "questions" and state == "now"
        if any(world.jobs.get((to, at, "coordinator")) == "now" for at in world.organisations)
    ]
    assert personal, "no coordinator has a yes in person"


def drawn() -> list[RandomWorld]:
    """Return worlds like those that are compared, without writing them anywhere."""
    return [draw(seed, people=24, at=now()) for seed in range(1, WORLDS + 1)]


def differs(world: RandomWorld, key: str, takes: dict[str, str]) -> bool:
    """Say whether another row for a permission decides otherwise somewhere in a world."""
    written, changed = WrittenPolicy(world), WrittenPolicy(world, {**POLICY, key: takes})
    return any(
        written.allows(person, key, thing) != changed.allows(person, key, thing)
        for thing in world.things
        for person in world.people
    )


def test_one_other_word_in_the_table_makes_a_difference() -> None:
    """Negative control: no relation can be taken from the table, and none of these added."""
    rows = [
        (key, {other: what for other, what in takes.items() if other != relation})
        for key, takes in POLICY.items()
        for relation in takes
        if (key, relation) != ("question:view", "spokesperson")  # the asker may already
    ]
    for key, relation, takes in (
        ("circle:health", "volunteer", "health"),
        ("circle:agenda", "carer", "always"),
        ("question:change", "asker", "always"),
        ("consent:view", "neighbour", "always"),
        ("proposal:view", "asker", "always"),
        ("consent:change", "regisseur", "always"),
        ("proposal:decide", "coordinator", "always"),
    ):
        rows.append((key, {**POLICY[key], relation: takes}))
    worlds = drawn()
    unnoticed = [
        (key, takes)
        for key, takes in rows
        if not any(differs(world, key, takes) for world in worlds)
    ]
    assert not unnoticed


@pytest.mark.django_db
def test_a_list_without_personal_yeses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: whoever coordinates may have a yes to them in person."""
    monkeypatch.setattr(
        needs_models.consent_reads, "allows_person", lambda **_given: Q(pk__in=[])
    )
    found = Compared()
    compare_world(1, people=PEOPLE, at=now(), into=found)
    assert {one.split(" of ")[0] for one in found.differences} == {"list"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("DROP POLICY samenspel_asked_read ON needs_helpquestion", "rows of HelpQuestion"),
        ("ALTER TABLE consent_consent DISABLE ROW LEVEL SECURITY", "rows of Consent"),
        (
            "ALTER POLICY samenspel_helper_read ON matching_proposal USING (true)",
            "rows of Proposal",
        ),
    ],
)
def test_a_hole_in_the_wall_is_noticed(
    as_owner: Callable[[], AbstractContextManager[None]], change: str, where: str
) -> None:
    """Negative control: one policy too few, one too wide, one table with its wall down."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(change)
    found = Compared()
    compare_world(1, people=PEOPLE, at=now(), into=found, actors=4)
    assert any(one.startswith(where) for one in found.differences)
