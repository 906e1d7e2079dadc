"""The floors under coverage hold, and the tool that compares sees every way to be under one."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.support.repository import ROOT, project
from tools import coverage_floors

# Their code runs in processes that tests start, where nothing is traced.
MAY_BE_UNMEASURED = {"runner"}
LEAST = 90
LOWER = {
    "database": ({"python": 63}, "much runs in processes that tests/database starts"),
    "demo": ({"python": 51, "templates": 0}, "tests/e2e drives it from outside"),
    "samenspel": ({"python": 72}, "the command line runs in processes that tests start"),
    "settings": ({"python": 73}, "production is tried in a process apart"),
}
"""Rooms with a floor lower than the least: how low, and why no test can measure more."""


def file(
    *, lines: int, missing: tuple[int, ...] = (), branches: int = 0, untaken: Any = ()
) -> dict[str, Any]:
    """One file of coverage's report, with as much as the tool reads."""
    return {
        "missing_lines": list(missing),
        "missing_branches": [list(branch) for branch in untaken],
        "summary": {
            "num_statements": lines,
            "covered_lines": lines - len(missing),
            "num_branches": branches,
            "covered_branches": branches - len(untaken),
        },
    }


def run(tmp_path: Path, files: dict[str, Any], floors: str) -> int:
    """Run the tool on made-up files and floors; return its exit status."""
    report, table = tmp_path / "report.json", tmp_path / "floors.toml"
    named = {f"src/samenspel/{name}": one for name, one in files.items()}
    report.write_text(json.dumps({"files": named}))
    table.write_text(floors)
    return coverage_floors.main([str(report), str(table)])


ROOM = {
    "needs/reads.py": file(
        lines=6, missing=(3, 5, 6), branches=4, untaken=[(3, 4), (8, -1), (9, 12)]
    ),
    "needs/templates/needs/ask.html": file(lines=4, missing=(2,)),
}


@pytest.mark.parametrize(
    ("floor", "status"),
    [
        ("python = 40, templates = 75", 0),
        ("python = 41, templates = 75", 1),
        ("python = 40, templates = 76", 1),
    ],
)
def test_a_room_must_reach_the_floor_of_each_kind(
    tmp_path: Path, floor: str, status: int
) -> None:
    assert run(tmp_path, ROOM, f"needs = {{ {floor} }}") == status


def test_a_share_is_not_rounded_up_to_its_floor(tmp_path: Path) -> None:
    files = {"needs/reads.py": file(lines=1000, missing=(7,))}
    assert run(tmp_path, files, "needs = { python = 99 }") == 0
    assert run(tmp_path, files, "needs = { python = 100 }") == 1


def test_files_and_lines_that_are_missing_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, ROOM, "needs = { python = 100, templates = 100 }") == 1
    said = capsys.readouterr().out
    assert "needs: 40.00% of its python ran, the floor is 100%. Test what is missing" in said
    assert "src/samenspel/needs/reads.py: 3, 5-6, 8 -> exit, 9 -> 12\n" in said
    assert "src/samenspel/needs/templates/needs/ask.html: 2\n" in said


def test_rooms_above_their_floor_name_no_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, ROOM, "needs = { python = 39, templates = 75 }") == 0
    said = capsys.readouterr().out
    assert re.search(r"^needs +python +40.00% +39  ok, could be 40$", said, re.MULTILINE)
    assert re.search(r"^needs +templates +75.00% +75  ok$", said, re.MULTILINE)
    assert "src/" not in said


@pytest.mark.parametrize(
    ("floors", "advice"),
    [
        ("", "then add: needs = { python = 40, templates = 75 }"),
        (
            "needs = { python = 40 }",
            "no floor from 0 to 100 for templates. Add: templates = 75",
        ),
        ("needs = { python = 40, templates = 101 }", "no floor from 0 to 100 for templates"),
        ("needs = { python = 40, templates = true }", "no floor from 0 to 100 for templates"),
        (
            "needs = { python = 40, templates = 75 }\ngone = { python = 90 }",
            "gone: a floor for a room that does not exist. Remove its line.",
        ),
        (
            "needs = { python = 40, templates = 75, pages = 3 }",
            "needs: a floor for pages, of which there are none. Remove it.",
        ),
        ('needs = { unmeasured = "" }', "Write the reason"),
        ('needs = { unmeasured = "runs in a process apart", python = 1 }', "must be alone"),
        (
            'needs = { python = 40, templates = 75 }\ngone = { unmeasured = "." }',
            "gone: a floor",
        ),
    ],
)
def test_a_floor_too_few_or_too_many_fails_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], floors: str, advice: str
) -> None:
    assert run(tmp_path, ROOM, floors) == 1
    assert advice in capsys.readouterr().out


