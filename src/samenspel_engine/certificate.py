"""The proof that a result is optimal, and an independent check of it.

For every request ``i`` there is a price ``u_i``, for every place of helper ``j`` a price
``v_j`` with ``v_j >= 0``, ``u_i <= drop_i`` and ``u_i <= cost_ij + v_j`` for every compatible
pair. Then no assignment can cost less than ``sum(u) - sum(capacity * v)``. Where that bound
equals the cost of the assignment, the assignment is optimal: whole numbers, no tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import drop_costs
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.rules import compatible, room_left
from samenspel_engine.score import pair_costs, points_table

if TYPE_CHECKING:
    from samenspel_engine.result import Result

OPEN = -1


@dataclass(frozen=True, eq=False)
class Certificate:
    """Proof of optimality of one result, over the requests that were not fixed beforehand.

    Parameters
    ----------
    value, bound : int
        Cost of the assignment and the proven lower bound on the cost of any assignment.
    request_prices : ndarray of int64, shape (n,)
        ``u``; 0 for fixed requests.
    helper_prices : ndarray of int64, shape (m,)
        ``v``.
    problem_hash, result_hash : str
        SHA-256 of the problem and of the assignment with its prices.
    """

    value: int
    bound: int
    request_prices: NDArray[np.int64]
    helper_prices: NDArray[np.int64]
    problem_hash: str
    result_hash: str

    @property
    def gap(self) -> int:
        """Distance from the bound; 0 is proven optimal."""
        return self.value - self.bound

    def as_dict(self) -> dict[str, Any]:
        """For a JSON file; prices in row order."""
        return {
            "value": self.value,
            "bound": self.bound,
            "gap": self.gap,
            "problem_sha256": self.problem_hash,
            "result_sha256": self.result_hash,
            "request_prices": self.request_prices.tolist(),
            "helper_prices": self.helper_prices.tolist(),
        }


def result_hash(
    helper_of: NDArray[np.int64], request: NDArray[np.int64], helper: NDArray[np.int64]
) -> str:
    """SHA-256 of an assignment and its prices."""
    digest = sha256()
    for values in (helper_of, request, helper):
        digest.update(np.ascontiguousarray(values, np.int64).tobytes())
    return digest.hexdigest()


def classes_of(problem: Problem, params: Params) -> NDArray[np.int64]:
    """Class of each request: its urgency, or 1 when urgency does not count; shape ``(n,)``."""
    urgency = problem.requests.urgency.astype(np.int64)
    return urgency if params.urgent_first else np.ones_like(urgency)


def verify(problem: Problem, result: Result, params: Params) -> tuple[str, ...]:
    """Check a result against its problem without using the search or the solver.

    Every compatible pair is worked out again with the plain rules and scores, so this takes
    time proportional to requests times helpers.

    Returns
    -------
    tuple of str
        What is wrong; empty when the result is feasible and proven optimal.
    """
    certificate = result.certificate
    u, v = certificate.request_prices, certificate.helper_prices
    wrong = []
    if certificate.problem_hash != problem.content_hash():
        wrong.append("the problem is not the one that was solved")
    if certificate.result_hash != result_hash(result.helper_of, u, v):
        wrong.append("the assignment or its prices were changed")
    wrong += _check_places(problem, result.helper_of)
    if (v < 0).any():
        wrong.append("a helper has a negative price")
    free = np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])
    drop = np.zeros(len(problem.requests), np.int64)
    drop[free] = drop_costs(
        classes_of(problem, params)[free],
        len(problem.offers),
        TOP_QUALITY + params.continuity,
    )
    value, complaints = _check_rows(problem, params, result, (free, drop))
    bound = int(u[free].sum()) - int((v * room_left(problem)).sum())
    if value != certificate.value or bound != certificate.bound:
        wrong.append("the totals are not those of the assignment and the prices")
    if value != bound:
        wrong.append(f"not proven optimal: gap {value - bound}")
    return tuple(wrong + complaints)


def _check_places(problem: Problem, helper_of: NDArray[np.int64]) -> list[str]:
    wrong = []
    if (helper_of[problem.fixed[:, 0]] != problem.fixed[:, 1]).any():
        wrong.append("a fixed match was not kept")
    load = np.bincount(helper_of[helper_of != OPEN], minlength=len(problem.offers))
    if (load > problem.offers.capacity).any():
        wrong.append("a helper has more matches than places")
    return wrong


def _check_rows(
    problem: Problem,
    params: Params,
    result: Result,
    rows: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> tuple[int, list[str]]:
    """Total cost of the rows that were not fixed, and what is wrong with them."""
    free, drop = rows
    u, v = result.certificate.request_prices, result.certificate.helper_prices
    points = points_table(problem, params)
    value, wrong = 0, []
    for i in free.tolist():
        helpers = compatible(problem, i)
        cost = pair_costs(problem, points, i, helpers)
        least = min(int(drop[i]), int((cost + v[helpers]).min(initial=drop[i])))
        if u[i] > least:
            wrong.append(f"the price of request {problem.requests.ids[i]} is too high")
        chosen = np.flatnonzero(helpers == result.helper_of[i])
        if result.helper_of[i] == OPEN:
            value += int(drop[i])
        elif chosen.size == 0:
            wrong.append(
                f"request {problem.requests.ids[i]} has a helper who may not be chosen"
            )
        else:
            value += int(cost[chosen[0]])
    return value, wrong
