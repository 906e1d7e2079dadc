"""A stranger can guess what a module holds by its name: one vocabulary of names, on layers."""

import re
from pathlib import Path

import pytest
from tests.support.repository import ROOT, project

ROOMS = ROOT / "src" / "samenspel"
VAGUE = {
    "balance", "base", "calls", "changing", "common", "data", "fields", "following", "helpers",
    "info", "items", "kept", "lib", "limits", "lines", "manager", "misc", "moments", "notes",
    "parts", "posts", "process", "standing", "stuff", "telling", "terms", "told", "tools",
    "utils", "waiting", "words",
}  # fmt: skip
"""Names that say nothing, or have meant something different to each reader."""


def contract_layers() -> list[list[str]]:
    contracts = project()["tool"]["importlinter"]["contracts"]
    inside = next(one for one in contracts if one["id"] == "inside")
    return [re.findall(r"\w+", layer) for layer in inside["layers"]]


def drawn_names() -> list[str]:
    """The names of the block ```layers in ARCHITECTURE.md, from top to bottom."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = re.search(r"^```layers\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert block, (
        "ARCHITECTURE.md needs a block ```layers: a name and what is in it on each line"
    )
    return [line.split()[0] for line in block[1].splitlines()]


def rooms_of_names() -> dict[str, set[str]]:
    """The rooms in which each module name is used."""
    found: dict[str, set[str]] = {}
    for room in ROOMS.glob("*/apps.py"):
        for path in room.parent.iterdir():
            is_package = (path / "__init__.py").is_file()
            if (path.suffix == ".py" and path.stem != "__init__") or is_package:
                found.setdefault(path.stem, set()).add(room.parent.name)
    found.pop("migrations", None)
    return found


def vague(names: set[str]) -> set[str]:
    return names & VAGUE


def all_names() -> set[str]:
    """Every module name of the rooms, at any depth."""
    return {
        path.stem
        for room in ROOMS.glob("*/apps.py")
        for path in room.parent.rglob("*.py")
        if "migrations" not in path.parts
    }


def test_every_name_on_a_layer_is_used_and_every_used_name_is_on_a_layer() -> None:
    placed = {name for layer in contract_layers() for name in layer}
    used = set(rooms_of_names())
    assert not used - placed, (
        f"{sorted(used - placed)}: give each a layer in pyproject.toml (contract `inside`), and"
        " use a name that rooms already have where it fits (ARCHITECTURE.md, Inside a room)"
    )
    assert not placed - used, f"no room has {sorted(placed - used)}: take them off their layer"


def test_architecture_explains_the_names_that_rooms_share_in_the_order_of_the_layers() -> None:
    layer_of = {name: n for n, layer in enumerate(contract_layers()) for name in layer}
    drawn = drawn_names()
    shared = {name for name, rooms in rooms_of_names().items() if len(rooms) > 1}
    assert not shared - set(drawn), f"explain {sorted(shared - set(drawn))} in ARCHITECTURE.md"
    assert not set(drawn) - set(layer_of), "ARCHITECTURE.md explains names that nothing has"
    numbers = [layer_of[name] for name in drawn]
    assert numbers == sorted(numbers), "ARCHITECTURE.md: keep the order of the layers"


def test_no_name_is_vague() -> None:
    found = vague(all_names())
    assert not found, f"{sorted(found)}: say in two words what is in these modules"


@pytest.mark.parametrize("name", ["utils", "words", "terms"])
def test_a_vague_name_is_noticed(name: str) -> None:
    assert vague({name, "phone_list"}) == {name}


def test_every_module_says_in_a_line_what_is_in_it() -> None:
    silent = [
        path.relative_to(ROOMS).as_posix()
        for path in ROOMS.rglob("*.py")
        if "migrations" not in path.parts and _is_silent(path)
    ]
    assert not silent, f"begin with a docstring that says what is in it: {silent}"


def _is_silent(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return bool(text.strip()) and not text.lstrip().startswith('"""')
