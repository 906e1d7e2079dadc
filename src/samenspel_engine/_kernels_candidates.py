"""Compiled search for the compatible helpers of a request.

Whole runs of helpers are tested against the packed rules without branches, so that the compiler
can work on many at a time; then the places of those that break no rule are noted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.bits import count_bits
from samenspel_engine.jit import compiled
from samenspel_engine.packing import MINUTES_AT, NEAR_M, Asked, Index

LOW_16 = 0xFFFF


class Desk(NamedTuple):
    """Working memory of one thread.

    ``mask``: entries of one run that break no packed rule; ``place`` and ``cost``: the
    compatible entries of one request; ``equal``: ranks of the helpers with the last cost that
    fits; ``tally``: how often each cost occurs.
    """

    mask: NDArray[np.uint8]
    place: NDArray[np.uint32]
    cost: NDArray[np.int32]
    equal: NDArray[np.int32]
    tally: NDArray[np.int64]


@compiled
def mark_near(
    i: int, low: int, high: int, asked: Asked, index: Index, mask: NDArray[np.uint8]
) -> None:
    """Test the entries ``low .. high`` against every packed rule, in words of 32 bits."""
    x, y = asked.x[i], asked.y[i]
    want, care = asked.want[i], asked.care[i]
    languages, minutes = asked.languages[i] & np.uint32(LOW_16), asked.minutes[i]
    windows, overlap = asked.windows[i], asked.overlap[i]
    xs, ys, reach2 = index.x[low:high], index.y[low:high], index.reach2[low:high]
    words, tongues, weeks = (
        index.word[low:high],
        index.tongue[low:high],
        index.windows[low:high],
    )
    for p in range(high - low):
        dx = np.uint32(xs[p] - x)
        dy = np.uint32(ys[p] - y)
        away2 = np.uint32(np.uint32(dx * dx) + np.uint32(dy * dy))
        tongue = tongues[p]
        mask[p] = (
            (away2 <= reach2[p])
            & (((words[p] ^ want) & care) == np.uint32(0))
            & ((tongue & languages) != np.uint32(0))
            & ((tongue >> np.uint32(MINUTES_AT)) >= minutes)
            & (count_bits(weeks[p] & windows) >= overlap)
        )


@compiled
def mark_far(
    i: int, low: int, high: int, asked: Asked, index: Index, mask: NDArray[np.uint8]
) -> None:
    """The same for distances whose square does not fit in 32 bits."""
    languages = asked.languages[i] & np.uint32(LOW_16)
    for p in range(low, high):
        dx = np.float64(index.x[p]) - np.float64(asked.x[i])
        dy = np.float64(index.y[p]) - np.float64(asked.y[i])
        tongue = index.tongue[p]
        mask[p - low] = (
            (dx * dx + dy * dy <= index.reach[p] * index.reach[p])
            & (((index.word[p] ^ asked.want[i]) & asked.care[i]) == np.uint32(0))
            & ((tongue & languages) != np.uint32(0))
            & ((tongue >> np.uint32(MINUTES_AT)) >= asked.minutes[i])
            & (count_bits(index.windows[p] & asked.windows[i]) >= asked.overlap[i])
        )


@compiled
def note_places(low: int, size: int, count: int, desk: Desk) -> int:
    """Add the marked entries to the list of places; return its new length.

    Every entry is written; the length only grows for marked ones. Eight unmarked entries in a
    row are skipped at once.
    """
    at = np.uint64(count)
    words = desk.mask[: (size + 7) // 8 * 8].view(np.uint64)
    for p in range(size, words.size * 8):
        desk.mask[p] = 0
    for word in range(words.size):
        marks = words[word]
        if marks == np.uint64(0):
            continue
        place = np.uint32(low + 8 * word)
        for _ in range(8):
            desk.place[at] = place
            at += marks & np.uint64(1)
            marks >>= np.uint64(8)
            place += np.uint32(1)
    return int(np.int64(at))


@compiled
def scan_group(i: int, group: int, count: int, asked: Asked, index: Index, desk: Desk) -> int:
    """Add one group's compatible helpers to the list of places; return its new length."""
    kind = group % index.across.size
    cell, reach = index.cell_m[kind], index.reach_m[kind]
    east, north = asked.x[i] - index.corner[0], asked.y[i] - index.corner[1]
    bottom = int(max(0.0, np.floor((north - reach) / cell)))
    top = int(min(index.down[kind] - 1.0, np.floor((north + reach) / cell)))
    near = reach + cell <= NEAR_M
    for row in range(bottom, top + 1):
        away = max(0.0, row * cell - north, north - (row + 1) * cell)
        half = np.sqrt(max(0.0, reach * reach - away * away)) + 1.0
        left = int(max(0.0, np.floor((east - half) / cell)))
        right = int(min(index.across[kind] - 1.0, np.floor((east + half) / cell)))
        if left > right:
            continue
        base = index.first[group] + row * index.across[kind]
        low, high = int(index.start[base + left]), int(index.start[base + right + 1])
        if low == high:
            continue
        if near:
            mark_near(i, low, high, asked, index, desk.mask)
        else:
            mark_far(i, low, high, asked, index, desk.mask)
        count = note_places(low, high - low, count, desk)
    return count
