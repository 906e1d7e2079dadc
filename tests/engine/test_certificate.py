"""Negative controls: a result that was tampered with does not pass."""

from dataclasses import replace

import numpy as np
import pytest

from samenspel_engine import Params, generate_region, solve, verify
from samenspel_engine.certificate import result_hash


@pytest.fixture(scope="module")
def solved():
    problem = generate_region(120, 60, seed=3).problem
    return problem, solve(problem)


def resigned(result, **prices):
    """The result with other prices or helpers and a hash that fits them again."""
    certificate = replace(result.certificate, **prices)
    new = result_hash(result.helper_of, certificate.request_prices, certificate.helper_prices)
    return replace(result, certificate=replace(certificate, result_hash=new))


def test_an_untouched_result_passes(solved):
    problem, result = solved
    assert verify(problem, result, Params()) == ()


def test_a_swapped_helper_is_noticed(solved):
    problem, result = solved
    swapped = result.helper_of.copy()
    i, k = np.flatnonzero(swapped >= 0)[:2]
    swapped[[i, k]] = swapped[[k, i]]
    assert verify(problem, replace(result, helper_of=swapped), Params())
    assert verify(problem, resigned(replace(result, helper_of=swapped)), Params())


def test_an_open_question_declared_served_is_noticed(solved):
    problem, result = solved
    changed = result.helper_of.copy()
    changed[np.flatnonzero(changed < 0)[0]] = int(changed[changed >= 0][0])
    assert verify(problem, resigned(replace(result, helper_of=changed)), Params())


def test_a_match_left_out_is_noticed(solved):
    problem, result = solved
    changed = result.helper_of.copy()
    changed[np.flatnonzero(changed >= 0)[0]] = -1
    assert verify(problem, resigned(replace(result, helper_of=changed)), Params())


@pytest.mark.parametrize("shift", [1, -1])
@pytest.mark.parametrize("side", ["request_prices", "helper_prices"])
def test_a_changed_price_is_noticed(solved, side, shift):
    problem, result = solved
    prices = getattr(result.certificate, side).copy()
    prices[int(np.argmax(prices))] += shift
    assert verify(problem, resigned(result, **{side: prices}), Params())


def test_changed_totals_are_noticed(solved):
    problem, result = solved
    certificate = result.certificate
    better = replace(certificate, value=certificate.value - 1, bound=certificate.bound - 1)
    assert verify(problem, replace(result, certificate=better), Params())


def test_another_problem_is_noticed(solved):
    problem, result = solved
    other = replace(problem, forbidden=[[0, 0]])
    assert "the problem is not the one that was solved" in verify(other, result, Params())
