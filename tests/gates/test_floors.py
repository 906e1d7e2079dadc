"""The house stands as drawn: contracts, diagram, settings and folders name the same rooms."""

import re
import shutil
import subprocess
import sys
import tomllib
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
    for one in found:
        if one["id"] == name:
            return one
    pytest.fail(no_contract(name))


def no_contract(name: str) -> str:
    """What to do when pyproject.toml has no contract of this name."""
    room = name.removeprefix("models-")
    if room == name:
        return f'Put the contract with id = "{name}" back in pyproject.toml.'
    return (
        f"{room} has tables and nothing keeps other rooms off them. Add to pyproject.toml:\n\n"
        "[[tool.importlinter.contracts]]\n"
        f'id = "models-{room}"\n'
        f'name = "Only {room} touches the tables of {room}"\n'
        'type = "protected"\n'
        f'protected_modules = ["samenspel.{room}.models"]\n'
        f'allowed_importers = ["samenspel.{room}"]\n'
    )


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


def rows_of_rooms(text: str) -> list[str]:
    """The rooms of the table in ARCHITECTURE.md, in its order, as often as they stand there."""
    table = re.search(r"^\| room \|.*\n\|[-|]+\n((?:\|.*\n)*)", text, re.MULTILINE)
    assert table, "ARCHITECTURE.md has no table | room | what lives there |"
    rows = [[cell.strip() for cell in row.split("|")] for row in table[1].splitlines()]
    return [room for _, names, says, *_ in rows if says for room in names.split(", ")]


def faults_of_rows(listed: list[str], rooms: set[str]) -> list[str]:
    """What to do with a table of rooms that is not that of the rooms that are there."""
    return [
        *(f"{room}: add its row, what lives there in a line" for room in rooms - {*listed}),
        *(f"{room}: remove its row, the room is gone" for room in {*listed} - rooms),
        *(f"{room}: keep one row" for room in {*listed} if listed.count(room) > 1),
    ]


def present() -> set[str]:
    return {path.parent.name for path in ROOMS.glob("*/apps.py")}


def test_the_diagram_shows_the_floors_of_the_contract() -> None:
    assert drawn_floors() == floors(), (
        "The block ```floors in ARCHITECTURE.md and the layers of the contract `floors` in "
        "pyproject.toml draw different houses: make them the same, from top to bottom."
    )


def test_the_table_of_rooms_has_the_rooms_that_are_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = faults_of_rows(rows_of_rooms(text), present())
    assert not found, "The table of rooms in ARCHITECTURE.md:\n" + "\n".join(sorted(found))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("| consent |", "| agreement |", "consent: add its row, what lives there in a line"),
        ("| consent |", "| agreement |", "agreement: remove its row, the room is gone"),
        ("needs, volunteering |", "needs |", "volunteering: add its row"),
        ("| consent |", "| access |", "access: keep one row"),
        ("spreadsheets in, postcodes in |", "|", "exchange: add its row"),
    ],
)
def test_a_wrong_table_of_rooms_is_noticed(old: str, new: str, fault: str) -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert text.count(old) == 1
    found = faults_of_rows(rows_of_rooms(text.replace(old, new)), present())
    assert any(one.startswith(fault) for one in found), found


def test_the_settings_name_the_rooms_that_are_there() -> None:
    named = set(base.ROOMS)
    assert named == present(), (
        f"In ROOMS of settings/base.py without a folder: {sorted(named - present())}; a folder "
        f"with apps.py that is not in ROOMS: {sorted(present() - named)}. Add or remove them."
    )


def test_the_settings_go_from_top_to_bottom() -> None:
    floor_of = {room: number for number, layer in enumerate(floors()) for room in layer}
    rooms = [room for room in base.ROOMS if room in floor_of]
    order = sorted(rooms, key=lambda room: floor_of[room])
    assert rooms == order, f"Put ROOMS of settings/base.py in this order: {order}"


def test_the_order_inside_holds_for_every_room() -> None:
    rooms = {
        container.removeprefix("samenspel.") for container in contract("inside")["containers"]
    }
    expected = present()
    assert rooms == expected, (
        "Containers of the contract `inside` in pyproject.toml: add "
        f"{sorted(f'samenspel.{room}' for room in expected - rooms)}, remove "
        f"{sorted(f'samenspel.{room}' for room in rooms - expected)}."
    )


def test_the_tables_of_every_room_are_its_own() -> None:
    with_tables = {
        room
        for room in present() - WITHOUT_OWN_TABLES
        if (ROOMS / room / "models.py").exists() or (ROOMS / room / "models").is_dir()
    }
    for room in with_tables:
        one = contract(f"models-{room}")
        guarded = [f"samenspel.{room}.models"], [f"samenspel.{room}"]
        found = one["protected_modules"], one["allowed_importers"]
        assert found == guarded, (
            f"The contract models-{room} in pyproject.toml must protect and allow {guarded}, "
            "nothing more: another room calls services and reads instead."
        )


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("samenspel/people/types.py", "import samenspel.portal.apps", "Rooms depend downwards"),
        ("samenspel/needs/types.py", "import samenspel.volunteering.types", "Rooms depend"),
        ("samenspel/people/types.py", "import samenspel.people.reads", "Inside a room"),
        ("samenspel/portal/apps.py", "import samenspel.people.models", "tables of people"),
        ("samenspel_engine/__init__.py", "import django", "The engine knows no framework"),
        ("samenspel/needs/types.py", "import samenspel_engine", "use the engine"),
        ("samenspel/database/errors.py", "import django", "supervisor knows no framework"),
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


def test_a_room_without_contract_is_told_what_to_add() -> None:
    with pytest.raises(pytest.fail.Exception) as failure:
        contract("models-laundry")
    added = tomllib.loads(failure.value.msg.partition("\n\n")[2])
    (one,) = added["tool"]["importlinter"]["contracts"]
    assert one["protected_modules"] == ["samenspel.laundry.models"]
    assert one["allowed_importers"] == ["samenspel.laundry"]


def test_a_missing_contract_of_the_house_is_named() -> None:
    assert '"engine-door"' in no_contract("engine-door")
