"""Compiled largest matching and scarce block, and the arrays all assignment kernels share.

Rows are requests and take at most one place; columns are helpers with a capacity. The rows
matched to one column form a linked list (``head`` and ``following``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

NONE = -1


class Graph(NamedTuple):
    """Pairs in rows, each row sorted by cost.

    ``start`` (n + 1), ``column`` and ``cost`` (pairs), ``drop`` (n): the cost of leaving the
    row without a column, ``capacity`` (m).
    """

    start: NDArray[np.int64]
    column: NDArray[np.int32]
    cost: NDArray[np.int64]
    drop: NDArray[np.int64]
    capacity: NDArray[np.int64]


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
    (n): first pair of the row not yet known to lead to a full column; ``stamp`` (m): last round
    in which the column was visited.
    """

    row: NDArray[np.int32]
    edge: NDArray[np.int64]
    column: NDArray[np.int32]
    sibling: NDArray[np.int32]
    ahead: NDArray[np.int64]
    stamp: NDArray[np.int64]


@compiled
def free_column(row: int, graph: Graph, matching: Matching, trail: Trail) -> int:
    """A column of the row that still has room, or -1."""
    while trail.ahead[row] < graph.start[row + 1]:
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
def advance(depth: int, rounds: int, graph: Graph, matching: Matching, trail: Trail) -> int:
    """Go to the next row that could make room; return the new depth."""
    if trail.sibling[depth] != NONE:
        row = trail.sibling[depth]
        trail.sibling[depth] = matching.following[row]
        step_in(depth + 1, row, graph, trail)
        return depth + 1
    row = trail.row[depth]
    while trail.edge[depth] < graph.start[row + 1]:
        column = graph.column[trail.edge[depth]]
        trail.edge[depth] += 1
        if trail.stamp[column] != rounds:
            trail.stamp[column] = rounds
            trail.column[depth] = column
            trail.sibling[depth] = matching.head[column]
            return depth
    return depth - 1


@compiled
def augment(new_row: int, rounds: int, graph: Graph, matching: Matching, trail: Trail) -> bool:
    """Find a path from the row to a column with room and shift it; false when there is none."""
    step_in(0, new_row, graph, trail)
    depth = 0
    column = free_column(new_row, graph, matching, trail)
    while column == NONE:
        before = depth
        depth = advance(depth, rounds, graph, matching, trail)
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
def largest_matching(
    waiting: NDArray[np.int64], graph: Graph, matching: Matching, trail: Trail
) -> int:
    """Match as many of the waiting rows as possible; return how many are left over.

    The rows left over stand at the front of ``waiting`` afterwards.
    """
    count = waiting.size
    rounds = 0
    while True:
        rounds += 1
        left = 0
        for at in range(count):
            if not augment(waiting[at], rounds, graph, matching, trail):
                waiting[left] = waiting[at]
                left += 1
        if left == count or left == 0:
            return left
        count = left


@compiled
def scarce_block(
    queue: NDArray[np.int64], size: int, graph: Graph, matching: Matching,
    marks: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> None:  # fmt: skip
    """Mark the rows and columns that alternating paths reach from the unmatched rows.

    ``queue`` starts with ``size`` unmatched rows and has room for all rows.
    """
    in_row, in_column = marks
    for at in range(size):
        in_row[queue[at]] = True
    while size > 0:
        size -= 1
        row = queue[size]
        for edge in range(graph.start[row], graph.start[row + 1]):
            column = graph.column[edge]
            if in_column[column]:
                continue
            in_column[column] = True
            other = matching.head[column]
            while other != NONE:
                if not in_row[other]:
                    in_row[other] = True
                    queue[size] = other
                    size += 1
                other = matching.following[other]
