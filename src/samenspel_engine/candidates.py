"""Candidate lists: for each request its best compatible helpers, or all of them.

The search runs in Python threads over blocks of rows; each row is searched on its own, so the
lists do not depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_candidates import RANK_BITS, Found, search_rows
from samenspel_engine.packing import build_index, pack_requests
from samenspel_engine.params import Params
from samenspel_engine.problem import Problem
from samenspel_engine.score import points_table

EMPTY = np.iinfo(np.int64).max
BLOCK_ROWS = 512
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
    cost : ndarray of int64, shape (pairs,)
        ``1000 - quality``.
    total : ndarray of int64, shape (rows,)
        Number of compatible helpers, also of those left out of a cut list.
    """

    start: NDArray[np.int64]
    helper: NDArray[np.int32]
    cost: NDArray[np.int64]
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
        self._asked = pack_requests(problem)
        self._index = build_index(problem)
        self._points = points_table(problem, params)
        self._rank = rank
        self._threads = params.threads
        classes = self._index.across.size
        sizes = self._index.start[self._index.first]
        entries = np.diff(sizes[:: max(classes, 1)]) if classes else np.zeros(1, np.int64)
        self._most = max(1, int(entries.max()))

    def best(self, rows: NDArray[np.int64], wanted: int) -> Lists:
        """The ``wanted`` best helpers of each of ``rows``."""
        total = np.zeros(rows.size, np.int64)
        keys = np.full((rows.size, wanted), EMPTY, np.int64)
        blocks = [slice(at, at + BLOCK_ROWS) for at in range(0, rows.size, BLOCK_ROWS)]
        shares = [blocks[one :: self._threads] for one in range(self._threads)]

        def work(share: list[slice]) -> None:
            buffer = np.empty(self._most, np.int64)
            mask = np.empty(self._most, np.bool_)
            for block in share:
                found = Found(total[block], keys[block], buffer, mask)
                task = (found, self._points, self._rank)
                search_rows(rows[block], self._asked, self._index, task)

        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(work, shares))
        keys.sort(axis=1)
        return _unpack(keys[keys != EMPTY], np.minimum(total, wanted), total)

    def complete(self, rows: NDArray[np.int64], total: NDArray[np.int64]) -> Lists:
        """All compatible helpers of ``rows``, whose numbers ``total`` are known."""
        parts = [
            self.best(rows[chunk], max(1, int(total[chunk].max())))
            for chunk in _chunks_of_like_size(total)
        ]
        order = np.concatenate([*_chunks_of_like_size(total), np.empty(0, np.int64)])
        return stack(parts, order.astype(np.int64))


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


def _unpack(
    keys: NDArray[np.int64], count: NDArray[np.int64], total: NDArray[np.int64]
) -> Lists:
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    helper = (keys & ((1 << RANK_BITS) - 1)).astype(np.int32)
    return Lists(start=start, helper=helper, cost=keys >> RANK_BITS, total=total)


def stack(parts: list[Lists], order: NDArray[np.int64]) -> Lists:
    """Join lists below each other and give row ``r`` of the pile the place ``order[r]``."""
    nothing = Lists(
        np.zeros(1, np.int64),
        np.empty(0, np.int32),
        np.empty(0, np.int64),
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
    n = lists.total.size
    kept = np.setdiff1d(np.arange(n), rows)
    return stack([take(lists, kept), longer], np.concatenate([kept, rows]))


def take(lists: Lists, rows: NDArray[np.int64]) -> Lists:
    """The lists of ``rows`` only, in that order."""
    count = np.diff(lists.start)[rows]
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    gather = np.arange(start[-1]) + np.repeat(lists.start[rows] - start[:-1], count)
    return Lists(start, lists.helper[gather], lists.cost[gather], lists.total[rows])
