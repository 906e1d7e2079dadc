"""Negative controls: a result that was tampered with does not pass."""

from dataclasses import fields, replace

import numpy as np
import pytest

from samenspel_engine import Params, generate_region, solve, verify
from samenspel_engine.certificate import result_hash
from samenspel_engine.quotas import Quotas


@pytest.fixture(scope="module")
def solved():
    problem = generate_region(120, 60, seed=3).problem
    return problem, solve(problem)


def resigned(result, **prices):
    """The result with other prices or helpers and a hash that matches them again."""
    certificate = replace(result.certificate, **prices)
    new = result_hash(result.helper_of, certificate.prices, certificate.floor)
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


def test_an_open_question_declared_as_served_is_noticed(solved):
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


def test_prices_that_prove_less_than_was_paid_are_noticed(solved):
    problem, result = solved
    certificate = result.certificate
    prices = certificate.request_prices.copy()
    prices[int(np.argmax(prices))] -= 1
    weaker = resigned(result, request_prices=prices, bound=certificate.bound - 1)
    assert verify(problem, weaker, Params()) == ("not proven optimal: gap 1",)


def test_more_matches_than_places_are_noticed(solved):
    problem, result = solved
    changed = result.helper_of.copy()
    busiest = int(np.argmax(np.bincount(changed[changed >= 0])))
    changed[:] = busiest
    crowded = resigned(replace(result, helper_of=changed))
    assert "a helper has more matches than places" in verify(problem, crowded, Params())


def test_changed_totals_are_noticed(solved):
    problem, result = solved
    certificate = result.certificate
    better = replace(certificate, value=certificate.value - 1, bound=certificate.bound - 1)
    assert verify(problem, replace(result, certificate=better), Params())


def test_another_problem_is_noticed(solved):
    problem, result = solved
    other = replace(problem, forbidden=[[0, 0]])
    assert "the problem is not the one that was solved" in verify(other, result, Params())


@pytest.fixture(scope="module")
def fair():
    """A round with load, floor, quotas and a bonus."""
    problem = generate_region(60, 40, seed=6).problem
    plain = solve(problem)
    groups = Quotas(np.arange(40) % 3, [2, -1, -1], [0, 0, 0])
    loads = groups.loads(np.bincount(plain.helper_of[plain.helper_of >= 0], minlength=40))
    quotas = replace(groups, most=(2 * loads + 2) // 3)
    problem = replace(problem, quotas=quotas, previous=[[0, 0], [1, 5]])
    params = Params(load_step=40, floor=True, continuity=30)
    return problem, solve(problem, params=params), params


def test_an_untouched_fair_result_passes(fair):
    assert verify(fair[0], fair[1], fair[2]) == ()


def changes(value):
    """Other values of a field: one more entry or one fewer, another shape, another kind."""
    if isinstance(value, np.ndarray):
        at = int(np.argmax(value))
        for shift in (1, -1):
            other = value.copy()
            other[at] += shift
            yield other
        yield from (value[:-1], value.astype(float), np.full_like(value, 10**9), value[None])
    elif isinstance(value, tuple):
        for k, part in enumerate(value):
            for other in changes(part):
                yield value._replace(**{value._fields[k]: other})
    elif isinstance(value, str):
        yield value[::-1]
    else:
        yield from (value + 1, value - 1)


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("owner", ["result", "certificate", "floor"])
def test_every_field_is_proven(fair, owner, again):
    problem, result, params = fair
    certificate = result.certificate
    named = {
        "result": (result, ("helper_of", "quality", "candidates")),
        "certificate": (certificate, tuple(f.name for f in fields(certificate))[:-1]),
        "floor": (certificate.floor, tuple(f.name for f in fields(certificate.floor))),
    }
    whole, names = named[owner]
    for name in names:
        # Weaker prices may still prove that no higher floor serves as many: that is not a lie.
        if again and name == "higher":
            continue
        for other in changes(getattr(whole, name)):
            changed = replace(whole, **{name: other})
            if owner == "floor":
                changed = replace(certificate, floor=changed)
            if owner != "result":
                changed = replace(result, certificate=changed)
            if again and name != "result_hash":
                changed = resigned(changed)
            assert verify(problem, changed, params), name


@pytest.mark.parametrize(
    "settings",
    [{"load_step": 41}, {"floor": False}, {"continuity": 31}, {"urgent_first": False}],
)
def test_other_settings_are_noticed(fair, settings):
    problem, result, params = fair
    assert verify(problem, result, replace(params, **settings))


def test_other_quotas_are_noticed(fair):
    problem, result, params = fair
    quotas = replace(problem.quotas, most=problem.quotas.most + 1)
    assert verify(replace(problem, quotas=quotas), result, params)
    assert verify(replace(problem, quotas=None), result, params)


def test_a_price_too_high_for_the_pairs_above_the_floor_is_noticed(fair):
    problem, result, params = fair
    floor = result.certificate.floor
    request = floor.higher.request.copy()
    request[int(np.argmax(request))] += 1
    changed = replace(floor, higher=floor.higher._replace(request=request))
    certificate = replace(result.certificate, floor=changed)
    assert verify(problem, resigned(replace(result, certificate=certificate)), params)
