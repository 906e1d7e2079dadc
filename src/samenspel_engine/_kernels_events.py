"""Compiled events: a row looks for a place, a place looks for a row.

Each is one search over shortest paths, after which the matching and the prices are optimal for
everybody who takes part.
"""

from __future__ import annotations

import numpy as np

from samenspel_engine._kernels_live import (
    COST,
    DROP_ROW,
    END,
    FREE_PLACE,
    KIND,
    LAST,
    TAKE_ROW,
    TOUCHED,
    Scout,
    State,
    Store,
    begin,
    nearest,
    reach,
    seat,
    unseat,
)
from samenspel_engine._kernels_matching import NONE
from samenspel_engine.jit import compiled


@compiled
def look_for_places(row: int, base: int, rows: Store, state: State, scout: Scout) -> None:
    """Extend a search from a row; ``base`` is the length of the way to the row."""
    first = rows.start[row]
    for at in range(first, first + rows.size[row]):
        if base + rows.cost[at] >= scout.best[COST]:
            break
        column = rows.other[at]
        label = base + rows.cost[at] + state.price[column]
        if label >= scout.best[COST] or state.capacity[column] == 0:
            continue
        if state.load[column] < state.capacity[column]:
            scout.best[COST] = label
            scout.best[KIND] = FREE_PLACE
            scout.best[END] = column
            scout.row[column] = row
            scout.cost[column] = rows.cost[at]
        else:
            reach(column, label, row, rows.cost[at], scout)


@compiled
def place_row(new: int, rows: Store, state: State, scout: Scout) -> None:
    """Let an active, open row look for a place; another row may lose its place for good."""
    begin(state.drop[new], DROP_ROW, new, scout)
    look_for_places(new, 0, rows, state, scout)
    column = nearest(scout)
    while column != NONE:
        row = state.head[column]
        while row != NONE:
            base = scout.label[column] - state.paid[row] - state.price[column]
            look_for_places(row, base, rows, state, scout)
            if base + state.drop[row] < scout.best[COST]:
                scout.best[COST] = base + state.drop[row]
                scout.best[KIND] = DROP_ROW
                scout.best[END] = row
            row = state.following[row]
        column = nearest(scout)
    for k in range(scout.best[TOUCHED]):
        column = scout.touched[k]
        if scout.label[column] < scout.best[COST]:
            state.price[column] += scout.best[COST] - scout.label[column]
    move_up(new, state, scout)


@compiled
def move_up(new: int, state: State, scout: Scout) -> None:
    """Shift every row of the way that was found one column on."""
    if scout.best[KIND] == FREE_PLACE:
        column = scout.best[END]
        state.load[column] += 1
    elif scout.best[END] == new:
        return
    else:
        column = unseat(scout.best[END], state)
    row = NONE
    while row != new:
        row = scout.row[column]
        cost = scout.cost[column]
        left = unseat(row, state)
        seat(row, column, cost, state)
        column = left


@compiled
def look_for_rows(column: int, columns: Store, state: State, scout: Scout) -> None:
    """Extend a search from a free place over the rows that could move there."""
    base = scout.label[column] + state.price[column]
    first = columns.start[column]
    for at in range(first, first + columns.size[column]):
        row = columns.other[at]
        held = state.column[row]
        if not state.active[row] or held == column:
            continue
        if held == NONE:
            label = base + columns.cost[at] - state.drop[row]
            if label < scout.best[COST]:
                scout.best[COST] = label
                scout.best[KIND] = TAKE_ROW
                scout.best[END] = row
                scout.best[LAST] = column
                scout.best[LAST + 1] = columns.cost[at]
            continue
        label = base + columns.cost[at] - state.paid[row] - state.price[held]
        if label < scout.best[COST] and reach(held, label, row, columns.cost[at], scout):
            scout.origin[held] = column


@compiled
def fill_place(start: int, columns: Store, state: State, scout: Scout) -> None:
    """Let a free place with a price look for a row, or find where a place is best left free.

    ``load`` of the column does not count the place.
    """
    begin(state.price[start], FREE_PLACE, start, scout)
    reach(start, 0, NONE, 0, scout)
    column = nearest(scout)
    while column != NONE:
        if scout.label[column] + state.price[column] < scout.best[COST]:
            scout.best[COST] = scout.label[column] + state.price[column]
            scout.best[KIND] = FREE_PLACE
            scout.best[END] = column
        look_for_rows(column, columns, state, scout)
        column = nearest(scout)
    for k in range(scout.best[TOUCHED]):
        column = scout.touched[k]
        if scout.label[column] < scout.best[COST]:
            state.price[column] -= scout.best[COST] - scout.label[column]
    move_down(start, state, scout)


@compiled
def move_down(start: int, state: State, scout: Scout) -> None:
    """Shift the rows of the way that was found towards the place where the search began.

    The row of ``scout`` at a column is the one that leaves it for the column's ``origin``.
    """
    column = scout.best[END]
    if scout.best[KIND] == TAKE_ROW:
        column = scout.best[LAST]
        seat(scout.best[END], column, scout.best[LAST + 1], state)
    else:
        state.load[column] -= 1
    state.load[start] += 1
    while column != start:
        row = scout.row[column]
        unseat(row, state)
        seat(row, scout.origin[column], scout.cost[column], state)
        column = scout.origin[column]


@compiled
def open_row(row: int, columns: Store, state: State, scout: Scout) -> None:
    """Let a row leave its place, which then looks for another row; the row stays open."""
    column = unseat(row, state)
    if column != NONE:
        state.load[column] -= 1
        if state.price[column] > 0:
            fill_place(column, columns, state, scout)


@compiled
def open_column(column: int, columns: Store, state: State, scout: Scout) -> None:
    """Let a column without load take part: its places look for rows.

    Its price begins so high that no row wants to come; every search lowers it.
    """
    highest = np.int64(0)
    first = columns.start[column]
    for at in range(first, first + columns.size[column]):
        row = columns.other[at]
        if state.active[row]:
            worth = state.drop[row]
            if state.column[row] != NONE:
                worth = state.paid[row] + state.price[state.column[row]]
            highest = max(highest, worth - columns.cost[at])
    state.price[column] = highest
    while state.load[column] < state.capacity[column] and state.price[column] > 0:
        fill_place(column, columns, state, scout)


@compiled
def close_column(column: int, rows: Store, state: State, scout: Scout) -> None:
    """Take a column out; its rows look for other places."""
    state.capacity[column] = 0
    state.load[column] = 0
    state.price[column] = 0
    homeless = NONE
    row = state.head[column]
    while row != NONE:
        following = state.following[row]
        state.column[row] = NONE
        state.following[row] = homeless
        homeless = row
        row = following
    state.head[column] = NONE
    while homeless != NONE:
        row = homeless
        homeless = state.following[row]
        place_row(row, rows, state, scout)
