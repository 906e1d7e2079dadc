"""Compiled quality of compatible pairs and the choice of the best of each request.

The quality of all compatible helpers is worked out; counting how often each quality occurs
shows where to cut the list without sorting it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_candidates import Desk, scan_group
from samenspel_engine.bits import count_bits
from samenspel_engine.jit import compiled
from samenspel_engine.packing import EARLIER, TRUSTED, VETOED, Asked, Index
from samenspel_engine.score import Points


class Found(NamedTuple):
    """Where the search writes.

    Parameters
    ----------
    total : ndarray of int64, shape (rows,)
        Number of compatible helpers of each row.
    helper, cost : ndarray of int32, shape (rows, k)
        The ``k`` best helpers of each row by cost and then by rank, where the cost is
        ``points.top`` less quality and bonus; places beyond ``total`` are not written.
    """

    total: NDArray[np.int64]
    helper: NDArray[np.int32]
    cost: NDArray[np.int32]


@compiled
def score_places(
    i: int, count: int, asked: Asked, index: Index, points: Points, desk: Desk
) -> None:
    """Cost of each noted entry, without regard to trust and vetoes."""
    x, y = asked.x[i], asked.y[i]
    windows, interests, wish = asked.windows[i], asked.interests[i], asked.wish[i]
    free = points.wishes if wish == np.uint32(0) else 0
    extra = points.wishes - free
    nearest = points.nearness * points.near_m
    for at in range(count):
        p = desk.place[at]
        dx = np.float64(index.x[p] - x)
        dy = np.float64(index.y[p] - y)
        quality = np.int32(nearest / (points.near_m + np.sqrt(dx * dx + dy * dy)))
        quality += points.overlap[count_bits(index.windows[p] & windows)]
        quality += points.interests[count_bits(index.interests[p] & interests)]
        quality += index.room[p] + free
        if (index.word[p] & wish) != np.uint32(0):
            quality += extra
        desk.cost[at] = points.top - quality


@compiled
def apply_pairs(
    i: int, count: int, asked: Asked, index: Index, points: Points, desk: Desk
) -> int:
    """Take out vetoes and add the points for trust; return how many entries are left."""
    kept = 0
    for at in range(count):
        helper = index.helper[desk.place[at]]
        cost = desk.cost[at]
        bonus = 0
        allowed = True
        for special in range(asked.pair_start[i], asked.pair_start[i + 1]):
            if asked.pair_helper[special] == helper:
                kind = asked.pair_kind[special]
                allowed = allowed and kind != VETOED
                cost -= points.trusted * (kind == TRUSTED)
                bonus += points.continuity * (kind == EARLIER)
        if allowed:
            desk.place[kept] = desk.place[at]
            desk.cost[kept] = min(cost, points.top - 1) - bonus
            kept += 1
    return kept


@compiled
def count_costs(count: int, desk: Desk) -> None:
    """Count how often each cost occurs; a quality below 1 counts as 1."""
    desk.tally[:] = 0
    most = np.int32(desk.tally.size - 2)
    for at in range(count):
        cost = min(desk.cost[at], most)
        desk.cost[at] = cost
        desk.tally[cost] += 1


@compiled
def keep_smallest(values: NDArray[np.int32], size: int, wanted: int) -> None:
    """Bring the ``wanted`` smallest of the first ``size`` values to the front (quickselect)."""
    low = 0
    high = size - 1
    while low < high:
        pivot = values[(low + high) // 2]
        left = low
        right = high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while values[right] > pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if wanted - 1 <= right:
            high = right
        elif wanted - 1 >= left:
            low = left
        else:
            return


@compiled
def cut_list(count: int, wanted: int, helper: NDArray[np.int32], desk: Desk) -> int:
    """Keep the entries that belong to the ``wanted`` best; return how many there are.

    Of the helpers with the last cost that fits, those with the lowest rank are kept.
    """
    cut, below = 0, 0
    while below + desk.tally[cut] < wanted:
        below += desk.tally[cut]
        cut += 1
    kept, equal = 0, 0
    for at in range(count):
        place, cost = desk.place[at], desk.cost[at]
        desk.place[kept] = place
        desk.cost[kept] = cost
        kept += cost <= cut
    if kept == wanted:
        return kept
    for at in range(kept):
        if desk.cost[at] == cut:
            desk.equal[equal] = helper[desk.place[at]]
            equal += 1
    keep_smallest(desk.equal, equal, wanted - below)
    last = desk.equal[: wanted - below].max()
    count, kept = kept, 0
    for at in range(count):
        place, cost = desk.place[at], desk.cost[at]
        desk.place[kept] = place
        desk.cost[kept] = cost
        kept += cost < cut or helper[place] <= last
    return kept


@compiled
def write_row(at: int, count: int, index: Index, found: Found, desk: Desk) -> None:
    """Write the entries sorted by cost and then by rank."""
    start = 0
    for cost in range(desk.tally.size):
        size = desk.tally[cost]
        desk.tally[cost] = start
        start += size
        if start >= count:
            break
    helpers, costs = found.helper[at], found.cost[at]
    for k in range(count):
        slot = desk.tally[desk.cost[k]]
        desk.tally[desk.cost[k]] += 1
        helpers[slot] = index.helper[desk.place[k]]
        costs[slot] = desk.cost[k]
    for k in range(1, count):
        helper, slot = helpers[k], k
        while slot > 0 and costs[slot - 1] == costs[k] and helpers[slot - 1] > helper:
            helpers[slot] = helpers[slot - 1]
            slot -= 1
        helpers[slot] = helper


@compiled
def search_rows(
    rows: NDArray[np.int64],
    places: NDArray[np.int64],
    asked: Asked,
    index: Index,
    work: tuple[Found, Points, Desk],
) -> None:
    """Find the best helpers of each of ``rows``; those of ``rows[k]`` go to ``places[k]``."""
    found, points, desk = work
    wanted = found.helper.shape[1]
    classes = index.across.size
    for k in range(rows.size):
        i = rows[k]
        count = 0
        if asked.possible[i]:
            first = asked.task[i] * classes
            for group in range(first, first + classes):
                count = scan_group(i, group, count, asked, index, desk)
        score_places(i, count, asked, index, points, desk)
        if asked.pair_start[i] < asked.pair_start[i + 1]:
            count = apply_pairs(i, count, asked, index, points, desk)
        found.total[places[k]] = count
        count_costs(count, desk)
        if count > wanted:
            count = cut_list(count, wanted, index.helper, desk)
        write_row(places[k], count, index, found, desk)


@compiled
def close_up(
    start: NDArray[np.int64], helper: NDArray[np.int32], cost: NDArray[np.int32]
) -> None:
    """Move row ``r`` of both rectangles to the places ``start[r] .. start[r + 1]``."""
    helpers, costs = helper.reshape(-1), cost.reshape(-1)
    wide = helper.shape[1]
    for row in range(start.size - 1):
        for k in range(start[row + 1] - start[row]):
            helpers[start[row] + k] = helpers[row * wide + k]
            costs[start[row] + k] = costs[row * wide + k]
