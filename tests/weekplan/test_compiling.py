"""The compiled arrays against a slow compile that works from the plain rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.weekplan.weeks import random_week

from samenspel_engine.errors import EngineInputError
from samenspel_engine.weekplan.arrays import NO_LIMIT, Choice, cost_of
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.params import PlanParams, PlanWeights
from samenspel_engine.weekplan.region import generate_week
from samenspel_engine.weekplan.rules import broken_plan_rules
from samenspel_engine.weekplan.words import LOAD_PERCENT

NEAR, INTERESTS, KNOWN = (0, 40, 30), (0, 35, 20), (0, 25, 30)
FAR = (1, 3500, 6000)


def slow_fit(week, i, j):
    visits, clients, suppliers = week.visits, week.clients, week.suppliers
    c, tier = int(visits.client[i]), int(suppliers.tier[j])
    metres = int(np.hypot(suppliers.x_m[j] - clients.x_m[c], suppliers.y_m[j] - clients.y_m[c]))
    shared = int(suppliers.interests[j] & clients.interests[c]).bit_count()
    came = {
        (int(who), int(by))
        for who, by in zip(visits.client, visits.previous_supplier, strict=True)
    }
    met = {(int(visits.client[i]), int(j)) for i, j, _ in week.fixed}
    known = (c, j) in came | met | set(map(tuple, week.known.tolist()))
    points = 95 if tier == 0 else 0
    points += NEAR[tier] * max(FAR[tier] - metres, 0) // FAR[tier]
    points += INTERESTS[tier] * min(shared, 4) // 4 + KNOWN[tier] * known
    points += 10 * (int(visits.previous_supplier[i]) == j)
    points -= int(suppliers.recent_load[j]) * 10 // 100
    return min(100, max(1, points)), known, metres


def slow_pairs(week, i, params):
    """What the arrays should say of each supplier kept for visit ``i``."""
    kept = []
    for tier, most in enumerate(params.most):
        fits = [
            (-slow_fit(week, i, j)[0], j)
            for j in range(len(week.suppliers))
            if week.suppliers.tier[j] == tier and not broken_plan_rules(week, i, j)
        ]
        kept += [j for _, j in sorted(fits)[:most]]
    return {j: slow_pair(week, i, j, params.weights) for j in sorted(kept)}


def slow_pair(week, i, j, weights):
    visits, suppliers = week.visits, week.suppliers
    c, tier, task = int(visits.client[i]), int(suppliers.tier[j]), int(visits.task[i])
    quarters = int(visits.minutes[i]) // 15
    fit, known, metres = slow_fit(week, i, j)
    travel = 0 if tier == 0 and metres <= 1500 else 1 + metres // 7500
    load = -(-quarters * LOAD_PERCENT[task] // 100) if tier == 0 else quarters
    bodily = task == 0 or visits.bodily_part[i]
    may = visits.informal_allowed[i] and task != 1
    may = may and (not bodily or week.clients.bodily_comfortable[c])
    paid = weights.professional if may else weights.professional_only
    return {
        "time": quarters + travel,
        "load": load + travel,
        "slots": int(visits.slots[i] & suppliers.windows[j]),
        "cost": weights.fit * ((100 - fit) * quarters // 8) + (paid * quarters) * (tier == 2),
        "new": 0 if known or tier == 0 else weights.new_face,
        "counts": (1 if tier and suppliers.most_people[j] < NO_LIMIT else 0)
        + (2 if tier and week.clients.most_faces[c] < NO_LIMIT else 0),
    }


def check_pairs(week, params):
    compiled = compile_plan(week, params)
    arrays, kept = compiled.arrays, 0
    for k, i in enumerate(compiled.rows.tolist()):
        expected = slow_pairs(week, i, params)
        places = range(arrays.start[k], arrays.start[k + 1])
        assert [int(arrays.supplier[p]) for p in places] == list(expected)
        for p, (j, pair) in zip(places, expected.items(), strict=True):
            relation = arrays.relation[p]
            assert arrays.relation_supplier[relation] == j
            assert arrays.relation_client[relation] == week.visits.client[i]
            assert pair == {
                "time": arrays.time[p],
                "load": arrays.load[p],
                "slots": arrays.slots[p],
                "cost": arrays.cost[p],
                "new": arrays.relation_cost[relation],
                "counts": arrays.relation_counts[relation],
            }
        kept += len(expected)
        suitable = [j for j in range(len(week.suppliers)) if not broken_plan_rules(week, i, j)]
        assert compiled.suitable[i].sum() == len(suitable)
    assert compiled.left_out == compiled.suitable.sum() - kept


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 14), st.integers(0, 16), st.integers(1, 20))
def test_the_arrays_say_what_the_rules_and_scores_say(seed, n, m, most):
    week = random_week(seed, 5, n, m)
    check_pairs(week, PlanParams(most_own=2, most_informal=most, most_professional=2))


def test_costs_follow_the_weights():
    check_pairs(random_week(11, 5, 20, 20), PlanParams(PlanWeights(7, 11, 3, 2, 5)))


@pytest.mark.parametrize("size", [(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 0, 1), (1, 1, 1)])
def test_a_week_with_next_to_nothing_in_it(size):
    compiled = compile_plan(random_week(3, *size))
    assert compiled.arrays.visits == size[1]
    assert compiled.arrays.suppliers == size[2]
    assert cost_of(compiled.arrays, Choice.empty(size[1])) == compiled.arrays.open_cost.sum()


def agreed_week():
    """A town with some visits agreed on: those that the first plan would make."""
    week = generate_week(3000, 5)
    compiled = compile_plan(week)
    first = compiled.arrays.start[:-1][np.diff(compiled.arrays.start) > 0][:12:3]
    rows = compiled.arrays.pair_visit[first]
    slots = [int(one).bit_length() - 1 for one in compiled.arrays.slots[first]]
    return week, np.stack([rows, compiled.arrays.supplier[first], slots], axis=1)


def test_agreed_visits_take_their_room_and_leave_the_arrays():
    week, fixed = agreed_week()
    before, after = compile_plan(week), compile_plan(replace(week, fixed=fixed))
    assert set(range(len(week.visits))) - set(after.rows.tolist()) == set(fixed[:, 0].tolist())
    assert after.arrays.visits == before.arrays.visits - len(fixed)
    for visit, by, slot in fixed.tolist():
        mine = (fixed[:, 1] == by) & (fixed[:, 2] == slot)
        pair = before.arrays.start[visit]
        pairs = range(pair, before.arrays.start[visit + 1])
        place = next(p for p in pairs if before.arrays.supplier[p] == by)
        taken = before.arrays.slot_room[by, slot] - after.arrays.slot_room[by, slot]
        assert taken >= before.arrays.time[place]
        assert mine.sum() > 1 or taken == before.arrays.time[place]
        client = week.visits.client[visit]
        same = after.arrays.relation_supplier == by
        same &= after.arrays.relation_client == client
        assert (after.arrays.relation_cost[same] == 0).all()
        assert (after.arrays.relation_counts[same] == 0).all()


def test_agreed_visits_beyond_a_limit_are_refused():
    week, fixed = agreed_week()
    by, visit = int(fixed[0, 1]), int(fixed[0, 0])
    columns = {"minutes_per_week": "minutes_per_week", "minutes_per_daypart": "minutes_per_day"}
    for column, said in columns.items():
        less = getattr(week.suppliers, column).copy()
        less[by] = 0
        tight = replace(week, suppliers=replace(week.suppliers, **{column: less}), fixed=fixed)
        with pytest.raises(EngineInputError, match=f"{said}.* is exceeded by the fixed visits"):
            compile_plan(tight)
    other = int(np.flatnonzero(week.suppliers.tier == 2)[0])
    slot = int(week.suppliers.windows[other]).bit_length() - 1
    met = replace(week, fixed=[[visit, other, slot]], forbidden=np.empty((0, 2)))
    compile_plan(met)
    nobody = replace(week.clients, most_faces=np.zeros(len(week.clients), np.int32))
    with pytest.raises(EngineInputError, match="most_faces is exceeded"):
        compile_plan(replace(met, clients=nobody))
    alone = replace(week.suppliers, most_people=np.zeros(len(week.suppliers), np.int32))
    with pytest.raises(EngineInputError, match="most_people is exceeded"):
        compile_plan(replace(met, suppliers=alone))


def test_only_visits_that_can_clash_are_kept_apart():
    week = generate_week(9000, 2)
    compiled = compile_plan(week)
    group, series = compiled.arrays.day_group, week.visits.series[compiled.rows]
    days = [{t // 4 for t in range(28) if mask >> t & 1} for mask in week.visits.slots.tolist()]
    for i in range(len(series)):
        others = [k for k in np.flatnonzero(series == series[i]) if k != i and series[i] >= 0]
        clash = any(days[i] & days[k] for k in others)
        assert (group[i] >= 0) == clash
        assert all(group[k] == group[i] for k in others if clash and days[i] & days[k])


def test_numbers_that_cannot_be_exact_are_refused():
    week = random_week(1, 5, 20, 20)
    heavy = PlanWeights(fit=2**50)
    with pytest.raises(EngineInputError, match="strict needs whole numbers above"):
        compile_plan(week, PlanParams(heavy, strict=True))


@pytest.mark.parametrize("bad", [{"open_": 0}, {"fit": -1}, {"new_face": 1.5}])
def test_weights_are_checked(bad):
    with pytest.raises(EngineInputError):
        PlanWeights(**bad)
    with pytest.raises(EngineInputError):
        PlanParams(most_informal=0)
