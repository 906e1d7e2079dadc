"""Changes of one line are found in every kind of code, and tried against what runs them.

`make bench NAME=room-mutants` draws two hundred of them and `make bench NAME=rule-mutants`
tries all in the code that decides about access; here a few are tried.
"""

import ast
import importlib
import sys
from dataclasses import replace
from typing import Any

import pytest
from tests.support.repository import ROOT

sys.path.append(str(ROOT / "benchmarks"))
code_changes = importlib.import_module("code_changes")
mutants = importlib.import_module("mutants")
room_mutants = importlib.import_module("room_mutants")
trees = importlib.import_module("sabotage_tree")

EVERY = list(room_mutants.mutants())
LEAST = 5_000
ROOM = "vocabulary"  # its tests need no database


def changed(code: str) -> set[str]:
    """Return what becomes of a function with this body, without its name."""
    text = f"def f(a, b):\n    {code}\n"
    return {one.name.removeprefix("f: ") for one in code_changes.every_change(text)}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("return a and b", "a and b -> ((a))"),
        ("return a | b", "a | b -> (b)"),
        ("return not a", "not a -> (a)"),
        ("return a < 3", "a < 3 -> (a <= 3)"),
        ("return a < 3", "3 -> 4"),
        ("return a if b else 0", "b -> True"),
        ("return [one for one in a if one]", "one -> True"),
        ("return a.filter(x=1, y__gte=b)", "x=1 -> nothing"),
        ("return a.filter(x=1, y__gte=b)", "y__gte=b -> y__gt=b"),
        ("return a.filter(x__isnull=True)", "x__isnull=True -> x__isnull=False"),
        ("a.update(x=1, y=b)", "y=b -> nothing"),
        ("return a.order_by('-day')", "'-day' -> 'day'"),
        ("return field(max_length=80)", "80 -> 81"),
        ("return a[:5]", "5 -> 6"),
        ("return f(a, quiet=True)", "True -> False"),
        ("return {1: a, 2: b}", "a -> b"),
        ("return ('x', 'y')", "'x' -> nothing"),
        ("a.save(b)", "a.save(b) -> pass"),
        ("a.name = b", "a.name = b -> pass"),
        ("a['x'] = b", "a['x'] = b -> pass"),
        ("a += b", "a += b -> pass"),
        ("del a[0]", "del a[0] -> pass"),
    ],
)
def test_a_change_is_found(code: str, told: str) -> None:
    assert told in changed(code)


def test_what_changes_nothing_is_left_alone() -> None:
    """Types, texts, what stands inside a text with values, and what is unpacked."""
    assert changed('"""Say 1 < 2."""') == set()
    assert changed('return f"{a} {b and 1}"') == set()
    assert changed("x, y = a") == set()
    assert changed("x: Literal['p', 'q'] = a") == set()


def test_decorators_are_left_out_but_for_those_that_give_a_shape() -> None:
    text = "class A:\n    @property\n    @seen(1)\n    def f(self):\n        return 1\n"
    found = list(code_changes.every_change(text))
    assert [one.name for one in found] == ["A: seen(1) -> (lambda it: it)"]
    assert found[0].function == range(2, 6)
    assert "@(lambda it: it)" in found[0].text


def test_two_changes_that_read_the_same_are_numbered() -> None:
    assert {"True -> False", "True -> False (2)"} <= changed("return f(True, True)")


def test_every_change_of_the_rooms_is_code_with_a_name_of_its_own() -> None:
    assert len(EVERY) > LEAST
    assert len({one.name for one in EVERY}) == len(EVERY)
    for mutant in room_mutants.drawn(EVERY, 150, seed=1):
        ast.parse(mutant.change.text)
        assert mutant.change.text != mutant.before, mutant.name


def test_a_draw_keeps_what_has_nothing_to_do_with_what_is_new() -> None:
    few, more = EVERY[:-500], EVERY
    before = room_mutants.drawn(few, 200, seed=1)
    after = room_mutants.drawn(more, 200, seed=1)
    assert [one for one in before if one in after] == [one for one in after if one in before]
    assert room_mutants.drawn(more, 200, seed=2) != after


def test_a_reason_is_about_a_change_that_there_is() -> None:
    gone = sorted(set(room_mutants.reasons()) - {one.name for one in EVERY})
    assert not gone, f"Their lines changed: take these reasons out: {gone}"
    assert all(reason.strip() for reason in room_mutants.reasons().values())


@pytest.fixture(scope="module")
def copy() -> Any:
    with trees.copy_of_the_tree(with_database=False) as tree:
        yield tree


def test_a_change_is_tried_against_the_tests_that_run_it(copy: Any) -> None:
    comes_by = mutants.ComesBy.run([copy], [f"tests/{ROOM}"])
    of_the_room = [one for one in EVERY if one.kind == ROOM and one.change.function]
    mutant = next(one for one in of_the_room if "limits_agreed" in one.name)
    checks = room_mutants.checks_of(mutant, comes_by)
    assert 0 < len(checks) < 10
    assert {one.partition("::")[0] for one in checks} == {
        f"tests/{ROOM}/test_helper_promises.py"
    }
    outcome = trees.try_out(copy, mutant.against(checks))
    assert outcome.noticed_by in checks, outcome
    harmless = replace(mutant.against(checks), new=f"{mutant.before}\n# As it was.\n")
    assert trees.try_out(copy, harmless) == trees.Outcome(seconds=pytest.approx(30, abs=60))


def test_a_change_that_no_test_is_seen_to_run_is_tried_against_the_whole_room() -> None:
    mutant = EVERY[0]
    nobody = mutants.ComesBy({})
    assert room_mutants.checks_of(mutant, nobody) == [f"tests/{mutant.kind}"]


def test_the_tests_that_run_little_else_are_asked_first() -> None:
    mutant = next(one for one in EVERY if one.change.function)
    own = f"tests/{mutant.kind}/test_a.py"
    wide, narrow, away = f"{own}::test_wide", f"{own}::test_narrow", "tests/away.py::test_it"
    line = mutant.change.function[0]
    comes_by = mutants.ComesBy(
        {mutant.file: {line: {wide, narrow, away}}, "src/other.py": {1: {wide}, 2: {wide}}}
    )
    assert room_mutants.checks_of(mutant, comes_by) == [narrow, wide]
    assert room_mutants.elsewhere(mutant, comes_by) == [away]


def test_figures_count_what_goes_unnoticed_without_a_reason() -> None:
    few = [one.against(["tests/x.py"]) for one in room_mutants.drawn(EVERY, 4, seed=3)]
    outcomes = [trees.Outcome(noticed_by="tests/x.py"), trees.Outcome(), trees.Outcome()]
    outcomes.append(trees.Outcome(broken="exit status 4"))
    tried = list(zip(few, outcomes, strict=True))
    told = room_mutants.figures(tried, 100, {few[1].name: "it means the same"})
    assert told["unnoticed"] == [few[2].name]
    assert told["equal"]["changes"] == [{"change": few[1].name, "reason": "it means the same"}]
    assert told["share_noticed"] == round(2 / 3, 4)
