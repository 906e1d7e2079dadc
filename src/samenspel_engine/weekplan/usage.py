"""How much of everyone's limits a plan uses, worked out from the tables alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan.arrays import OPEN, SLOTS, SLOTS_IN_DAY
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.rules import distance_m, load_quarters, travel_quarters
from samenspel_engine.weekplan.score import known_codes, pair_codes
from samenspel_engine.weekplan.words import MINUTES_IN_QUARTER, OWN

LIMITS = ("series", "daypart", "week", "people", "faces", "free")
"""Why a supplier who may do a visit does not do it: the first that holds, in this order.

The series has all its days; no time left in the parts of the week that suit; none in the week;
the supplier already helps as many people as they want; the client already sees as many faces as
they want; or there is room (``free``).
"""


@dataclass(frozen=True, eq=False)
class Usage:
    """A plan as rows of the tables.

    Parameters
    ----------
    problem : PlanProblem
    supplier_of : ndarray of int64, shape (n,)
        Supplier row of each visit, -1 for an open visit.
    slot_of : ndarray of int64, shape (n,)
        Slot of each visit, -1 for an open visit.
    """

    problem: PlanProblem
    supplier_of: NDArray[np.int64]
    slot_of: NDArray[np.int64]

    @cached_property
    def planned(self) -> NDArray[np.int64]:
        """Rows of the visits that are planned."""
        return np.flatnonzero(self.supplier_of != OPEN)

    @cached_property
    def travel(self) -> NDArray[np.int64]:
        """Travel of the planned visits in quarters, in the order of ``planned``."""
        by = self.supplier_of[self.planned]
        metres = distance_m(self.problem, self.problem.visits.client[self.planned], by)
        return travel_quarters(self.problem, by, metres)

    @cached_property
    def slot_time(self) -> NDArray[np.int64]:
        """Quarters taken per supplier and slot, shape ``(m, 28)``."""
        taken = np.zeros((len(self.problem.suppliers), SLOTS), np.int64)
        quarters = self.problem.visits.quarters[self.planned] + self.travel
        by = self.supplier_of[self.planned], self.slot_of[self.planned]
        np.add.at(taken, by, quarters)
        return taken

    @cached_property
    def week_load(self) -> NDArray[np.int64]:
        """Load taken per supplier in quarters, weighted for carers; shape ``(m,)``."""
        by = self.supplier_of[self.planned]
        load = load_quarters(self.problem, self.planned, by) + self.travel
        taken = np.zeros(len(self.problem.suppliers), np.int64)
        np.add.at(taken, by, load)
        return taken

    @cached_property
    def relations(self) -> NDArray[np.int64]:
        """Sorted codes of the pairs (client, supplier) that meet."""
        by, whom = self.supplier_of[self.planned], self.problem.visits.client[self.planned]
        return np.unique(pair_codes(self.problem, whom, by))

    @cached_property
    def _counted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Client and supplier of each relation outside own networks."""
        who, by = np.divmod(self.relations, max(1, len(self.problem.suppliers)))
        counted = self.problem.suppliers.tier[by] != OWN
        return who[counted], by[counted]

    @cached_property
    def people(self) -> NDArray[np.int64]:
        """Different clients of each supplier, shape ``(m,)``; 0 for own network."""
        return np.bincount(self._counted[1], minlength=len(self.problem.suppliers))

    @cached_property
    def faces(self) -> NDArray[np.int64]:
        """Different suppliers of each client from outside their own network, shape ``(c,)``."""
        return np.bincount(self._counted[0], minlength=len(self.problem.clients))

    @cached_property
    def new_faces(self) -> int:
        """Relations outside own networks between people who do not know each other."""
        who, by = self._counted
        codes = pair_codes(self.problem, who, by)
        return int((~np.isin(codes, known_codes(self.problem))).sum())

    @cached_property
    def _by_series(self) -> dict[int, int]:
        """Slots a series may no longer use: all slots of the days it has."""
        taken: dict[int, int] = {}
        series = self.problem.visits.series[self.planned].tolist()
        for one, slot in zip(series, self.slot_of[self.planned].tolist(), strict=True):
            if one >= 0:
                day = slot // SLOTS_IN_DAY * SLOTS_IN_DAY
                taken[one] = taken.get(one, 0) | 0b1111 << day
        return taken

    def slots_left(self, i: int) -> int:
        """Slots that suit visit ``i`` on a day that its series does not have yet."""
        visits = self.problem.visits
        return int(visits.slots[i]) & ~self._by_series.get(int(visits.series[i]), 0)

    def room_in(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Quarters left per supplier row and slot, shape ``(k, 28)``; 0 when not available."""
        suppliers = self.problem.suppliers
        most = suppliers.minutes_per_daypart[rows].astype(np.int64) // MINUTES_IN_QUARTER
        works = suppliers.windows[rows][:, None] >> np.arange(SLOTS, dtype=np.uint32) & 1
        left: NDArray[np.int64] = works * most[:, None] - self.slot_time[rows]
        return left

    def limits(self, i: int, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """What keeps the suppliers ``rows`` from open visit ``i``: places in ``LIMITS``."""
        problem = self.problem
        client = problem.visits.client[np.full(rows.size, i)]
        travel = travel_quarters(problem, rows, distance_m(problem, client, rows))
        visit = np.full(rows.size, i)
        wide = self.room_in(rows) >= (problem.visits.quarters[visit] + travel)[:, None]
        left = self.slots_left(i) >> np.arange(SLOTS) & 1 > 0
        suits = problem.suppliers.windows[rows] & problem.visits.slots[i]
        same_day = (suits & np.uint32(self.slots_left(i))) == 0
        load = load_quarters(problem, visit, rows) + travel
        week = problem.suppliers.minutes_per_week[rows].astype(np.int64) // MINUTES_IN_QUARTER
        stranger = ~np.isin(pair_codes(problem, client, rows), self.relations)
        stranger &= problem.suppliers.tier[rows] != OWN
        checks = (
            same_day,
            ~(wide & left).any(axis=1),
            self.week_load[rows] + load > week,
            stranger & (self.people[rows] >= problem.suppliers.most_people[rows]),
            stranger & (self.faces[client] >= problem.clients.most_faces[client]),
        )
        return np.select(checks, range(len(checks)), default=LIMITS.index("free"))
