"""Pack the hard rules into words of bits, helpers sorted by task, reach and place.

A helper has one 32-bit word of attributes, of which a request asks some bits to be set and some
not to be; the languages with the minutes, and the windows, have a word of their own. The layout
follows from the sizes of the vocabularies: first the boundaries refused (a request asks for 0
where the boundary is met), then the skills held (asks for 1 where the skill is needed), then
one bit each for the certificate of conduct and for bodily care, then one bit per gender.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.problem import Problem
from samenspel_engine.rules import asks_bodily_care, room_left, whole_minutes
from samenspel_engine.vocabulary import BOUNDARIES, GENDERS, SKILLS, TASKS

REACH_CLASSES_M = np.array(
    [1e3, 1.5e3, 2e3, 3e3, 5e3, 7.5e3, 1e4, 1.5e4, 2.5e4, 5e4, 1e5, 4e5, np.inf]
)
"""Upper limits of the classes of accepted distance; each class has a grid of its own."""

CELLS_PER_REACH = 4.0
MOST_CELLS = 1 << 16
NEAR_M = 32_000.0
"""Up to here, squared distances in whole metres fit in 32 bits."""

SKILLS_AT = len(BOUNDARIES)
VOG_AT = SKILLS_AT + len(SKILLS)
BODILY_AT = VOG_AT + 1
GENDER_AT = BODILY_AT + 1
MINUTES_AT = 16
assert GENDER_AT + len(GENDERS) <= 32, "the attributes of a helper no longer fit in one word"

VETOED, TRUSTED, EARLIER = 0, 1, 2

Words = NDArray[np.uint32]


class Asked(NamedTuple):
    """What each request asks, ready for the search; arrays of shape ``(n,)``.

    ``possible`` is false where nobody may answer. ``pair_start`` (shape ``(n + 1,)``),
    ``pair_helper`` and ``pair_kind`` list the pairs of each request that are vetoed, trusted or
    matched in an earlier round.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    task: NDArray[np.int64]
    want: Words
    care: Words
    languages: Words
    minutes: Words
    wish: Words
    windows: Words
    overlap: Words
    interests: Words
    possible: NDArray[np.bool_]
    pair_start: NDArray[np.int64]
    pair_helper: NDArray[np.int32]
    pair_kind: NDArray[np.uint8]


class Index(NamedTuple):
    """Helpers once per task they offer, sorted by task, class of reach and grid cell.

    Arrays of shape ``(entries,)`` describe the helper of each entry; ``helper`` is its rank.
    ``reach2`` is the squared reach in whole m², cut to 32 bits. Group ``g = task * classes +
    class`` has ``across[g % classes]`` cells in a row of its grid, and its cell ``c`` holds the
    entries ``start[first[g] + c] .. start[first[g] + c + 1]``.
    """

    helper: NDArray[np.int32]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    reach2: Words
    word: Words
    tongue: Words
    windows: Words
    interests: Words
    room: NDArray[np.int32]
    reach: NDArray[np.float64]
    start: NDArray[np.int32]
    first: NDArray[np.int64]
    across: NDArray[np.int64]
    down: NDArray[np.int64]
    cell_m: NDArray[np.float64]
    reach_m: NDArray[np.float64]
    corner: NDArray[np.float64]


def _word(part: NDArray[np.generic], shift: int) -> Words:
    return part.astype(np.uint32) << np.uint32(shift)


