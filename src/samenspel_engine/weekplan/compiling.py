"""From a week of people and visits to the whole numbers that the solvers read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan.arrays import NO_LIMIT, PlanArrays
from samenspel_engine.weekplan.candidates import Candidates, find_candidates
from samenspel_engine.weekplan.levels import Levels, level_weights
from samenspel_engine.weekplan.params import PlanParams, PlanWeights
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.rooms import Rooms, rooms_left
from samenspel_engine.weekplan.rules import (
    distance_m,
    informal_may,
    load_quarters,
    travel_quarters,
)
from samenspel_engine.weekplan.score import TOP_FIT, known_codes, pair_codes
from samenspel_engine.weekplan.words import MINUTES_IN_QUARTER, OWN, PROFESSIONAL


@dataclass(frozen=True, eq=False)
class Compiled:
    """A week as the solvers read it, with what is needed to read their answer.

    Parameters
    ----------
    problem : PlanProblem
    params : PlanParams
    weights : PlanWeights
        Those used; they differ from ``params.weights`` when the levels are strict.
    arrays : PlanArrays
        Visit ``k`` of the arrays is row ``rows[k]`` of the table; suppliers and clients keep
        their rows.
    rows : ndarray of int64, shape (k,)
        Visits that are not fixed.
    fit : ndarray of int64, shape (p,)
        Fit of each pair, 1 to 100.
    suitable : ndarray of int64, shape (n, 3)
        Suppliers per visit row and tier who break no rule.
    left_out : int
        Pairs that break no rule and were not kept: the plan is the best over the pairs kept.
    unavoidable : int
        Cost that every plan pays: visits that nobody may do, and the professional time of
        visits that only professionals may do (serving or leaving open, whichever costs less).
    """

    problem: PlanProblem
    params: PlanParams
    weights: PlanWeights
    arrays: PlanArrays
    rows: NDArray[np.int64]
    fit: NDArray[np.int64]
    suitable: NDArray[np.int64]
    left_out: int
    unavoidable: int


def compile_plan(
    problem: PlanProblem,
    params: PlanParams | None = None,
    *,
    whole: NDArray[np.int64] | None = None,
) -> Compiled:
    """Find the pairs of a visit and a supplier that break no rule, and what they cost.

    Parameters
    ----------
    problem : PlanProblem
    params : PlanParams, optional
    whole : ndarray of int64, optional
        Rows of visits whose suppliers are all kept, however many.

    Raises
    ------
    EngineInputError
        When the fixed visits do not fit within someone's limits, or strict levels would need
        numbers too large to be exact.
    """
    params = PlanParams() if params is None else params
    free = np.ones(len(problem.visits), np.bool_)
    free[problem.fixed[:, 0]] = False
    rows = np.flatnonzero(free)
    found = find_candidates(problem, params, rows)
    if whole is not None:
        found = found.with_all_of(problem, params, whole)
    weights = params.weights
    if params.strict:
        weights = level_weights(problem, params, _levels(problem, found.suitable, rows))
    arrays = _arrays(problem, weights, rows, found)
    return Compiled(
        problem, params, weights, arrays, rows, found.fit, found.suitable, found.left_out,
        _unavoidable(problem, weights, arrays, rows),
    )  # fmt: skip


def _fit_cost(problem: PlanProblem, found: Candidates) -> NDArray[np.int64]:
    """Lack of fit of each pair: ``(100 - fit) / 8`` per quarter of an hour, rounded down."""
    quarters = problem.visits.quarters[found.visit].astype(np.int64)
    cost: NDArray[np.int64] = (TOP_FIT - found.fit) * quarters // 8
    return cost


def _levels(
    problem: PlanProblem, suitable: NDArray[np.int64], rows: NDArray[np.int64]
) -> Levels:
    """The most each level can cost, whichever suitable suppliers are kept."""
    quarters = problem.visits.quarters.astype(np.int64)
    paid = (suitable[:, PROFESSIONAL] > 0) & informal_may(problem)
    hours = problem.suppliers.minutes_per_week.astype(np.int64) // MINUTES_IN_QUARTER
    payroll = problem.suppliers.tier == PROFESSIONAL
    urgent = problem.visits.urgency.astype(np.int64) * quarters
    return Levels(
        fit=int((TOP_FIT * quarters // 8)[suitable.any(axis=1)].sum()),
        faces=int(suitable[:, OWN + 1 :].any(axis=1).sum()),
        professional=min(int(quarters[paid].sum()), int(hours[payroll].sum())),
        open_=int(urgent[rows].sum()),
    )


def _arrays(
    problem: PlanProblem, weights: PlanWeights, rows: NDArray[np.int64], found: Candidates
) -> PlanArrays:
    visits, suppliers = problem.visits, problem.suppliers
    client = visits.client[found.visit]
    metres = distance_m(problem, client, found.supplier)
    travel = travel_quarters(problem, found.supplier, metres)
    quarters = visits.quarters.astype(np.int64)
    per_quarter = np.where(
        informal_may(problem), weights.professional, weights.professional_only
    )
    paid = (per_quarter * quarters)[found.visit]
    cost = weights.fit * _fit_cost(problem, found)
    cost += np.where(suppliers.tier[found.supplier] == PROFESSIONAL, paid, 0)
    codes = pair_codes(problem, client, found.supplier)
    relations, relation = np.unique(codes, return_inverse=True)
    with_client, by = np.divmod(relations, max(1, len(suppliers)))
    rooms = rooms_left(problem, rows)
    return PlanArrays(
        client=visits.client[rows],
        open_cost=(weights.open_ * visits.urgency.astype(np.int64) * quarters)[rows],
        day_group=rooms.day_group,
        group_days=rooms.group_days,
        start=np.searchsorted(found.visit, np.append(rows, len(visits))),
        supplier=found.supplier.astype(np.int32),
        time=(quarters[found.visit] + travel).astype(np.int32),
        load=(load_quarters(problem, found.visit, found.supplier) + travel).astype(np.int32),
        slots=visits.slots[found.visit] & suppliers.windows[found.supplier],
        cost=cost,
        relation=relation.astype(np.int32),
        relation_supplier=by.astype(np.int32),
        relation_client=with_client.astype(np.int32),
        relation_cost=_relation_cost(problem, weights, relations, by),
        relation_counts=_relation_counts(problem, rooms, relations, by),
        slot_room=rooms.slot,
        week_room=rooms.week,
        people=rooms.people,
        faces=rooms.faces,
    )


def _relation_cost(
    problem: PlanProblem,
    weights: PlanWeights,
    relations: NDArray[np.int64],
    by: NDArray[np.int64],
) -> NDArray[np.int64]:
    new = (problem.suppliers.tier[by] != OWN) & ~np.isin(relations, known_codes(problem))
    cost: NDArray[np.int64] = weights.new_face * new.astype(np.int64)
    return cost


def _relation_counts(
    problem: PlanProblem, rooms: Rooms, relations: NDArray[np.int64], by: NDArray[np.int64]
) -> NDArray[np.uint8]:
    counts = (problem.suppliers.tier[by] != OWN) & ~np.isin(relations, rooms.met)
    limited = rooms.people[by] < NO_LIMIT
    with_limit = rooms.faces[relations // max(1, len(problem.suppliers))] < NO_LIMIT
    bits: NDArray[np.uint8] = ((counts & limited) + 2 * (counts & with_limit)).astype(np.uint8)
    return bits


def _unavoidable(
    problem: PlanProblem, weights: PlanWeights, arrays: PlanArrays, rows: NDArray[np.int64]
) -> int:
    nobody = np.diff(arrays.start) == 0
    paid = weights.professional_only * problem.visits.quarters[rows].astype(np.int64)
    least = np.where(informal_may(problem)[rows], 0, np.minimum(paid, arrays.open_cost))
    return int(np.where(nobody, arrays.open_cost, least).sum())
