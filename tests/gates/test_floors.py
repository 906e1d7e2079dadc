"""The house stands as drawn: contracts, diagram, settings and folders name the same rooms."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.repository import ROOT, project

from samenspel.settings import base

ROOMS = ROOT / "src" / "samenspel"
TECHNICAL = {
    "__main__", "cli", "runner", "urls", "wsgi", "ui", "settings", "database"
}  # fmt: skip
WITHOUT_OWN_TABLES = {"core"}  # its models are abstract: every room builds on them


def contract(name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = project()["tool"]["importlinter"]["contracts"]
    return next(one for one in found if one["id"] == name)


def rooms_in(layer: str) -> set[str]:
    return {re.sub(r"[()\s]", "", name) for name in re.split(r"[|:]", layer)} - {""}


def floors() -> list[set[str]]:
    """The floors of the contract from top to bottom, technical packages left out."""
    layers = [rooms_in(layer) - TECHNICAL for layer in contract("floors")["layers"]]
    return [layer for layer in layers if layer]


def drawn_floors() -> list[set[str]]:
    """The floors of the block ```floors in ARCHITECTURE.md; words after two spaces explain."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = re.search(r"^```floors\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert block, "ARCHITECTURE.md has no block ```floors"
    lines = [re.split(r"\s{2,}", line.strip())[0] for line in block[1].splitlines()]
    return [rooms_in(line) for line in lines if line]


def present() -> set[str]:
    return {path.parent.name for path in ROOMS.glob("*/apps.py")}


def test_the_diagram_shows_the_floors_of_the_contract() -> None:
    assert drawn_floors() == floors()


def test_the_settings_name_the_rooms_that_are_there() -> None:
    assert set(base.ROOMS) == present()


def test_the_settings_go_from_top_to_bottom() -> None:
    floor_of = {room: number for number, layer in enumerate(floors()) for room in layer}
    numbers = [floor_of[room] for room in base.ROOMS if room in floor_of]
    assert numbers == sorted(numbers)


def test_the_order_inside_holds_for_every_room() -> None:
    rooms = {
        container.removeprefix("samenspel.") for container in contract("inside")["containers"]
    }
    assert rooms == present()


def test_the_tables_of_every_room_are_its_own() -> None:
    with_tables = {
        room
        for room in present() - WITHOUT_OWN_TABLES
        if (ROOMS / room / "models.py").exists() or (ROOMS / room / "models").is_dir()
    }
    for room in with_tables:
        one = contract(f"models-{room}")
        assert one["protected_modules"] == [f"samenspel.{room}.models"]
        assert one["allowed_importers"] == [f"samenspel.{room}"]


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("samenspel/people/types.py", "import samenspel.portal.apps", "Rooms depend downwards"),
        ("samenspel/needs/types.py", "import samenspel.volunteering.types", "Rooms depend"),
        ("samenspel/people/types.py", "import samenspel.people.reads", "Inside a room"),
        ("samenspel/portal/apps.py", "import samenspel.people.models", "tables of people"),
        ("samenspel_engine/__init__.py", "import django", "The engine knows no framework"),
        ("samenspel/needs/types.py", "import samenspel_engine", "use the engine"),
        (
            "samenspel/people/types.py",
            "import typing\nif typing.TYPE_CHECKING:\n    import samenspel.portal.apps",
            "Rooms depend downwards",
        ),
        # A new module that stands on no layer: the file is not there yet.
        ("samenspel/needs/leftovers.py", "LEFT = 1", "Inside a room"),
    ],
)
def test_a_forbidden_import_is_noticed(
    tmp_path: Path, file: str, line: str, broken: str
) -> None:
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "src" / file).open("a", encoding="utf-8") as changed:
        changed.write(f"\n{line}\n")
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": "src", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert re.search(rf"{broken}.*BROKEN", result.stdout), result.stdout + result.stderr
