"""What must hold for every problem."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel_engine import Offers, Params, Problem, Requests, solve
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.rules import broken_rules

from .instances import assert_verified, random_offers, random_problem

cases = given(seed=st.integers(0, 2**32 - 1), n=st.integers(0, 40), m=st.integers(0, 40))
few = settings(max_examples=60, deadline=None, derandomize=True)


def served(problem):
    return solve(problem, params=Params(list_length=4)).totals.served


def with_columns(problem, *, requests=None, offers=None):
    old = problem.requests, problem.offers
    asked = {name: getattr(old[0], name) for name in REQUEST_COLUMNS} | (requests or {})
    offered = {name: getattr(old[1], name) for name in OFFER_COLUMNS} | (offers or {})
    return replace(
        problem,
        requests=Requests.from_columns(ids=old[0].ids, **asked),
        offers=Offers.from_columns(ids=old[1].ids, **offered),
    )


@few
@cases
def test_no_forbidden_pair_is_ever_chosen(seed, n, m):
    problem = random_problem(seed, n, m)
    result = solve(problem)
    fixed = set(problem.fixed[:, 0].tolist())
    for i, j in enumerate(result.helper_of.tolist()):
        if j >= 0 and i not in fixed:
            broken = broken_rules(replace(problem, fixed=problem.fixed[:0]), i, j)
            keys = [one.key for one in broken]
            assert not keys, (
                f"request row {i} got offer row {j}, which breaks {keys}:"
                " pack these in packing.py and _kernels_candidates.py as rules.py has them"
            )


@few
@cases
def test_the_plain_check_agrees_that_the_result_is_optimal(seed, n, m):
    problem = random_problem(seed, n, m)
    params = Params(list_length=3)
    assert_verified(problem, solve(problem, params=params, seed=seed), params)


@few
@cases
def test_same_seed_gives_the_same_result_in_any_row_order(seed, n, m):
    problem = replace(random_problem(seed, n, m), forbidden=[], fixed=[], trusted=[])
    random = np.random.default_rng(seed)
    shuffled = Problem(
        problem.requests.take(random.permutation(n)), problem.offers.take(random.permutation(m))
    )
    one, two = solve(problem, seed=seed), solve(shuffled, seed=seed, params=Params(threads=1))
    assert set(one.matches()) == set(two.matches())


@few
@cases
def test_one_more_helper_never_serves_fewer(seed, n, m):
    problem = random_problem(seed, n, m)
    extra = random_offers(np.random.default_rng(seed + 1), 1, ids=[10_000])
    result = solve(problem, params=Params(list_length=4))
    gain = result.what_one_more_helper_would_do(extra)
    assert 0 <= gain.questions <= extra.capacity[0]


@few
@cases
def test_dropping_a_rule_never_serves_fewer(seed, n, m):
    problem = random_problem(seed, n, m)
    before = served(problem)
    assert served(replace(problem, forbidden=[])) >= before
    assert served(with_columns(problem, offers={"refused": np.zeros(m)})) >= before
    assert served(with_columns(problem, offers={"radius_m": np.full(m, 1e6)})) >= before
    assert served(with_columns(problem, requests={"gender_required": np.zeros(n)})) >= before
    assert served(with_columns(problem, requests={"vog_needed": np.zeros(n)})) >= before


@few
@cases
def test_totals_add_up(seed, n, m):
    problem = random_problem(seed, n, m)
    result = solve(problem)
    totals = result.totals
    assert totals.served + totals.open == n
    assert sum(totals.served_by_urgency) == totals.served
    assert totals.quality == sum(quality for _, _, quality in result.matches())
