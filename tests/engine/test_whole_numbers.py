"""The proof is in whole numbers: no float enters the code that makes or checks it, and
numbers beyond 2**53, where floats skip every other one, give the exact answer."""

import ast
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.instances import easy_problem
from tests.support.floats import floats_in, functions_of

import samenspel_engine
from samenspel_engine import checker, solve
from samenspel_engine.optimum import load_cost, worth_of_places
from samenspel_engine.proof import proof_of
from samenspel_engine.quotas import Quotas

ENGINE = Path(samenspel_engine.__file__).parent
PACKAGE = "samenspel_engine"
PROOF = ("certificate", "checker", "proof")
# What goes in and what comes out: metres, hours and seconds are floats there.
GIVEN = {"params", "people_columns", "problem", "result", "errors"}
# Kernels that add up for the proof; they are called, so the imports above do not name them all.
KERNELS = {"_kernels_paths", "flows", "weekplan/_kernels_worth"}
ALLOWED = {
    "checker.Plan.away2": "homes that were given, rounded to whole metres",
    "checker.rules_of": "hours that were given, rounded to whole minutes",
    "checker.quality_of": "a distance is a square root, rounded down to whole points at once",
    "score.<module>": "the distance at which half the points are left is in metres",
    "score.points_table": "the same",
    "score.distance_m": "a distance is a square root",
    "score.quality_parts": "a distance, rounded down to whole points at once",
    "rules.squared_distance": "whole metres in floats: exact up to 2**53 square metres",
    "rules.whole_minutes": "hours that were given, rounded to whole minutes",
    "weekplan/certificate.PlanCertificate.gap": "a share, for people to read",
    "weekplan/certificate.PlanCertificate.gap_of_avoidable": "a share, for people to read",
    "weekplan/certificate.PlanCertificate.gap_of_value": "a share, for people to read",
    "weekplan/certificate.PlanCertificate.as_dict": "shares, for people to read",
    "weekplan/checker.command": "a percentage, for people to read",
    "weekplan/proof.proof_of_result": "seconds, which the proof leaves out",
    "weekplan/lagrange.<module>": "seconds, for people to read",
    "weekplan/lagrange.Solver.__init__": "where to divide the work between threads",
    "weekplan/arrays.broken_limits": "sums of lengths of 32 bits: exact for 2**21 of them",
    "weekplan/relaxation.relax": "sums of lengths of 32 bits: exact for 2**21 of them",
    "weekplan/relaxation._cells": "sums of lengths of 32 bits: exact for 2**21 of them",
}
BIG = 1 << 54


def imported(module: str) -> set[str]:
    """The modules of the engine that a module imports when it runs."""
    tree = ast.parse((ENGINE / f"{module}.py").read_text(encoding="utf-8"))
    names = [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)]
    inside = [name.removeprefix(f"{PACKAGE}.") for name in names if name.startswith(PACKAGE)]
    return {name.replace(".", "/") for name in inside}


def guarded() -> set[str]:
    """The modules that make or check a proof, with what they import for it."""
    makers = {
        path.relative_to(ENGINE).with_suffix("").as_posix()
        for name in PROOF
        for path in ENGINE.rglob(f"{name}.py")
    }
    return makers | KERNELS | {name for maker in makers for name in imported(maker)} - GIVEN


def found(modules: set[str]) -> dict[str, list[str]]:
    """The functions in which a float can appear, with the lines."""
    return {
        f"{module}.{name}": [f"line {line}: {why}" for line, why in places]
        for module in sorted(modules)
        for name, part in functions_of((ENGINE / f"{module}.py").read_text("utf-8")).items()
        if (places := floats_in(part))
    }


def test_no_float_enters_the_proof() -> None:
    new = {name: lines for name, lines in found(guarded()).items() if name not in ALLOWED}
    assert not new, (
        "A float can enter what makes or checks a proof. Count in whole numbers (//, "
        "np.int64, np.zeros(n, np.int64)). Only what is rounded at once, or is for people to "
        f"read, goes in ALLOWED with its reason: {json.dumps(new, indent=2)}"
    )


def test_every_function_allowed_a_float_has_one() -> None:
    gone = set(ALLOWED) - set(found(guarded()))
    assert not gone, f"Remove from ALLOWED what no longer has a float: {sorted(gone)}"


def test_the_modules_of_both_proofs_are_guarded() -> None:
    assert {"certificate", "checker", "proof", "optimum", "assign", "quotas"} <= guarded()
    assert {"weekplan/certificate", "weekplan/checker", "weekplan/proof"} <= guarded()


@pytest.mark.parametrize(
    "code",
    [
        "return value / 2",
        "value /= 2",
        "return int(value * 1.0)",
        "return float(value)",
        "return np.float64(value)",
        "return values.astype(float)",
        "return values.astype(np.float32)",
        "return np.array(values, 'float64')",
        "return np.array(values, dtype='f8')",
        "return int(values.mean())",
        "return np.divide(value, 2)",
        "return 10 ** -3",
        "return np.zeros(3)",
        "return np.ones((2, 2))",
        "return np.bincount(who, weights=load)",
        "return np.bincount(who, load)",
        "return round(np.sqrt(value))",
        "return math.inf",
        "from math import sqrt",
    ],
)
def test_a_float_in_a_function_is_seen(code: str) -> None:
    assert floats_in(functions_of(f"def bound():\n    {code}\n")["bound"])


