"""Nested quotas, against every possible plan."""

import numpy as np
import pytest

from samenspel_engine import EngineInputError
from samenspel_engine.assign import assign
from samenspel_engine.optimum import Limits, optimum
from samenspel_engine.quotas import Quotas

from .test_fairness import paid, plans, small


def plan_within(lists, drop, capacity, quotas):
    return optimum(lists, Limits(drop, capacity, np.zeros_like(capacity), quotas=quotas))


def loads(plan, quotas):
    """Matches of each group, those of its parts included."""
    total = np.zeros(quotas.parent.size, np.int64)
    for j in plan:
        group = -1 if j is None else int(quotas.group_of[j])
        while group >= 0:
            total[group] += 1
            group = int(quotas.parent[group])
    return total


@pytest.mark.parametrize("seed", range(80))
def test_the_plan_is_the_cheapest_within_the_quotas(seed):
    lists, drop, capacity, pairs = small(seed)
    random = np.random.default_rng(seed)
    quotas = Quotas(
        group_of=random.integers(-1, 3, capacity.size),
        parent=np.array([2, 2, -1]),
        most=random.integers(0, 4, 3),
    )
    allowed = [
        plan
        for plan in plans(drop, capacity, pairs)
        if (loads(plan, quotas) <= quotas.most).all()
    ]
    found = plan_within(lists, drop, capacity, quotas)
    helper = [None if j < 0 else int(j) for j in found.helper]
    assert helper in [list(plan) for plan in allowed]
    assert found.value == found.bound == paid(helper, drop, pairs)
    assert found.value == min(paid(plan, drop, pairs) for plan in allowed)


@pytest.mark.parametrize("seed", range(20))
def test_without_groups_it_is_the_ordinary_optimum(seed):
    lists, drop, capacity, _ = small(seed)
    none = np.zeros(0, np.int64)
    quotas = Quotas(np.full(capacity.size, -1), none, none)
    found = plan_within(lists, drop, capacity, quotas)
    assert found.value == found.bound == assign(lists, drop, capacity).value


@pytest.mark.parametrize(
    ("group_of", "parent", "most"),
    [
        ([5], [-1], [1]),
        ([-2], [-1], [1]),
        ([0], [0], [1]),
        ([0], [1, 0], [1, 1]),
        ([0], [-1], [-1]),
        ([0], [-1], [1, 1]),
        ([0], [-1], [0.5]),
        ([0], [-1], [float("nan")]),
        ([0], [-1], ["many"]),
        ([[0]], [-1], [1]),
        ([0], [-1], [2**62]),
        ([0], [-1], np.array([2**64 - 1], np.uint64)),
    ],
)
def test_quotas_that_make_no_sense_are_refused(group_of, parent, most):
    with pytest.raises(EngineInputError, match="quotas"):
        Quotas(np.array(group_of), np.array(parent), np.array(most))


def test_prices_and_loads_add_up_along_the_tree():
    quotas = Quotas([0, 1, -1, 2], [2, 2, -1], [9, 9, 9])
    assert quotas.above(np.array([1, 10, 100])).tolist() == [101, 110, 0, 100]
    assert quotas.loads(np.array([1, 2, 4, 8])).tolist() == [1, 2, 11]
    assert quotas.left(np.array([1, 2, 4, 1])).tolist() == [8, 7, 5]
