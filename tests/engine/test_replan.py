"""A new round keeps what people have, at a price that is known."""

from dataclasses import replace
from itertools import pairwise, product

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
from samenspel_engine.replanning import STRICT_BONUS, changes_needed
from samenspel_engine.rules import room_left

from .instances import best_by_brute_force, pair_qualities, random_problem


@pytest.fixture(scope="module")
def weeks():
    """A solved week, and the next one, in which some helpers have other turns."""
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
    i, j = next(pair for pair in previous.tolist() if problem.offers.capacity[pair[1]])
    kept = replace(problem, fixed=[[i, j]])
    plan = replan(kept, previous[previous[:, 0] != i], bonus=50)
    assert plan.result.helper_of[i] == j


def test_a_bonus_and_a_budget_exclude_each_other(weeks):
    with pytest.raises(EngineInputError, match="together with most_changes"):
        replan(*weeks, bonus=1, most_changes=1)


def test_fewer_changes_than_needed_are_never_made(weeks):
    problem, previous = weeks
    needed = changes_needed(problem, previous)
    for bonus in (0, 60, 300):
        assert replan(problem, previous, bonus=bonus).changed >= needed


def fewest_changes(problem, previous):
    """Fewest broken matches over every assignment that serves the most by urgency."""
    pairs = pair_qualities(problem)
    n = len(problem.requests)
    choices = [[-1, *(j for i, j in pairs if i == row)] for row in range(n)]
    most, room, fewest = best_by_brute_force(problem)[:5], room_left(problem), n
    for choice in product(*choices):
        load = np.bincount([j for j in choice if j >= 0], minlength=room.size)
        served = problem.requests.urgency[np.array(choice) >= 0]
        if (load > room).any() or tuple(np.bincount(served, minlength=6)[5:0:-1]) != most:
            continue
        broken = sum((i, j) in pairs and choice[i] != j for i, j in previous)
        fewest = min(fewest, broken)
    return fewest


@pytest.mark.parametrize("seed", range(30))
def test_the_changes_needed_are_the_fewest_possible(seed):
    problem = replace(random_problem(seed, 4, 4), fixed=[])
    random = np.random.default_rng(seed)
    previous = [(i, int(random.integers(0, 4))) for i in range(4)]
    plan = replan(problem, previous, bonus=STRICT_BONUS)
    assert changes_needed(problem, previous) == plan.changed
    assert plan.changed == fewest_changes(problem, previous)
    assert plan.result.totals.served_by_urgency == solve(problem).totals.served_by_urgency
