"""The glossary is in order, complete, and speaks of classes that exist."""

import ast
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import pghistory.models
import pytest
from django.apps import apps
from django.db import models
from tests.support.repository import ROOT

PAGE = "docs/glossary.md"
COLUMNS = 3
CLASS = re.compile(r"`([A-Z][a-z]\w*)`")


def rows(page: str) -> list[list[str]]:
    """The rows of the table, without its head."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def terms(page: str) -> list[str]:
    """Every term of the first column, what stands in parentheses left out."""
    plain = [re.sub(r"\s*\([^)]*\)", "", row[0]) for row in rows(page)]
    return [term.strip().casefold() for cell in plain for term in cell.split(",")]


def our_models() -> list[type[models.Model]]:
    """The tables of our rooms, without the ones that keep their history."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("samenspel.")
        and not issubclass(model, pghistory.models.Event)
    ]


@cache
def our_classes() -> frozenset[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "src").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(node.name for node in nodes if isinstance(node, ast.ClassDef))


def spelled_out(name: str) -> str:
    """``HelpQuestion`` as "help question"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def faults(page: str, tables: Iterable[str], classes: Iterable[str]) -> list[str]:
    """What is out of order, twice, unfilled, missing or no longer there."""
    first = [row[0].casefold() for row in rows(page)]
    known, named = terms(page), set(CLASS.findall(page))
    wrong = [
        f"{after} belongs before {before}"
        for before, after in pairwise(first)
        if after < before
    ]
    wrong += [
        f"{term} is there twice" for term in sorted({t for t in known if known.count(t) > 1})
    ]
    wrong += [
        f"the row of {row[0]} is not filled in"
        for row in rows(page)
        if len(row) != COLUMNS or not all(row)
    ]
    wrong += [
        f"no row for `{table}`"
        for table in sorted(tables)
        if table not in named and spelled_out(table) not in known
    ]
    return wrong + [f"there is no class `{name}`" for name in sorted(named - set(classes))]


def page() -> str:
    return (ROOT / PAGE).read_text(encoding="utf-8")


def tables() -> set[str]:
    return {model.__name__ for model in our_models()}


def test_the_glossary_is_in_order_and_complete() -> None:
    wrong = faults(page(), tables(), our_classes())
    assert not wrong, (
        f"Mend {PAGE} (in code, on screen, meaning; in the order of the alphabet): {wrong}"
    )


def not_found(with_models: set[str], with_migrations: set[str]) -> list[str]:
    """What to do with rooms of which the models or the migration are missing."""
    return [
        *(
            f"{room} has models and no migration: run `make migrations`"
            for room in sorted(with_models - with_migrations)
        ),
        *(
            f"{room} has a migration and no models: add {room} to ROOMS of settings/base.py, "
            f"or, when its tables are gone, remove src/samenspel/{room}/migrations"
            for room in sorted(with_migrations - with_models)
        ),
    ]


def test_models_are_found() -> None:
    with_models = {model.__module__.split(".")[1] for model in our_models()}
    migrations = ROOT.glob("src/samenspel/*/migrations/0*")
    found = not_found(with_models, {path.parent.parent.name for path in migrations})
    assert not found, "\n".join(found)


def test_a_room_without_migration_or_without_models_is_noticed() -> None:
    assert not_found({"laundry", "needs"}, {"needs", "kitchen"}) == [
        "laundry has models and no migration: run `make migrations`",
        "kitchen has a migration and no models: add kitchen to ROOMS of settings/base.py, or, "
        "when its tables are gone, remove src/samenspel/kitchen/migrations",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("| offer (`Offer`)", "| a thing", "no row for `Offer`"),
        ("| offer (`Offer`)", "| a thing", "a thing belongs before"),
        ("| offer (`Offer`)", "| circle", "circle is there twice"),
        ("(`Offer`)", "(`Offering2`)", "there is no class `Offering2`"),
        ("| aanbod |", "| |", "the row of offer (`Offer`) is not filled in"),
        ("| aanbod | what", "| what", "the row of offer (`Offer`) is not filled in"),
    ],
)
def test_a_glossary_that_is_wrong_is_noticed(old: str, new: str, fault: str) -> None:
    assert old in page()
    wrong = faults(page().replace(old, new), tables(), our_classes())
    assert any(one.startswith(fault) for one in wrong), wrong


def test_a_new_table_asks_for_a_row() -> None:
    assert faults(page(), {*tables(), "WaitingList"}, our_classes()) == [
        "no row for `WaitingList`"
    ]


def test_a_plain_term_is_enough() -> None:
    table = (
        "| in code | on screen | meaning |\n|---|---|---|\n| help question | hulpvraag | x |"
    )
    assert not faults(table, {"HelpQuestion"}, {"HelpQuestion"})
