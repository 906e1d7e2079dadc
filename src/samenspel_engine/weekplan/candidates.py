"""The suppliers of each visit under all hard rules, keeping the K best-fitting per tier."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.vocabulary import BODILY_CARE_BOUNDARY
from samenspel_engine.weekplan._kernels_pairs import (
    Asked,
    Desk,
    Homes,
    Kept,
    Pairs,
    Settings,
    Tier,
    search_tier,
)
from samenspel_engine.weekplan.params import MOST_KEPT, PlanParams
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.rules import (
    METRES_PER_QUARTER,
    NEAR_M,
    informal_may,
    involves_bodily_care,
    ready_for_bodily_care,
)
from samenspel_engine.weekplan.score import (
    ENOUGH_INTERESTS,
    LOAD_POINTS,
    POINTS,
    PREVIOUS_POINTS,
    known_codes,
    pair_codes,
)
from samenspel_engine.weekplan.words import (
    LOAD_PERCENT,
    MINUTES_IN_QUARTER,
    OWN,
    PROFESSIONAL,
    TIERS,
)

EVERYTHING = np.uint32(2**32 - 1)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of a visit and a supplier, by visit row and then supplier row.

    Parameters
    ----------
    visit, supplier, fit : ndarray of int64, shape (p,)
    suitable : ndarray of int64, shape (n, 3)
        Suppliers per tier who break no rule, including those left out.
    """

    visit: NDArray[np.int64]
    supplier: NDArray[np.int64]
    fit: NDArray[np.int64]
    suitable: NDArray[np.int64]

    @property
    def left_out(self) -> int:
        """Number of pairs that break no rule and were not kept."""
        return int(self.suitable.sum()) - int(self.visit.size)

    def with_all_of(
        self, problem: PlanProblem, params: PlanParams, rows: NDArray[np.int64]
    ) -> Candidates:
        """The same with every supplier of the visits ``rows``."""
        most = MOST_KEPT
        wide = replace(params, most_own=most, most_informal=most, most_professional=most)
        more = find_candidates(problem, wide, np.sort(rows))
        others = ~np.isin(self.visit, rows)
        visit = np.concatenate([self.visit[others], more.visit])
        supplier = np.concatenate([self.supplier[others], more.supplier])
        fit = np.concatenate([self.fit[others], more.fit])
        order = np.lexsort((supplier, visit))
        return Candidates(visit[order], supplier[order], fit[order], self.suitable)


def find_candidates(
    problem: PlanProblem, params: PlanParams, rows: NDArray[np.int64]
) -> Candidates:
    """Candidates of the visits ``rows``; the others get none."""
    asked = _asked(problem, rows)
    pairs = Pairs(
        known_codes(problem),
        np.sort(pair_codes(problem, problem.forbidden[:, 0], problem.forbidden[:, 1])),
    )
    suitable = np.zeros((len(problem.visits), len(TIERS)), np.int64)
    found = []
    for code in range(len(TIERS)):
        kept = _search(problem, params, code, asked, pairs)
        suitable[asked.row, code] = kept.suitable
        at, place = np.nonzero(np.arange(kept.supplier.shape[1]) < kept.filled[:, None])
        found.append((asked.row[at], kept.supplier[at, place], kept.fit[at, place]))
    visit, supplier, fit = (
        np.concatenate(part).astype(np.int64) for part in zip(*found, strict=True)
    )
    order = np.lexsort((supplier, visit))
    return Candidates(visit[order], supplier[order], fit[order], suitable)


