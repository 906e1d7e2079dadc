"""Shared load and the best worst match, against brute force."""

from itertools import product

import numpy as np
import pytest

from samenspel_engine.assign import drop_costs
from samenspel_engine.candidates import Lists
from samenspel_engine.fairness import best_floor
from samenspel_engine.optimum import Limits, optimum


def small(seed):
    """Random complete lists with classes and capacities, and the same as a dictionary."""
    random = np.random.default_rng(seed)
    n, m = int(random.integers(1, 6)), int(random.integers(1, 4))
    start, helper, cost, pairs = [0], [], [], {}
    for i in range(n):
        some = np.flatnonzero(random.random(m) < 0.7)
        paid = np.sort(random.integers(0, 1000, some.size))
        pairs |= {(i, int(j)): int(c) for j, c in zip(some, paid, strict=True)}
        helper += some.tolist()
        cost += paid.tolist()
        start.append(len(helper))
    count = np.diff(start).astype(np.int64)
    lists = Lists(
        np.array(start, np.int64), np.array(helper, np.int32), np.array(cost, np.int32), count
    )
    drop = drop_costs(random.integers(1, 4, n).astype(np.int64), m, 10_000)
    return lists, drop, random.integers(0, 4, m).astype(np.int64), pairs


def plans(drop, capacity, pairs):
    """Every plan as a list of helpers (None: open)."""
    choices = [[None, *(j for k, j in pairs if k == i)] for i in range(drop.size)]
    for plan in product(*choices):
        taken = [j for j in plan if j is not None]
        if all(taken.count(j) <= capacity[j] for j in set(taken)):
            yield plan


def paid(plan, drop, pairs):
    return sum(int(drop[i]) if j is None else pairs[i, j] for i, j in enumerate(plan))


@pytest.mark.parametrize("seed", range(80))
def test_shared_load_is_the_cheapest_of_all_plans(seed):
    lists, drop, capacity, pairs = small(seed)
    step, taken = 150, np.random.default_rng(seed).integers(0, 3, capacity.size)

    def with_load(plan):
        loads = np.array([plan.count(j) for j in range(capacity.size)])
        numbers = [range(a, a + b) for a, b in zip(taken.tolist(), loads.tolist(), strict=True)]
        return paid(plan, drop, pairs) + step * sum(map(sum, numbers))

    found = optimum(lists, Limits(drop, capacity, taken, step))
    assert found.value == found.bound == min(map(with_load, plans(drop, capacity, pairs)))
    helper = [None if j < 0 else int(j) for j in found.helper]
    assert with_load(helper) == found.value


@pytest.mark.parametrize("seed", range(80))
def test_the_worst_match_is_as_good_as_can_be(seed):
    lists, drop, capacity, pairs = small(seed)
    _, classes = np.unique(drop, return_inverse=True)

    def levels(plan):
        lost = sum(int(classes[i]) + 1 for i, j in enumerate(plan) if j is None)
        worst = max((pairs[i, j] for i, j in enumerate(plan) if j is not None), default=1000)
        return lost, worst, paid(plan, drop, pairs)

    limits = Limits(drop, capacity, np.zeros_like(capacity))
    found, floor = best_floor(lists, limits, 1000 - lists.cost.astype(np.int64), classes + 1)
    helper = [None if j < 0 else int(j) for j in found.helper]
    best = min(map(levels, plans(drop, capacity, pairs)))
    assert levels(helper) == best
    assert floor.quality == 1000 - best[1]
    assert floor.most.value == floor.most.bound == best[0]
    served = any(j is not None for j in helper)
    assert floor.higher.bound > best[0] or not served
