"""Scarce layers: per urgency class, the questions and helpers that compete for places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import (
    NONE,
    Graph,
    Matching,
    Trail,
    match_by_rows,
    match_directly,
)
from samenspel_engine._kernels_pull import (
    Back,
    freeze_reached,
    list_by_column,
    match_by_columns,
)


def new_matching(graph: Graph) -> Matching:
    """An empty matching with prices 0."""
    n, m = graph.drop.size, graph.capacity.size
    return Matching(
        column=np.full(n, NONE, np.int32),
        edge=np.full(n, NONE, np.int64),
        following=np.full(n, NONE, np.int32),
        load=np.zeros(m, np.int64),
        price=np.zeros(m, np.int64),
        head=np.full(m, NONE, np.int32),
    )


def find_layers(graph: Graph, classes: NDArray[np.int64]) -> None:
    """Write the layers of the graph: ``k + 1`` where questions of class ``k`` stay open.

    The classes are matched from the highest to the lowest; what was matched stays matched.
    Layer 0 is where nobody stays open. As long as there is more room than there are rows
    waiting, rows look for room; otherwise room looks for rows.
    """
    n, m = graph.drop.size, graph.capacity.size
    matching = new_matching(graph)
    trail = Trail(
        row=np.empty(n + 1, np.int32),
        edge=np.empty(n + 1, np.int64),
        column=np.empty(n + 1, np.int32),
        sibling=np.empty(n + 1, np.int32),
        ahead=graph.start.copy(),
        stamp=np.zeros(m, np.int64),
        visited=np.empty(m, np.int32),
        state=np.zeros(4, np.int64),
    )
    back: list[Back] = []
    for level in range(int(classes.max(initial=-1)), -1, -1):
        waiting = np.flatnonzero(classes == level)
        waiting = waiting[: match_directly(waiting, graph, matching, trail)]
        while 0 < waiting.size <= int((graph.capacity - matching.load).sum()):
            layers = graph.row_layer, graph.column_layer
            left = match_by_rows(waiting, level + 1, graph, matching, (trail, layers))
            waiting = waiting[:left]
        if waiting.size:
            back = back or [_backwards(graph)]
            match_by_columns(classes >= level, graph, matching, back[0])
            _freeze(classes == level, level + 1, graph, matching, trail)
    matched = matching.column != NONE
    graph.row_layer[matched] = graph.column_layer[matching.column[matched]]


def _freeze(
    of_class: NDArray[np.bool_], layer: int, graph: Graph, matching: Matching, trail: Trail
) -> None:
    """Write the layer of the open questions of a class and of the helpers they reach."""
    still = np.flatnonzero(of_class & (matching.column == NONE))
    queue = np.concatenate([still, np.empty(graph.drop.size, np.int64)])
    marks = trail.stamp, (graph.row_layer, graph.column_layer)
    freeze_reached(queue, still.size, layer, graph, matching, marks)


def _backwards(graph: Graph) -> Back:
    """The pairs by helper, and working memory."""
    m, pairs = graph.capacity.size, graph.column.size
    start, row = np.zeros(m + 1, np.int64), np.empty(pairs, np.int32)
    list_by_column(graph, start, row)
    return Back(
        start=start,
        row=row,
        column=np.empty(m + 1, np.int32),
        edge=np.empty(m + 1, np.int64),
        via=np.empty(m + 1, np.int32),
        look=np.empty(m, np.int64),
        stamp=np.empty(m, np.int64),
        visited=np.empty(m, np.int32),
        state=np.zeros(2, np.int64),
    )
