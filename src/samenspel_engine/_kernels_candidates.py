"""Compiled search for the best compatible helpers of each request."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled
from samenspel_engine.packing import Asked, Index
from samenspel_engine.score import Points

RANK_BITS = 32
TOP = 1000


class Found(NamedTuple):
    """Where the search writes.

    Parameters
    ----------
    total : ndarray of int64, shape (rows,)
        Number of compatible helpers of each row.
    keys : ndarray of int64, shape (rows, k)
        The ``k`` smallest keys of each row, unsorted; unused places keep their filling. A key
        is ``(1000 - quality) << 32 | rank of the helper``.
    buffer : ndarray of int64, shape (entries,)
        Keys of one row before the best are chosen.
    mask : ndarray of bool, shape (entries,)
        Entries of one run that break no packed rule.
    """

    total: NDArray[np.int64]
    keys: NDArray[np.int64]
    buffer: NDArray[np.int64]
    mask: NDArray[np.bool_]


@compiled
def count_bits(word: np.uint32) -> np.uint32:
    """Number of bits set in a 32-bit word."""
    pairs = word - ((word >> np.uint32(1)) & np.uint32(0x55555555))
    fours = (pairs & np.uint32(0x33333333)) + ((pairs >> np.uint32(2)) & np.uint32(0x33333333))
    bytes_ = (fours + (fours >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    return np.uint32((bytes_ * np.uint32(0x01010101)) & np.uint32(0xFFFFFFFF)) >> np.uint32(24)


@compiled
def mark_run(
    i: int, low: int, high: int, asked: Asked, index: Index, mask: NDArray[np.bool_]
) -> None:
    """Test the entries ``low .. high`` against every packed rule, without branches."""
    x = asked.x[i]
    y = asked.y[i]
    want = asked.want[i]
    care = asked.care[i]
    languages = asked.languages[i]
    windows = asked.windows[i]
    overlap = asked.overlap[i]
    hours = asked.hours[i]
    for p in range(low, high):
        dx = index.x[p] - x
        dy = index.y[p] - y
        common = count_bits(index.windows[p] & windows)
        mask[p - low] = (
            (dx * dx + dy * dy <= index.reach2[p])
            & (((index.word[p] ^ want) & care) == np.uint64(0))
            & ((index.word[p] & languages) != np.uint64(0))
            & (common >= overlap)
            & (index.hours[p] >= hours)
        )


@compiled
def key_of(
    i: int, p: int, asked: Asked, index: Index, points: Points, rank: NDArray[np.int64]
) -> int:
    """Key of entry ``p`` for request ``i``, or -1 where a veto stands between them."""
    helper = index.helper[p]
    trusted = 0
    for special in range(asked.pair_start[i], asked.pair_start[i + 1]):
        if asked.pair_helper[special] == helper:
            if asked.pair_kind[special] == 0:
                return -1
            trusted = points.trusted
    dx = index.x[p] - asked.x[i]
    dy = index.y[p] - asked.y[i]
    away = np.sqrt(dx * dx + dy * dy)
    quality = np.int64(np.floor(points.nearness * points.near_m / (points.near_m + away)))
    quality += points.overlap[count_bits(index.windows[p] & asked.windows[i])]
    quality += points.interests[count_bits(index.interests[p] & asked.interests[i])]
    quality += points.room[helper] + trusted
    if asked.wish[i] == np.uint64(0) or (index.word[p] & asked.wish[i]) != np.uint64(0):
        quality += points.wishes
    return int((TOP - max(quality, np.int64(1))) << RANK_BITS | rank[helper])


@compiled
def keep_smallest(keys: NDArray[np.int64], size: int, wanted: int) -> None:
    """Bring the ``wanted`` smallest of the first ``size`` keys to the front (quickselect)."""
    low = 0
    high = size - 1
    while low < high:
        pivot = keys[(low + high) // 2]
        left = low
        right = high
        while left <= right:
            while keys[left] < pivot:
                left += 1
            while keys[right] > pivot:
                right -= 1
            if left <= right:
                keys[left], keys[right] = keys[right], keys[left]
                left += 1
                right -= 1
        if wanted - 1 <= right:
            high = right
        elif wanted - 1 >= left:
            low = left
        else:
            return


@compiled
def collect_group(
    i: int,
    group: int,
    count: int,
    asked: Asked,
    index: Index,
    work: tuple[Found, Points, NDArray[np.int64]],
) -> int:
    """Add the keys of one group's helpers within reach to the buffer; return the new count."""
    found, points, rank = work
    kind = group % index.across.size
    cell = index.cell_m[kind]
    reach = index.reach_m[kind]
    east = asked.x[i] - index.corner[0]
    north = asked.y[i] - index.corner[1]
    left = int(max(0.0, np.floor((east - reach) / cell)))
    right = int(min(index.across[kind] - 1.0, np.floor((east + reach) / cell)))
    bottom = int(max(0.0, np.floor((north - reach) / cell)))
    top = int(min(index.down[kind] - 1.0, np.floor((north + reach) / cell)))
    if left > right:
        return count
    for row in range(bottom, top + 1):
        base = index.first[group] + row * index.across[kind]
        low = index.start[base + left]
        high = index.start[base + right + 1]
        mark_run(i, low, high, asked, index, found.mask)
        for p in range(low, high):
            if found.mask[p - low]:
                key = key_of(i, p, asked, index, points, rank)
                if key >= 0:
                    found.buffer[count] = key
                    count += 1
    return count


@compiled
def search_rows(
    rows: NDArray[np.int64],
    asked: Asked,
    index: Index,
    work: tuple[Found, Points, NDArray[np.int64]],
) -> None:
    """Find the best helpers of each of ``rows``; results go to ``work[0]``."""
    found = work[0]
    wanted = found.keys.shape[1]
    classes = index.across.size
    for at in range(rows.size):
        i = rows[at]
        count = 0
        for kind in range(classes):
            count = collect_group(i, asked.task[i] * classes + kind, count, asked, index, work)
        found.total[at] = count
        if count > wanted:
            keep_smallest(found.buffer, count, wanted)
        for k in range(min(count, wanted)):
            found.keys[at, k] = found.buffer[k]
