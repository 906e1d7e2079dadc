"""Two fairer optima on the same pairs: shared load, and no match that is worse than it must be.

Both stay exact. Where the second person a helper takes on costs more than the first, and the
third more than the second, every place of a helper is a helper of its own with its own costs.
The best worst match is found by halving: the highest floor under the quality of a match with
which each class still serves as many questions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import Assignment, assign
from samenspel_engine.candidates import Lists


def _from_pairs(
    owner: NDArray[np.int64], helper: NDArray[np.int64], cost: NDArray[np.int64], n: int
) -> Lists:
    order = np.lexsort((helper, cost, owner))
    count = np.bincount(owner, minlength=n).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return Lists(start, helper[order].astype(np.int32), cost[order].astype(np.int32), count)


def assign_with_load(
    lists: Lists, drop: NDArray[np.int64], capacity: NDArray[np.int64], step: int
) -> Assignment:
    """Cheapest assignment where each further person of a helper costs ``step`` more.

    Parameters
    ----------
    lists, drop, capacity
        See ``assign``; the lists must be complete.
    step : int
        Extra cost of the second person, twice that for the third, and so on.

    Returns
    -------
    Assignment
        ``helper`` names helpers; ``helper_price`` has one price per place, helper after helper.
    """
    owner = np.repeat(np.arange(drop.size), np.diff(lists.start))
    copies = capacity[lists.helper]
    number = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    first = np.cumsum(capacity) - capacity
    place = np.repeat(first[lists.helper], copies) + number
    cost = np.repeat(lists.cost.astype(np.int64), copies) + step * number
    wide = _from_pairs(np.repeat(owner, copies), place, cost, drop.size)
    found = assign(wide, drop, np.ones(int(capacity.sum()), np.int64))
    of_place = np.repeat(np.arange(capacity.size), capacity)
    served = found.helper >= 0
    found.helper[served] = of_place[found.helper[served]]
    return found


def assign_with_floor(
    lists: Lists, drop: NDArray[np.int64], capacity: NDArray[np.int64]
) -> tuple[Assignment, int]:
    """Most questions served, then the best worst match, then the least cost.

    Returns
    -------
    Assignment
    ceiling : int
        The highest cost a match needs to have; no plan that serves as many does with less.
    """
    owner = np.repeat(np.arange(drop.size), np.diff(lists.start))

    def below(ceiling: int) -> Assignment:
        keep = lists.cost <= ceiling
        helper, cost = lists.helper[keep].astype(np.int64), lists.cost[keep].astype(np.int64)
        return assign(_from_pairs(owner[keep], helper, cost, drop.size), drop, capacity)

    def lost(found: Assignment) -> int:
        return int(drop[found.helper < 0].sum())

    best = assign(lists, drop, capacity)
    target = lost(best)
    low, high = -1, int(best.cost[best.helper >= 0].max(initial=0))
    best = below(high)
    while high - low > 1:
        middle = (low + high) // 2
        tried = below(middle)
        if lost(tried) == target:
            best, high = tried, middle
        else:
            low = middle
    return best, high
