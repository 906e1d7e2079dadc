"""The exact lexicographic optimum of one set of candidate lists, with prices that prove it.

Most questions served by urgency class, then most quality. The sets of questions that can be
served together form a transversal matroid. Therefore one optimum serves the most questions of
the highest class, then the most of the next, and so on, and it also serves the most questions
overall; every strictly decreasing set of class weights gives the same counts. Leaving a
question of class ``k`` open costs ``k`` times a unit larger than all quality together, in whole
numbers of 64 bits.

Method: a largest matching, class after class, shows the scarce layers (Dulmage and Mendelsohn,
per class): where a search for room fails, the helpers it reached are all taken by questions at
least as urgent. No optimal pair crosses a layer. First every question that is certain of a
place looks for a helper; then the places of scarce helpers that are left look for questions of
the class that stays partly open. So the side that searches always finds something nearby. Both
use shortest augmenting paths with prices; the prices of all layers together form one dual
solution for the whole problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import NONE, Graph, Matching
from samenspel_engine._kernels_paths import Paths, insert_rows, row_prices
from samenspel_engine._kernels_scarce import (
    count_turned,
    sort_by_column,
    sort_by_cost,
    take_seats,
)
from samenspel_engine.candidates import Lists
from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.layers import find_layers, new_matching
from samenspel_engine.params import TOP_QUALITY

CLOSED_PRICE = 1 << 58
LARGEST_SUM = 1 << 62
LARGEST_SHIFT = 1 << 30


def _no_groups() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


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
    group_price : ndarray of int64, shape (g,)
        Prices of groups of helpers with a quota.
    """

    helper: NDArray[np.int32]
    cost: NDArray[np.int64]
    request_price: NDArray[np.int64]
    helper_price: NDArray[np.int64]
    value: int
    bound: int
    group_price: NDArray[np.int64] = field(default_factory=_no_groups)


def drop_costs(
    classes: NDArray[np.int64], helpers: int, top: int = TOP_QUALITY
) -> NDArray[np.int64]:
    """Cost of leaving each request open: its class times more than all quality together.

    ``top`` is the most that quality and bonus of one pair can be.

    Raises
    ------
    EngineInputError
        When the totals would not fit in 64-bit whole numbers.
    """
    unit = (top + 1) * (classes.size + helpers + 1)
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
    levels, classes = np.unique(drop, return_inverse=True)
    graph = graph_of(lists, drop, capacity)
    find_layers(graph, classes)
    certain = (graph.row_layer == 0) | (classes >= graph.row_layer)
    matching = new_matching(graph)
    insert_rows(np.flatnonzero(certain), graph, matching, new_paths(graph))
    if graph.row_layer.any():
        _fill_scarce_places(graph, certain, levels, matching)
    return certify(graph, matching.edge, matching.price)


def graph_of(lists: Lists, drop: NDArray[np.int64], capacity: NDArray[np.int64]) -> Graph:
    """The pairs of the lists, all in one layer."""
    layers = np.zeros(drop.size, np.int8), np.zeros(capacity.size, np.int8)
    return Graph(
        lists.start[:-1], lists.start[1:], lists.helper, lists.cost, drop, capacity, *layers
    )


def new_paths(graph: Graph) -> Paths:
    """Working memory for searches in the graph."""
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


def _fill_scarce_places(
    graph: Graph, certain: NDArray[np.bool_], levels: NDArray[np.int64], matching: Matching
) -> None:
    """Let the places of scarce helpers that are still free look for requests.

    The questions that are certain of a place have one; their prices, turned round, are the
    prices of the requests here. An optional request costs ``shift`` more than a certain one, so
    that all prices are positive.
    """
    turned, source, first = _turn(graph, ~certain)
    seated = new_matching(turned)
    take_seats(first, matching, turned, seated)
    held = np.flatnonzero(seated.load)
    paid = graph.cost[matching.edge[held]] + matching.price[matching.column[held]]
    shift = int(paid.max(initial=int(graph.cost.max(initial=0)) + 1))
    if shift > LARGEST_SHIFT:
        raise EngineError("the prices do not fit in 32 bits")
    seated.price[held] = shift - paid
    turned.cost[~certain[turned.column]] += shift
    empty = np.flatnonzero(seated.column == NONE)
    insert_rows(empty, turned, seated, new_paths(turned))
    if (seated.edge == NONE).any():
        raise EngineError("a scarce helper stayed free: the largest matching was not largest")
    edges = source[seated.edge]
    matching.edge[graph.row_layer > 0] = NONE
    matching.edge[turned.column[seated.edge]] = edges
    worth = np.empty(turned.drop.size, np.int64)
    row_prices(turned, seated.price, worth)
    scarce = graph.column_layer > 0
    matching.price[scarce] = levels[graph.column_layer[scarce] - 1]
    matching.price[graph.column[edges]] += shift - worth
    matching.price[scarce & (graph.capacity == 0)] = levels[-1]


def _turn(
    graph: Graph, optional: NDArray[np.bool_]
) -> tuple[Graph, NDArray[np.int64], NDArray[np.int64]]:
    """The scarce layers with their sides swapped.

    Returns
    -------
    turned : Graph
        One row for each place.
    source : ndarray of int64
        The original pair of each pair of ``turned``.
    first : ndarray of int64, shape (m,)
        First place of each helper, -1 for helpers outside the scarce layers.
    """
    m = graph.capacity.size
    by_cost, by_column = (
        np.zeros(2 * (int(graph.cost.max(initial=0)) + 1) + 1, np.int64),
        np.zeros(m + 1, np.int64),
    )
    count_turned(graph, optional, by_cost, by_column)
    by_cost, by_column = np.cumsum(by_cost), np.cumsum(by_column)
    size = int(by_column[-1])
    by_price = np.empty(size, np.int64), np.empty(size, np.int32)
    sort_by_cost(graph, optional, by_cost, by_price)
    source, requests = np.empty(size, np.int64), np.empty(size, np.int32)
    sort_by_column(graph.column, by_price, by_column[:-1].copy(), (source, requests))
    columns = np.flatnonzero((graph.column_layer > 0) & (graph.capacity > 0))
    owner = np.repeat(columns, graph.capacity[columns])
    first = np.full(m, NONE, np.int64)
    first[columns] = np.cumsum(graph.capacity[columns]) - graph.capacity[columns]
    turned = Graph(
        start=by_column[:-1][owner],
        stop=by_column[1:][owner],
        column=requests,
        cost=graph.cost[source],
        drop=np.full(owner.size, CLOSED_PRICE, np.int64),
        capacity=np.ones(graph.drop.size, np.int64),
        row_layer=np.zeros(owner.size, np.int8),
        column_layer=np.zeros(graph.drop.size, np.int8),
    )
    return turned, source, first


def certify(graph: Graph, edge: NDArray[np.int64], price: NDArray[np.int64]) -> Assignment:
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
