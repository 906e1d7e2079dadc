"""Nested quotas, against every plan there is."""

import numpy as np
import pytest

from samenspel_engine import EngineInputError
from samenspel_engine.assign import assign
from samenspel_engine.quotas import Quotas, assign_with_quotas

from .test_fairness import paid, plans, small


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
    found = assign_with_quotas(lists, drop, capacity, quotas)
    helper = [None if j < 0 else int(j) for j in found.helper]
    assert helper in [list(plan) for plan in allowed]
    assert found.value == found.bound == paid(helper, drop, pairs)
    assert found.value == min(paid(plan, drop, pairs) for plan in allowed)


@pytest.mark.parametrize("seed", range(20))
def test_without_groups_it_is_the_ordinary_optimum(seed):
    lists, drop, capacity, _ = small(seed)
    none = np.zeros(0, np.int64)
    quotas = Quotas(np.full(capacity.size, -1), none, none)
    found = assign_with_quotas(lists, drop, capacity, quotas)
    assert found.value == found.bound == assign(lists, drop, capacity).value


@pytest.mark.parametrize(
    ("group_of", "parent", "most"),
    [([5], [-1], [1]), ([0], [0], [1]), ([0], [1, 0], [1, 1]), ([0], [-1], [-1])],
)
def test_quotas_that_make_no_sense_are_refused(group_of, parent, most):
    with pytest.raises(EngineInputError):
        Quotas(np.array(group_of), np.array(parent), np.array(most))
