"""Compiled steps of the price exchange: the choice of every question, and new prices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled


class Slope(NamedTuple):
    """Where the ascent stands: ``price``, ``mean``, ``square`` per helper (averages of the
    surplus of the load and of its square); ``power``: what is left of the two averages'
    starting value, and the length of the next step."""

    price: NDArray[np.float64]
    mean: NDArray[np.float64]
    square: NDArray[np.float64]
    power: NDArray[np.float64]


MEAN_KEPT = 0.9
SQUARE_KEPT = 0.98
SMALLEST = 0.3


@compiled
def choose(
    lists: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    limit: NDArray[np.int64],
    price: NDArray[np.int64],
    scale: int,
    load: NDArray[np.int64],
) -> int:
    """Let every question choose its cheapest helper at these prices; return the total cost.

    ``limit``: the most a question may cost, times ``scale`` like the prices. ``load`` counts
    how often each helper is chosen.
    """
    start, helper, cost = lists
    total = 0
    load[:] = 0
    for row in range(limit.size):
        least = limit[row]
        best = -1
        for pair in range(start[row], start[row + 1]):
            if cost[pair] * scale >= least:
                break
            reach = cost[pair] * scale + price[helper[pair]]
            if reach < least:
                least = reach
                best = helper[pair]
        total += least
        if best >= 0:
            load[best] += 1
    return total


@compiled
def climb(slope: Slope, surplus: NDArray[np.int64], decay: float) -> None:
    """One step up: prices rise where more is asked than there is room, and fall elsewhere.

    The step of each helper is its average surplus over the root of its average square.
    """
    slope.power[0] *= MEAN_KEPT
    slope.power[1] *= SQUARE_KEPT
    for at in range(surplus.size):
        more = float(surplus[at])
        if slope.price[at] <= 0.0 and more < 0.0:
            more = 0.0
        slope.mean[at] = MEAN_KEPT * slope.mean[at] + (1.0 - MEAN_KEPT) * more
        slope.square[at] = SQUARE_KEPT * slope.square[at] + (1.0 - SQUARE_KEPT) * more * more
        ahead = slope.mean[at] / (1.0 - slope.power[0])
        width = np.sqrt(slope.square[at] / (1.0 - slope.power[1])) + SMALLEST
        slope.price[at] = max(0.0, slope.price[at] + slope.power[2] * ahead / width)
    slope.power[2] *= decay
