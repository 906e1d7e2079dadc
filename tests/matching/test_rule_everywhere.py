"""A hard rule of the engine is everywhere or nowhere: in files, in tests, in the product."""

import ast

import numpy as np
import pytest
from tests.engine.instances import random_problem
from tests.support.repository import ROOT

from samenspel.matching.explanations import open_words, rule_words
from samenspel_engine.generate import generate_region
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.rules import RULES
from samenspel_engine.tables import OFFER_FIELDS, REQUEST_FIELDS

PLACED = {"x_m", "y_m"}  # from latitude and longitude, in files and in the product
NOT_KEPT_HERE = {"skills_needed", "vog_needed", "skills"}
"""Columns that the product does not fill: it keeps no skills; a missing VOG is a warning."""
SIDES = (("Requests", REQUEST_COLUMNS, REQUEST_FIELDS), ("Offers", OFFER_COLUMNS, OFFER_FIELDS))


FLAGS = sorted(
    field.name
    for _table, columns, fields in SIDES
    for field in fields
    if field.column in columns and columns[field.column].dtype is np.bool_
)
"""The cells of a file that say yes or no."""


def filled_by_the_product(table: str) -> set[str]:
    """Return the columns that matching/solver.py gives to a table of the engine."""
    source = (ROOT / "src/samenspel/matching/solver.py").read_text(encoding="utf-8")
    return {
        keyword.arg
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(f"{table}.from_columns")
        for keyword in node.keywords
        if keyword.arg
    }


@pytest.mark.parametrize(("table", "columns", "fields"), SIDES, ids=["requests", "offers"])
def test_every_column_is_read_from_files_and_filled_by_the_product(
    table: str, columns: dict, fields: tuple
) -> None:
    read = {field.column for field in fields} | PLACED
    missing = set(columns) - read
    assert not missing, f"{sorted(missing)}: give each a field in samenspel_engine/tables.py"
    left_out = set(columns) - filled_by_the_product(table) - NOT_KEPT_HERE
    assert not left_out, (
        f"{sorted(left_out)}: pass each in matching/solver.py, or no rule on it holds in the"
        " product; say in NOT_KEPT_HERE why one is not kept"
    )


@pytest.mark.parametrize("table", ["requests", "offers"])
def test_random_people_differ_in_every_column(table: str) -> None:
    columns = REQUEST_COLUMNS if table == "requests" else OFFER_COLUMNS
    drawn = [getattr(random_problem(seed, 40, 40), table) for seed in range(3)]
    same = {
        name
        for name in columns
        if np.unique(np.concatenate([getattr(one, name) for one in drawn])).size < 2
    }
    assert not same, (
        f"{sorted(same)}: draw these in tests/engine/instances.py; a rule on a column that is"
        " the same for everyone is never tried by the laws"
    )


def test_every_rule_has_words_for_a_coordinator() -> None:
    fallback = rule_words("no such rule")
    silent = [rule.key for rule in RULES if rule_words(rule.key) == fallback]
    assert not silent, f"{silent}: say in matching/explanations.py (rule_words) what is broken"


def test_every_rule_has_words_for_leaving_nobody() -> None:
    def words(key: str) -> str:
        return open_words("rules", 0, [{"rule": "task", "left": 3}, {"rule": key, "left": 0}])

    fallback = words("no such rule")
    silent = [rule.key for rule in RULES if words(rule.key) == fallback]
    assert not silent, (
        f"{silent}: say in matching/explanations.py (_stranded_words) that this left nobody"
    )


@pytest.mark.parametrize("name", FLAGS)
def test_a_yes_in_a_file_is_a_yes_in_the_engine(name: str) -> None:
    (field,) = (one for one in (*REQUEST_FIELDS, *OFFER_FIELDS) if one.name == name)
    assert [bool(field.read(cell)) for cell in ("yes", "ja", "1")] == [True] * 3
    assert [bool(field.read(cell)) for cell in ("no", "nee", "0")] == [False] * 3
    assert (field.write(True), field.write(False)) == ("yes", "no")


def test_the_synthetic_region_differs_in_every_column() -> None:
    region = generate_region(2000, 2000, seed=3).problem
    same = {
        name
        for people, columns in (
            (region.requests, REQUEST_COLUMNS),
            (region.offers, OFFER_COLUMNS),
        )
        for name in columns
        if np.unique(getattr(people, name)).size < 2
    }
    assert not same, f"{sorted(same)}: draw these in samenspel_engine/generate.py"


def test_the_reader_of_the_solver_sees_what_is_left_out() -> None:
    """Negative control: what the product leaves out today is seen as left out."""
    filled = filled_by_the_product("Requests") | filled_by_the_product("Offers")
    assert not filled & NOT_KEPT_HERE
    assert "bodily_comfortable" in filled
