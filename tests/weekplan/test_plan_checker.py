"""The checker of a plan shares nothing with the engine and notices every change."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from dataclasses import fields

import numpy as np
import pytest

from samenspel_engine.cli import main
from samenspel_engine.weekplan import checker
from samenspel_engine.weekplan.arrays import PlanArrays
from samenspel_engine.weekplan.bound import Bound, raise_bound, value_of
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.proof import proof_of, proof_of_result, write_proof
from samenspel_engine.weekplan.reading import read_plan
from samenspel_engine.weekplan.region import generate_week

from .test_bound import random_prices
from .tiny import tiny_week
from .weeks import first_fit


def planned(inhabitants):
    """A week of a small town with a plain plan and a raised bound."""
    compiled = compile_plan(generate_week(inhabitants, 4))
    bound = raise_bound(compiled.arrays, iterations=60)
    return read_plan(compiled, first_fit(compiled.arrays), bound, {})


@pytest.fixture(scope="module")
def result():
    return planned(700)


@pytest.fixture(scope="module")
def proof(result):
    return json.loads(json.dumps(proof_of_result(result)))


def resealed(parts):
    """The same parts with a hash that matches them again."""
    parts["sha256"] = checker.sealed(parts)
    return parts


def test_the_checker_imports_nothing_from_the_engine_or_a_compiler():
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1]);"
        "print([m for m in sys.modules if m.startswith(('samenspel', 'numba'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, checker.__file__],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_an_honest_proof_holds(proof):
    assert checker.check(proof) == []
    assert proof["about"]["bound"] > 0


@pytest.mark.parametrize("seed", range(60))
def test_checker_and_engine_agree_on_any_prices(seed):
    arrays, random = tiny_week(seed, 9, 3, 4), np.random.default_rng(seed)
    prices = random_prices(arrays, random)
    bound = Bound(value_of(arrays, prices), prices, 0, 0.0)
    told = json.loads(json.dumps(proof_of(arrays, first_fit(arrays), bound)))
    assert checker.check(told) == []


def used(parts, k=0):
    """A visit that is planned and its pair."""
    visit = [v for v, p in enumerate(parts["plan"]["pair"]) if p >= 0][k]
    return visit, parts["plan"]["pair"][visit]


def at_used(change):
    """Change the value of a pair that is used."""

    def spoil(values, parts):
        values[used(parts)[1]] = change(values[used(parts)[1]])

    return spoil


def everywhere(value):
    def spoil(values, parts):
        del parts
        values[:] = np.full(np.shape(values), value).tolist()

    return spoil


def of_used_relation(change):
    def spoil(values, parts):
        relation = parts["week"]["relation"][used(parts)[1]]
        values[relation] = change(values[relation])

    return spoil


def at_visit(change):
    def spoil(values, parts):
        visit = used(parts)[0]
        values[visit] = change(values[visit])

    return spoil


def of_open_visit(values, parts):
    values[parts["plan"]["pair"].index(-1)] += 1


def more(value):
    return value + 1


WEEK = {
    "client": at_visit(lambda c: c + 1),
    "open_cost": of_open_visit,
    "day_group": everywhere(0),
    "group_days": everywhere(127),
    "start": at_visit(more),
    "supplier": at_used(lambda s: s - 1 if s else 1),
    "time": at_used(lambda t: t + 100),
    "load": at_used(lambda q: q + 1000),
    "slots": at_used(lambda bits: 0 * bits),
    "cost": at_used(more),
    "relation": at_used(lambda r: r - 1 if r else 1),
    "relation_supplier": of_used_relation(more),
    "relation_client": of_used_relation(more),
    "relation_cost": of_used_relation(more),
    "relation_counts": everywhere(3),
    "slot_room": everywhere(0),
    "week_room": everywhere(0),
    "people": everywhere(0),
    "faces": everywhere(0),
}


OTHERS = {
    ("about", "kind"): lambda parts: parts["about"].update(kind="other"),
    ("about", "format"): lambda parts: parts["about"].update(format=2),
    ("about", "cost"): lambda parts: parts["about"].update(cost=parts["about"]["cost"] - 1),
    ("about", "bound"): lambda parts: parts["about"].update(bound=parts["about"]["bound"] + 1),
    ("about", "price_scale"): lambda parts: parts["about"].update(price_scale=99),
    ("plan", "pair"): lambda parts: at_visit(more)(parts["plan"]["pair"], parts),
    ("plan", "slot"): lambda parts: at_visit(lambda t: (t + 3) % 28)(
        parts["plan"]["slot"], parts
    ),
    ("prices", "visit"): lambda parts: everywhere(30)(parts["prices"]["visit"], parts),
    ("prices", "day"): lambda parts: everywhere(30_000)(parts["prices"]["day"], parts),
    ("prices", "face"): lambda parts: everywhere(30_000)(parts["prices"]["face"], parts),
    ("prices", "slot"): lambda parts: everywhere(90_000)(parts["prices"]["slot"], parts),
    ("prices", "slot_at"): lambda parts: everywhere(0)(parts["prices"]["slot_at"][0], parts),
}
"""For each field, a change that makes the proof false, not only different."""

SPOILED = {("week", name): spoil for name, spoil in WEEK.items()} | OTHERS


def spoiled(proof, part, name):
    parts = deepcopy(proof)
    if part == "week":
        WEEK[name](parts["week"][name], parts)
    else:
        OTHERS[part, name](parts)
    assert parts != proof
    return parts


def test_every_field_has_its_change(proof):
    assert set(WEEK) == {one.name for one in fields(PlanArrays)} == set(proof["week"])
    told = {(part, name) for part in ("about", "plan", "prices") for name in proof[part]}
    assert told == set(OTHERS)


@pytest.mark.parametrize(("part", "name"), SPOILED)
def test_every_change_is_noticed_even_when_the_hash_is_made_again(proof, part, name):
    parts = spoiled(proof, part, name)
    assert "the file is not as it was written" in checker.check(parts)
    complaints = checker.check(resealed(parts))
    assert complaints
    assert "the file is not as it was written" not in complaints


@pytest.mark.parametrize("name", ["visit", "supplier", "problem_sha256"])
def test_other_names_are_noticed(proof, name):
    parts = deepcopy(proof)
    parts["names"][name] = parts["names"][name][::-1]
    assert checker.check(parts) == ["the file is not as it was written"]


def test_a_bound_lower_than_the_prices_prove_is_noticed_too(proof):
    parts = deepcopy(proof)
    parts["about"]["bound"] -= 1
    assert checker.check(resealed(parts)) == ["the bound is not that of the prices"]


@pytest.mark.parametrize(
    ("limit", "complaint"),
    [
        ("slot_room", "a daypart of a supplier is too full"),
        ("week_room", "a week of a supplier is too full"),
        ("people", "a supplier has too many people"),
        ("faces", "a client has too many faces"),
        ("day_group", "two visits fall on one day"),
    ],
)
def test_each_limit_is_named(proof, limit, complaint):
    parts = deepcopy(proof)
    parts["week"]["relation_counts"] = [3] * len(parts["week"]["relation_counts"])
    WEEK[limit](parts["week"][limit], parts)
    assert complaint in checker.check(resealed(parts))


@pytest.mark.parametrize("name", ["plan-proof.json", "plan-proof.parquet"])
def test_the_command_says_whether_a_plan_holds(proof, tmp_path, capsys, name):
    path = tmp_path / name
    write_proof(proof, path)
    assert main(["check-certificate", str(path)]) == 0
    assert "the proof holds: cost" in capsys.readouterr().out
    write_proof(spoiled(proof, "about", "cost"), path)
    assert main(["check-certificate", str(path)]) == 1
    assert "the file is not as it was written" in capsys.readouterr().out


def test_what_is_not_a_proof_is_reported(tmp_path, capsys):
    path = tmp_path / "plan-proof.json"
    path.write_text('{"week": {}}', encoding="utf-8")
    assert main(["check-certificate", str(path)]) == 1
    assert "cannot be read as a proof" in capsys.readouterr().out


def test_another_plan_beside_the_proof_is_noticed(proof, tmp_path, capsys):
    path, table = tmp_path / "plan-proof.json", tmp_path / "plan.csv"
    write_proof(proof, path)
    names, by = proof["names"], proof["week"]["supplier"]
    lines = [
        f"{names['visit'][v]},{names['supplier'][by[p]]},no"
        for v, p in enumerate(proof["plan"]["pair"])
        if p >= 0
    ]
    table.write_text("\n".join(["visit,supplier,fixed", *lines]), encoding="utf-8")
    assert main(["check-certificate", str(path)]) == 0
    table.write_text("\n".join(["visit,supplier,fixed", *lines[1:]]), encoding="utf-8")
    assert main(["check-certificate", str(path)]) == 1
    assert "plan.csv does not describe this plan" in capsys.readouterr().out
