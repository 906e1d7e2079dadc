"""The optimum, against brute force and against other people's solvers."""

import numpy as np
import pytest
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment

from samenspel_engine import Params, generate_region, solve
from samenspel_engine.params import TOP_QUALITY
from samenspel_engine.rules import room_left

from .instances import (
    best_by_brute_force,
    easy_problem,
    level_values,
    pair_qualities,
    random_problem,
)


@pytest.mark.parametrize("seed", range(150))
def test_result_is_the_best_of_all_assignments(seed):
    random = np.random.default_rng(seed)
    problem = random_problem(seed, int(random.integers(0, 6)), int(random.integers(0, 7)))
    result = solve(problem, params=Params(list_length=int(random.integers(1, 5))))
    assert level_values(problem, result) == best_by_brute_force(problem)
    assert result.certificate.gap == 0


def total_cost(problem, result, unit):
    free = np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])
    served = free[result.helper_of[free] >= 0]
    left = free[result.helper_of[free] < 0]
    lost = int(problem.requests.urgency[left].astype(np.int64).sum()) * unit
    return int((TOP_QUALITY - result.quality[served]).sum()) + lost


def scipy_cost(problem, unit):
    quality = pair_qualities(problem)
    rows = np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])
    places = np.repeat(np.arange(len(problem.offers)), room_left(problem))
    costs = np.full((rows.size, places.size + rows.size), 6.0 * unit)
    for at, i in enumerate(rows.tolist()):
        for k, j in enumerate(places.tolist()):
            if (i, j) in quality:
                costs[at, k] = TOP_QUALITY - quality[i, j]
        costs[at, places.size + at] = int(problem.requests.urgency[i]) * unit
    return int(costs[linear_sum_assignment(costs)].sum())


def ortools_cost(problem, unit):
    quality = pair_qualities(problem)
    n, m = len(problem.requests), len(problem.offers)
    flow = min_cost_flow.SimpleMinCostFlow()
    rows = np.setdiff1d(np.arange(n), problem.fixed[:, 0]).tolist()
    for i, j in quality:
        flow.add_arc_with_capacity_and_unit_cost(i, n + j, 1, TOP_QUALITY - quality[i, j])
    for i in rows:
        drop = int(problem.requests.urgency[i]) * unit
        flow.add_arc_with_capacity_and_unit_cost(i, n + m, 1, drop)
        flow.set_node_supply(i, 1)
    for j, room in enumerate(room_left(problem).tolist()):
        flow.add_arc_with_capacity_and_unit_cost(n + j, n + m, room, 0)
    flow.set_node_supply(n + m, -len(rows))
    assert flow.solve() == flow.OPTIMAL
    return flow.optimal_cost()


@pytest.mark.parametrize("seed", range(60))
def test_scipy_and_ortools_find_the_same_cost(seed):
    random = np.random.default_rng(1000 + seed)
    problem = random_problem(seed, int(random.integers(5, 40)), int(random.integers(3, 40)))
    unit = (TOP_QUALITY + 1) * (len(problem.requests) + 1)
    result = solve(problem, params=Params(list_length=3))
    ours = total_cost(problem, result, unit)
    assert ours == scipy_cost(problem, unit)
    assert ours == ortools_cost(problem, unit)


def test_most_urgent_question_goes_first_when_there_is_one_helper():
    problem = easy_problem(3, 1, requests__urgency=[2, 5, 4])
    assert solve(problem).helper_of.tolist() == [-1, 0, -1]


def test_urgency_can_be_ignored():
    problem = easy_problem(
        2, 1, requests__urgency=[5, 1], requests__interests=[0, 1], offers__interests=[1]
    )
    result = solve(problem, params=Params(urgent_first=False))
    assert result.helper_of.tolist() == [-1, 0]


def test_ties_are_settled_by_id_whatever_the_order_of_the_rows():
    ids = ["c", "a", "b"]
    problem = easy_problem(3, 1, requests__ids=ids)
    assert solve(problem).matches()[0][0] == "a"


def test_another_seed_draws_lots_among_equals():
    problem = easy_problem(6, 1)
    winners = {solve(problem, seed=seed).matches()[0][0] for seed in range(1, 30)}
    assert len(winners) > 1


@pytest.mark.parametrize("sizes", [(300, 900), (300, 300), (300, 100)])
def test_cut_lists_and_threads_do_not_change_the_totals(sizes):
    problem = generate_region(*sizes, seed=5).problem
    long, short = Params(list_length=1000, threads=1), Params(list_length=2, threads=3)
    one, two = solve(problem, params=long), solve(problem, params=short)
    assert one.totals == two.totals
    assert one.pairs == two.pairs


@pytest.mark.parametrize("sizes", [(700, 900), (900, 300)])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_result_on_one_and_two_threads(sizes, seed):
    problem = generate_region(*sizes, seed=6).problem
    one = solve(problem, params=Params(threads=1, list_length=8), seed=seed)
    two = solve(problem, params=Params(threads=2, list_length=8), seed=seed)
    assert one.certificate.result_hash == two.certificate.result_hash


def test_distant_helpers_are_found_as_well_as_near_ones():
    far = [0.0, 40_000.0, 900_000.0]
    problem = easy_problem(
        3, 3, offers__x_m=far, offers__radius_m=[500.0, 45_000.0, 2e6], requests__x_m=[0.0] * 3
    )
    assert solve(problem).totals.served == 3
    near = easy_problem(3, 3, offers__x_m=far, offers__radius_m=[500.0, 39_999.0, 899_999.0])
    assert solve(near).totals.served == 1


def test_lists_of_many_equal_helpers_are_cut_by_rank():
    problem = easy_problem(2, 5000)
    result = solve(problem, params=Params(list_length=3))
    first, second = sorted(problem.offers.ids.tolist())[:2]
    assert [j for _, j, _ in result.matches()] == [first, second]


def test_a_helper_never_gets_more_than_the_capacity():
    problem = easy_problem(5, 2, offers__capacity=[3, 0])
    result = solve(problem)
    assert np.bincount(result.helper_of[result.helper_of >= 0]).tolist() == [3]


def test_fixed_matches_are_kept_and_use_up_capacity():
    problem = easy_problem(2, 1, fixed=[[1, 0]], requests__urgency=[5, 1])
    assert solve(problem).helper_of.tolist() == [-1, 0]
