"""The search for prices that prove a lot: a lower bound on the cost of every weekly plan."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.weekplan._kernels_ascent import Climb, measure, move, round_prices
from samenspel_engine.weekplan._kernels_worth import Tariff
from samenspel_engine.weekplan.arrays import NO_LIMIT, PlanArrays
from samenspel_engine.weekplan.lagrange import (
    Bound,
    Prices,
    Solver,
    may_be_used,
    reduced_costs,
    value_of,
)
from samenspel_engine.weekplan.relaxation import PRICE_SCALE, Relaxation

__all__ = [
    "PRICE_SCALE",
    "Bound",
    "Prices",
    "may_be_used",
    "raise_bound",
    "reduced_costs",
    "value_of",
]

REPORT_EVERY = 10
KEEP = (0.95, 0.99)
LAST_STEP = 5e-3
VISIT_STEP, ROW_STEP, CELL_STEP, DAY_STEP, FACE_STEP = 500.0, 200.0, 200.0, 1000.0, 300.0


def begin_climb(relaxation: Relaxation) -> Climb:
    """Start with a visit worth a little more than its cheapest pair, and all else free."""
    week, cap = relaxation.week, relaxation.visit_cap / PRICE_SCALE
    value = cap.copy()
    np.minimum.at(value, week.visit, week.cost / PRICE_SCALE + 50)
    parts = (
        cap.size,
        week.row_room.size,
        week.length.size,
        relaxation.day_at.size,
        relaxation.face_room.size,
    )
    limited = relaxation.face_room < NO_LIMIT
    weight = np.sqrt(cap / max(cap.sum() / max(cap.size, 1), 1))

    def spread(*values: ArrayLike) -> NDArray[np.float64]:
        told = zip(values, parts, strict=True)
        return np.concatenate([np.broadcast_to(np.asarray(v, float), n) for v, n in told])

    face_step = FACE_STEP * limited
    return Climb(
        price=spread(value, 0, 0, 0, 0),
        slope=np.zeros(sum(parts)),
        mean=np.zeros(sum(parts)),
        square=np.zeros(sum(parts)),
        unit=spread(VISIT_STEP * weight, ROW_STEP, CELL_STEP, DAY_STEP, face_step),
        soft=spread(0.05, 0.5, 0.5, 0.5, 0.5),
        low=spread(-np.inf, 0, -np.inf, 0, 0),
        high=spread(cap, np.inf, np.inf, np.inf, np.where(limited, np.inf, 0)),
    )


class Ascent:
    """One search for good prices."""

    def __init__(self, arrays: PlanArrays, options: Options) -> None:
        self.arrays, self.options = arrays, options
        self.solver = Solver(arrays, options.get("threads", 1))
        self.tariff = self.solver.new_tariff()
        self.best_tariff = self.solver.new_tariff()
        self.climb = begin_climb(self.solver.relaxation)
        start = options.get("start")
        if start is not None:
            self._take(self.solver.tariff_of(start))
        self.best = -(1 << 62)
        self.began = perf_counter()

    def run(self, iterations: int) -> Bound:
        """Climb until the iterations, the time or the target are reached."""
        for done in range(1, iterations + 1):
            self._look()
            share = max(done / iterations, self._spent())
            if share >= 1 or self._stopped(done):
                return self._bound(done)
            self._step(done, share)
        return self._bound(0)

    def _look(self) -> None:
        """Solve at the prices; remember them when they are the best."""
        round_prices(PRICE_SCALE, self.climb, self.solver.relaxation.week, self.tariff)
        value = self.solver.solve(self.tariff)
        if value > self.best:
            self.best = value
            for kept, now in zip(self.best_tariff, self.tariff, strict=True):
                kept[:] = now

    def _step(self, done: int, share: float) -> None:
        relaxation = self.solver.relaxation
        visits = relaxation.visit_cap.size
        slope = self.climb.slope
        measure(relaxation.week, self.solver.answer, relaxation.face_room, visits, slope)
        move(self.climb, LAST_STEP**share, done, KEEP)

    def _spent(self) -> float:
        seconds = self.options.get("seconds")
        return 0.0 if seconds is None else (perf_counter() - self.began) / seconds

    def _stopped(self, done: int) -> bool:
        target, progress = self.options.get("target"), self.options.get("progress")
        if target is not None and -(-self.best // PRICE_SCALE) >= target:
            return True
        return (
            progress is not None
            and done % REPORT_EVERY == 0
            and bool(progress(self._bound(done)))
        )

    def _bound(self, done: int) -> Bound:
        prices = Prices.none(self.arrays)
        prices.visit[:] = self.best_tariff.visit
        relaxation = self.solver.relaxation
        prices.slot.ravel()[relaxation.cell_at] = self.best_tariff.cell[:-1]
        prices.day.ravel()[relaxation.day_at] = self.best_tariff.day[:-1]
        prices.face[:] = self.best_tariff.face
        seconds = perf_counter() - self.began
        return Bound(-(-self.best // PRICE_SCALE), prices, done, seconds)

    def _take(self, tariff: Tariff) -> None:
        """Begin at known prices."""
        rows = self.solver.relaxation.week.row_room.size
        told = (tariff.visit, np.zeros(rows), tariff.cell[:-1], tariff.day[:-1], tariff.face)
        self.climb.price[:] = np.concatenate(told) / PRICE_SCALE


class Options(TypedDict, total=False):
    """What :func:`raise_bound` can be told besides the number of iterations."""

    seconds: float | None
    threads: int
    target: int | None
    start: Prices | None
    progress: Callable[[Bound], object] | None


def raise_bound(arrays: PlanArrays, *, iterations: int, **options: Unpack[Options]) -> Bound:
    """Look for prices with a high bound.

    Parameters
    ----------
    arrays : PlanArrays
    iterations : int
        Number of times all sub-problems are solved. With ``seconds`` left out the outcome
        depends on this number and ``start`` alone.
    seconds : float, optional
        Stop after this time; the steps shrink accordingly.
    threads : int, optional
        Threads over suppliers, 1 when left out.
    target : int, optional
        Stop when the bound reaches it: the cost of a plan, which is then proven best.
    start : Prices, optional
        Prices to begin with, for example those of last week.
    progress : callable, optional
        Called now and then with the best bound so far; if it returns true, the search stops.

    Returns
    -------
    Bound
        The best prices found; its value is :func:`value_of` of them.

    Source
    ------
    Subgradients with the step of Adam, Kingma and Ba (2015), per price.
    """
    ascent = Ascent(arrays, options)
    try:
        return ascent.run(iterations)
    finally:
        ascent.solver.close()
