"""Pack the hard rules into words of bits, helpers sorted by task, reach and place.

Layout of the 64-bit word of a helper; the same bits are asked for by a request::

    bits  0-15  boundaries refused       (a request asks for 0 where the boundary is met)
    bits 16-31  skills held              (asks for 1 where the skill is needed)
    bit  32     certificate of conduct seen
    bits 33-35  bodily care: willing, trained, allowed
    bits 36-39  gender, one bit per code
    bit  40     never set: asked for by a request that nobody may answer
    bits 48-63  languages                (one bit in common is enough; tested separately)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.problem import Problem
from samenspel_engine.rules import asks_bodily_care, room_left
from samenspel_engine.vocabulary import TASKS

REACH_CLASSES_M = np.array(
    [1e3, 2e3, 3e3, 5e3, 7.5e3, 1e4, 1.5e4, 2.5e4, 5e4, 1e5, 4e5, np.inf]
)
"""Upper limits of the classes of accepted distance; each class has a grid of its own."""

CELLS_PER_REACH = 3.0
MOST_CELLS = 1 << 16

Words = NDArray[np.uint64]


class Asked(NamedTuple):
    """What each request asks, ready for the search; arrays of shape ``(n,)``.

    ``pair_start`` (shape ``(n + 1,)``), ``pair_helper`` and ``pair_kind`` list the pairs with a
    veto (kind 0) or with trust (kind 1) of each request.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    task: NDArray[np.int64]
    want: Words
    care: Words
    languages: Words
    wish: Words
    windows: NDArray[np.uint32]
    overlap: NDArray[np.uint32]
    hours: NDArray[np.float64]
    interests: NDArray[np.uint32]
    pair_start: NDArray[np.int64]
    pair_helper: NDArray[np.int32]
    pair_kind: NDArray[np.uint8]


class Index(NamedTuple):
    """Helpers once per task they offer, sorted by task, class of reach and grid cell.

    Arrays of shape ``(entries,)`` describe the helper of each entry; ``helper`` is its row.
    Group ``g = task * classes + class`` has ``across[g % classes]`` cells in a row of its grid,
    and its cell ``c`` holds the entries ``start[first[g] + c] .. start[first[g] + c + 1]``.
    """

    helper: NDArray[np.int32]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    reach2: NDArray[np.float64]
    word: Words
    windows: NDArray[np.uint32]
    hours: NDArray[np.float64]
    interests: NDArray[np.uint32]
    start: NDArray[np.int64]
    first: NDArray[np.int64]
    across: NDArray[np.int64]
    down: NDArray[np.int64]
    cell_m: NDArray[np.float64]
    reach_m: NDArray[np.float64]
    corner: NDArray[np.float64]


def _word(part: NDArray[np.generic], shift: int) -> Words:
    return part.astype(np.uint64) << np.uint64(shift)


def pack_requests(problem: Problem) -> Asked:
    """Requests as words, want/care pairs: ``(word ^ want) & care`` must be 0."""
    requests = problem.requests
    bodily = asks_bodily_care(problem)
    gender = _word(np.uint64(1) << requests.gender_wish.astype(np.uint64), 36)
    demand = np.where(requests.gender_required, gender, np.uint64(0))
    impossible = _word(bodily & ~requests.bodily_comfortable, 40)
    want = _word(requests.skills_needed, 16) | _word(requests.vog_needed, 32)
    want |= _word(bodily, 33) | _word(bodily, 34) | _word(bodily, 35) | demand | impossible
    start, helper, kind = _special_pairs(problem)
    return Asked(
        x=np.rint(requests.x_m),
        y=np.rint(requests.y_m),
        task=requests.task.astype(np.int64),
        want=want,
        care=want | _word(requests.boundaries, 0),
        languages=_word(requests.languages, 48),
        wish=np.where(requests.gender_wish > 0, gender, np.uint64(0)),
        windows=requests.windows.astype(np.uint32),
        overlap=requests.overlap_needed.astype(np.uint32),
        hours=requests.hours_per_week,
        interests=requests.interests,
        pair_start=start,
        pair_helper=helper,
        pair_kind=kind,
    )


