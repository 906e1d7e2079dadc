"""Compiled steps that let the helpers of the scarce layers look for requests.

In the turned graph the rows are the places of scarce helpers and the columns are the requests.
All places of a helper share one list of pairs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import NONE, Graph, Matching, link
from samenspel_engine.jit import compiled


@compiled
def count_turned(
    graph: Graph, optional: NDArray[np.bool_], by_cost: NDArray[np.int64],
    by_column: NDArray[np.int64],
) -> None:  # fmt: skip
    """Count the pairs inside scarce layers by cost and by column; optional rows come last.

    Count ``k`` goes to place ``k + 1``, so that the running sums are where each begins.
    """
    for row in range(graph.drop.size):
        layer = graph.row_layer[row]
        if layer > 0:
            base = by_cost.size // 2 * int(optional[row]) + 1
            for edge in range(graph.start[row], graph.stop[row]):
                if graph.column_layer[graph.column[edge]] == layer:
                    by_cost[base + graph.cost[edge]] += 1
                    by_column[graph.column[edge] + 1] += 1


@compiled
def sort_by_cost(
    graph: Graph, optional: NDArray[np.bool_], by_cost: NDArray[np.int64],
    out: tuple[NDArray[np.int64], NDArray[np.int32]],
) -> None:  # fmt: skip
    """List the pairs inside scarce layers by cost: the pair and its row."""
    edges, rows = out
    for row in range(graph.drop.size):
        layer = graph.row_layer[row]
        if layer > 0:
            base = by_cost.size // 2 * int(optional[row])
            for edge in range(graph.start[row], graph.stop[row]):
                if graph.column_layer[graph.column[edge]] == layer:
                    at = by_cost[base + graph.cost[edge]]
                    by_cost[base + graph.cost[edge]] = at + 1
                    edges[at] = edge
                    rows[at] = row


@compiled
def sort_by_column(
    columns: NDArray[np.int32], sorted_pairs: tuple[NDArray[np.int64], NDArray[np.int32]],
    by_column: NDArray[np.int64], out: tuple[NDArray[np.int64], NDArray[np.int32]],
) -> None:  # fmt: skip
    """Bring pairs that are sorted by cost together by column."""
    for at in range(sorted_pairs[0].size):
        edge = sorted_pairs[0][at]
        place = by_column[columns[edge]]
        by_column[columns[edge]] = place + 1
        out[0][place] = edge
        out[1][place] = sorted_pairs[1][at]


@compiled
def take_seats(
    first: NDArray[np.int64], matching: Matching, turned: Graph, seated: Matching
) -> None:
    """Carry a matching over to the turned graph; ``first``: first place of each column."""
    for column in range(first.size):
        place = first[column]
        row = matching.head[column]
        while place != NONE and row != NONE:
            for edge in range(turned.start[place], turned.stop[place]):
                if turned.column[edge] == row:
                    link(place, row, edge, seated)
                    seated.load[row] = 1
                    break
            place += 1
            row = matching.following[row]
