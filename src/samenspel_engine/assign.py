"""The exact lexicographic optimum of one set of candidate lists, with prices that prove it.

Most questions served by urgency class, then most quality. The sets of questions that can be
served together form a transversal matroid. Therefore one optimum serves the most questions of
the highest class, then the most of the next, and so on, and it also serves the most questions
in all; every strictly decreasing set of class weights gives the same counts. Leaving a question
of class ``k`` open costs ``k`` times a unit larger than all quality together, in whole numbers
of 64 bits.

Method: a largest matching shows the scarce block (Dulmage and Mendelsohn): questions and
helpers that compete. In that block helpers look for questions, elsewhere questions look for
helpers, so the side that searches always finds a place. Both use shortest augmenting paths with
prices; the prices of the two blocks together form one dual solution for the whole problem.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import (
    NONE,
    Graph,
    Matching,
    Trail,
    largest_matching,
    scarce_block,
)
from samenspel_engine._kernels_paths import Paths, insert_rows, row_prices
from samenspel_engine.candidates import Lists
from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.params import TOP_QUALITY

CLOSED_PRICE = 1 << 60
LARGEST_SUM = 1 << 62


@dataclass(frozen=True)
class Assignment:
    """An optimal assignment and the prices that prove it; requests and helpers by rank.

    Parameters
    ----------
    helper : ndarray of int32, shape (n,)
        Helper of each request, -1 for none.
    cost : ndarray of int64, shape (n,)
        ``1000 - quality`` of the match; the drop cost of an open request.
    request_price : ndarray of int64, shape (n,)
    helper_price : ndarray of int64, shape (m,)
    value, bound : int
        Total cost and the proven lower bound on it; equal at the optimum.
    """

    helper: NDArray[np.int32]
    cost: NDArray[np.int64]
    request_price: NDArray[np.int64]
    helper_price: NDArray[np.int64]
    value: int
    bound: int


def drop_costs(classes: NDArray[np.int64], helpers: int) -> NDArray[np.int64]:
    """Cost of leaving each request open: its class times more than all quality together.

    Raises
    ------
    EngineInputError
        When the totals would not fit in 64-bit whole numbers.
    """
    unit = (TOP_QUALITY + 1) * (classes.size + helpers + 1)
    if unit * 6 * (classes.size + helpers + 1) > LARGEST_SUM:
        raise EngineInputError("problem", "requests", "are too many for exact whole numbers")
    return classes * unit


def assign(lists: Lists, drop: NDArray[np.int64], capacity: NDArray[np.int64]) -> Assignment:
    """Cheapest assignment over the pairs in ``lists``.

    Parameters
    ----------
    lists : Lists
        Candidates in rows, sorted by cost.
    drop : ndarray of int64, shape (n,)
        Cost of leaving a request open, see :func:`drop_costs`.
    capacity : ndarray of int64, shape (m,)
        Places of each helper.
    """
    graph = Graph(lists.start, lists.helper, lists.cost, drop, capacity)
    in_row, in_column = _competing(graph)
    open_capacity = np.where(in_column, 0, capacity)
    plenty = _new_matching(graph)
    plenty.price[in_column] = CLOSED_PRICE
    rows = np.flatnonzero(~in_row)
    insert_rows(rows, graph._replace(capacity=open_capacity), plenty, _new_paths(graph))
    edge, price = plenty.edge, plenty.price
    if in_row.any():
        _match_scarce(graph, in_row, in_column, (edge, price))
    return _certify(graph, edge, price)


def _new_matching(graph: Graph) -> Matching:
    n, m = graph.drop.size, graph.capacity.size
    return Matching(
        column=np.full(n, NONE, np.int32),
        edge=np.full(n, NONE, np.int64),
        following=np.full(n, NONE, np.int32),
        load=np.zeros(m, np.int64),
        price=np.zeros(m, np.int64),
        head=np.full(m, NONE, np.int32),
    )


def _new_paths(graph: Graph) -> Paths:
    m, pairs = graph.capacity.size, graph.cost.size
    return Paths(
        label=np.zeros(m, np.int64),
        row=np.zeros(m, np.int32),
        edge=np.zeros(m, np.int64),
        seen=np.zeros(m, np.int64),
        done=np.zeros(m, np.int64),
        touched=np.empty(m, np.int32),
        heap_label=np.empty(pairs + 1, np.int64),
        heap_column=np.empty(pairs + 1, np.int32),
        best=np.zeros(6, np.int64),
    )


def _competing(graph: Graph) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Requests and helpers of the scarce block; shapes ``(n,)`` and ``(m,)``."""
    n, m = graph.drop.size, graph.capacity.size
    matching = _new_matching(graph)
    trail = Trail(
        row=np.empty(n + 1, np.int32),
        edge=np.empty(n + 1, np.int64),
        column=np.empty(n + 1, np.int32),
        sibling=np.empty(n + 1, np.int32),
        ahead=graph.start[:-1].copy(),
        stamp=np.zeros(m, np.int64),
    )
    waiting = np.arange(n, dtype=np.int64)
    left = largest_matching(waiting, graph, matching, trail)
    marks = np.zeros(n, np.bool_), np.zeros(m, np.bool_)
    scarce_block(waiting, left, graph, matching, marks)
    return marks