def _special_pairs(
    problem: Problem,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    pairs = np.concatenate([problem.forbidden, problem.trusted])
    kind = np.repeat([0, 1], [len(problem.forbidden), len(problem.trusted)]).astype(np.uint8)
    order = np.argsort(pairs[:, 0], kind="stable")
    counts = np.bincount(pairs[:, 0], minlength=len(problem.requests))
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return start, pairs[order, 1].astype(np.int32), kind[order]


def _helper_words(problem: Problem) -> Words:
    offers = problem.offers
    return (
        _word(offers.refused, 0)
        | _word(offers.skills, 16)
        | _word(offers.vog_seen, 32)
        | _word(offers.bodily_willing, 33)
        | _word(offers.bodily_trained, 34)
        | _word(offers.bodily_allowed, 35)
        | _word(np.uint64(1) << offers.gender.astype(np.uint64), 36)
        | _word(offers.languages, 48)
    )


def build_index(problem: Problem) -> Index:
    """Sort the helpers who have room into one grid per task and class of reach."""
    offers = problem.offers
    x, y = np.rint(offers.x_m), np.rint(offers.y_m)
    free = np.flatnonzero(room_left(problem) > 0)
    classes = np.searchsorted(REACH_CLASSES_M, offers.radius_m)
    present, of_class = np.unique(classes[free], return_inverse=True)
    corner, reach_m, cell_m, across, down = _grids(x[free], y[free], REACH_CLASSES_M[present])
    row = np.minimum((y[free] - corner[1]) // cell_m[of_class], down[of_class] - 1)
    place = np.minimum((x[free] - corner[0]) // cell_m[of_class], across[of_class] - 1)
    cell = (row * across[of_class] + place).astype(np.int64)
    sizes = np.tile(across * down, len(TASKS))
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    entry, slot = _entries(offers.tasks[free], of_class, cell, first)
    helper = free[entry]
    counts = np.bincount(slot, minlength=int(first[-1]))
    return Index(
        helper=helper.astype(np.int32),
        x=x[helper],
        y=y[helper],
        reach2=offers.radius_m[helper] ** 2,
        word=_helper_words(problem)[helper],
        windows=offers.windows[helper],
        hours=offers.hours_per_week[helper],
        interests=offers.interests[helper],
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        first=first,
        across=across,
        down=down,
        cell_m=cell_m,
        reach_m=reach_m,
        corner=corner,
    )


def _entries(
    tasks: NDArray[np.uint16],
    of_class: NDArray[np.int64],
    cell: NDArray[np.int64],
    first: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One entry per helper and task, sorted by the cell it falls in."""
    classes = (first.size - 1) // len(TASKS)
    who, slots = [], []
    for task in range(len(TASKS)):
        offering = np.flatnonzero(tasks >> task & 1)
        who.append(offering)
        slots.append(first[task * classes + of_class[offering]] + cell[offering])
    slot = np.concatenate(slots)
    order = np.argsort(slot, kind="stable")
    return np.concatenate(who)[order], slot[order]


def _grids(
    x: NDArray[np.float64], y: NDArray[np.float64], reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64],
           NDArray[np.int64]]:  # fmt: skip
    """Corner, reach, cell size and number of cells of the grid of each class of reach."""
    if x.size == 0:
        nothing, none = np.empty(0), np.empty(0, np.int64)
        return np.zeros(2), nothing, nothing, none, none
    corner = np.array([x.min(), y.min()])
    wide, high = np.array([x.max(), y.max()]) - corner + 1.0
    bound = np.minimum(reach_m, np.hypot(wide, high) + 1.0)
    coarse = np.array([np.sqrt(wide * high / MOST_CELLS), max(wide, high) / MOST_CELLS]).max()
    cell_m = np.maximum(bound / CELLS_PER_REACH, coarse)
    across = (wide // cell_m).astype(np.int64) + 1
    down = (high // cell_m).astype(np.int64) + 1
    return corner, reach_m, cell_m, across, down
