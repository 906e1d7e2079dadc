"""A lower bound on the cost of every weekly plan, from prices.

Put a price on each visit, on the slots of each supplier and, where the number of faces a client
can get is limited, on each new face. A plan pays what it costs; with these prices suppliers no
longer affect each other, and the most that the best plan could gain on the prices is worked out
per supplier (Lagrange). Any prices give a valid bound; ``bound.raise_bound`` seeks good ones.

Kept exactly per supplier: load of the week, cost of a relation once, limit on people. Priced:
one supplier per visit, time in a slot (by length of the visit, see ``_kernels_bound``), faces
per client, days apart.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan._kernels_bound import fill_rows, solve_suppliers
from samenspel_engine.weekplan._kernels_worth import Tariff
from samenspel_engine.weekplan.arrays import SLOTS, PlanArrays
from samenspel_engine.weekplan.relaxation import (
    DAYS,
    PRICE_SCALE,
    Relaxation,
    empty_answer,
    lengths_of,
    new_desk,
    relax,
)

UNUSABLE = 1 << 60


class Prices(NamedTuple):
    """Prices in whole units of ``1 / PRICE_SCALE`` cost.

    ``visit`` (n): what serving the visit is worth. ``slot`` (m, 28, lengths): what a visit that
    takes that many quarters pays for the slot. ``day`` (g, 7): what a visit of the group pays
    for being on that day, at least 0. ``face`` (c): what a new face of the client pays, at
    least 0.
    """

    visit: NDArray[np.int64]
    slot: NDArray[np.int64]
    day: NDArray[np.int64]
    face: NDArray[np.int64]

    @classmethod
    def none(cls, arrays: PlanArrays) -> Prices:
        """No price on anything."""
        slots = (arrays.suppliers, SLOTS, lengths_of(arrays))
        return cls(
            np.zeros(arrays.visits, np.int64),
            np.zeros(slots, np.int64),
            np.zeros((arrays.group_days.size, DAYS), np.int64),
            np.zeros(arrays.faces.size, np.int64),
        )


class Bound(NamedTuple):
    """No plan costs less than ``value``; ``prices`` prove it."""

    value: int
    prices: Prices
    iterations: int
    seconds: float


class Solver:
    """The sub-problems of one week, solved together at any prices.

    Parameters
    ----------
    arrays : PlanArrays
    threads : int
        Threads over suppliers; the answer does not depend on it.
    """

    def __init__(self, arrays: PlanArrays, threads: int = 1) -> None:
        self.relaxation: Relaxation = relax(arrays)
        week = self.relaxation.week
        self.answer = empty_answer(week)
        marks = np.linspace(0, week.visit.size, threads + 1)[1:-1]
        cuts = np.unique([0, *np.searchsorted(week.first, marks), arrays.suppliers])
        self._parts = [(int(a), int(b)) for a, b in pairwise(cuts)] or [(0, 0)]
        self._desks = [new_desk(week) for _ in self._parts]
        self._pool = ThreadPoolExecutor(threads) if len(self._parts) > 1 else None

    def solve(self, tariff: Tariff) -> int:
        """Value at the prices, in their unit; ``answer`` holds the plans that reach it."""
        week, answer = self.relaxation.week, self.answer
        jobs = list(zip(self._parts, self._desks, strict=True))
        if self._pool is None:
            for (begin, end), desk in jobs:
                solve_suppliers(begin, end, week, tariff, answer, desk)
        else:
            running = [
                self._pool.submit(solve_suppliers, *part, week, tariff, answer, desk)
                for part, desk in jobs
            ]
            for one in running:
                one.result()
        fill_rows(week, tariff, answer, self._desks[0])
        gained = answer.supplier_value.sum() + answer.row_value.sum()
        owed = tariff.day.sum() + (tariff.face * self.relaxation.face_room).sum()
        return int(tariff.visit.sum() - gained - owed)

    def new_tariff(self) -> Tariff:
        """Room for prices, all 0."""
        relaxation = self.relaxation
        cells, days = relaxation.cell_at.size, relaxation.day_at.size
        sizes = (relaxation.visit_cap.size, cells + 1, days + 1, relaxation.face_room.size)
        return Tariff(*(np.zeros(size, np.int64) for size in sizes))

    def tariff_of(self, prices: Prices) -> Tariff:
        """The prices as the kernels read them, brought within the limits they have."""
        relaxation = self.relaxation
        return Tariff(
            np.minimum(prices.visit, relaxation.visit_cap),
            np.append(prices.slot.ravel()[relaxation.cell_at], 0),
            np.append(np.maximum(prices.day.ravel()[relaxation.day_at], 0), 0),
            np.maximum(prices.face, 0),
        )

    def close(self) -> None:
        """Release the threads."""
        if self._pool is not None:
            self._pool.shutdown()


def value_of(arrays: PlanArrays, prices: Prices) -> int:
    """Lower bound on the cost of every plan, for any prices; exact in whole numbers.

    Rounded up to a whole cost: costs are whole, so a plan cannot lie in between.

    Source
    ------
    Geoffrion (1974), Lagrangean relaxation for integer programming; slots are priced by length
    as in Lagrangean decomposition, Guignard and Kim (1987).
    """
    solver = Solver(arrays)
    return -(-solver.solve(solver.tariff_of(prices)) // PRICE_SCALE)


def reduced_costs(arrays: PlanArrays, prices: Prices) -> NDArray[np.int64]:
    """How much more each pair costs than it is worth at the prices, in their unit, shape (p,).

    The cost of a relation is left out. ``UNUSABLE`` for a pair that no plan can hold.
    """
    return _priced(arrays, prices)[1]


def may_be_used(arrays: PlanArrays, prices: Prices, cost: int) -> NDArray[np.bool_]:
    """Pairs that a plan of at most ``cost`` can hold, shape (p,); the others can be dropped.

    A plan with the pair costs at least the bound and the reduced cost: without it the
    supplier's week is still allowed and worth that much more.
    """
    value, reduced = _priced(arrays, prices)
    usable: NDArray[np.bool_] = reduced <= cost * PRICE_SCALE - value
    return usable


def _priced(arrays: PlanArrays, prices: Prices) -> tuple[int, NDArray[np.int64]]:
    solver = Solver(arrays)
    value = solver.solve(solver.tariff_of(prices))
    reduced = np.full(arrays.supplier.size, UNUSABLE)
    reduced[solver.relaxation.pair] = -solver.answer.profit
    return value, reduced
