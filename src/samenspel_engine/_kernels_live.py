"""Compiled searches that keep a matching optimal while people come and go.

A pair is stored with its request, sorted by cost, and with its helper, unsorted. Lists that
grow move to the end of their store. The worth of a request is the cost of its match plus the
price of its helper, or its drop cost while it is open.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import NONE
from samenspel_engine.jit import compiled


class Store(NamedTuple):
    """Lists of pairs: ``start``, ``size``, ``room`` per owner; ``other`` and ``cost`` per pair;
    ``end``: first free place of the store."""

    start: NDArray[np.int64]
    size: NDArray[np.int64]
    room: NDArray[np.int64]
    other: NDArray[np.int32]
    cost: NDArray[np.int32]
    end: NDArray[np.int64]


class State(NamedTuple):
    """An optimal matching: ``column``, ``paid``, ``following``, ``drop``, ``active`` per row;
    ``capacity``, ``load``, ``price``, ``head`` per column."""

    column: NDArray[np.int32]
    paid: NDArray[np.int32]
    following: NDArray[np.int32]
    drop: NDArray[np.int64]
    active: NDArray[np.bool_]
    capacity: NDArray[np.int64]
    load: NDArray[np.int64]
    price: NDArray[np.int64]
    head: NDArray[np.int32]


class Scout(NamedTuple):
    """Working memory of one search: ``label``, ``row``, ``cost``, ``origin``, ``seen``,
    ``done``, ``touched`` per column; a heap; ``best``: see the constants."""

    label: NDArray[np.int64]
    row: NDArray[np.int32]
    cost: NDArray[np.int32]
    origin: NDArray[np.int32]
    seen: NDArray[np.int64]
    done: NDArray[np.int64]
    touched: NDArray[np.int32]
    heap_label: NDArray[np.int64]
    heap_column: NDArray[np.int32]
    best: NDArray[np.int64]


COST, KIND, END, SEARCH, HEAP, TOUCHED, LAST = 0, 1, 2, 3, 4, 5, 6
DROP_ROW, FREE_PLACE, TAKE_ROW = 0, 1, 2


@compiled
def make_room(owner: int, store: Store) -> bool:
    """Make sure that the owner's list can take one more pair; false when the store is full."""
    if store.size[owner] < store.room[owner]:
        return True
    room = 2 * store.room[owner] + 4
    if store.end[0] + room > store.other.size:
        return False
    for k in range(store.size[owner]):
        store.other[store.end[0] + k] = store.other[store.start[owner] + k]
        store.cost[store.end[0] + k] = store.cost[store.start[owner] + k]
    store.start[owner] = store.end[0]
    store.room[owner] = room
    store.end[0] += room
    return True


@compiled
def put_sorted(owner: int, other: int, cost: int, store: Store) -> None:
    """Add a pair where there is room, sorted by cost."""
    first = store.start[owner]
    at = first + store.size[owner]
    while at > first and store.cost[at - 1] > cost:
        store.cost[at] = store.cost[at - 1]
        store.other[at] = store.other[at - 1]
        at -= 1
    store.cost[at] = cost
    store.other[at] = other
    store.size[owner] += 1


@compiled
def take_pair(owner: int, other: int, store: Store) -> None:
    """Remove a pair from a list whose order does not matter."""
    at = store.start[owner]
    last = at + store.size[owner] - 1
    while at <= last and store.other[at] != other:
        at += 1
    if at <= last:
        store.other[at] = store.other[last]
        store.cost[at] = store.cost[last]
        store.size[owner] -= 1


@compiled
def replace_pairs(
    row: int, helpers: NDArray[np.int32], costs: NDArray[np.int32], rows: Store, columns: Store
) -> bool:
    """Give the row other pairs, on both sides; false when a store is full."""
    first = rows.start[row]
    for at in range(first, first + rows.size[row]):
        take_pair(rows.other[at], row, columns)
    rows.size[row] = 0
    for k in range(helpers.size):
        column = helpers[k]
        if not make_room(row, rows) or not make_room(column, columns):
            return False
        put_sorted(row, column, costs[k], rows)
        end = columns.start[column] + columns.size[column]
        columns.other[end] = row
        columns.cost[end] = costs[k]
        columns.size[column] += 1
    return True


