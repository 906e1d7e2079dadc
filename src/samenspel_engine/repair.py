"""An optimum taken over when the lists of a few requests grow, without starting again.

The prices stay right for every request whose new pairs cost no less than its price. The others
leave first, all of them gone before the first place is filled; that only lowers prices, so
searches start only from helpers who had a price. Then they come back with their longer lists,
which only raises prices. Each is one shortest-path search, as in ``live``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_events import open_row
from samenspel_engine._kernels_live import Scout, State, Store
from samenspel_engine._kernels_matching import NONE
from samenspel_engine._kernels_paths import row_prices
from samenspel_engine._kernels_repair import count_priced, list_priced, seat_rows
from samenspel_engine.assign import Assignment, graph_of
from samenspel_engine.candidates import Lists
from samenspel_engine.live import Live

Limits = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Drop cost of each request, and places of each helper."""


def cheaper_rows(
    longer: Lists, rows: NDArray[np.int64], found: Assignment, limits: Limits
) -> NDArray[np.int64]:
    """Those of ``rows`` to which a longer list offers a pair for less than their price."""
    price = _prices(longer, found.helper_price, (limits[0][rows], limits[1]))
    return rows[price < found.request_price[rows]]


def repair(
    lists: Lists, found: Assignment, rows: NDArray[np.int64], limits: Limits
) -> Assignment:
    """The optimum of ``lists`` from one of shorter lists.

    Parameters
    ----------
    lists : Lists
        The lists as they are now.
    found : Assignment
        The optimum of the shorter lists; its prices are right for all requests but ``rows``.
    rows : ndarray of int64
        Requests that now have a cheaper pair.
    limits : tuple of ndarray of int64
        Drop cost of each request, and places of each helper.
    """
    drop, capacity = limits
    live = _take_over(lists, found, limits)
    state = live.state
    state.active[rows] = False
    for row in rows.tolist():
        open_row(row, live.columns, state, live.scout)
    for row in rows.tolist():
        live.arrive(row)
    served = state.column != NONE
    cost = np.where(served, state.paid, drop)
    request_price = _prices(lists, state.price, limits)
    return Assignment(
        helper=state.column,
        cost=cost,
        request_price=request_price,
        helper_price=state.price,
        value=int(cost.sum()),
        bound=int(request_price.sum()) - int((state.price * capacity).sum()),
    )


def _prices(lists: Lists, price: NDArray[np.int64], limits: Limits) -> NDArray[np.int64]:
    out = np.empty(lists.total.size, np.int64)
    row_prices(graph_of(lists, *limits), price, out)
    return out


def _take_over(lists: Lists, found: Assignment, limits: Limits) -> Live:
    """The optimum as a live matching that can be searched from helpers with a price."""
    drop, capacity = limits
    n, m = drop.size, capacity.size
    served = found.helper != NONE
    state = State(
        column=found.helper.copy(),
        paid=np.where(served, found.cost, 0).astype(np.int32),
        following=np.full(n, NONE, np.int32),
        drop=drop,
        active=np.ones(n, np.bool_),
        capacity=capacity,
        load=np.zeros(m, np.int64),
        price=found.helper_price.copy(),
        head=np.full(m, NONE, np.int32),
    )
    seat_rows(state.column, state.following, state.head, state.load)
    rows = _store(lists.start[:-1], np.diff(lists.start), lists.helper, lists.cost)
    heap = lists.cost.size + m + 1
    scout = Scout(
        label=np.zeros(m, np.int64),
        row=np.zeros(m, np.int32),
        cost=np.zeros(m, np.int32),
        origin=np.zeros(m, np.int32),
        seen=np.zeros(m, np.int64),
        done=np.zeros(m, np.int64),
        touched=np.empty(m, np.int32),
        heap_label=np.empty(heap, np.int64),
        heap_column=np.empty(heap, np.int32),
        best=np.zeros(8, np.int64),
    )
    return Live(rows, _priced_columns(lists, state.price), state, scout)


def _priced_columns(lists: Lists, price: NDArray[np.int64]) -> Store:
    """The pairs of the helpers who have a price."""
    size = np.zeros(price.size, np.int64)
    count_priced(lists.helper, price, size)
    start = np.cumsum(size) - size
    pairs = int(size.sum())
    other, cost = np.empty(pairs, np.int32), np.empty(pairs, np.int32)
    place = start.copy()
    list_priced(lists.start, (lists.helper, lists.cost), price, place, (other, cost))
    return _store(start, size, other, cost)


def _store(
    start: NDArray[np.int64], size: NDArray[np.int64], other: NDArray[np.int32],
    cost: NDArray[np.int32],
) -> Store:  # fmt: skip
    return Store(start, size, size, other, cost, np.array([other.size], np.int64))
