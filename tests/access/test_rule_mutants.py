"""Some changes of the access rules and of the code that decides; each must be noticed.

``make bench NAME=rule-mutants`` tries all of them.
"""

import importlib
import os
import random
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldError
from django.db import DatabaseError, transaction
from tests.access.changed_code import in_place, parts, tell
from tests.access.decisions import written_world
from tests.access.test_written_rules import differences
from tests.support.repository import ROOT

from samenspel.core.clock import now

sys.path.append(str(ROOT / "benchmarks"))
cells = importlib.import_module("rule_mutants_cells")
codes = importlib.import_module("rule_mutants_code")
equal = importlib.import_module("rule_mutants_equal")

SEED, FEW, FEW_OF_THE_CODE = 20261127, 12, 4
WORLDS = ((1, 8), (2, 14))
"""Seed and people: the first in which a change shows ends its search."""

IN_THE_TESTS = "access/decide.py with_ties"
BREAKS = (
    ArithmeticError, AssertionError, AttributeError, DatabaseError, FieldError, LookupError,
    NameError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""A change that breaks the code is noticed by whoever runs it."""

NO_CHANGE: dict[Any, Any] = {}


def few(every: list[Any]) -> list[Any]:
    """Return some, or as many as the benchmark asks for."""
    asked = int(os.environ.get("RULE_MUTANTS", FEW_OF_THE_CODE))
    return random.Random(SEED).sample(every, min(asked, len(every)))


def test_a_dozen_cells_are_noticed() -> None:
    tests = cells.pure_tests()
    every = list(cells.cells())
    assert len(every) > 500
    for cell in random.Random(SEED).sample(every, FEW):
        assert cells.noticed_by(cell, tests), cell.line
    for name, test in tests.items():
        assert cells._passes(test), f"{name}: a cell was not put back"


def said(changes: dict[Any, Any], compare: Callable[[], str]) -> str:
    """Return what is said with a change in place; empty when nobody notices."""
    try:
        with in_place(changes), transaction.atomic():
            return next(iter(differences()), "") or compare()
    except BREAKS as error:
        return f"it breaks: {type(error).__name__}"


def test_changes_of_the_code_are_noticed(db: None) -> None:
    mutants = {one.name: one for one in codes.code_mutants(ROOT)}
    assert len(mutants) > 250
    assert not set(equal.EQUAL) - set(mutants), "take out what is no longer there"
    plain = {
        name: changes
        for name, one in mutants.items()
        if "RULE_MUTANTS" in os.environ or name.startswith(IN_THE_TESTS)
        if (changes := parts(one.file, one.before, one.change.text)) and name not in equal.EQUAL
    }
    assert len(plain) >= FEW
    drawn = few(sorted(plain))
    not_here = sorted(set(mutants) - set(plain) - set(equal.EQUAL))
    told = {"tried": len(drawn), "there_are": len(mutants), "not_here": not_here}
    left = drawn
    for seed, people in WORLDS:
        with written_world(seed, people=people, at=now(), everything=True) as compare:
            assert said(NO_CHANGE, compare) == "", "negative control: nothing was changed"
            left = [name for name in left if not said(plain[name], compare)]
            assert said(NO_CHANGE, compare) == "", "a change was not taken back"
        tell("code", {**told, "left": left})
        if not left:
            break
    assert "RULE_MUTANTS" in os.environ or not left
