"""The list of sabotages stays true: each one still applies to today's code, the checks that
must notice it are there, and the harness says what is noticed and what is not.

The whole list takes long (`make bench NAME=sabotage`); here a few cheap ones are tried.
"""

import importlib
import shutil
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.repository import ROOT
from tools.lint import GATES

sys.path.append(str(ROOT / "benchmarks"))
changes = importlib.import_module("sabotage_changes")
finders = importlib.import_module("sabotage_finders")
trees = importlib.import_module("sabotage_tree")

LEAST = 60
WRITTEN = list(changes.from_lists())
EVERY = [*WRITTEN, *finders.everywhere(ROOT)]
CHEAP = (
    "contract-of-a-room-removed",
    "service-without-transaction",
    "module-with-a-vague-name",
    "glossary-row-missing",
)


def named(name: str) -> Any:
    return next(one for one in WRITTEN if one.name == name)


def made(**more: Any) -> Any:
    """A sabotage in a small tree: one file, with two lines."""
    given = {"name": "small", "kind": "small", "file": "a.py", "noticed_by": ("tests/a.py",)}
    return changes.Sabotage(**(given | more))


@pytest.fixture
def small_tree(tmp_path: Path) -> Any:
    (tmp_path / "a.py").write_text("x = 1\ny = 2\n")
    return trees.Tree(tmp_path)


@pytest.fixture(scope="module")
def copy() -> Any:
    with trees.copy_of_the_tree(with_database=False) as tree:
        yield tree


@pytest.mark.parametrize("sabotage", EVERY, ids=lambda one: one.name)
def test_every_sabotage_applies_to_the_code_of_today(sabotage: Any) -> None:
    try:
        after = sabotage.changed(ROOT)
    except changes.DoesNotApplyError as error:
        pytest.fail(
            f"{error}. The code moved on: give this sabotage in benchmarks/sabotages the text "
            "that stands there now, so that it still makes the same thing worse."
        )
    path = ROOT / sabotage.file
    assert after != (path.read_bytes() if path.is_file() else None), "it changes nothing"


@pytest.mark.parametrize("sabotage", EVERY, ids=lambda one: one.name)
def test_every_check_that_must_notice_it_is_there(sabotage: Any) -> None:
    gone = changes.missing_checks(sabotage, ROOT, set(GATES))
    assert not gone, (
        f"{', '.join(gone)} must notice {sabotage.name} ({sabotage.kind}) and is not there. "
        "Put it back; or, when another test has taken over, name that in benchmarks/sabotages "
        "and try it: make bench NAME=sabotage ARGS='--only NAME'."
    )


def test_there_are_enough_and_no_two_have_one_name() -> None:
    names = Counter(one.name for one in EVERY)
    assert names.most_common(1)[0][1] == 1, f"Rename one: {names.most_common(1)}"
    assert len(EVERY) >= LEAST


def test_every_gate_has_a_sabotage_that_it_must_notice() -> None:
    checks = {check.partition("::")[0] for one in EVERY for check in one.noticed_by}
    gates = {f"tests/gates/{path.name}" for path in (ROOT / "tests/gates").glob("test_*.py")}
    gates |= {f"lint:{name}" for name in GATES}
    missing = gates - checks
    assert not missing, (
        f"Nothing shows that these notice anything: {sorted(missing)}. Add a sabotage of the "
        "repository for each to benchmarks/sabotages."
    )


def test_every_look_and_every_outline_is_found() -> None:
    kinds = Counter(one.kind for one in finders.everywhere(ROOT))
    assert kinds["a look that is not written down"] > 5
    assert kinds["a focus that nobody sees"] > 2


@pytest.mark.parametrize("name", CHEAP)
def test_a_sabotage_is_noticed_and_leaves_nothing_behind(copy: Any, name: str) -> None:
    sabotage = named(name)
    outcome = trees.try_out(copy, sabotage)
    assert outcome.noticed_by.startswith(sabotage.noticed_by), outcome
    theirs, ours = copy.path / sabotage.file, ROOT / sabotage.file
    assert theirs.exists() == ours.exists()
    assert not ours.exists() or theirs.read_bytes() == ours.read_bytes()