def test_a_room_may_be_unmeasured_for_a_reason(tmp_path: Path) -> None:
    assert run(tmp_path, ROOM, 'needs = { unmeasured = "runs in a process apart" }') == 0


def test_a_module_outside_every_room_counts_for_the_top(tmp_path: Path) -> None:
    files = {"cli.py": file(lines=2, missing=(1,))}
    assert run(tmp_path, files, "samenspel = { python = 50 }") == 0
    assert run(tmp_path, files, "samenspel = { python = 51 }") == 1


def test_without_a_report_the_tool_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coverage_floors.main([str(tmp_path / "none.json")]) == 2
    assert "`make test` makes it" in capsys.readouterr().out


def test_every_room_has_a_floor_and_few_go_without_measuring() -> None:
    floors = tomllib.loads(coverage_floors.FLOORS.read_text(encoding="utf-8"))
    folders = {path.parent.name for path in (ROOT / "src/samenspel").glob("*/__init__.py")}
    rooms = folders | {coverage_floors.TOP}
    assert set(floors) == rooms, (
        f"tests/gates/coverage_floors.toml needs a line for {sorted(rooms - set(floors))} and"
        f" none for {sorted(set(floors) - rooms)}: ROOM = {{ python = 100, templates = 100 }}"
    )
    unmeasured = {room for room, floor in floors.items() if "unmeasured" in floor}
    assert unmeasured <= MAY_BE_UNMEASURED


def low_floors(floors: dict[str, dict[str, Any]], lower: dict[str, Any]) -> list[str]:
    """What to do with floors that are too low, and with leave to be low that nobody needs."""
    found = []
    for room, floor in floors.items():
        allowed = lower.get(room, ({}, ""))[0]
        for kind in coverage_floors.KINDS:
            least = allowed.get(kind, LEAST)
            if floor.get(kind, LEAST) < least:
                found.append(
                    f"{room}: its floor for {kind} is {floor[kind]}, the least is {least}. "
                    "Write tests; LOWER in tests/gates/test_coverage_floors.py is for what "
                    "only runs in other processes"
                )
    return found + [
        f"{room}: its floor for {kind} is {LEAST} or more, or gone: take it out of LOWER"
        for room, (allowed, _) in lower.items()
        for kind in allowed
        if floors.get(room, {}).get(kind, LEAST) >= LEAST
    ]


def test_no_floor_is_so_low_that_it_holds_nothing() -> None:
    floors = tomllib.loads(coverage_floors.FLOORS.read_text(encoding="utf-8"))
    found = low_floors(floors, LOWER)
    assert not found, "\n".join(found)
    assert all(len(reason) > 15 for _, reason in LOWER.values()), "Write the reason in LOWER"


@pytest.mark.parametrize(
    ("floor", "allowed", "said"),
    [
        ({"python": 0}, {}, "laundry: its floor for python is 0, the least is 90."),
        ({"python": 89, "templates": 100}, {}, "laundry: its floor for python is 89"),
        ({"python": 90, "templates": 0}, {}, "laundry: its floor for templates is 0"),
        (
            {"python": 50},
            {"python": 51},
            "laundry: its floor for python is 50, the least is 51",
        ),
        ({"python": 90}, {"python": 51}, "laundry: its floor for python is 90 or more"),
        ({"python": 90}, {"templates": 0}, "laundry: its floor for templates is 90 or more"),
    ],
)
def test_a_low_floor_is_noticed(
    floor: dict[str, int], allowed: dict[str, int], said: str
) -> None:
    [found] = low_floors({"laundry": floor}, {"laundry": (allowed, "")} if allowed else {})
    assert found.startswith(said)


def test_a_floor_as_low_as_allowed_is_accepted() -> None:
    floors = {"laundry": {"python": 51, "templates": 90}, "attic": {"unmeasured": "."}}
    assert not low_floors(floors, {"laundry": ({"python": 51}, "")})


def test_branches_and_templates_are_measured_and_little_is_left_out() -> None:
    run_settings = project()["tool"]["coverage"]["run"]
    assert run_settings["branch"] is True
    assert run_settings["plugins"] == ["tools.template_lines"]
    assert run_settings["source"] == ["src/samenspel"]
    assert run_settings["omit"] == ["*/migrations/*", "*/static/*"]
    assert "report" not in project()["tool"]["coverage"]  # no lines left out by pattern
