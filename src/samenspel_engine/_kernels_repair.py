"""Compiled steps that take over an optimum when the lists of some rows grow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import NONE
from samenspel_engine.jit import compiled


@compiled
def splice(
    starts: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    place: NDArray[np.int64], old: NDArray[np.int32], new: NDArray[np.int32],
    out: NDArray[np.int32],
) -> None:  # fmt: skip
    """Copy each row of ``old`` to ``out``, or row ``place[row]`` of ``new`` where that is >= 0.

    ``starts``: where the rows of ``out``, ``old`` and ``new`` begin.
    """
    to, old_start, new_start = starts
    for row in range(place.size):
        at = to[row]
        if place[row] < 0:
            for k in range(old_start[row], old_start[row + 1]):
                out[at] = old[k]
                at += 1
        else:
            for k in range(new_start[place[row]], new_start[place[row] + 1]):
                out[at] = new[k]
                at += 1


@compiled
def seat_rows(
    column: NDArray[np.int32], following: NDArray[np.int32], head: NDArray[np.int32],
    load: NDArray[np.int64],
) -> None:  # fmt: skip
    """Link the rows of each column together and count them."""
    for row in range(column.size):
        if column[row] != NONE:
            following[row] = head[column[row]]
            head[column[row]] = row
            load[column[row]] += 1


@compiled
def count_priced(
    other: NDArray[np.int32], price: NDArray[np.int64], size: NDArray[np.int64]
) -> None:
    """Number of pairs of each column that has a price."""
    for at in range(other.size):
        if price[other[at]] > 0:
            size[other[at]] += 1


@compiled
def list_priced(
    start: NDArray[np.int64], pairs: tuple[NDArray[np.int32], NDArray[np.int32]],
    price: NDArray[np.int64], place: NDArray[np.int64],
    out: tuple[NDArray[np.int32], NDArray[np.int32]],
) -> None:  # fmt: skip
    """List the rows and costs of each column that has a price; ``place``: where it begins."""
    other, cost = pairs
    for row in range(start.size - 1):
        for at in range(start[row], start[row + 1]):
            column = other[at]
            if price[column] > 0:
                out[0][place[column]] = row
                out[1][place[column]] = cost[at]
                place[column] += 1
