"""Rounds of municipalities that keep their people to themselves: prices cross the border.

Each part knows its own questions and the helpers who could come there. A border helper is on
the lists of more than one part. The parts tell how often they would ask each border helper at
the current price; the price rises where that exceeds the places there are and falls where it is
less (dual ascent on the Lagrangian, with the step of Adam, Kingma and Ba 2015). Each part
starts from the prices of its own optimum, so the ascent only has to learn the border.

At any prices the sum of the local Lagrangians is a lower bound on the cost of every matching of
the whole problem. In the end the places of border helpers are divided among the parts by what
they asked for on average, and each part solves its own exact optimum: together a feasible
matching whose distance from the bound is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.border_exchange import Exchange
from samenspel_engine.certificate import OPEN
from samenspel_engine.errors import EngineInputError
from samenspel_engine.municipality import SCALE, Municipality, Own, Share, Steps
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.processes import Processes
from samenspel_engine.rules import room_left
from samenspel_engine.solving import needs_one_process
from samenspel_engine.transports import Transport


@dataclass(frozen=True, eq=False)
class PriceResult:
    """A feasible matching with a proven distance from the best.

    Parameters
    ----------
    helper_of : ndarray of int64, shape (n,)
        Offer row of each request, -1 where the question stays open; fixed matches included.
    quality : ndarray of int64, shape (n,)
        Quality of each match that was not fixed beforehand, 0 elsewhere.
    value, bound : int
        Cost of the matching and the proven lower bound on that of every matching, over the
        questions that were not fixed. A match costs ``top`` less quality and bonus, an open
        question of class ``k`` costs ``(1 + k) * top``; ``top`` is 1000 plus the bonus.
    request_prices, helper_prices : ndarray of int64, shapes (n,) and (m,)
        Prices that prove the bound, in sixteenths.
    parts, border : int
        Number of parts, and of helpers on the lists of more than one.
    traffic : tuple of int
        Bytes exchanged by each process, both directions.
    timings : mapping of str to float
    """

    helper_of: NDArray[np.int64]
    quality: NDArray[np.int64]
    value: int
    bound: int
    request_prices: NDArray[np.int64]
    helper_prices: NDArray[np.int64]
    parts: int
    border: int
    traffic: tuple[int, ...]
    timings: Mapping[str, float]

    @property
    def gap(self) -> int:
        """Proven distance from the optimum; 0 is optimal."""
        return self.value - self.bound

    @property
    def gap_pct(self) -> float:
        """The gap in percent of the cost, open questions included."""
        return 100.0 * self.gap / max(1, self.value)

    @property
    def gap_of_quality_pct(self) -> float:
        """The gap in percent of the quality of all matches."""
        return 100.0 * self.gap / max(1, int(self.quality.sum()))

    @property
    def served(self) -> int:
        """Number of questions with a helper, fixed matches included."""
        return int((self.helper_of != OPEN).sum())


def solve_by_prices(
    problem: Problem,
    municipality_of_request: ArrayLike,
    municipality_of_offer: ArrayLike,
    *,
    params: Params | None = None,
    steps: Steps | None = None,
    transport: Transport | None = None,
) -> PriceResult:
    """Match the parts of a problem that only exchange loads and prices of border helpers.

    Parameters
    ----------
    problem : Problem
        The whole, from which each part gets its own questions and the helpers who may reach
        them. Municipalities that run this themselves each make their own.
    municipality_of_request, municipality_of_offer : array_like of int
        Part of each request, shape ``(n,)``, and of each offer, shape ``(m,)``; a helper's own
        part gives the first price.
    params : Params, optional
    steps : Steps, optional
        Number and length of the steps of the ascent.
    transport : Transport, optional
        By default two worker processes on this machine.
    """
    settings, ascent = params or Params(), steps or Steps()
    needs_one_process(problem, settings)
    labels = _labels(problem, municipality_of_request, municipality_of_offer)
    crew = transport or Processes(2)
    try:
        return _solve(problem, settings, ascent, labels, crew)
    finally:
        if transport is None:
            crew.close()


def _labels(
    problem: Problem, of_request: ArrayLike, of_offer: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    labels = []
    for table, name, given in (
        (problem.requests, "requests", of_request),
        (problem.offers, "offers", of_offer),
    ):
        one = np.asarray(given)
        if one.shape != (len(table),) or (one.size and one.dtype.kind not in "iu"):
            raise EngineInputError(name, "municipality", "must be a whole number per row")
        labels.append(one.astype(np.int64))
    return labels[0], labels[1]


def _solve(
    problem: Problem,
    params: Params,
    steps: Steps,
    labels: tuple[NDArray[np.int64], NDArray[np.int64]],
    crew: Transport,
) -> PriceResult:
    began = perf_counter()
    rows, shares = cut(problem, params, steps, labels)
    crew.settle(Municipality, shares, lambda _share: None)
    opened = perf_counter()
    owner = np.full(len(problem.offers), OPEN, np.int64)
    for part, share in enumerate(shares):
        owner[share.helpers[share.lives_here]] = part
    talk = Exchange(crew, owner, room_left(problem), len(shares))
    scaled = talk.ascend(steps.number) if shares else 0
    ascended = perf_counter()
    value = talk.divide() if shares else 0
    timings = {
        "open": opened - began,
        "ascent": ascended - opened,
        "places": perf_counter() - ascended,
    }
    return PriceResult(
        value=value,
        bound=-(-scaled // SCALE),
        border=int(talk.border.sum()),
        traffic=tuple(crew.traffic),
        parts=len(shares),
        timings=timings,
        **_result(problem, params, rows, crew.collect()),
    )


def cut(
    problem: Problem,
    params: Params,
    steps: Steps,
    labels: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> tuple[list[NDArray[np.int64]], list[Own]]:
    """What each part knows: its own questions, and the helpers who live there or may come."""
    of_request, of_offer = labels
    free = np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])
    left = np.maximum(room_left(problem), 0)
    rows, shares = [], []
    for label in np.unique(of_request[free]).tolist():
        mine = free[of_request[free] == label]
        lives_here = of_offer == label
        helpers = np.flatnonzero(lives_here | _may_come(problem, mine))
        part = _part(problem, mine, helpers)
        part = replace(
            part, offers=replace(part.offers, capacity=left[helpers].astype(np.int32))
        )
        rows.append(mine)
        one_thread = replace(params, threads=1)
        m = len(problem.offers)
        shares.append(Own(part, one_thread, helpers, lives_here[helpers], m, steps))
    return rows, shares


def _may_come(problem: Problem, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Helpers whose circle touches the rectangle around the questions."""
    offers, requests = problem.offers, problem.requests
    away = np.zeros(len(offers))
    for at, home in ((offers.x_m, requests.x_m[rows]), (offers.y_m, requests.y_m[rows])):
        outside = np.maximum(home.min() - at, at - home.max())
        away += np.maximum(outside - 2.0, 0.0) ** 2
    near: NDArray[np.bool_] = away <= offers.radius_m**2
    return near


