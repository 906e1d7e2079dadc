"""Every room has tests of its own, in the folder that has its name."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.support.repository import ROOT, project

HERE = "tests/gates/test_room_tests.py"
ELSEWHERE = {
    "runner": "tests/test_web_server.py",  # the rest of it only runs as a process
    "settings": "tests/gates/test_settings.py",  # what production must have set is a gate
}
"""Rooms without a folder of tests: the folder or module that tests them."""


def rooms() -> list[str]:
    """The floors of pyproject.toml that are folders: all rooms, technical ones too."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    [layers] = [one["layers"] for one in contracts if one["id"] == "floors"]
    names = re.findall(r"\w+", " ".join(layers))
    return [name for name in names if (ROOT / "src/samenspel" / name / "__init__.py").is_file()]


def imported(module: Path) -> Iterator[str]:
    """Every name that a module imports from somewhere, with its dots."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_tested(room: str, place: Path) -> bool:
    """Whether a test module at this place, a folder or a file, imports the room."""
    name = f"samenspel.{room}"
    return any(
        one == name or one.startswith(f"{name}.")
        for module in ([place] if place.is_file() else place.rglob("test_*.py"))
        for one in imported(module)
    )


def untested(rooms: Iterable[str], elsewhere: Mapping[str, str], root: Path) -> list[str]:
    """What to do with rooms that no test of their own imports."""
    found = []
    for room in rooms:
        own = [root / "tests" / room, root / "tests" / f"test_{room}.py"]
        has_own = any(is_tested(room, place) for place in own)
        if has_own and room in elsewhere:
            found.append(f"{room}: tests/{room} tests it; take it out of ELSEWHERE in {HERE}")
        elif room in elsewhere and not is_tested(room, root / elsewhere[room]):
            found.append(
                f"{room}: no test in {elsewhere[room]} imports samenspel.{room}. Put its tests "
                f"in tests/{room}, or say in ELSEWHERE of {HERE} where they are now"
            )
        elif not has_own and room not in elsewhere:
            found.append(
                f"{room}: no test imports samenspel.{room}. Write tests/{room}/test_SUBJECT.py "
                f"that does; when another place tests it, name that in ELSEWHERE of {HERE}"
            )
    gone = sorted(set(elsewhere) - set(rooms))
    return found + [f"{room}: there is no such room; take it out of ELSEWHERE" for room in gone]


def test_every_room_has_tests_of_its_own() -> None:
    found = untested(rooms(), ELSEWHERE, ROOT)
    assert not found, "\n".join(found)


def test_the_rooms_are_found() -> None:
    folders = {path.parent.name for path in (ROOT / "src/samenspel").glob("*/__init__.py")}
    assert set(rooms()) == folders, (
        "Give each folder of src/samenspel a floor in pyproject.toml"
    )


@pytest.mark.parametrize(
    "line",
    [
        "import samenspel.laundry",
        "import samenspel.laundry.reads",
        "from samenspel import laundry",
        "from samenspel.laundry.reads import page",
    ],
)
def test_a_test_that_imports_the_room_is_enough(tmp_path: Path, line: str) -> None:
    (tmp_path / "tests/laundry/pages").mkdir(parents=True)
    (tmp_path / "tests/laundry/pages/test_reads.py").write_text(f"{line}\n")
    assert not untested(["laundry"], {}, tmp_path)
    assert untested(["laundry"], {"laundry": "tests/portal"}, tmp_path) == [
        f"laundry: tests/laundry tests it; take it out of ELSEWHERE in {HERE}"
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("test_reads.py", ""),
        ("test_reads.py", "import samenspel.laundry_list"),
        ("test_reads.py", "from samenspel.portal import laundry"),
        ("test_reads.py", "# import samenspel.laundry"),
        ("baskets.py", "import samenspel.laundry"),
    ],
)
def test_a_room_without_tests_is_noticed(tmp_path: Path, name: str, line: str) -> None:
    (tmp_path / "tests/laundry").mkdir(parents=True)
    (tmp_path / "tests/laundry" / name).write_text(f"{line}\n")
    [said] = untested(["laundry"], {}, tmp_path)
    assert "Write tests/laundry/test_SUBJECT.py" in said
    [said] = untested(["laundry"], {"laundry": "tests/gone"}, tmp_path)
    assert "no test in tests/gone imports samenspel.laundry" in said
    [said] = untested([], {"laundry": "tests/laundry"}, tmp_path)
    assert said == "laundry: there is no such room; take it out of ELSEWHERE"
