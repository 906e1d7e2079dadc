"""The best worst match: no match is worse than it must be.

Most questions served per class, then the highest floor under the quality of a match at which as
many of each class are still served, then the least cost. The floor is found by halving. Two
more sets of prices prove it: one that no plan over all pairs serves more, and one that no plan
over the pairs above the floor serves as many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import Assignment
from samenspel_engine.candidates import Lists
from samenspel_engine.optimum import Limits, from_pairs, optimum

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Floor:
    """The best worst match and what proves it.

    Parameters
    ----------
    quality : int
        Highest floor under the matches; 0 when nobody can be served.
    most : Assignment
        Serves the most over all pairs; its value is the sum of the classes left open.
    higher : Assignment
        The same over the pairs above the floor; it leaves more open.
    """

    quality: int
    most: Assignment
    higher: Assignment


def best_floor(
    lists: Lists, limits: Limits, quality: Numbers, classes: Numbers
) -> tuple[Assignment, Floor]:
    """Most served, then the best worst match, then the least cost.

    Parameters
    ----------
    lists : Lists
        Complete lists.
    limits : Limits
    quality : ndarray of int64, shape (pairs,)
        Quality of each pair of the lists, without any bonus.
    classes : ndarray of int64, shape (n,)
        Class of each request, 1 or more.
    """
    counting = replace(limits, drop=classes, step=0)

    def above(floor: int) -> Assignment:
        return optimum(_only(lists, quality >= floor, count=True), counting)

    most = above(0)
    levels = np.unique(quality)
    low, high = 0, levels.size
    if most.value == int(classes.sum()):
        return optimum(lists, limits), Floor(0, most, most)
    while high - low > 1:
        middle = (low + high) // 2
        if above(int(levels[middle])).value == most.value:
            low = middle
        else:
            high = middle
    floor = int(levels[low])
    found = optimum(_only(lists, quality >= floor), limits)
    return found, Floor(floor, most, above(floor + 1))


def _only(lists: Lists, keep: NDArray[np.bool_], *, count: bool = False) -> Lists:
    """The pairs to keep; where only the number served counts, all at cost 0."""
    owner = np.repeat(np.arange(lists.total.size), np.diff(lists.start))[keep]
    helper, cost = lists.helper[keep].astype(np.int64), lists.cost[keep].astype(np.int64)
    return from_pairs(owner, helper, cost * (not count), lists.total.size)
