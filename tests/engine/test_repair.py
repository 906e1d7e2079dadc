"""Longer lists for a few requests: the repaired optimum equals the one from scratch."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel_engine import Params, generate_region, solve, verify
from samenspel_engine.assign import assign, drop_costs
from samenspel_engine.candidates import Search, replace_rows, stack, take
from samenspel_engine.certificate import classes_of
from samenspel_engine.repair import cheaper_rows, repair

from .instances import random_problem

few = settings(max_examples=60, deadline=None, derandomize=True)
cases = given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 50), m=st.integers(1, 30))


def parts_of(problem, kept):
    """Cut lists, complete lists, and the limits."""
    n, m = len(problem.requests), len(problem.offers)
    search, rows = Search(problem, Params(), np.arange(m)), np.arange(n)
    cut = search.best(rows, kept)
    limits = (
        drop_costs(classes_of(problem, Params()), m),
        problem.offers.capacity.astype(np.int64),
    )
    return cut, search.complete(rows, cut.total), limits


@few
@cases
def test_the_repaired_optimum_equals_one_from_scratch(seed, n, m):
    problem = replace(random_problem(seed, n, m), fixed=[])
    cut, complete, limits = parts_of(problem, 1)
    found = assign(cut, *limits)
    longer = np.random.default_rng(seed).permutation(n)[: 1 + n // 2]
    longer.sort()
    lists = replace_rows(cut, longer, take(complete, longer))
    wrong = cheaper_rows(take(complete, longer), longer, found, limits)
    mended = repair(lists, found, wrong, limits)
    assert mended.value == mended.bound == assign(lists, *limits).value
    served = mended.helper >= 0
    load = np.bincount(mended.helper[served], minlength=m)
    assert (load <= limits[1]).all()
    if wrong.size == 0:
        assert mended.value == found.value


@few
@cases
def test_replaced_rows_are_where_they_were(seed, n, m):
    problem = replace(random_problem(seed, n, m), fixed=[])
    cut, complete, _ = parts_of(problem, 2)
    rows = np.flatnonzero(np.random.default_rng(seed).random(n) < 0.4)
    kept = np.setdiff1d(np.arange(n), rows)
    expected = stack([take(cut, kept), take(complete, rows)], np.concatenate([kept, rows]))
    lists = replace_rows(cut, rows, take(complete, rows))
    for name in ("start", "helper", "cost", "total"):
        np.testing.assert_array_equal(getattr(lists, name), getattr(expected, name))


def test_rows_that_are_left_out_of_a_repair_break_the_proof():
    problem = generate_region(300, 250, seed=4).problem
    cut, complete, limits = parts_of(problem, 1)
    found = assign(cut, *limits)
    rows = np.arange(300)
    wrong = cheaper_rows(complete, rows, found, limits)
    assert wrong.size > 1
    assert repair(complete, found, wrong, limits).value == assign(complete, *limits).value
    missed = repair(complete, found, wrong[:0], limits)
    assert missed.value != missed.bound


@pytest.mark.parametrize("length", [2, 6, 12, 64])
def test_the_initial_length_of_the_lists_never_changes_the_totals(length):
    problem = generate_region(3000, 3000, seed=5).problem
    expected = solve(problem, params=Params(list_length=3000))
    found = solve(problem, params=Params(list_length=length, threads=1))
    assert found.totals == expected.totals
    assert found.certificate.gap == 0
    assert (found.rounds > 1) == (length < 64)


def test_a_repaired_round_is_checked_pair_by_pair():
    problem = generate_region(500, 500, seed=6).problem
    params = Params(list_length=8)
    result = solve(problem, params=params)
    assert result.rounds > 1
    assert verify(problem, result, params) == ()
