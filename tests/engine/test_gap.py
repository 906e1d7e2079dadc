"""Generalised assignment: against every possible plan, and against known optima."""

import csv
import itertools
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel_engine import EngineInputError
from samenspel_engine.gap import gap_bound, solve_gap
from samenspel_engine.gap_exact import core_size, finish_gap
from samenspel_engine.gap_instance import CELLS, UNIT

SHARED = Path(__file__).parents[3] / "shared/data/gap"
DATA = Path(os.environ.get("SAMENSPEL_GAP_DATA", SHARED))


def small(seed, room=0.8):
    """At most four agents and eight jobs; often with pairs that are not allowed."""
    random = np.random.default_rng(seed)
    agents, jobs = int(random.integers(1, 5)), int(random.integers(1, 9))
    weight = random.integers(0, 20, (agents, jobs))
    cost = random.integers(-30, 100, (agents, jobs))
    capacity = (room * weight.sum(axis=1) / agents).astype(np.int64) + random.integers(0, 6)
    return cost, weight, capacity


def optimum(cost, weight, capacity):
    """The cheapest of all plans, None when there is none."""
    agents, jobs = cost.shape
    best = None
    for plan in itertools.product(range(agents), repeat=jobs):
        load = np.zeros(agents, np.int64)
        np.add.at(load, list(plan), weight[list(plan), range(jobs)])
        if (load <= capacity).all():
            paid = int(cost[list(plan), range(jobs)].sum())
            best = paid if best is None else min(best, paid)
    return best


