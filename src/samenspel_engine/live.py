"""A matching that stays optimal while questions and helpers arrive, change and withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._kernels_events import close_column, open_column, open_row, place_row
from samenspel_engine._kernels_live import Scout, State, Store, add_pairs, replace_pairs
from samenspel_engine._kernels_matching import NONE
from samenspel_engine.candidates import Lists
from samenspel_engine.errors import EngineError
from samenspel_engine.growing import (
    SLACK,
    extended,
    new_scout,
    one_column_more,
    one_list_more,
    roomier,
)


@dataclass(eq=False)
class Live:
    """Pairs and an optimal matching of those who take part; requests are rows.

    Every event keeps the matching optimal with one shortest-path search for each place or
    question concerned. Not safe for several threads at once. The arrays are replaced by longer
    ones when somebody new joins: ask for them again after that.
    """

    rows: Store
    columns: Store
    state: State
    scout: Scout
    lent: bool = False

    @classmethod
    def idle(cls, lists: Lists, drop: NDArray[np.int64], helpers: int) -> Self:
        """Everybody is known, nobody takes part yet.

        Parameters
        ----------
        lists : Lists
            All compatible pairs, in rows sorted by cost.
        drop : ndarray of int64, shape (n,)
            Cost of leaving each request open.
        helpers : int
            Number of helpers.
        """
        n, owner = drop.size, np.repeat(np.arange(drop.size), np.diff(lists.start))
        order = np.argsort(lists.helper, kind="stable")
        size = np.bincount(lists.helper, minlength=helpers)
        rows = _store(np.diff(lists.start), lists.helper, lists.cost)
        columns = _store(size, owner[order].astype(np.int32), lists.cost[order])
        state = State(
            column=np.full(n, NONE, np.int32),
            paid=np.zeros(n, np.int32),
            following=np.full(n, NONE, np.int32),
            drop=drop.copy(),
            active=np.zeros(n, np.bool_),
            capacity=np.zeros(helpers, np.int64),
            load=np.zeros(helpers, np.int64),
            price=np.zeros(helpers, np.int64),
            head=np.full(helpers, NONE, np.int32),
        )
        return cls(rows, columns, state, new_scout(n, helpers))

    def seat_all(
        self, helper_of: NDArray[np.int64], cost: NDArray[np.int64],
        price: NDArray[np.int64], capacity: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Take over an optimal assignment of all requests with its prices."""
        state = self.state
        state.active[:] = True
        state.capacity[:] = capacity
        state.price[:] = price
        served = np.flatnonzero(helper_of != NONE)
        state.column[served] = helper_of[served]
        state.paid[served] = cost[served]
        state.load[:] = np.bincount(helper_of[served], minlength=price.size)
        for i in served.tolist():
            state.following[i] = state.head[helper_of[i]]
            state.head[helper_of[i]] = i

    def copy(self) -> Live:
        """The same matching, to try something out on; the lists of pairs are shared."""
        state = State._make(part.copy() for part in self.state)
        return Live(self.rows, self.columns, state, self.scout, lent=True)

    def lend(self, j: int, requests: ArrayLike, costs: ArrayLike) -> None:
        """Give helper ``j``, who has no pairs and only joins a copy, these pairs for now.

        The requests do not know of them, which is enough for a helper who joins last.
        """
        some, paid = np.asarray(requests), np.asarray(costs)
        first = int(self.columns.end[0])
        if first + some.size > self.columns.other.size:
            more = np.empty(some.size, np.int32)
            self.columns = self.columns._replace(
                other=np.concatenate([self.columns.other, more]),
                cost=np.concatenate([self.columns.cost, more]),
            )
        self.columns.start[j], self.columns.size[j] = first, some.size
        self.columns.other[first : first + some.size] = some
        self.columns.cost[first : first + some.size] = paid

    def arrive(self, i: int) -> None:
        """Request ``i`` takes part from now on."""
        if not self.state.active[i]:
            self.state.active[i] = True
            place_row(i, self.rows, self.state, self.scout)

    def withdraw(self, i: int) -> None:
        """Request ``i`` no longer takes part."""
        if self.state.active[i]:
            self.state.active[i] = False
            open_row(i, self.columns, self.state, self.scout)

    def join(self, j: int, capacity: int) -> None:
        """Helper ``j`` takes part with ``capacity`` places."""
        if self.state.capacity[j]:
            raise EngineError(f"helper {j} already takes part")
        self.state.capacity[j] = capacity
        if capacity:
            open_column(j, self.columns, self.state, self.scout)

    def leave(self, j: int) -> None:
        """Helper ``j`` no longer takes part; the questions served look for another."""
        close_column(j, self.rows, self.state, self.scout)

    def less_room(self, j: int) -> None:
        """Helper ``j`` has one place less; a question that loses it looks for another."""
        state = self.state
        if state.capacity[j] <= 1:
            self.leave(j)
            return
        state.capacity[j] -= 1
        if state.load[j] > state.capacity[j]:
            i = int(state.head[j])
            state.head[j] = state.following[i]
            state.column[i] = NONE
            state.load[j] -= 1
            place_row(i, self.rows, state, self.scout)

    def give(self, i: int, j: int) -> None:
        """Request ``i`` gets a place of helper ``j``, whatever it costs; both are used up."""
        if self.state.column[i] == j:
            self._let_go(i, j)
            return
        self.withdraw(i)
        self.less_room(j)

    def _let_go(self, i: int, j: int) -> None:
        """Take out both sides of a matched pair together: the rest stays optimal."""
        state = self.state
        before = int(state.head[j])
        if before == i:
            state.head[j] = state.following[i]
        while before != i and int(state.following[before]) != i:
            before = int(state.following[before])
        if before != i:
            state.following[before] = state.following[i]
        state.column[i] = NONE
        state.active[i] = False
        state.load[j] -= 1
        state.capacity[j] -= 1

    def set_pairs(self, i: int, helpers: ArrayLike, costs: ArrayLike) -> None:
        """Request ``i`` changed: these are its compatible helpers now."""
        taking_part = bool(self.state.active[i])
        self.withdraw(i)
        self._set_pairs(i, helpers, costs)
        if taking_part:
            self.arrive(i)

    def _set_pairs(self, i: int, helpers: ArrayLike, costs: ArrayLike) -> None:
        self._refuse_copies()
        some, paid = np.asarray(helpers, np.int32), np.asarray(costs, np.int32)
        while not replace_pairs(i, some, paid, self.rows, self.columns):
            self.rows, self.columns = roomier(self.rows), roomier(self.columns)

    def _refuse_copies(self) -> None:
        if self.lent:
            raise EngineError("a copy is for trying: pairs and people cannot change there")

    def new_request(self, helpers: ArrayLike, costs: ArrayLike, drop: int) -> int:
        """Somebody who was not there before asks a question and takes part.

        Parameters
        ----------
        helpers, costs : array_like of int, shape (k,)
            All compatible helpers, including those who do not take part now, and what each
            costs.
        drop : int
            Cost of leaving the question open, in the units of the others.

        Returns
        -------
        int
            Row of the question: the next number.
        """
        self._refuse_copies()
        i = self.state.column.size
        self.state = self.state._replace(
            column=extended(self.state.column, NONE),
            paid=extended(self.state.paid, 0),
            following=extended(self.state.following, NONE),
            drop=extended(self.state.drop, drop),
            active=extended(self.state.active, False),
        )
        self.rows = one_list_more(self.rows)
        self._set_pairs(i, helpers, costs)
        self.arrive(i)
        return i

    def new_helper(self, requests: ArrayLike, costs: ArrayLike, capacity: int) -> int:
        """Somebody who was not there before offers help and takes part.

        Parameters
        ----------
        requests, costs : array_like of int, shape (k,)
            All compatible requests, including those that do not take part now, and what each
            costs.
        capacity : int
            Places of the helper.

        Returns
        -------
        int
            Number of the helper: the next one.
        """
        self._refuse_copies()
        j, state = self.state.capacity.size, self.state
        self.state = state._replace(
            capacity=extended(state.capacity, 0),
            load=extended(state.load, 0),
            price=extended(state.price, 0),
            head=extended(state.head, NONE),
        )
        self.columns = one_list_more(self.columns)
        self.scout = one_column_more(self.scout)
        pairs = np.asarray(requests, np.int32), np.asarray(costs, np.int32)
        done = add_pairs(j, 0, pairs, self.rows, self.columns)
        while done < pairs[0].size:
            self.rows, self.columns = roomier(self.rows), roomier(self.columns)
            done = add_pairs(j, done, pairs, self.rows, self.columns)
        self.join(j, capacity)
        return j

    def totals(self, classes: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
        """Questions served per class 0..5, and the total cost of their matches."""
        served = self.state.active & (self.state.column != NONE)
        counts = np.bincount(classes[served], minlength=6).astype(np.int64)
        return counts, int(self.state.paid[served].astype(np.int64).sum())

    def value(self) -> int:
        """Total cost: of the matches, and of the requests that stay open."""
        state = self.state
        served = state.active & (state.column != NONE)
        return int(state.paid[served].astype(np.int64).sum()) + int(
            state.drop[state.active & ~served].sum()
        )


def _store(size: NDArray[np.int64], other: NDArray[np.int32], cost: NDArray[np.int32]) -> Store:
    free = SLACK + other.size // 2
    return Store(
        start=(np.cumsum(size) - size).astype(np.int64),
        size=size.astype(np.int64),
        room=size.astype(np.int64),
        other=np.concatenate([other, np.empty(free, np.int32)]),
        cost=np.concatenate([cost, np.empty(free, np.int32)]),
        end=np.array([other.size], np.int64),
    )
