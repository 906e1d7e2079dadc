"""What reaches a room by its name in a string stays on the floors too, as imports do.

import-linter sees ``import``. Here are the ways around it: a dotted path in a string, a model
asked for by name, a table named in SQL, content types, and foreign keys.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests.support.repository import ROOT, project

SOURCE = ROOT / "src" / "samenspel"
DOTTED = re.compile(r"(?:samenspel\.(?P<room>\w*)|samenspel_engine\b)[\w.:]*")
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|TRUNCATE|FROM|JOIN|TABLE)\b", re.IGNORECASE)
NAMES_EVERY_ROOM = "settings"  # where Django is told which rooms there are
ENGINE = "samenspel_engine"
STARTS_THE_ENGINE = "runner"  # as a process of its own, which compiles beforehand
PEEKS = {"related_model", "related_objects", "get_models", "remote_field"}
ROOM_ROWS = re.compile(r"samenspel\.(\w+)\.model_types")


@cache
def _contract(name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = project()["tool"]["importlinter"]["contracts"]
    return next(one for one in found if one["id"] == name)


def floor_of() -> dict[str, int]:
    """The floor of each room in the contract ``floors``, the top one first."""
    layers = enumerate(_contract("floors")["layers"])
    return {room: number for number, layer in layers for room in re.findall(r"\w+", layer)}


def may_reach(room: str, target: str) -> bool:
    """Whether this room may know the other: itself, or one that stands on a lower floor."""
    if target == ENGINE:
        doors: list[str] = _contract("engine-door")["allowed_importers"]
        return room == STARTS_THE_ENGINE or f"samenspel.{room}" in doors
    floors = floor_of()
    assert room in floors, (
        f"{room}: give this room its floor in the contracts of pyproject.toml"
    )
    return room == target or (target in floors and floors[target] > floors[room])


@cache
def tables() -> dict[str, str]:
    """Each table with the room it belongs to."""
    return {model._meta.db_table: model._meta.app_label for model in _own_models()}


def _own_models() -> list[type[models.Model]]:
    return [one for one in apps.get_models() if one.__module__.startswith("samenspel.")]


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _named(node: ast.AST) -> Iterator[str]:
    """The rooms that one piece of source names; a question mark for what cannot be judged."""
    match node:
        case ast.Constant(value=str(text)):
            if dotted := DOTTED.fullmatch(text):
                yield ENGINE if dotted["room"] is None else (dotted["room"] or "?")
            if SQL.search(text):
                yield from (
                    room for table, room in tables().items() if re.search(rf"\b{table}\b", text)
                )
        case ast.Call(
            func=ast.Attribute(attr="get_model"), args=[ast.Constant(value=str(of)), *_]
        ):
            yield of.split(".")[0]
        case ast.Call(func=ast.Attribute(attr="get_model")):
            yield "?"
        case ast.Attribute(attr=peek) if peek in PEEKS:
            yield "?"
        case ast.ImportFrom(module=str(module)) if "contenttypes" in module:
            yield "?"


def hidden(room: str, source: str) -> list[str]:
    """Return what this source of a room reaches by name and may not, with the line."""
    tree = ast.parse(source)
    skipped = _docstrings(tree)
    return [
        f"line {node.lineno}: {target}"
        for node in ast.walk(tree)
        if node not in skipped
        for target in _named(node)
        if not may_reach(room, target)
    ]


def _rooms_files() -> list[tuple[str, Path]]:
    return [
        (path.relative_to(SOURCE).parts[0].removesuffix(".py"), path)
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts and path.parent != SOURCE / NAMES_EVERY_ROOM
    ]


def test_no_room_reaches_a_higher_one_by_its_name() -> None:
    found = {
        str(path.relative_to(ROOT)): wrong
        for room, path in _rooms_files()
        if room != "__init__" and (wrong := hidden(room, path.read_text(encoding="utf-8")))
    }
    assert found == {}, (
        "A string, a model or a table of a room that this room may not know (? cannot be "
        "judged: write the name out). Call a service or read of a lower room, or publish a "
        "fact with core.events and handle it in the higher room's handlers.py."
    )


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("people", 'import_string("samenspel.portal.reads.home_page")'),
        ("needs", 'import_module("samenspel.volunteering.services")'),
        ("needs", 'PART = "samenspel.matching."'),
        ("needs", 'import_module(f"samenspel.{room}.services")'),
        ("needs", 'import_module("samenspel_engine")'),
        ("circles", 'apps.get_model("needs", "HelpQuestion")'),
        ("circles", 'apps.get_model("needs.HelpQuestion")'),
        ("circles", "apps.get_model(name)"),
        ("circles", 'cursor.execute("SELECT pk FROM needs_helpquestion")'),
        ("circles", "from django.contrib.contenttypes.models import ContentType"),
        ("circles", 'Circle._meta.get_field("subject").related_model'),
    ],
)
def test_a_hidden_way_up_is_noticed(room: str, line: str) -> None:
    assert hidden(room, line) != []


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("matching", 'import_string("samenspel.matching.solver.solve_round")'),
        ("matching", 'apps.get_model("needs", "HelpQuestion")'),
        ("cli", 'import_module("samenspel_engine.cli")'),
        ("circles", '"""Speaks of samenspel.matching.solver."""'),
        ("circles", 'cursor.execute("SELECT pk FROM circles_circle")'),
    ],
)
def test_the_way_down_is_open(room: str, line: str) -> None:
    assert hidden(room, line) == []


def rising_keys(found: list[type[models.Model]]) -> list[str]:
    """Return the foreign keys that point to a room on a higher floor, or beside it."""
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in found
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model.__module__.startswith("samenspel.")
        and not may_reach(model._meta.app_label, field.related_model._meta.app_label)
    ]


def test_foreign_keys_point_down() -> None:
    assert rising_keys(_own_models()) == [], (
        "Turn the key round: the table on the higher floor points to the lower one."
    )


def test_a_foreign_key_upwards_is_noticed() -> None:
    """Negative control: proposals point down to questions; read the other way it is wrong."""
    proposal = apps.get_model("matching", "Proposal")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposal._meta, "app_label", "people")
        assert any("question" in key for key in rising_keys([proposal]))


def rows_at_run_time(room: str, source: str) -> list[str]:
    """Return the imports of another room's ``model_types`` that happen at run time."""
    tree = ast.parse(source)
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for body in node.body
        for inner in ast.walk(body)
    }
    imported = {
        f"{node.module}.{name.name}" if isinstance(node, ast.ImportFrom) else name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in for_types
        for name in node.names
    }
    return sorted(
        name for name in imported if (found := ROOM_ROWS.match(name)) and found[1] != room
    )


def test_other_rooms_name_rows_as_a_type_only() -> None:
    found = {
        str(path.relative_to(ROOT)): wrong
        for room, path in _rooms_files()
        if (wrong := rows_at_run_time(room, path.read_text(encoding="utf-8")))
    }
    assert found == {}, (
        "model_types.py is there to name a table's class as a type. Put the import under "
        "`if TYPE_CHECKING:`, and ask the room's reads or services for the rows themselves."
    )


def test_rows_at_run_time_are_noticed() -> None:
    """Negative control, with the two ways to import and the branch that does run."""
    line = "from samenspel.people.model_types import Person"
    assert rows_at_run_time("needs", line) != []
    assert rows_at_run_time("needs", "import samenspel.people.model_types") != []
    assert rows_at_run_time("needs", "from samenspel.people import model_types") != []
    assert rows_at_run_time("needs", f"if TYPE_CHECKING:\n    pass\nelse:\n    {line}") != []
    assert rows_at_run_time("needs", f"if TYPE_CHECKING:\n    {line}") == []
    assert rows_at_run_time("people", line) == []
