"""Compiled largest matching and its scarce layers, and the arrays all kernels share.

Rows are requests and take at most one place; columns are helpers with a capacity. The rows
matched to one column form a linked list (``head`` and ``following``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

NONE = -1
FROZEN = 1 << 62

Layer = NDArray[np.int8]


class Graph(NamedTuple):
    """Pairs in rows, each row sorted by cost.

    ``start`` and ``stop`` (n): where the pairs of a row are in ``column`` and ``cost``;
    ``drop`` (n): the cost of leaving the row without a column; ``capacity`` (m);
    ``row_layer`` (n) and ``column_layer`` (m): searches only use pairs within one layer.
    """

    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    column: NDArray[np.int32]
    cost: NDArray[np.int32]
    drop: NDArray[np.int64]
    capacity: NDArray[np.int64]
    row_layer: Layer
    column_layer: Layer


class Matching(NamedTuple):
    """Who is matched to whom: ``column``, ``edge``, ``following`` (n); ``load``, ``price``,
    ``head`` (m)."""

    column: NDArray[np.int32]
    edge: NDArray[np.int64]
    following: NDArray[np.int32]
    load: NDArray[np.int64]
    price: NDArray[np.int64]
    head: NDArray[np.int32]


@compiled
def link(row: int, column: int, edge: int, matching: Matching) -> None:
    """Put the row at the head of the column's list."""
    matching.column[row] = column
    matching.edge[row] = edge
    matching.following[row] = matching.head[column]
    matching.head[column] = row


@compiled
def unlink(row: int, matching: Matching) -> int:
    """Take the row out of its column's list; return that column or -1."""
    column = matching.column[row]
    if column == NONE:
        return NONE
    before = matching.head[column]
    if before == row:
        matching.head[column] = matching.following[row]
    else:
        while matching.following[before] != row:
            before = matching.following[before]
        matching.following[before] = matching.following[row]
    matching.column[row] = NONE
    matching.edge[row] = NONE
    return int(column)


class Trail(NamedTuple):
    """Working memory of the largest-matching search.

    ``row``, ``edge``, ``column``, ``sibling`` (n + 1): the path now being walked; ``ahead``
    (n): first pair of the row not yet known to lead to a full column; ``stamp`` (m): last
    search that visited the column; ``visited`` (m): columns of this search; ``state``: number
    of the search, first number of this round, columns visited, whether columns were left out
    because another search of this round had visited them.
    """

    row: NDArray[np.int32]
    edge: NDArray[np.int64]
    column: NDArray[np.int32]
    sibling: NDArray[np.int32]
    ahead: NDArray[np.int64]
    stamp: NDArray[np.int64]
    visited: NDArray[np.int32]
    state: NDArray[np.int64]


SEARCH, ROUND, VISITED, SPOILT = 0, 1, 2, 3


@compiled
def free_column(row: int, graph: Graph, matching: Matching, trail: Trail) -> int:
    """A column of the row that still has room, or -1."""
    while trail.ahead[row] < graph.stop[row]:
        column = graph.column[trail.ahead[row]]
        if matching.load[column] < graph.capacity[column]:
            return int(column)
        trail.ahead[row] += 1
    return NONE


@compiled
def step_in(depth: int, row: int, graph: Graph, trail: Trail) -> None:
    """Put a row on the path."""
    trail.row[depth] = row
    trail.edge[depth] = graph.start[row]
    trail.sibling[depth] = NONE


@compiled
def visit(column: int, trail: Trail) -> bool:
    """Mark the column for this search; false when it leads nowhere or was visited before."""
    stamp = trail.stamp[column]
    if stamp >= trail.state[ROUND]:
        if stamp != FROZEN and stamp != trail.state[SEARCH]:
            trail.state[SPOILT] = 1
        return False
    trail.stamp[column] = trail.state[SEARCH]
    trail.visited[trail.state[VISITED]] = column
    trail.state[VISITED] += 1
    return True


@compiled
def advance(depth: int, graph: Graph, matching: Matching, trail: Trail) -> int:
    """Go to the next row that could make room; return the new depth."""
    if trail.sibling[depth] != NONE:
        row = trail.sibling[depth]
        trail.sibling[depth] = matching.following[row]
        step_in(depth + 1, row, graph, trail)
        return depth + 1
    row = trail.row[depth]
    while trail.edge[depth] < graph.stop[row]:
        column = graph.column[trail.edge[depth]]
        trail.edge[depth] += 1
        if visit(column, trail):
            trail.column[depth] = column
            trail.sibling[depth] = matching.head[column]
            return depth
    return depth - 1


@compiled
def augment(new_row: int, graph: Graph, matching: Matching, trail: Trail) -> bool:
    """Find a path from the row to a column with room and shift it; false when there is none."""
    trail.state[SEARCH] += 1
    trail.state[VISITED] = 0
    trail.state[SPOILT] = 0
    step_in(0, new_row, graph, trail)
    depth = 0
    column = free_column(new_row, graph, matching, trail)
    while column == NONE:
        before = depth
        depth = advance(depth, graph, matching, trail)
        if depth < 0:
            return False
        if depth > before:
            column = free_column(trail.row[depth], graph, matching, trail)
    matching.load[column] += 1
    while depth >= 0:
        unlink(trail.row[depth], matching)
        link(trail.row[depth], column, NONE, matching)
        depth -= 1
        column = trail.column[max(depth, 0)]
    return True


@compiled
def freeze(row: int, layer: int, trail: Trail, layers: tuple[Layer, Layer]) -> None:
    """No path through these columns will ever end at a column with room: set them apart."""
    layers[0][row] = layer
    for at in range(trail.state[VISITED]):
        trail.stamp[trail.visited[at]] = FROZEN
        layers[1][trail.visited[at]] = layer


@compiled
def match_directly(
    waiting: NDArray[np.int64], graph: Graph, matching: Matching, trail: Trail
) -> int:
    """Give rows a column that has room; return how many are left, at the front."""
    left = 0
    for at in range(waiting.size):
        row = waiting[at]
        column = free_column(row, graph, matching, trail)
        if column == NONE:
            waiting[left] = row
            left += 1
        else:
            matching.load[column] += 1
            link(row, column, NONE, matching)
    return left


@compiled
def match_by_rows(
    waiting: NDArray[np.int64], layer: int, graph: Graph, matching: Matching,
    work: tuple[Trail, tuple[Layer, Layer]],
) -> int:  # fmt: skip
    """One round of searches for the waiting rows; return how many still wait, at the front.

    No row that is matched loses its place. A row whose search fails, with all columns it
    reached, belongs to the scarce ``layer``, unless the search met columns that another search
    of this round had used: then it waits for the next round.
    """
    trail, layers = work
    left = 0
    trail.state[ROUND] = trail.state[SEARCH] + 1
    for at in range(waiting.size):
        if not augment(waiting[at], graph, matching, trail):
            if trail.state[SPOILT] == 0:
                freeze(waiting[at], layer, trail, layers)
            else:
                waiting[left] = waiting[at]
                left += 1
    return left
