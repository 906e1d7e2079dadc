"""Every change of one condition of the second wall is noticed by the written wall.

``make bench NAME=rule-mutants`` reads the figures of this test.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from tests.access.changed_code import tell
from tests.access.decisions import written_world
from tests.access.walls import Hole, changes, first_difference, holes

from samenspel.core.clock import now

_TWICE = "whom the person shut out is left out a second time, by {}"
_ALL_SEATS = "these are all kinds of seats there are"
EQUAL: dict[str, str] = {
    "needs.HelpQuestion at_work: NOT subject_id = ANY((SELECT samenspel_shut_out_by())::uuid[])"
    " -> true": _TWICE.format("shares_questions_at_work()"),
    "shares_questions_at_work(): subject_id <> ALL((SELECT samenspel_shut_out_by())::uuid[])"
    " -> true": _TWICE.format("the policy at_work"),
    "questions_around(): circle.subject_id <> ALL((SELECT samenspel_shut_out_by())::uuid[])"
    " -> true": _TWICE.format("shares_questions()"),
    "shares_questions(): subject_id <> ALL((SELECT samenspel_shut_out_by())::uuid[])"
    " -> true": _TWICE.format("questions_around()"),
    "note_keys(): seat.role IN ('carer', 'neighbour', 'professional', 'volunteer')"
    " -> true": _ALL_SEATS,
    "questions_around(): seat.role IN ('carer', 'neighbour', 'professional', 'volunteer')"
    " -> true": _ALL_SEATS,
}
"""Changes after which the wall shows the same rows, each with the reason."""

WORLDS = ((1, 8), (2, 14), (3, 24), (5, 24))
"""Seed and people: the first in which a change shows ends its search."""

Owner = Callable[[], AbstractContextManager[None]]


def test_every_hole_in_the_wall_is_noticed(as_owner: Owner) -> None:
    every = list(holes())
    assert len({hole.name for hole in every}) == len(every) > 300
    left: list[Hole] = every
    for seed, people in WORLDS:
        with written_world(seed, people=people, at=now()) as compare:
            assert compare() == "", "the wall as it is does not show what is written"
            left = [hole for hole in left if not first_difference(hole, as_owner, compare)]
            assert compare() == "", "a change was not taken back"
    names = {hole.name for hole in left}
    missed = sorted(names - set(EQUAL))
    tell("wall", {"holes": len(every), "not_noticed": missed, "equal": EQUAL})
    assert names == set(EQUAL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("needs.HelpQuestion at_work: NOT", "shares_questions_at_work(): subject_id <>"),
        ("questions_around(): circle.subject_id <>", "shares_questions(): subject_id <>"),
    ],
)
def test_of_two_that_leave_out_the_same_one_is_needed(
    as_owner: Owner, one: str, other: str
) -> None:
    """Negative control of what counts as equal: with both gone, it shows."""
    both = [
        next(hole for hole in holes() if hole.name.startswith(start) and hole.name in EQUAL)
        for start in (one, other)
    ]
    together = Hole("both", "; ".join(hole.statement for hole in both))
    found = ""
    for seed, people in WORLDS:
        with written_world(seed, people=people, at=now()) as compare:
            found = found or first_difference(together, as_owner, compare)
    assert found.startswith("rows of HelpQuestion")


def test_every_condition_is_found() -> None:
    """The nested ones too, and no query is taken for one."""
    sql = "SELECT a FROM b WHERE c = (x) AND (d IS NULL OR e IN (SELECT f FROM g WHERE h))"
    found = {what for what, _sql in changes(sql)}
    for condition in ("c = (x)", "d IS NULL", "h", "e IN (SELECT f FROM g WHERE h)"):
        assert {f"{condition} -> true", f"{condition} -> false"} <= found
    assert len(found) == 10
    assert {changed for what, changed in changes("a AND b") if what == "a -> true"} == {
        "true AND b"
    }
