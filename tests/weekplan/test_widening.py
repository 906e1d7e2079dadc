"""Visits that would stay open get the suppliers that were left out."""

from __future__ import annotations

import numpy as np
from tests.weekplan.test_result import complaints
from tests.weekplan.weeks import first_fit, random_week

from samenspel_engine.weekplan.arrays import broken_limits, cost_of
from samenspel_engine.weekplan.bound import raise_bound, value_of
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.params import PlanParams
from samenspel_engine.weekplan.reading import read_plan
from samenspel_engine.weekplan.region import generate_week
from samenspel_engine.weekplan.widening import widen

NARROW = PlanParams(most_own=1, most_informal=1, most_professional=1)


def narrow_plan(week, params=NARROW):
    compiled = compile_plan(week, params)
    return compiled, first_fit(compiled.arrays), raise_bound(compiled.arrays, iterations=30)


def test_a_plan_is_completed_with_suppliers_who_were_left_out():
    for seed, strict in ((4, False), (5, True)):
        params = PlanParams(strict=strict, most_own=1, most_informal=1, most_professional=1)
        week = generate_week(2500, seed)
        compiled, choice, bound = narrow_plan(week, params)
        before = cost_of(compiled.arrays, choice)
        wide, more, proven = widen(compiled, choice, bound)
        assert broken_limits(wide.arrays, more) == []
        assert cost_of(wide.arrays, more) < before
        assert (more.pair < 0).sum() < (choice.pair < 0).sum()
        assert wide.left_out < compiled.left_out
        assert wide.weights == compiled.weights
        kept = choice.pair >= 0
        same = wide.arrays.supplier[more.pair[kept]]
        assert (same == compiled.arrays.supplier[choice.pair[kept]]).all()
        assert (
            value_of(wide.arrays, proven.prices) == proven.value <= cost_of(wide.arrays, more)
        )
        result = read_plan(wide, more, proven, {})
        assert complaints(week, result.supplier_of, result.slot_of) == []
        reasons = [result.why(i) for i in result.open_visits().tolist()]
        assert all(one.code != "room" for one in reasons)


def test_a_random_week_breaks_no_rule_when_completed():
    for seed in range(40):
        week = random_week(seed, 4, 24, 24)
        result = read_plan(*widen(*narrow_plan(week)), {})
        assert complaints(week, result.supplier_of, result.slot_of) == []


def test_nothing_changes_when_nobody_was_left_out():
    week = generate_week(1500, 4)
    plan = narrow_plan(week, PlanParams(most_informal=10**6, most_professional=10**6))
    assert all(one is other for one, other in zip(widen(*plan), plan, strict=True))
    assert plan[0].left_out == 0
    assert np.diff(plan[0].arrays.start).sum() == plan[0].suitable.sum()
