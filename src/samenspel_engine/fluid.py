"""What an ask of each helper is worth, from the questions that are expected.

The questions of a sample (say the last half year) stand for those that will come. Asking for a
question has places: the first, the second, ... person asked at once; a further place is worth
less, because somebody may have said yes. Every helper has as many places as they may be asked
in the time of the sample. Who fills which place is an assignment, solved exactly; the prices
of the helpers are its duals: what one more ask of this helper would bring. That is the
opportunity cost of asking them for something else.

The idea of asking by an ex-ante (fluid) solution: V. Manshadi and S. Rodilitz, Online policies
for efficient volunteer crowdsourcing, Management Science 68(9), 2022. Theirs is a linear
program per week with a general chance per pair; here the worth of a further place uses the mean
chance of a question's best candidates, which makes it an assignment with whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import assign, drop_costs
from samenspel_engine.candidates import Lists
from samenspel_engine.params import TOP_QUALITY


@dataclass(frozen=True, eq=False)
class Fluid:
    """The optimal use of asks over a sample of questions.

    Parameters
    ----------
    price : ndarray of int64, shape (m,)
        Points that one more ask of the helper would bring.
    asks : ndarray of int64, shape (pairs,)
        Places of the question that the helper fills, per pair of the lists.
    value, bound : int
        Points of the optimum and the proven upper bound on them; equal.
    """

    price: NDArray[np.int64]
    asks: NDArray[np.int64]
    value: int
    bound: int


def solve_fluid(
    pairs: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]],
    questions: tuple[NDArray[np.int64], NDArray[np.int64]],
    room: NDArray[np.int64],
) -> Fluid:
    """Fill the places of all questions with asks, for the most points in total.

    Parameters
    ----------
    pairs : (start, helper, chance)
        Candidate lists in rows (``start[i] .. start[i + 1]``) with the chance of a yes.
    questions : (worth, most)
        Points of a yes, 0..1000, and places of each question.
    room : ndarray of int64, shape (m,)
        Asks of each helper over the sample.
    """
    start, helper, chance = pairs
    worth, most = questions
    n, m = worth.size, room.size
    size = np.diff(start)
    places = np.minimum(most, size)
    owner = np.repeat(np.arange(n), size)
    # every pair once for each place of its question
    again = np.repeat(np.arange(owner.size), places[owner])
    number = np.arange(again.size) - np.repeat(
        np.cumsum(places[owner]) - places[owner], places[owner]
    )
    left = (1.0 - _mean_of_best(start, chance, places))[owner[again]] ** number
    points = np.floor(worth[owner[again]] * chance[again] * left).astype(np.int64)
    first_place = np.cumsum(places) - places
    row = first_place[owner[again]] + number
    useful = points > 0
    rows = int(places.sum())
    lists, order = with_nobody(row[useful], helper[again[useful]], points[useful], (rows, m))
    drop = drop_costs(np.ones(rows, np.int64), m + 1)
    found = assign(lists, drop, np.append(room, rows))
    pair_of = np.concatenate([again[useful], np.full(rows, -1)])[order]
    cost_free = TOP_QUALITY * rows
    return Fluid(
        price=found.helper_price[:m],
        asks=_count_asks(found.helper, lists, pair_of, owner.size),
        value=cost_free - found.value,
        bound=cost_free - found.bound,
    )


def _mean_of_best(
    start: NDArray[np.int64], chance: NDArray[np.float64], places: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Mean chance of as many best candidates as a question has places; shape ``(n,)``."""
    size = np.diff(start)
    owner = np.repeat(np.arange(size.size), size)
    order = np.lexsort((-chance, owner))
    number = np.arange(owner.size) - np.repeat(start[:-1], size)
    counted = np.where(number < places[owner], chance[order], 0.0)
    total = np.bincount(owner, counted, minlength=size.size)
    mean: NDArray[np.float64] = total / np.maximum(places, 1)
    return mean


def with_nobody(
    row: NDArray[np.int64],
    helper: NDArray[np.int32],
    points: NDArray[np.int64],
    shape: tuple[int, int],
) -> tuple[Lists, NDArray[np.int64]]:
    """Lists by cost in which every place may also stay empty: helper ``m``, for no points."""
    rows, m = shape
    owner = np.concatenate([row, np.arange(rows)])
    column = np.concatenate([helper, np.full(rows, m)])
    cost = np.concatenate([TOP_QUALITY - points, np.full(rows, TOP_QUALITY)])
    order = np.lexsort((column, cost, owner))
    count = np.bincount(owner, minlength=rows).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    lists = Lists(start, column[order].astype(np.int32), cost[order].astype(np.int32), count)
    return lists, order


def _count_asks(
    helper: NDArray[np.int32], lists: Lists, pair_of: NDArray[np.int64], pairs: int
) -> NDArray[np.int64]:
    """How many places each pair got."""
    owner = np.repeat(np.arange(helper.size), np.diff(lists.start))
    taken = (lists.helper == helper[owner]) & (pair_of >= 0)
    asks: NDArray[np.int64] = np.bincount(pair_of[taken], minlength=pairs).astype(np.int64)
    return asks
