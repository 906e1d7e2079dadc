"""A new round keeps what people have, at a price that is known."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from samenspel_engine import (
    EngineInputError,
    Params,
    generate_region,
    replan,
    solve,
    verify,
)


@pytest.fixture(scope="module")
def weeks():
    """A solved week, and the next one in which some helpers have other turns."""
    problem = generate_region(300, 320, seed=8).problem
    first = solve(problem)
    served = np.flatnonzero(first.helper_of >= 0)
    previous = np.stack([served, first.helper_of[served]], axis=1)
    random = np.random.default_rng(1)
    capacity = problem.offers.capacity * (random.random(320) > 0.05)
    idle = random.permutation(problem.offers.idle_weeks)
    offers = replace(problem.offers, capacity=capacity, idle_weeks=idle)
    return replace(problem, offers=offers), previous


def test_a_higher_bonus_breaks_fewer_relations_and_serves_as_many(weeks):
    problem, previous = weeks
    plans = [replan(problem, previous, bonus=bonus) for bonus in (0, 30, 100, 400)]
    for one, two in pairwise(plans):
        assert one.changed >= two.changed
        assert one.result.totals.quality >= two.result.totals.quality
        assert one.result.totals.served_by_urgency == two.result.totals.served_by_urgency
    assert plans[0].changed > plans[-1].changed


def test_without_a_bonus_it_is_an_ordinary_round(weeks):
    problem, previous = weeks
    plain = solve(problem)
    again = replan(problem, previous, bonus=0)
    assert again.result.totals == plain.totals
    assert again.kept + again.changed + again.forced == len(previous)


def test_the_bonus_is_part_of_the_proof(weeks):
    problem, previous = weeks
    plan = replan(problem, previous, bonus=80)
    params = Params(continuity=80)
    assert plan.result.certificate.gap == 0
    assert verify(plan.result.problem, plan.result, params) == ()
    assert verify(plan.result.problem, plan.result, Params(continuity=79))
    parts = [
        plan.result.fit(i, j).quality for i, j in enumerate(plan.result.helper_of) if j >= 0
    ]
    assert sum(parts) == plan.result.totals.quality


@pytest.mark.parametrize("budget", [0, 3, 10])
def test_a_budget_of_changes_is_met_with_the_lowest_bonus(weeks, budget):
    problem, previous = weeks
    plan = replan(problem, previous, most_changes=budget)
    assert plan.changed <= budget or plan.bonus == 1000
    if 0 < plan.bonus < 1000:
        assert replan(problem, previous, bonus=plan.bonus - 1).changed > budget


def test_fixed_matches_stay_whatever_the_bonus(weeks):
    problem, previous = weeks
    i, j = previous[0].tolist()
    kept = replace(problem, fixed=[[i, j]]) if problem.offers.capacity[j] else problem
    plan = replan(kept, previous[1:], bonus=50)
    assert kept is problem or plan.result.helper_of[i] == j


def test_a_bonus_and_a_budget_exclude_each_other(weeks):
    with pytest.raises(EngineInputError, match="beside most_changes"):
        replan(*weeks, bonus=1, most_changes=1)