def _part(problem: Problem, rows: NDArray[np.int64], helpers: NDArray[np.int64]) -> Problem:
    new_row = np.full(len(problem.requests), OPEN, np.int64)
    new_row[rows] = np.arange(rows.size)
    new_helper = np.full(len(problem.offers), OPEN, np.int64)
    new_helper[helpers] = np.arange(helpers.size)

    def kept(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
        new = np.stack([new_row[pairs[:, 0]], new_helper[pairs[:, 1]]], axis=1)
        return new[(new >= 0).all(axis=1)]

    return Problem(
        problem.requests.take(rows),
        problem.offers.take(helpers),
        forbidden=kept(problem.forbidden),
        trusted=kept(problem.trusted),
        previous=kept(problem.previous),
    )


def _result(
    problem: Problem,
    params: Params,
    rows: Sequence[NDArray[np.int64]],
    shares: Sequence[Share],
) -> dict[str, NDArray[np.int64]]:
    """The matching and the prices of the whole, from what the owners of the parts got."""
    n, m = len(problem.requests), len(problem.offers)
    helper_of, quality = np.full(n, OPEN, np.int64), np.zeros(n, np.int64)
    request_prices, helper_prices = np.zeros(n, np.int64), np.zeros(m, np.int64)
    helper_of[problem.fixed[:, 0]] = problem.fixed[:, 1]
    for mine, share in zip(rows, shares, strict=True):
        helper_of[mine] = share.helper
        request_prices[mine] = share.request_price
        helper_prices[share.priced] = share.helper_price
        held = share.helper != OPEN
        quality[mine[held]] = TOP_QUALITY + params.continuity - share.cost[held]
    kept = problem.previous[helper_of[problem.previous[:, 0]] == problem.previous[:, 1], 0]
    quality[np.setdiff1d(kept, problem.fixed[:, 0])] -= params.continuity
    return {
        "helper_of": helper_of,
        "quality": quality,
        "request_prices": request_prices,
        "helper_prices": helper_prices,
    }
