"""No plan is below the bound whatever the prices; each sub-problem is solved exactly."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest

from samenspel_engine.weekplan.arrays import NO_LIMIT, cost_of
from samenspel_engine.weekplan.bound import (
    PRICE_SCALE,
    Prices,
    may_be_used,
    raise_bound,
    reduced_costs,
    value_of,
)
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.lagrange import Solver
from samenspel_engine.weekplan.region import generate_week

from .tiny import best_cost, every_plan, tiny_week

SEEDS = range(120)


@cache
def known_best(seed):
    return best_cost(tiny_week(seed))


def random_prices(arrays, random, scale=PRICE_SCALE):
    """Prices of any size and sign."""
    shapes = [part.shape for part in Prices.none(arrays)]
    most = (70, random.choice([5, 40]), 15, 10)
    return Prices(
        *(
            random.integers(-m * scale // 4, m * scale + 1, shape)
            for m, shape in zip(most, shapes, strict=True)
        )
    )


@pytest.fixture(scope="module")
def town():
    return compile_plan(generate_week(1500, 3)).arrays


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_below_the_bound_at_any_prices(seed):
    arrays, random = tiny_week(seed), np.random.default_rng(seed)
    for _ in range(8):
        assert value_of(arrays, random_prices(arrays, random)) <= known_best(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_below_the_raised_bound(seed):
    arrays = tiny_week(seed)
    bound = raise_bound(arrays, iterations=60)
    assert bound.value <= known_best(seed)
    assert bound.value == value_of(arrays, bound.prices)


def test_the_bound_is_close_to_the_best_plans():
    best = sum(known_best(seed) for seed in SEEDS)
    found = sum(raise_bound(tiny_week(seed), iterations=150).value for seed in SEEDS)
    assert best * 0.97 < found <= best


def best_week(week, answer, s):
    """Value of the best set of pairs of a supplier, by trying all sets."""
    best = 0
    pairs = range(week.first[s], week.first[s + 1])
    of = {
        i: g
        for g in range(week.group_first[s], week.group_first[s + 1])
        for i in range(week.group_pairs[g], week.group_pairs[g + 1])
    }
    for size in range(len(pairs) + 1):
        for taken in combinations(pairs, size):
            opened = {of[i] for i in taken}
            if sum(week.load[i] for i in taken) > week.room[s]:
                continue
            if sum(week.group_counts[g] & 1 for g in opened) > week.people[s]:
                continue
            value = sum(answer.profit[i] for i in taken)
            best = max(best, value - sum(answer.set_up[g] for g in opened))
    return best


def best_filling(week, tariff, row):
    """Value of the best filling of a slot, by trying every number of each length."""
    cells = range(week.row_first[row], week.row_first[row + 1])
    return max(
        sum(k * tariff.cell[c] for k, c in zip(counts, cells, strict=True))
        for counts in product(*(range(week.most[c] + 1) for c in cells))
        if sum(k * week.length[c] for k, c in zip(counts, cells, strict=True))
        <= week.row_room[row]
    )


@pytest.mark.parametrize("seed", range(60))
def test_each_sub_problem_is_solved_exactly(seed):
    arrays, random = tiny_week(seed, 9, 3, 4), np.random.default_rng(seed)
    solver = Solver(arrays)
    tariff = solver.tariff_of(random_prices(arrays, random))
    solver.solve(tariff)
    week, answer = solver.relaxation.week, solver.answer
    for s in range(arrays.suppliers):
        pairs = slice(week.first[s], week.first[s + 1])
        groups = slice(week.group_first[s], week.group_first[s + 1])
        chosen, opened = answer.chosen[pairs] > 0, answer.opened[groups] > 0
        told = answer.profit[pairs][chosen].sum() - answer.set_up[groups][opened].sum()
        assert answer.supplier_value[s] == best_week(week, answer, s) == told
    for row in range(week.row_room.size):
        cells = slice(week.row_first[row], week.row_first[row + 1])
        filled = answer.filled[cells]
        assert answer.row_value[row] == best_filling(week, tariff, row)
        assert answer.row_value[row] == (filled * tariff.cell[cells].clip(0)).sum()
        assert (filled * week.length[cells]).sum() <= week.row_room[row]


def test_the_bound_does_not_depend_on_the_threads(town):
    one = raise_bound(town, iterations=25, threads=1)
    two = raise_bound(town, iterations=25, threads=2)
    assert one.value == two.value
    for a, b in zip(one.prices, two.prices, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_longer_search_gives_a_higher_bound(town):
    short, long = (raise_bound(town, iterations=k).value for k in (30, 200))
    assert 0 < short < long <= town.open_cost.sum()


def test_known_prices_serve_as_a_start(town):
    first = raise_bound(town, iterations=100)
    again = raise_bound(town, iterations=1, start=first.prices)
    assert again.value == first.value


def test_the_search_stops_at_its_target_when_told_and_in_time(town):
    assert raise_bound(town, iterations=500, target=1).iterations < 500
    seen = []
    stopped = raise_bound(
        town, iterations=500, progress=lambda b: seen.append(b.value) or len(seen) == 3
    )
    assert stopped.iterations < 500
    assert seen == sorted(seen)
    assert raise_bound(town, iterations=10**9, seconds=0.05).iterations < 10**9


@pytest.mark.parametrize("seed", range(60))
def test_no_pair_of_a_plan_that_is_good_enough_is_dropped(seed):
    arrays = tiny_week(seed)
    limit = known_best(seed) + seed % 5
    kept = may_be_used(arrays, raise_bound(arrays, iterations=60).prices, limit)
    for choice in every_plan(arrays):
        if cost_of(arrays, choice) <= limit:
            assert kept[choice.pair[choice.pair >= 0]].all()


def test_dropping_pairs_drops_some_and_fewer_at_a_higher_cost(town):
    bound = raise_bound(town, iterations=300)
    low = may_be_used(town, bound.prices, bound.value)
    high = may_be_used(town, bound.prices, 2 * bound.value)
    assert 0 < low.sum() < high.sum()
    assert (low <= high).all()
    assert reduced_costs(town, bound.prices)[low].max() <= PRICE_SCALE


def test_a_week_without_visits_or_suppliers_costs_nothing_or_all_open():
    for visits, suppliers in ((0, 3), (4, 0), (0, 0)):
        arrays = tiny_week(1, visits, suppliers)
        assert raise_bound(arrays, iterations=100).value == arrays.open_cost.sum()


def test_limits_make_the_bound_higher():
    """A bound that ignored a limit would not rise with it."""
    noticed = set()
    for seed in range(40):
        arrays = tiny_week(seed, 9, 3, 4)
        base = raise_bound(arrays, iterations=80)
        for name in ("slot_room", "week_room", "people", "faces"):
            wider = replace(arrays, **{name: np.full_like(getattr(arrays, name), NO_LIMIT)})
            if value_of(wider, base.prices) < base.value:
                noticed.add(name)
        apart = replace(arrays, day_group=np.full(arrays.visits, -1, np.int32))
        if value_of(apart, base.prices) < base.value:
            noticed.add("days apart")
    assert noticed == {"slot_room", "week_room", "people", "faces", "days apart"}