def _match_scarce(
    graph: Graph,
    in_row: NDArray[np.bool_],
    in_column: NDArray[np.bool_],
    out: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> None:
    """Let the helpers of the scarce block look for requests; write edges and prices to ``out``.

    Each place of a helper is a row of its own in the turned graph. Taking a request there saves
    its drop cost, so pairs cost ``cost + (largest drop - drop of the request)``.
    """
    edge, price = out
    places, source = _turned(graph, np.flatnonzero(in_row), np.flatnonzero(in_column))
    matching = _new_matching(places)
    insert_rows(np.arange(places.drop.size), places, matching, _new_paths(places))
    if (matching.edge == NONE).any():
        raise EngineError("a scarce helper stayed free: the largest matching was not largest")
    chosen = source[matching.edge]
    owner = np.searchsorted(graph.start, chosen, side="right") - 1
    edge[owner] = chosen
    own_price = np.empty(places.drop.size, np.int64)
    row_prices(places, matching.price, own_price)
    price[graph.column[chosen]] = int(graph.drop.max()) - own_price


def _turned(
    graph: Graph, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> tuple[Graph, NDArray[np.int64]]:
    """The scarce block with its sides swapped, and for each of its pairs the original pair."""
    count = np.diff(graph.start)[rows]
    ends = np.cumsum(count)
    edges = np.arange(ends[-1] if ends.size else 0) + np.repeat(
        graph.start[rows] - (ends - count), count
    )
    new_row = np.repeat(np.arange(rows.size), count)
    extra = int(graph.drop.max()) - graph.drop[rows]
    cost = graph.cost[edges] + extra[new_row]
    column = graph.column[edges]
    order = np.lexsort((new_row, cost, column))
    degree = np.bincount(column, minlength=graph.capacity.size)[columns]
    capacity = graph.capacity[columns]
    first = np.cumsum(degree) - degree
    owner = np.repeat(np.arange(columns.size), capacity)
    start = np.concatenate([[0], np.cumsum(degree[owner])]).astype(np.int64)
    gather = np.arange(start[-1]) + np.repeat(first[owner] - start[:-1], degree[owner])
    picked = order[gather]
    turned = Graph(
        start=start,
        column=new_row[picked].astype(np.int32),
        cost=cost[picked],
        drop=np.full(owner.size, CLOSED_PRICE // 4, np.int64),
        capacity=np.ones(rows.size, np.int64),
    )
    return turned, edges[picked]


def _certify(graph: Graph, edge: NDArray[np.int64], price: NDArray[np.int64]) -> Assignment:
    """Work out both totals from the assignment and the prices alone."""
    served = edge != NONE
    helper = np.full(edge.size, NONE, np.int32)
    helper[served] = graph.column[edge[served]]
    cost = graph.drop.copy()
    cost[served] = graph.cost[edge[served]]
    load = np.bincount(helper[served], minlength=price.size)
    if (load > graph.capacity).any() or (price < 0).any():
        raise EngineError("the assignment breaks a capacity or has a negative price")
    request_price = np.empty(edge.size, np.int64)
    row_prices(graph, price, request_price)
    return Assignment(
        helper=helper,
        cost=cost,
        request_price=request_price,
        helper_price=price,
        value=int(cost.sum()),
        bound=int(request_price.sum()) - int((price * graph.capacity).sum()),
    )
