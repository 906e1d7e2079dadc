"""What comes out of a weekly plan: who comes when, what stays open, the proof, explanations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan import explaining
from samenspel_engine.weekplan.arrays import OPEN, SLOTS_IN_DAY
from samenspel_engine.weekplan.certificate import PlanCertificate
from samenspel_engine.weekplan.compiling import Compiled
from samenspel_engine.weekplan.helping import what_would_help
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.reasons import Help, OpenVisit, PlacedVisit
from samenspel_engine.weekplan.rules import informal_may
from samenspel_engine.weekplan.score import fit_of
from samenspel_engine.weekplan.usage import Usage
from samenspel_engine.weekplan.words import MINUTES_IN_QUARTER, PROFESSIONAL, TIERS


@dataclass(frozen=True)
class PlannedVisit:
    """One line of a week: codes as in ``words`` and ``vocabulary``.

    ``travel_minutes`` come on top of ``minutes``; ``fixed`` was agreed beforehand.
    """

    visit: Any
    client: Any
    supplier: Any
    tier: int
    task: int
    day: int
    daypart: int
    minutes: int
    travel_minutes: int
    fixed: bool


@dataclass(frozen=True)
class PlanTotals:
    """Totals per level of the goal; fixed visits count.

    Parameters
    ----------
    planned, open : int
        Visits with and without someone.
    planned_by_urgency, open_by_urgency : tuple of int
        The same per urgency, 1 first.
    open_hours_by_urgency : tuple of float
        Hours that stay open per urgency, without travel.
    hours_by_tier : tuple of float
        Hours of care by own network, neighbours and volunteers, professionals.
    professional_hours_on_informal : float
        Hours of professionals on what informal care may and will do.
    new_faces : int
        Clients and suppliers from outside their own network who do not know each other yet.
    mean_fit : float
        Mean fit of the visits planned, 1 to 100, weighted by their length.
    pairs, left_out : int
        Pairs of a visit and a supplier who break no rule: looked at, and left out.
    """

    planned: int
    open: int
    planned_by_urgency: tuple[int, ...]
    open_by_urgency: tuple[int, ...]
    open_hours_by_urgency: tuple[float, ...]
    hours_by_tier: tuple[float, ...]
    professional_hours_on_informal: float
    new_faces: int
    mean_fit: float
    pairs: int
    left_out: int


@dataclass(frozen=True, eq=False)
class PlanResult:
    """A plan of one week. Visits, clients and suppliers are named by their row.

    Parameters
    ----------
    compiled : Compiled
        The problem, the settings and the arrays that were solved.
    supplier_of, slot_of : ndarray of int64, shape (n,)
        Supplier row and slot (``day * 4 + daypart``) of each visit, -1 for an open visit.
    certificate : PlanCertificate
    timings : mapping of str to float
        Seconds per stage.
    trace : tuple of Progress
        Cost, bound and gap as the search went.
    """

    compiled: Compiled
    supplier_of: NDArray[np.int64]
    slot_of: NDArray[np.int64]
    certificate: PlanCertificate
    timings: Mapping[str, float]
    trace: tuple[Any, ...] = ()

    @property
    def problem(self) -> PlanProblem:
        """The problem that was planned."""
        return self.compiled.problem

    @cached_property
    def usage(self) -> Usage:
        """How much of everyone's limits the plan uses."""
        return Usage(self.problem, self.supplier_of, self.slot_of)

    @cached_property
    def totals(self) -> PlanTotals:
        """Totals per level of the goal."""
        problem, planned = self.problem, self.usage.planned
        visits, by = problem.visits, self.supplier_of[planned]
        hours, open_ = visits.minutes / 60, self.supplier_of == OPEN
        tier = problem.suppliers.tier[by]
        paid = planned[(tier == PROFESSIONAL) & informal_may(problem)[planned]]
        weighed = fit_of(problem, planned, by) * visits.quarters[planned]
        return PlanTotals(
            planned=int(planned.size),
            open=int(open_.sum()),
            planned_by_urgency=_by_urgency(visits.urgency[~open_]),
            open_by_urgency=_by_urgency(visits.urgency[open_]),
            open_hours_by_urgency=_summed(visits.urgency[open_], hours[open_], 6)[1:],
            hours_by_tier=_summed(tier, hours[planned], len(TIERS)),
            professional_hours_on_informal=float(hours[paid].sum()),
            new_faces=self.usage.new_faces,
            mean_fit=float(weighed.sum() / max(1, visits.quarters[planned].sum())),
            pairs=int(self.compiled.arrays.supplier.size),
            left_out=self.compiled.left_out,
        )

    @cached_property
    def _travel_and_fixed(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Quarters of travel of each visit, and whether it was agreed beforehand."""
        travel = np.zeros(len(self.problem.visits), np.int64)
        travel[self.usage.planned] = self.usage.travel
        fixed = np.zeros(travel.size, np.bool_)
        fixed[self.problem.fixed[:, 0]] = True
        return travel, fixed

    def _lines(self, rows: Iterable[int]) -> list[PlannedVisit]:
        visits, suppliers = self.problem.visits, self.problem.suppliers
        travel, fixed = self._travel_and_fixed
        lines = []
        for i in rows:
            j, slot = int(self.supplier_of[i]), int(self.slot_of[i])
            lines.append(
                PlannedVisit(
                    visits.ids[i].item(),
                    self.problem.clients.ids[visits.client[i]].item(),
                    suppliers.ids[j].item(),
                    int(suppliers.tier[j]),
                    int(visits.task[i]),
                    *divmod(slot, SLOTS_IN_DAY),
                    int(visits.minutes[i]),
                    MINUTES_IN_QUARTER * int(travel[i]),
                    bool(fixed[i]),
                )
            )
        return lines

    def _in_order(self, rows: NDArray[np.int64]) -> list[PlannedVisit]:
        order = np.lexsort((rows, self.slot_of[rows]))
        return self._lines(rows[order].tolist())

    def timetable(self) -> list[PlannedVisit]:
        """All planned visits by day and part of the day, then by visit row."""
        return self._in_order(self.usage.planned)

    def week_of_client(self, i: int) -> list[PlannedVisit]:
        """The week of client row ``i``, in order of time."""
        rows = self.usage.planned
        return self._in_order(rows[self.problem.visits.client[rows] == i])

    def week_of_supplier(self, j: int) -> list[PlannedVisit]:
        """The week of supplier row ``j``, in order of time."""
        return self._in_order(np.flatnonzero(self.supplier_of == j))

    def open_visits(self) -> NDArray[np.int64]:
        """Rows of the visits that stay open, the most urgent first, then the longest."""
        rows = np.flatnonzero(self.supplier_of == OPEN)
        visits = self.problem.visits
        order = np.lexsort((rows, -visits.minutes[rows], -visits.urgency[rows].astype(int)))
        return rows[order]

    def why(self, i: int) -> PlacedVisit | OpenVisit:
        """Why this supplier does visit row ``i``, or why nobody does."""
        return explaining.why(self, i)

    def what_would_help(self, k: int = 5) -> list[Help]:
        """The ``k`` extra helpers who together would solve the most open visits.

        Each is one person in one area for one task in one part of the week; the visits that one
        helper solves are not counted for the next. Counted exactly, with the helper's time and
        travel; planning again can solve more, never fewer.
        """
        return what_would_help(self.usage, k)


def _by_urgency(urgency: NDArray[np.uint8]) -> tuple[int, ...]:
    return tuple(np.bincount(urgency, minlength=6)[1:].tolist())


def _summed(
    codes: NDArray[np.uint8], values: NDArray[np.float64], size: int
) -> tuple[float, ...]:
    return tuple(np.bincount(codes, values, size).tolist())
