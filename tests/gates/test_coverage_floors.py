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


def test_branches_and_templates_are_measured_and_little_is_left_out() -> None:
    run_settings = project()["tool"]["coverage"]["run"]
    assert run_settings["branch"] is True
    assert run_settings["plugins"] == ["tools.template_lines"]
    assert run_settings["source"] == ["src/samenspel"]
    assert run_settings["omit"] == ["*/migrations/*", "*/static/*"]
    assert "report" not in project()["tool"]["coverage"]  # no lines left out by pattern