def _asked(problem: PlanProblem, rows: NDArray[np.int64]) -> Asked:
    visits = problem.visits
    row = rows[np.argsort(visits.client[rows], kind="stable")]
    task, quarters = visits.task[row].astype(np.int64), visits.quarters[row].astype(np.int64)
    return Asked(
        start=np.searchsorted(visits.client[row], np.arange(len(problem.clients) + 1)),
        row=row,
        task=task,
        quarters=quarters,
        weighted=-(-quarters * np.array(LOAD_PERCENT)[task] // 100),
        slots=visits.slots[row],
        informal=informal_may(problem)[row],
        bodily=involves_bodily_care(problem)[row],
        skills=visits.skills_needed[row].astype(np.uint32),
        vog=visits.vog_needed[row],
        previous=visits.previous_supplier[row].astype(np.int64),
    )


def _search(
    problem: PlanProblem, params: PlanParams, code: int, asked: Asked, pairs: Pairs
) -> Kept:
    suppliers = problem.suppliers
    row = np.flatnonzero(suppliers.tier == code)
    along = suppliers.client[row] if code == OWN else suppliers.x_m[row]
    row = row[np.argsort(along, kind="stable")]
    homes = _homes(problem, code, row)
    room = int((homes.high - homes.low).max(initial=0))
    desk = Desk(*(np.zeros(room, np.int64) for _ in Desk._fields))
    width = min(params.most[code], room)
    shape = (asked.row.size, width)
    kept = Kept(
        np.zeros(shape, np.int32), np.zeros(shape, np.int32),
        np.zeros(shape[0], np.int64), np.zeros(shape[0], np.int64),
    )  # fmt: skip
    settings = Settings(
        suppliers=max(1, len(suppliers)),
        professional=code == PROFESSIONAL,
        own=code == OWN,
        near_m=NEAR_M,
        quarter_m=METRES_PER_QUARTER,
        bodily_boundary=BODILY_CARE_BOUNDARY,
        points=tuple(POINTS[code]),
        previous=PREVIOUS_POINTS,
        enough=ENOUGH_INTERESTS,
    )
    if room and asked.row.size:
        search_tier((asked, _tier(problem, code, row), settings), homes, pairs, desk, kept)
    return kept


def _homes(problem: PlanProblem, code: int, row: NDArray[np.int64]) -> Homes:
    clients, suppliers = problem.clients, problem.suppliers
    if code == OWN:
        everyone = np.arange(len(clients))
        low, high = (np.searchsorted(suppliers.client[row], everyone + one) for one in (0, 1))
        meets = np.ones(len(clients), np.bool_)
    else:
        reach = suppliers.radius_m[row].max(initial=0.0) + 1.0
        low = np.searchsorted(suppliers.x_m[row], clients.x_m - reach)
        high = np.searchsorted(suppliers.x_m[row], clients.x_m + reach, side="right")
        meets = clients.most_faces > 0
    return Homes(
        clients.x_m,
        clients.y_m,
        clients.languages.astype(np.uint32),
        clients.boundaries.astype(np.uint32),
        clients.interests,
        meets,
        low,
        high,
    )


def _tier(problem: PlanProblem, code: int, row: NDArray[np.int64]) -> Tier:
    suppliers = problem.suppliers
    own = np.full(row.size, code == OWN)
    limits = suppliers.minutes_per_daypart[row], suppliers.minutes_per_week[row]
    daypart, week = (limit.astype(np.int64) // MINUTES_IN_QUARTER for limit in limits)
    recent = suppliers.recent_load[row].astype(np.int64)
    return Tier(
        row=row,
        x_m=suppliers.x_m[row],
        y_m=suppliers.y_m[row],
        radius_m=np.where(own, np.inf, suppliers.radius_m[row]),
        tasks=suppliers.tasks[row].astype(np.uint32),
        windows=suppliers.windows[row],
        daypart=daypart,
        week=week,
        languages=np.where(own, EVERYTHING, suppliers.languages[row].astype(np.uint32)),
        refused=suppliers.refused[row].astype(np.uint32),
        skills=suppliers.skills[row].astype(np.uint32),
        vog=own | suppliers.vog_seen[row],
        ready=ready_for_bodily_care(problem)[row],
        open_=own | (suppliers.most_people[row] > 0),
        interests=suppliers.interests[row],
        tired=recent * LOAD_POINTS // 100,
    )
