"""HiGHS on the whole programme agrees with trying every plan."""

from __future__ import annotations

import pytest

from samenspel_engine.weekplan.arrays import broken_limits, cost_of
from samenspel_engine.weekplan.bound import raise_bound
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.exact import available, linear_value, solve_exactly
from samenspel_engine.weekplan.region import generate_week

from .tiny import best_cost, tiny_week


@pytest.mark.parametrize("seed", range(60))
def test_the_best_plan_is_found(seed):
    arrays = tiny_week(seed)
    exact = solve_exactly(arrays, seconds=20)
    assert exact.cost == exact.bound == best_cost(arrays)
    assert cost_of(arrays, exact.choice) == exact.cost
    assert broken_limits(arrays, exact.choice) == []


def test_finding_nothing_in_time_gives_the_empty_plan():
    arrays = compile_plan(generate_week(3000, 1)).arrays
    exact = solve_exactly(arrays, seconds=0.0)
    assert exact.bound <= exact.cost <= arrays.open_cost.sum()
    assert broken_limits(arrays, exact.choice) == []


def test_the_linear_value_and_the_raised_bound_are_below_the_best_plan():
    arrays = compile_plan(generate_week(600, 1)).arrays
    exact = solve_exactly(arrays, seconds=60)
    linear = linear_value(arrays, seconds=60)
    assert linear.value <= exact.cost + 1e-6
    assert linear_value(arrays, seconds=60, method="simplex").value == pytest.approx(
        linear.value
    )
    assert raise_bound(arrays, iterations=300).value <= exact.cost
    assert available()