def _metres(values: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.rint(values).astype(np.int32)


def pack_requests(problem: Problem, rank: NDArray[np.int64]) -> Asked:
    """Requests as words, want/care pairs: ``(word ^ want) & care`` must be 0."""
    requests = problem.requests
    bodily = asks_bodily_care(problem)
    gender = _word(np.uint32(1) << requests.gender_wish.astype(np.uint32), GENDER_AT)
    demand = np.where(requests.gender_required, gender, np.uint32(0))
    want = _word(requests.skills_needed, SKILLS_AT) | _word(requests.vog_needed, VOG_AT)
    want |= _word(bodily, BODILY_AT) | demand
    start, helper, kind = _special_pairs(problem)
    return Asked(
        x=_metres(requests.x_m),
        y=_metres(requests.y_m),
        task=requests.task.astype(np.int64),
        want=want,
        care=want | _word(requests.boundaries, 0),
        languages=requests.languages.astype(np.uint32),
        minutes=whole_minutes(requests.hours_per_week).astype(np.uint32),
        wish=np.where(requests.gender_wish > 0, gender, np.uint32(0)),
        windows=requests.windows,
        overlap=requests.overlap_needed.astype(np.uint32),
        interests=requests.interests,
        possible=~bodily | requests.bodily_comfortable,
        pair_start=start,
        pair_helper=rank[helper].astype(np.int32),
        pair_kind=kind,
    )


def _special_pairs(
    problem: Problem,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    parts = problem.forbidden, problem.trusted, problem.previous
    pairs = np.concatenate(parts)
    kind = np.repeat([VETOED, TRUSTED, EARLIER], [len(part) for part in parts]).astype(np.uint8)
    order = np.argsort(pairs[:, 0], kind="stable")
    counts = np.bincount(pairs[:, 0], minlength=len(problem.requests))
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return start, pairs[order, 1], kind[order]


def helper_words(problem: Problem) -> Words:
    """Attributes of each helper as one word; shape ``(m,)``."""
    offers = problem.offers
    ready = offers.bodily_willing & offers.bodily_trained & offers.bodily_allowed
    word = _word(offers.refused, 0)
    word |= _word(offers.skills, SKILLS_AT)
    word |= _word(offers.vog_seen, VOG_AT)
    word |= _word(ready, BODILY_AT)
    word |= _word(np.uint32(1) << offers.gender.astype(np.uint32), GENDER_AT)
    return word


def build_index(
    problem: Problem, rank: NDArray[np.int64], room_points: NDArray[np.int64]
) -> Index:
    """Sort the helpers who have room into one grid per task and class of reach.

    Parameters
    ----------
    problem : Problem
    rank : ndarray of int64, shape (m,)
        Rank of each helper, see ``candidates.Search``.
    room_points : ndarray of int64, shape (m,)
        Points of each helper for the weeks since last asked.
    """
    offers = problem.offers
    x, y = _metres(offers.x_m), _metres(offers.y_m)
    free = np.flatnonzero(room_left(problem) > 0)
    classes = np.searchsorted(REACH_CLASSES_M, offers.radius_m[free])
    present, of_class = np.unique(classes, return_inverse=True)
    reach_m = np.zeros(present.size)
    np.maximum.at(reach_m, of_class, offers.radius_m[free])
    corner, cell_m, across, down = _grids(x[free], y[free], reach_m)
    row = np.minimum((y[free] - corner[1]) // cell_m[of_class], down[of_class] - 1)
    place = np.minimum((x[free] - corner[0]) // cell_m[of_class], across[of_class] - 1)
    cell = (row * across[of_class] + place).astype(np.int64)
    sizes = np.tile(across * down, len(TASKS))
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    who, start = _entries(offers.tasks[free], of_class, cell, first)
    helper = free[who]
    tongue = _word(offers.languages, 0)
    tongue |= _word(whole_minutes(offers.hours_per_week), MINUTES_AT)
    reach2 = np.floor(np.minimum(offers.radius_m**2, 2.0**32 - 1)).astype(np.uint32)
    return Index(
        helper=rank[helper].astype(np.int32),
        x=x[helper],
        y=y[helper],
        reach2=reach2[helper],
        word=helper_words(problem)[helper],
        tongue=tongue[helper],
        windows=offers.windows[helper],
        interests=offers.interests[helper],
        room=room_points[helper].astype(np.int32),
        reach=np.zeros(0) if _all_near(reach_m, cell_m) else offers.radius_m[helper],
        start=start,
        first=first,
        across=across,
        down=down,
        cell_m=cell_m,
        reach_m=reach_m,
        corner=corner,
    )


def _all_near(reach_m: NDArray[np.float64], cell_m: NDArray[np.float64]) -> bool:
    return bool((reach_m + cell_m <= NEAR_M).all())


def _entries(
    tasks: NDArray[np.uint16],
    of_class: NDArray[np.int64],
    cell: NDArray[np.int64],
    first: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """One entry per helper and task, sorted by the cell it falls in, and where cells start."""
    classes = (first.size - 1) // len(TASKS)
    who, counts = [], []
    for task in range(len(TASKS)):
        offering = np.flatnonzero(tasks >> task & 1)
        base = first[task * classes]
        slot = first[task * classes + of_class[offering]] - base + cell[offering]
        who.append(offering[np.argsort(slot, kind="stable")])
        size = int(first[(task + 1) * classes] - base)
        counts.append(np.bincount(slot, minlength=size))
    start = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    return np.concatenate(who), start.astype(np.int32)


def _grids(
    x: NDArray[np.int32], y: NDArray[np.int32], reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Corner, cell size and number of cells of the grid of each class of reach."""
    if x.size == 0:
        none = np.empty(0, np.int64)
        return np.zeros(2), np.empty(0), none, none
    corner = np.array([x.min(), y.min()], np.float64)
    wide, high = np.array([x.max(), y.max()]) - corner + 1.0
    bound = np.minimum(reach_m, np.hypot(wide, high)) + 1.0
    coarse = np.array([np.sqrt(wide * high / MOST_CELLS), max(wide, high) / MOST_CELLS]).max()
    cell_m = np.maximum(bound / CELLS_PER_REACH, coarse)
    across = (wide // cell_m).astype(np.int64) + 1
    down = (high // cell_m).astype(np.int64) + 1
    return corner, cell_m, across, down