@compiled
def add_pairs(
    column: int, done: int, pairs: tuple[NDArray[np.int32], NDArray[np.int32]], rows: Store,
    columns: Store,
) -> int:  # fmt: skip
    """Give the column pairs, from number ``done`` on; return how many it has now.

    Fewer than all when a store is full.
    """
    others, costs = pairs
    for k in range(done, others.size):
        row = others[k]
        if not make_room(row, rows) or not make_room(column, columns):
            return k
        put_sorted(row, column, costs[k], rows)
        end = columns.start[column] + columns.size[column]
        columns.other[end] = row
        columns.cost[end] = costs[k]
        columns.size[column] += 1
    return int(others.size)


@compiled
def seat(row: int, column: int, cost: int, state: State) -> None:
    """Match a row that is open."""
    state.column[row] = column
    state.paid[row] = cost
    state.following[row] = state.head[column]
    state.head[column] = row


@compiled
def unseat(row: int, state: State) -> int:
    """Open a row; return the column it had, or -1. The load stays as it is."""
    column = state.column[row]
    if column == NONE:
        return NONE
    before = state.head[column]
    if before == row:
        state.head[column] = state.following[row]
    else:
        while state.following[before] != row:
            before = state.following[before]
        state.following[before] = state.following[row]
    state.column[row] = NONE
    return int(column)


@compiled
def begin(limit: int, kind: int, end: int, scout: Scout) -> None:
    """Start a search that is worth at most ``limit``."""
    scout.best[SEARCH] += 1
    scout.best[HEAP] = 0
    scout.best[TOUCHED] = 0
    scout.best[COST] = limit
    scout.best[KIND] = kind
    scout.best[END] = end


@compiled
def reach(column: int, label: int, row: int, cost: int, scout: Scout) -> bool:
    """Note a way to a column and put it on the heap; false when it is no shorter."""
    if scout.seen[column] == scout.best[SEARCH] and scout.label[column] <= label:
        return False
    scout.seen[column] = scout.best[SEARCH]
    scout.label[column] = label
    scout.row[column] = row
    scout.cost[column] = cost
    if scout.best[HEAP] == scout.heap_label.size:
        forget_longer_ways(scout)
    rise(column, label, scout)
    return True


@compiled
def rise(column: int, label: int, scout: Scout) -> None:
    """Add a way to the heap."""
    at = scout.best[HEAP]
    while at > 0 and scout.heap_label[(at - 1) >> 2] > label:
        scout.heap_label[at] = scout.heap_label[(at - 1) >> 2]
        scout.heap_column[at] = scout.heap_column[(at - 1) >> 2]
        at = (at - 1) >> 2
    scout.heap_label[at] = label
    scout.heap_column[at] = column
    scout.best[HEAP] += 1


@compiled
def forget_longer_ways(scout: Scout) -> None:
    """Keep only the shortest way to each column, when the heap is full."""
    size = scout.best[HEAP]
    scout.best[HEAP] = 0
    for k in range(size):
        label, column = scout.heap_label[k], scout.heap_column[k]
        if scout.done[column] != scout.best[SEARCH] and label == scout.label[column]:
            rise(column, label, scout)


@compiled
def sink(scout: Scout) -> None:
    """Remove the top of the heap."""
    size = scout.best[HEAP] - 1
    scout.best[HEAP] = size
    label, column = scout.heap_label[size], scout.heap_column[size]
    at = 0
    while 4 * at + 1 < size:
        child = 4 * at + 1
        for other in range(child + 1, min(child + 4, size)):
            if scout.heap_label[other] < scout.heap_label[child]:
                child = other
        if scout.heap_label[child] >= label:
            break
        scout.heap_label[at] = scout.heap_label[child]
        scout.heap_column[at] = scout.heap_column[child]
        at = child
    scout.heap_label[at] = label
    scout.heap_column[at] = column


@compiled
def nearest(scout: Scout) -> int:
    """Next column of the search, or -1 when none can improve on the best end."""
    while scout.best[HEAP] > 0:
        label, column = scout.heap_label[0], scout.heap_column[0]
        if label >= scout.best[COST]:
            return NONE
        sink(scout)
        if scout.done[column] != scout.best[SEARCH] and label == scout.label[column]:
            scout.done[column] = scout.best[SEARCH]
            scout.touched[scout.best[TOUCHED]] = column
            scout.best[TOUCHED] += 1
            return int(column)
    return NONE