def test_a_change_that_harms_nothing_goes_unnoticed(copy: Any) -> None:
    checks = tuple(dict.fromkeys(check for name in CHEAP for check in named(name).noticed_by))
    harmless = made(
        file="src/samenspel/core/clock.py", noticed_by=checks, append="# The clock ticks.\n"
    )
    outcome = trees.try_out(copy, harmless)
    assert (outcome.noticed_by, outcome.broken) == ("", "")


def test_a_check_that_breaks_off_is_not_taken_for_noticing(copy: Any) -> None:
    broken = made(file="new.py", create="", noticed_by=("tests/gates/test_nothing.py",))
    outcome = trees.try_out(copy, broken)
    assert not outcome.noticed_by
    assert "exit status 4" in outcome.broken


def test_a_check_that_fails_for_another_reason_is_not_taken_for_noticing(copy: Any) -> None:
    sabotage = replace(named(CHEAP[0]), says="something else")
    outcome = trees.try_out(copy, sabotage)
    assert not outcome.noticed_by
    assert "without saying 'something else'" in outcome.broken


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"old": "x = 1", "new": "x = 3"}, b"x = 3\ny = 2\n"),
        ({"append": "z = 3\n"}, b"x = 1\ny = 2\nz = 3\n"),
        ({"file": "new/b.py", "create": "b = 1\n"}, b"b = 1\n"),
        ({"delete": True}, None),
    ],
)
def test_each_way_to_change_is_made_and_taken_back(
    small_tree: Any, change: dict[str, Any], after: bytes | None
) -> None:
    sabotage = made(**change)
    path = small_tree.path / sabotage.file
    with small_tree.changed(sabotage):
        assert (path.read_bytes() if path.exists() else None) == after
    assert [one.name for one in small_tree.path.iterdir()] == ["a.py"]
    assert (small_tree.path / "a.py").read_text() == "x = 1\ny = 2\n"


@pytest.mark.parametrize(
    "change",
    [
        {"old": "gone", "new": ""},
        {"old": " = ", "new": ""},
        {"file": "gone.py", "append": ""},
        {"create": ""},
    ],
)
def test_a_sabotage_that_no_longer_applies_is_noticed(
    small_tree: Any, change: dict[str, Any]
) -> None:
    with pytest.raises(changes.DoesNotApplyError):
        made(**change).changed(small_tree.path)


@pytest.mark.parametrize(
    "check", ["lint:spelling", "coverage:laundry", "tests/gone.py", f"{__name__}.py::test_gone"]
)
def test_a_check_that_is_gone_is_noticed(check: str) -> None:
    assert changes.missing_checks(made(noticed_by=(check,)), ROOT, set(GATES)) == [check]


@pytest.mark.parametrize(
    "entry",
    [
        {"append": "", "delete": True},
        {"old": "a"},
        {"new": "a"},
        {},
        {"append": "", "noticed_by": []},
        {"append": "", "remark": "a"},
    ],
)
def test_an_entry_that_is_not_in_order_is_refused(entry: dict[str, Any]) -> None:
    whole = {"name": "a", "kind": "a", "file": "a", "noticed_by": ["a"]} | entry
    with pytest.raises(ValueError, match=r"list\.toml, a"):
        changes.read(whole, "list.toml")


def test_a_look_is_found_under_each_of_its_names(tmp_path: Path) -> None:
    room = tmp_path / "src" / "samenspel" / "needs"
    room.mkdir(parents=True)
    (room / "reads.py").write_text(
        "log_read(a, b)\nreturned = look(a, b)\nlog.look_at_list(a)\nlooked(a)\n"
    )
    found = list(finders.looks(tmp_path))
    assert [one.name.rpartition("-")[2] for one in found] == ["1", "2", "3"]
    first, *rest = [one.changed(tmp_path).decode() for one in found]
    assert first.startswith("(lambda *_, **__: None)(a, b)\n")
    assert all("log._page.set({})" in text for text in rest)
    shutil.rmtree(room)
    assert not list(finders.looks(tmp_path))
