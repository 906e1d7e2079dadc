"""How well a visit and a supplier fit, from 1 to 100, in named parts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.rules import distance_m

TOP_FIT = 100
ENOUGH_INTERESTS = 4
PREVIOUS_POINTS = 10
LOAD_POINTS = 10


class Points(NamedTuple):
    """Most points of each part for one tier.

    ``start`` is given to everyone; ``near`` at no distance, none from ``far_m`` on;
    ``interests`` for ``ENOUGH_INTERESTS`` shared interests; ``known`` for a supplier who knows
    the client.
    """

    start: int
    near: int
    far_m: int
    interests: int
    known: int


POINTS = (
    Points(95, 0, 1, 0, 0),
    Points(0, 40, 3500, 35, 25),
    Points(0, 30, 6000, 20, 30),
)
"""Per tier. Besides these, everyone gets ``PREVIOUS_POINTS`` for having done the visit last
week and loses up to ``LOAD_POINTS`` for the share of their own limit used in the past weeks."""

PARTS = ("start", "near", "interests", "known", "previous", "recent")


def fit_parts(
    problem: PlanProblem, visits: NDArray[np.integer], rows: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Points of each part, shape ``(k, 6)`` in the order of ``PARTS``; the last is negative."""
    suppliers, clients = problem.suppliers, problem.visits.client[visits]
    points = np.array(POINTS)[suppliers.tier[rows]]
    start, near, far_m, interests, known = points.T
    left = np.maximum(far_m - distance_m(problem, clients, rows), 0)
    shared = np.bitwise_count(suppliers.interests[rows] & problem.clients.interests[clients])
    same = np.minimum(shared.astype(np.int64), ENOUGH_INTERESTS)
    previous = problem.visits.previous_supplier[visits] == rows
    recent = suppliers.recent_load[rows].astype(np.int64) * LOAD_POINTS // 100
    return np.stack(
        [
            start,
            near * left // far_m,
            interests * same // ENOUGH_INTERESTS,
            known * knows(problem, clients, rows),
            PREVIOUS_POINTS * previous,
            -recent,
        ],
        axis=1,
    )


def fit_of(
    problem: PlanProblem, visits: NDArray[np.integer], rows: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Fit of each visit with the supplier beside it, 1 to 100; shape ``(k,)``."""
    total = fit_parts(problem, visits, rows).sum(axis=1)
    fit: NDArray[np.int64] = np.clip(total, 1, TOP_FIT)
    return fit


def pair_codes(
    problem: PlanProblem, clients: NDArray[np.integer], rows: NDArray[np.integer]
) -> NDArray[np.int64]:
    """One whole number per (client row, supplier row)."""
    codes: NDArray[np.int64] = clients.astype(np.int64) * max(1, len(problem.suppliers)) + rows
    return codes


def known_codes(problem: PlanProblem) -> NDArray[np.int64]:
    """Sorted codes of all pairs who know each other, from last week and agreements too."""
    visits = problem.visits
    came = np.flatnonzero(visits.previous_supplier >= 0)
    fixed, by, _ = problem.fixed.T
    return np.unique(
        np.concatenate(
            [
                pair_codes(problem, problem.known[:, 0], problem.known[:, 1]),
                pair_codes(problem, visits.client[came], visits.previous_supplier[came]),
                pair_codes(problem, visits.client[fixed], by),
            ]
        )
    )


def knows(
    problem: PlanProblem, clients: NDArray[np.integer], rows: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Whether the client and the supplier beside it know each other."""
    return np.isin(pair_codes(problem, clients, rows), known_codes(problem))
