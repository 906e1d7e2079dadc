"""Compiled largest matching from the side of the columns, for use where room is scarce.

Where many rows wait for few places, a search that starts at a free place finds a waiting row
at once, while a search that starts at a row seldom finds a place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import (
    FROZEN,
    NONE,
    Graph,
    Layer,
    Matching,
    link,
    unlink,
)
from samenspel_engine.jit import compiled


class Back(NamedTuple):
    """The pairs by column and the working memory of the search.

    ``start`` (m + 1) and ``row`` (pairs); ``column``, ``edge``, ``via`` (m + 1): the path now
    being walked; ``look`` (m): first pair of the column not yet known to lead to a matched
    row; ``stamp`` (m); ``visited`` (m); ``state``: columns visited, number of the search.
    """

    start: NDArray[np.int64]
    row: NDArray[np.int32]
    column: NDArray[np.int32]
    edge: NDArray[np.int64]
    via: NDArray[np.int32]
    look: NDArray[np.int64]
    stamp: NDArray[np.int64]
    visited: NDArray[np.int32]
    state: NDArray[np.int64]


@compiled
def list_by_column(graph: Graph, start: NDArray[np.int64], out: NDArray[np.int32]) -> None:
    """Write the rows of each column; ``start`` begins with counts of 0 and ends as starts."""
    for edge in range(graph.column.size):
        start[graph.column[edge] + 1] += 1
    for column in range(start.size - 1):
        start[column + 1] += start[column]
    place = start.copy()
    for row in range(graph.drop.size):
        for edge in range(graph.start[row], graph.stop[row]):
            out[place[graph.column[edge]]] = row
            place[graph.column[edge]] += 1


@compiled
def waiting_row(column: int, active: NDArray[np.bool_], matching: Matching, back: Back) -> int:
    """An active row of the column that is not matched, or -1."""
    while back.look[column] < back.start[column + 1]:
        row = back.row[back.look[column]]
        if active[row] and matching.column[row] == NONE:
            return int(row)
        back.look[column] += 1
    return NONE


@compiled
def enter(depth: int, column: int, via: int, back: Back) -> None:
    """Put a column on the path and mark it."""
    back.column[depth] = column
    back.edge[depth] = back.start[column]
    back.via[depth] = via
    back.stamp[column] = 1
    back.visited[back.state[0]] = column
    back.state[0] += 1


@compiled
def deepen(depth: int, active: NDArray[np.bool_], matching: Matching, back: Back) -> int:
    """Go on to the column of a row that could move here; return the new depth."""
    column = back.column[depth]
    while back.edge[depth] < back.start[column + 1]:
        row = back.row[back.edge[depth]]
        back.edge[depth] += 1
        held = matching.column[row]
        if held != NONE and active[row] and back.stamp[held] == 0:
            enter(depth + 1, held, row, back)
            return depth + 1
    return depth - 1


@compiled
def pull(column: int, active: NDArray[np.bool_], matching: Matching, back: Back) -> bool:
    """Fill one free place of the column with the help of a waiting row; false if none can."""
    back.state[0] = 0
    enter(0, column, NONE, back)
    depth = 0
    row = waiting_row(column, active, matching, back)
    while row == NONE:
        before = depth
        depth = deepen(depth, active, matching, back)
        if depth < 0:
            return False
        if depth > before:
            row = waiting_row(back.column[depth], active, matching, back)
    matching.load[column] += 1
    while depth >= 0:
        unlink(row, matching)
        link(row, back.column[depth], NONE, matching)
        row = back.via[depth]
        depth -= 1
    for at in range(back.state[0]):
        back.stamp[back.visited[at]] = 0
    return True


@compiled
def match_by_columns(
    active: NDArray[np.bool_], graph: Graph, matching: Matching, back: Back
) -> None:
    """Fill free places as long as active rows can be brought there."""
    back.look[:] = back.start[:-1]
    back.stamp[:] = 0
    for column in range(graph.capacity.size):
        while matching.load[column] < graph.capacity[column] and back.stamp[column] == 0:
            if not pull(column, active, matching, back):
                break


@compiled
def freeze_reached(
    queue: NDArray[np.int64], size: int, layer: int, graph: Graph, matching: Matching,
    marks: tuple[NDArray[np.int64], tuple[Layer, Layer]],
) -> None:  # fmt: skip
    """Set apart the columns that alternating paths reach from the first rows of the queue.

    The queue has room for all rows.
    """
    stamp, layers = marks
    for at in range(size):
        layers[0][queue[at]] = layer
    while size > 0:
        size -= 1
        row = queue[size]
        for edge in range(graph.start[row], graph.stop[row]):
            column = graph.column[edge]
            if stamp[column] == FROZEN:
                continue
            stamp[column] = FROZEN
            layers[1][column] = layer
            other = matching.head[column]
            while other != NONE:
                queue[size] = other
                size += 1
                other = matching.following[other]