@pytest.mark.parametrize(
    "code",
    [
        "return value // 2",
        "return -(-value // 2)",
        "return 2 ** 60",
        "return np.zeros(3, np.int64)",
        "return np.ones((2, 2), dtype=np.int64)",
        "return np.bincount(who, minlength=3)",
        "return np.bincount(who, None, 3)",
        "return int(values.sum())",
    ],
)
def test_whole_numbers_are_left_alone(code: str) -> None:
    assert not floats_in(functions_of(f"def bound():\n    {code}\n")["bound"])


def test_a_whole_number_made_a_float_in_the_real_source_is_seen() -> None:
    text = (ENGINE / "certificate.py").read_text(encoding="utf-8")
    sabotaged = text.replace("return value + load_cost(", "return value * 1.0 + load_cost(")
    assert sabotaged != text
    assert not floats_in(functions_of(text)["_check_rows"])
    assert floats_in(functions_of(sabotaged)["_check_rows"])


# --- Values that floats get wrong -----------------------------------------------------------

large = st.integers(BIG, BIG + 1000)
few = st.integers(0, 5)


def whole(values: list[int]) -> np.ndarray:
    return np.array(values, np.int64)


@given(st.lists(st.tuples(large, few, few), min_size=1, max_size=8), st.integers(0, 1))
def test_the_worth_of_places_is_exact(helpers: list[tuple[int, int, int]], step: int) -> None:
    price, room, taken = (whole(list(column)) for column in zip(*helpers, strict=True))
    places = [(p, step * BIG * k) for p, r, t in helpers for k in range(t, t + r)]
    exact = sum(max(0, p - more) for p, more in places)
    assert worth_of_places(price, room, taken, step * BIG) == exact


def test_floats_would_get_the_worth_of_places_wrong() -> None:
    price, room = whole([BIG + 1, BIG + 1]), whole([1, 2])
    none = np.zeros(2, np.int64)
    assert worth_of_places(price, room, none, 0) == 3 * BIG + 3
    assert worth_of_places(price.astype(float), room, none, 0) != 3 * BIG + 3


@given(st.lists(st.tuples(few, few), min_size=1, max_size=8), large)
def test_the_cost_of_the_load_is_exact(loads: list[tuple[int, int]], step: int) -> None:
    load, taken = (whole(list(column)) for column in zip(*loads, strict=True))
    exact = sum(step * k for more, t in loads for k in range(t, t + more))
    assert load_cost(load, taken, step) == exact


@given(st.lists(large, min_size=3, max_size=3))
def test_the_prices_of_groups_add_up_exactly(prices: list[int]) -> None:
    nested = Quotas([0, 1, 2, -1], [-1, 0, 1], [9, 9, 9])
    one, two, three = prices
    expected = [one, one + two, one + two + three, 0]
    assert nested.above(whole(prices)).tolist() == expected


@pytest.fixture(scope="module")
def enormous() -> dict:
    """A proof that holds, and whose costs all lie beyond 2**53."""
    proof = json.loads(json.dumps(proof_of(solve(easy_problem(4, 4)))))
    assert min(proof["answer"]["helper"]) >= 0
    proof["settings"]["continuity"] = BIG  # a match then costs that much more, for everyone
    proof["answer"]["prices"]["request"] = [
        price + BIG for price in proof["answer"]["prices"]["request"]
    ]
    return sealed(proof, proof["about"]["value"] + 4 * BIG)


def sealed(proof: dict, total: int) -> dict:
    """The proof with this as its value and its bound, and hashes that fit."""
    proof = json.loads(json.dumps(proof))
    proof["about"] |= {"value": total, "bound": total}
    proof["about"]["input_sha256"] = checker.sealed(proof, *checker.OUTPUT)
    proof["sha256"] = checker.sealed(proof, "sha256")
    return proof


def test_a_proof_in_numbers_beyond_those_of_floats_holds(enormous: dict) -> None:
    assert checker.check(enormous) == []


@pytest.mark.parametrize("row", range(4))
def test_a_price_that_is_one_too_low_leaves_a_gap_of_one(enormous: dict, row: int) -> None:
    low = json.loads(json.dumps(enormous))
    low["answer"]["prices"]["request"][row] -= 1
    low = sealed(low, enormous["about"]["value"])
    assert "not proven optimal: gap 1" in checker.check(low)


def test_a_checker_with_floats_would_not_see_the_gap(
    enormous: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = checker.Plan.bound
    monkeypatch.setattr(
        checker.Plan, "bound", lambda plan, *given: int(float(exact(plan, *given)))
    )
    blind = 0
    for row in range(4):
        low = json.loads(json.dumps(enormous))
        low["answer"]["prices"]["request"][row] -= 1
        said = checker.check(sealed(low, enormous["about"]["value"]))
        blind += "not proven optimal: gap 1" not in said
    assert blind


@pytest.mark.parametrize("row", range(4))
def test_a_price_that_is_one_too_high_is_seen(enormous: dict, row: int) -> None:
    high = json.loads(json.dumps(enormous))
    high["answer"]["prices"]["request"][row] += 1
    assert any(
        "price" in one for one in checker.check(sealed(high, enormous["about"]["value"]))
    )
