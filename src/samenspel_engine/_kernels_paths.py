"""Compiled shortest augmenting paths with prices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import NONE, Graph, Matching, link, unlink
from samenspel_engine.jit import compiled


class Paths(NamedTuple):
    """Working memory of one shortest-path search.

    ``label``, ``row``, ``edge``, ``seen``, ``done``, ``touched`` (m); ``heap_label`` and
    ``heap_column``; ``best``: cost of the best end found, kind of end (0 drops a row, 1 uses a
    free column), that row or column, number of the search, size of the heap, columns touched.
    """

    label: NDArray[np.int64]
    row: NDArray[np.int32]
    edge: NDArray[np.int64]
    seen: NDArray[np.int64]
    done: NDArray[np.int64]
    touched: NDArray[np.int32]
    heap_label: NDArray[np.int64]
    heap_column: NDArray[np.int32]
    best: NDArray[np.int64]


COST, KIND, END, SEARCH, HEAP, TOUCHED = 0, 1, 2, 3, 4, 5


@compiled
def push(label: int, column: int, paths: Paths) -> None:
    """Add a column to the four-way heap."""
    at = paths.best[HEAP]
    while at > 0:
        parent = (at - 1) >> 2
        if paths.heap_label[parent] <= label:
            break
        paths.heap_label[at] = paths.heap_label[parent]
        paths.heap_column[at] = paths.heap_column[parent]
        at = parent
    paths.heap_label[at] = label
    paths.heap_column[at] = column
    paths.best[HEAP] += 1


@compiled
def pop(paths: Paths) -> None:
    """Remove the smallest label from the heap."""
    size = paths.best[HEAP] - 1
    paths.best[HEAP] = size
    label = paths.heap_label[size]
    column = paths.heap_column[size]
    at = 0
    while 4 * at + 1 < size:
        child = 4 * at + 1
        for other in range(child + 1, min(child + 4, size)):
            if paths.heap_label[other] < paths.heap_label[child]:
                child = other
        if paths.heap_label[child] >= label:
            break
        paths.heap_label[at] = paths.heap_label[child]
        paths.heap_column[at] = paths.heap_column[child]
        at = child
    paths.heap_label[at] = label
    paths.heap_column[at] = column


@compiled
def relax(row: int, base: int, graph: Graph, matching: Matching, paths: Paths) -> None:
    """Extend the search over the row's pairs; ``base`` is the length of the way to the row."""
    layer = graph.row_layer[row]
    for edge in range(graph.start[row], graph.stop[row]):
        reach = base + graph.cost[edge]
        if reach >= paths.best[COST]:
            break
        column = graph.column[edge]
        label = reach + matching.price[column]
        if label >= paths.best[COST] or graph.column_layer[column] != layer:
            continue
        if matching.load[column] < graph.capacity[column]:
            paths.best[COST] = label
            paths.best[KIND] = 1
            paths.best[END] = column
        elif paths.seen[column] == paths.best[SEARCH] and paths.label[column] <= label:
            continue
        else:
            push(label, column, paths)
        paths.seen[column] = paths.best[SEARCH]
        paths.label[column] = label
        paths.row[column] = row
        paths.edge[column] = edge


@compiled
def expand(column: int, graph: Graph, matching: Matching, paths: Paths) -> None:
    """Continue the search through the rows matched to a full column, or drop one of them."""
    label = paths.label[column]
    row = matching.head[column]
    while row != NONE:
        base = label - graph.cost[matching.edge[row]] - matching.price[column]
        relax(row, base, graph, matching, paths)
        if base + graph.drop[row] < paths.best[COST]:
            paths.best[COST] = base + graph.drop[row]
            paths.best[KIND] = 0
            paths.best[END] = row
        row = matching.following[row]


@compiled
def find_path(row: int, graph: Graph, matching: Matching, paths: Paths) -> None:
    """Shortest way to give the row a place: to a free column, or to a row that is dropped."""
    paths.best[SEARCH] += 1
    paths.best[HEAP] = 0
    paths.best[TOUCHED] = 0
    paths.best[COST] = graph.drop[row]
    paths.best[KIND] = 0
    paths.best[END] = row
    relax(row, 0, graph, matching, paths)
    while paths.best[HEAP] > 0:
        label = paths.heap_label[0]
        column = paths.heap_column[0]
        pop(paths)
        if label >= paths.best[COST]:
            break
        if paths.done[column] == paths.best[SEARCH] or label > paths.label[column]:
            continue
        paths.done[column] = paths.best[SEARCH]
        paths.touched[paths.best[TOUCHED]] = column
        paths.best[TOUCHED] += 1
        expand(column, graph, matching, paths)


@compiled
def shift_path(new_row: int, matching: Matching, paths: Paths) -> None:
    """Move every row of the found path one column on."""
    if paths.best[KIND] == 1:
        column = paths.best[END]
        matching.load[column] += 1
    elif paths.best[END] == new_row:
        return
    else:
        column = unlink(paths.best[END], matching)
    row = NONE
    while row != new_row:
        row = paths.row[column]
        edge = paths.edge[column]
        left = unlink(row, matching)
        link(row, column, edge, matching)
        column = left


@compiled
def insert_rows(
    rows: NDArray[np.int64], graph: Graph, matching: Matching, paths: Paths
) -> None:
    """Insert rows one by one; the matching of the rows so far is optimal after each."""
    for at in range(rows.size):
        find_path(rows[at], graph, matching, paths)
        for k in range(paths.best[TOUCHED]):
            column = paths.touched[k]
            if paths.label[column] < paths.best[COST]:
                matching.price[column] += paths.best[COST] - paths.label[column]
        shift_path(rows[at], matching, paths)


@compiled
def row_prices(graph: Graph, price: NDArray[np.int64], out: NDArray[np.int64]) -> None:
    """Largest feasible dual value of each row: ``min(drop, cost + price of the column)``."""
    for row in range(out.size):
        least = graph.drop[row]
        for edge in range(graph.start[row], graph.stop[row]):
            if graph.cost[edge] >= least:
                break
            least = min(least, graph.cost[edge] + price[graph.column[edge]])
        out[row] = least