def slow_bound(cost, weight, capacity, prices):
    """The same bound, from all subsets of the jobs of each agent."""
    jobs = cost.shape[1]
    subsets = np.array(list(itertools.product((0, 1), repeat=jobs)))
    total = int(prices.sum())
    for i in range(len(capacity)):
        fitting = subsets[subsets @ weight[i] <= capacity[i]]
        total += int((fitting @ (cost[i] * UNIT - prices)).min())
    return -(-total // UNIT)


def check(instance, found):
    """The plan keeps within the rooms and costs what is stated; the bound comes from the
    prices."""
    cost, weight, capacity = instance
    assert gap_bound(*instance, found.prices) == found.bound
    if found.cost is None:
        assert (found.agent_of == -1).all()
        return
    jobs = np.arange(cost.shape[1])
    load = np.zeros_like(capacity)
    np.add.at(load, found.agent_of, weight[found.agent_of, jobs])
    assert (load <= capacity).all()
    assert found.cost == cost[found.agent_of, jobs].sum()
    assert found.bound <= found.cost


@pytest.mark.parametrize("seed", range(60))
def test_the_plan_is_the_cheapest_there_is(seed):
    instance = small(seed, room=0.6 + seed % 5 / 5)
    best = optimum(*instance)
    found = solve_gap(*instance, seed=seed, rounds=15)
    check(instance, found)
    ended = finish_gap(*instance, found)
    check(instance, ended)
    assert ended.cost == best
    assert ended.impossible == (best is None)
    assert ended.proven
    assert not found.impossible or best is None
    assert best is None or found.bound <= best


@pytest.mark.parametrize("seed", range(40))
def test_any_prices_give_a_valid_bound(seed):
    instance = small(seed, room=1.2)
    random = np.random.default_rng(seed)
    best = optimum(*instance)
    for spread in (0, 10, 1000, 10**7):
        prices = random.integers(-spread, spread + 1, instance[0].shape[1]) * UNIT // 10
        bound = gap_bound(*instance, prices)
        assert bound == slow_bound(*instance, prices)
        assert best is None or bound <= best


def test_changed_prices_never_prove_more_than_is_true():
    instance = larger(agents=3, jobs=8)
    best = optimum(*instance)
    found = solve_gap(*instance, rounds=10)
    assert best is not None
    weaker = 0
    for job in range(instance[0].shape[1]):
        for change in (-50_000, -1, 1, 50_000):
            prices = found.prices.copy()
            prices[job] += change
            bound = gap_bound(*instance, prices)
            assert bound <= best
            weaker += bound < found.bound
    assert weaker > 0


def larger(seed=5, agents=6, jobs=40):
    random = np.random.default_rng(seed)
    weight = random.integers(1, 101, (agents, jobs))
    cost = 111 - weight + random.integers(-10, 11, (agents, jobs))
    return cost, weight, (0.8 * weight.sum(axis=1) / agents).astype(np.int64)


def test_equal_seeds_give_equal_results_for_any_number_of_threads():
    instance = larger()
    one, same, two = (
        solve_gap(*instance, seed=7, rounds=30, threads=threads) for threads in (1, 1, 3)
    )
    for other in (same, two):
        assert (one.agent_of == other.agent_of).all()
        assert (one.prices == other.prices).all()
        assert (one.cost, one.bound, one.rounds) == (other.cost, other.bound, other.rounds)
    check(instance, one)
    assert one.cost is not None and one.cost <= 1.02 * one.bound


def test_a_plan_that_is_not_the_best_is_improved_in_the_core():
    instance = larger(agents=4, jobs=24)
    found = replace(solve_gap(*instance, rounds=20), proven="")
    assert found.cost is not None
    ended = finish_gap(*instance, found)
    check(instance, ended)
    assert ended.proven in ("core", "prices")
    assert 0 < core_size(*instance, found) <= 96
    assert core_size(*instance, replace(found, cost=None)) == 96
    with pytest.raises(EngineInputError, match="another cost"):
        finish_gap(*instance, replace(found, cost=10**6, proven=""))


def test_a_job_that_fits_nowhere_makes_the_plan_impossible():
    found = solve_gap([[1, 1], [1, 1]], [[1, 9], [1, 9]], [5, 5])
    assert found.impossible and found.cost is None and found.proven == "prices"


def test_prices_prove_that_too_many_jobs_do_not_fit():
    found = solve_gap(np.ones((2, 3), int), np.full((2, 3), 2), [3, 3], rounds=5)
    assert found.impossible and found.cost is None and found.proven == "prices"


def test_rooms_too_large_for_the_table_still_give_a_valid_bound():
    cost, weight, capacity = larger(agents=2, jobs=9)
    scale = CELLS // 50
    found = solve_gap(cost, weight * scale, capacity * scale + scale // 2, rounds=5)
    exact = finish_gap(cost, weight, capacity, solve_gap(cost, weight, capacity, rounds=5))
    assert exact.proven and exact.cost is not None
    assert found.bound <= exact.cost


@pytest.mark.parametrize(
    ("cost", "weight", "capacity", "rule"),
    [
        ([1, 2], [1, 2], [3], "table of agents by jobs"),
        (np.zeros((0, 3), int), np.zeros((0, 3), int), [], "table of agents by jobs"),
        ([[1, 2]], [[1]], [3], "shape of cost"),
        ([[1, 2]], [[1, 2]], [3, 4], "one number per agent"),
        ([[1, 2]], [[1, -2]], [3], "0 or more"),
        ([[1, 2]], [[1, 2]], [-3], "0 or more"),
        ([[1.5, 2]], [[1, 2]], [3], "whole numbers"),
        ([[1, 2], [3]], [[1, 2]], [3], "whole numbers"),
        ([["a", "b"]], [[1, 2]], [3], "whole numbers"),
        ([[2**60, 2]], [[1, 2]], [3], "must be between"),
        ([[2**36, 2**36]], [[1, 2]], [3], "add up"),
    ],
)
def test_tables_that_make_no_sense_are_refused(cost, weight, capacity, rule):
    with pytest.raises(EngineInputError, match=rule):
        solve_gap(cost, weight, capacity)


@pytest.mark.parametrize(
    "limits", [{"seed": -1}, {"rounds": -1}, {"threads": 0}, {"seconds": 0.0}]
)
def test_limits_that_make_no_sense_are_refused(limits):
    with pytest.raises(EngineInputError):
        solve_gap([[1]], [[1]], [1], **limits)


def test_prices_of_the_wrong_length_are_refused():
    with pytest.raises(EngineInputError, match="one number per job"):
        gap_bound([[1, 2]], [[1, 2]], [3], [1])


numbers = st.integers(-5, 5) | st.floats(allow_nan=True) | st.sampled_from([2**63, None, "x"])
tables = st.lists(st.lists(numbers, max_size=3) | numbers, max_size=3)


@settings(max_examples=60, deadline=None)
@given(tables, tables, tables)
def test_any_input_gives_a_plan_or_a_clear_error(cost, weight, capacity):
    try:
        found = solve_gap(cost, weight, capacity, rounds=1)
    except EngineInputError as error:
        assert str(error).startswith("gap")
    else:
        assert found.prices.size == np.array(cost).shape[1]


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no instances at {DATA} (SAMENSPEL_GAP_DATA)")
@pytest.mark.parametrize(
    "name", ["cattrysse1994/gap3-0", "cattrysse1994/gap12-1", "chu1997/a10100"]
)
def test_known_optima_are_reached_and_proven(name):
    numbers = np.array((DATA / name).read_text().split(), np.int64)
    m, n = int(numbers[0]), int(numbers[1])
    cost, weight = numbers[2 : 2 + 2 * m * n].reshape(2, m, n)
    known = {
        row["Path"]: row
        for row in csv.DictReader((DATA / "best_known.csv").read_text().splitlines())
    }
    found = solve_gap(cost, weight, numbers[2 + 2 * m * n :], rounds=100)
    ended = finish_gap(cost, weight, numbers[2 + 2 * m * n :], found)
    assert found.cost == int(known[name]["Best known solution value"])
    assert ended.proven
