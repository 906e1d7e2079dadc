"""Candidate lists: for each request its best compatible helpers, or all of them.

The search runs in Python threads over blocks of rows; each row is searched on its own, so the
lists do not depend on the number of threads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_candidates import Desk
from samenspel_engine._kernels_lists import Found, close_up, search_rows
from samenspel_engine._kernels_repair import splice
from samenspel_engine.packing import build_index, pack_requests
from samenspel_engine.params import Params
from samenspel_engine.problem import Problem
from samenspel_engine.score import points_table

Tick = Callable[[float], object]

BLOCK_ROWS = 512
SQUARE_M = 1000
MOST_KEYS_AT_ONCE = 1 << 22


@dataclass(frozen=True)
class Lists:
    """Candidate lists in rows, each sorted by cost and then by rank.

    Parameters
    ----------
    start : ndarray of int64, shape (rows + 1,)
        Row ``r`` owns the places ``start[r] .. start[r + 1]``.
    helper : ndarray of int32, shape (pairs,)
        Rank of the helper.
    cost : ndarray of int32, shape (pairs,)
        ``points.top`` less quality and bonus.
    total : ndarray of int64, shape (rows,)
        Number of compatible helpers, also of those left out of a cut list.
    """

    start: NDArray[np.int64]
    helper: NDArray[np.int32]
    cost: NDArray[np.int32]
    total: NDArray[np.int64]

    @property
    def cut(self) -> NDArray[np.bool_]:
        """Rows whose list leaves compatible helpers out; shape ``(rows,)``."""
        return self.total > np.diff(self.start)


class Search:
    """A search over one problem, ready to be asked for rows.

    Parameters
    ----------
    problem : Problem
    params : Params
    rank : ndarray of int64, shape (m,)
        Rank of each helper; settles which of two equal helpers comes first.
    """

    def __init__(self, problem: Problem, params: Params, rank: NDArray[np.int64]) -> None:
        self._points = points_table(problem, params)
        self._asked = pack_requests(problem, rank)
        self._index = build_index(problem, rank, self._points.room)
        self._threads = params.threads
        classes = self._index.across.size
        sizes = self._index.start[self._index.first]
        entries = np.diff(sizes[:: max(classes, 1)]) if classes else np.zeros(1, np.int64)
        self._most = max(1, int(entries.max())) + 16

    def best(
        self, rows: NDArray[np.int64], wanted: int, tick: Tick = lambda _share: None
    ) -> Lists:
        """The ``wanted`` best helpers of each of ``rows``; ``tick`` is told the share done."""
        total = np.zeros(rows.size, np.int64)
        helper = np.empty((rows.size, wanted), np.int32)
        cost = np.empty((rows.size, wanted), np.int32)
        found = Found(total, helper, cost)
        order = self._neighbours_together(rows)
        blocks = [order[at : at + BLOCK_ROWS] for at in range(0, rows.size, BLOCK_ROWS)]
        desks: SimpleQueue[Desk] = SimpleQueue()
        for _ in range(self._threads):
            desks.put(self._new_desk())

        def work(block: NDArray[np.int64]) -> None:
            desk = desks.get()
            try:
                task = (found, self._points, desk)
                search_rows(rows[block], block, self._asked, self._index, task)
            finally:
                desks.put(desk)

        with ThreadPoolExecutor(self._threads) as pool:
            waiting = deque(pool.submit(work, block) for block in blocks)
            try:
                while waiting:
                    waiting.popleft().result()
                    tick(1.0 - len(waiting) / len(blocks))
            finally:
                pool.shutdown(cancel_futures=True)
        return _close_up(found)

    def _neighbours_together(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Places in ``rows`` by task and square, so that what was just read is read again."""
        asked = self._asked
        square = (asked.y[rows] // SQUARE_M).astype(np.int64) << 24
        square += asked.x[rows] // SQUARE_M
        return np.lexsort((square, asked.task[rows]))

    def _new_desk(self) -> Desk:
        return Desk(
            mask=np.empty(self._most, np.uint8),
            place=np.empty(self._most, np.uint32),
            cost=np.empty(self._most, np.int32),
            equal=np.empty(self._most, np.int32),
            tally=np.empty(self._points.top + 1, np.int64),
        )

    def complete(self, rows: NDArray[np.int64], total: NDArray[np.int64]) -> Lists:
        """All compatible helpers of ``rows``; ``total`` says how many each has."""
        parts = [
            self.best(rows[chunk], max(1, int(total[chunk].max())))
            for chunk in _chunks_of_like_size(total)
        ]
        order = np.concatenate([*_chunks_of_like_size(total), np.empty(0, np.int64)])
        return stack(parts, order.astype(np.int64))


def _close_up(found: Found) -> Lists:
    """Move the rows together; the room that this frees at the end is given back."""
    count = np.minimum(found.total, found.helper.shape[1])
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    if int(start[-1]) < found.helper.size:
        close_up(start, found.helper, found.cost)
    size = int(start[-1])
    return Lists(
        start, found.helper.reshape(-1)[:size], found.cost.reshape(-1)[:size], found.total
    )


def _chunks_of_like_size(total: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Rows grouped so that a rectangle of keys per group stays small and well filled."""
    order = np.argsort(total, kind="stable")
    at = 0
    while at < order.size:
        end = min(order.size, at + BLOCK_ROWS)
        while end > at + 1 and (end - at) * int(total[order[end - 1]]) > MOST_KEYS_AT_ONCE:
            end = (at + end) // 2
        yield order[at:end]
        at = end


def stack(parts: list[Lists], order: NDArray[np.int64]) -> Lists:
    """Stack lists below each other and give row ``r`` of the stack the place ``order[r]``."""
    nothing = Lists(
        np.zeros(1, np.int64),
        np.empty(0, np.int32),
        np.empty(0, np.int32),
        np.empty(0, np.int64),
    )
    parts = [*parts, nothing]
    count = np.concatenate([np.diff(one.start) for one in parts])
    offset = np.cumsum(count) - count
    back = np.argsort(order, kind="stable")
    start = np.concatenate([[0], np.cumsum(count[back])]).astype(np.int64)
    gather = np.arange(start[-1]) + np.repeat(offset[back] - start[:-1], count[back])
    return Lists(
        start=start,
        helper=np.concatenate([one.helper for one in parts])[gather],
        cost=np.concatenate([one.cost for one in parts])[gather],
        total=np.concatenate([one.total for one in parts])[back],
    )


def replace_rows(lists: Lists, rows: NDArray[np.int64], longer: Lists) -> Lists:
    """The same lists with those of ``rows`` replaced by ``longer``."""
    place = np.full(lists.total.size, -1, np.int64)
    place[rows] = np.arange(rows.size)
    count = np.diff(lists.start)
    count[rows] = np.diff(longer.start)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    total = lists.total.copy()
    total[rows] = longer.total
    starts = start, lists.start, longer.start
    helper, cost = np.empty(start[-1], np.int32), np.empty(start[-1], np.int32)
    splice(starts, place, lists.helper, longer.helper, helper)
    splice(starts, place, lists.cost, longer.cost, cost)
    return Lists(start, helper, cost, total)


def take(lists: Lists, rows: NDArray[np.int64]) -> Lists:
    """Only the lists of ``rows``, in that order."""
    count = np.diff(lists.start)[rows]
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    gather = np.arange(start[-1]) + np.repeat(lists.start[rows] - start[:-1], count)
    return Lists(start, lists.helper[gather], lists.cost[gather], lists.total[rows])
