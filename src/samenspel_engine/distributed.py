"""The same round across several processes, equal to the round of one process.

The map is cut into as many strips as there are workers. A worker finds the candidates of its
own questions and solves those whose candidates all live in its strip. The states of the strips
do not touch, so together they are optimal; then the questions near a border are inserted one by
one, each with one shortest-path search, which keeps the whole optimal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import assign, certify, drop_costs, graph_of
from samenspel_engine.candidates import Lists, Search, stack, take
from samenspel_engine.certificate import classes_of
from samenspel_engine.errors import EngineError
from samenspel_engine.live import Live
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.processes import Processes
from samenspel_engine.result import Result
from samenspel_engine.rules import room_left
from samenspel_engine.solving import Progress, needs_one_process, solve, to_result
from samenspel_engine.transports import Transport

SHARED_OUT = 0.9
"""Share of the progress that is reported when the workers are done."""


class Share(NamedTuple):
    """What one worker gets: the problem, its rows, the strip of each helper, its own strip."""

    problem: Problem
    params: Params
    rows: NDArray[np.int64]
    strip_of: NDArray[np.int64]
    strip: int


class Part(NamedTuple):
    """What one worker gives back.

    ``lists`` of its rows; ``inside``: rows whose candidates all live in its strip; ``helper``
    and ``cost`` of their matches; ``price`` of the helpers in its strip.
    """

    lists: Lists
    inside: NDArray[np.bool_]
    helper: NDArray[np.int64]
    cost: NDArray[np.int64]
    price: NDArray[np.int64]


def solve_in_parts(
    problem: Problem,
    *,
    workers: int = 2,
    params: Params | None = None,
    transport: Transport | None = None,
    progress: Progress | None = None,
) -> Result:
    """Like ``solve`` with seed 0, over worker processes; the same totals, proven optimal.

    Holds all compatible pairs in memory, so it is meant for a region, not for a country.

    Parameters
    ----------
    problem : Problem
    workers : int
        Processes to start on this machine; not used with a ``transport``.
    params : Params, optional
    transport : Transport, optional
        Processes that are already running, here or elsewhere; it stays open.
    progress : callable, optional
        Called with the name of the stage and the share of it that is done (0..1).
    """
    settings = params or Params()
    needs_one_process(problem, settings)
    tell = progress or (lambda _stage, _share: None)
    began = perf_counter()
    crew = transport or Processes(workers)
    try:
        rows, mine, shares = cut_in_strips(problem, settings, crew.workers)
        parts = crew.map(solve_share, shares, lambda share: tell("workers", SHARED_OUT * share))
    finally:
        if transport is None:
            crew.close()
    shared_out = perf_counter()
    live, lists = _merge(problem, settings, rows, list(_with_rows(parts, mine)))
    tell("border", 1.0)
    timings = {"workers": shared_out - began, "border": perf_counter() - shared_out}
    return _as_result(problem, settings, rows, (live, lists), timings)


def cut_in_strips(
    problem: Problem, params: Params, strips: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[Share]]:
    """The open rows, the strip of each, and the share of each strip."""
    rows = np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])
    cuts = np.arange(1, strips) / strips
    edges = np.quantile(problem.requests.x_m, cuts) if rows.size else np.zeros(strips - 1)
    strip_of = np.searchsorted(edges, problem.offers.x_m)
    mine = np.searchsorted(edges, problem.requests.x_m[rows])
    one_thread = replace(params, threads=1)
    shares = [
        Share(problem, one_thread, rows[mine == strip], strip_of, strip)
        for strip in range(strips)
    ]
    return rows, mine, shares


def solve_share(share: Share) -> Part:
    """The work of one worker."""
    problem, params, rows, strip_of, strip = share
    m = len(problem.offers)
    search = Search(problem, params, np.arange(m))
    lists = search.complete(rows, search.best(rows, 1).total)
    owner = np.repeat(np.arange(rows.size), np.diff(lists.start))
    inside = np.ones(rows.size, np.bool_)
    inside[owner[strip_of[lists.helper] != strip]] = False
    drop = _drops(problem, params, rows, m)
    room = np.where(strip_of == strip, np.maximum(room_left(problem), 0), 0)
    found = assign(take(lists, np.flatnonzero(inside)), drop[inside], room)
    if found.value != found.bound:
        raise EngineError(f"no proof of optimality: gap {found.value - found.bound}")
    return Part(lists, inside, found.helper.astype(np.int64), found.cost, found.helper_price)


def _drops(
    problem: Problem, params: Params, rows: NDArray[np.int64], m: int
) -> NDArray[np.int64]:
    free = np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])
    drop = np.zeros(len(problem.requests), np.int64)
    drop[free] = drop_costs(
        classes_of(problem, params)[free], m, TOP_QUALITY + params.continuity
    )
    return drop[rows]


def _with_rows(
    parts: list[Part], mine: NDArray[np.int64]
) -> Iterator[tuple[Part, NDArray[np.int64]]]:
    for strip, part in enumerate(parts):
        yield part, np.flatnonzero(mine == strip)


def _merge(
    problem: Problem,
    params: Params,
    rows: NDArray[np.int64],
    parts: list[tuple[Part, NDArray[np.int64]]],
) -> tuple[Live, Lists]:
    """Put the states of the strips side by side and insert the questions between them."""
    m = len(problem.offers)
    order = np.concatenate([where for _, where in parts])
    lists = stack([part.lists for part, _ in parts], order)
    live = Live.idle(lists, _drops(problem, params, rows, m), m)
    helper, cost = np.full(rows.size, -1, np.int64), np.zeros(rows.size, np.int64)
    price = np.zeros(m, np.int64)
    border = np.ones(rows.size, np.bool_)
    for part, where in parts:
        helper[where[part.inside]] = part.helper
        cost[where[part.inside]] = part.cost
        border[where[part.inside]] = False
        price += part.price
    live.seat_all(helper, cost, price, np.maximum(room_left(problem), 0))
    live.state.active[border] = False
    for i in np.flatnonzero(border).tolist():
        live.arrive(i)
    return live, lists


def _as_result(
    problem: Problem,
    params: Params,
    rows: NDArray[np.int64],
    found: tuple[Live, Lists],
    timings: dict[str, float],
) -> Result:
    live, lists = found
    owner = np.repeat(np.arange(rows.size), np.diff(lists.start))
    pair = np.flatnonzero(lists.helper == live.state.column[owner])
    edge = np.full(rows.size, -1, np.int64)
    edge[owner[pair]] = pair
    graph = graph_of(lists, live.state.drop, live.state.capacity)
    answer = certify(graph, edge, live.state.price)
    if answer.value != answer.bound:
        raise EngineError(f"no proof of optimality: gap {answer.value - answer.bound}")
    order = rows, np.arange(len(problem.offers))
    fields = to_result(problem, params, order, (answer, lists.total))
    again = partial(solve, params=params)
    return Result(
        problem=problem, params=params, timings=timings, rounds=1, solve_again=again, **fields
    )
