"""The proof that a result is optimal, and an independent check of it.

For every request ``i`` there is a price ``u_i``, for every place of helper ``j`` a price
``v_j`` and for every group ``g`` of helpers with a quota a price ``w_g``, with ``v >= 0``,
``w >= 0``, ``u_i <= drop_i`` and ``u_i <= cost_ij + v_j + (w of every group that j is in)`` for
every compatible pair. Then no assignment can cost less than ``sum(u) - sum(w * quota)`` minus,
for every free place ``k`` of every helper, ``max(0, v_j - load_step * k)``. Where that bound
equals the cost of the assignment, the assignment is optimal: whole numbers, no tolerance.

With ``Params.floor`` the plan is optimal over the pairs at or above the floor. Two more sets of
prices, for the problem in which only the classes left open count, prove that no plan serves
more and that no plan with all pairs above the floor serves as many.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import drop_costs
from samenspel_engine.optimum import load_cost, worth_of_places
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.rules import compatible, room_left
from samenspel_engine.score import pair_costs, points_table, quality_parts, total_quality

if TYPE_CHECKING:
    from samenspel_engine.result import Result

OPEN = -1
Numbers = NDArray[np.int64]


class Prices(NamedTuple):
    """One set of prices, by row: requests ``(n,)``, helpers ``(m,)``, groups ``(g,)``."""

    request: Numbers
    helper: Numbers
    group: Numbers


@dataclass(frozen=True, eq=False)
class FloorProof:
    """The best worst match, with the prices that prove it; see ``fairness.best_floor``."""

    quality: int
    most: Prices
    higher: Prices


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
    group_prices : ndarray of int64, shape (g,)
        ``w``; empty without quotas.
    floor : FloorProof, optional
        With ``Params.floor``: the quality of the worst match, and that it is the best.
    """

    value: int
    bound: int
    request_prices: Numbers
    helper_prices: Numbers
    problem_hash: str
    result_hash: str
    group_prices: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    floor: FloorProof | None = None

    @property
    def gap(self) -> int:
        """Distance from the bound; 0 is proven optimal."""
        return self.value - self.bound

    @property
    def prices(self) -> Prices:
        """The prices that prove the cost."""
        return Prices(self.request_prices, self.helper_prices, self.group_prices)

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
            "group_prices": self.group_prices.tolist(),
            "floor": None if self.floor is None else self.floor.quality,
        }


def result_hash(helper_of: Numbers, prices: Prices, floor: FloorProof | None = None) -> str:
    """SHA-256 of an assignment and its prices."""
    digest = sha256()
    more = () if floor is None else (np.array([floor.quality]), *floor.most, *floor.higher)
    for values in (helper_of, *prices, *more):
        digest.update(np.ascontiguousarray(values, np.int64).tobytes())
    return digest.hexdigest()


def classes_of(problem: Problem, params: Params) -> Numbers:
    """Class of each request: its urgency, or 1 when urgency does not count; shape ``(n,)``."""
    urgency = problem.requests.urgency.astype(np.int64)
    return urgency if params.urgent_first else np.ones_like(urgency)


def free_rows(problem: Problem) -> Numbers:
    """Rows of the requests that were not fixed."""
    return np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])


def drop_of(problem: Problem, params: Params) -> Numbers:
    """Cost of leaving each request open, more than all else together; 0 for fixed requests."""
    free, drop = free_rows(problem), np.zeros(len(problem.requests), np.int64)
    most = min(int(problem.offers.capacity.max(initial=0)), len(problem.requests))
    top = TOP_QUALITY + params.continuity + params.load_step * most
    drop[free] = drop_costs(classes_of(problem, params)[free], len(problem.offers), top)
    return drop


def places_taken(problem: Problem) -> Numbers:
    """Fixed matches of each helper; shape ``(m,)``."""
    return np.bincount(problem.fixed[:, 1], minlength=len(problem.offers)).astype(np.int64)


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
    if not _fits(problem, result) or (certificate.floor is None) == params.floor:
        return ("the result does not fit the problem and its settings",)
    wrong = []
    if certificate.problem_hash != problem.content_hash():
        wrong.append("the problem is not the one that was solved")
    if certificate.result_hash != result_hash(
        result.helper_of, certificate.prices, certificate.floor
    ):
        wrong.append("the assignment or its prices were changed")
    wrong += _check_places(problem, result.helper_of)
    claims = _claims(problem, params, certificate)
    if any((one < 0).any() for claim in claims for one in claim.prices[1:]):
        wrong.append("a helper or a group has a negative price")
    value, complaints = _check_rows(problem, params, result, claims)
    bounds = [_bound(problem, claim) for claim in claims]
    if value != certificate.value or bounds[0] != certificate.bound:
        wrong.append("the totals are not those of the assignment and the prices")
    if value != bounds[0]:
        wrong.append(f"not proven optimal: gap {value - bounds[0]}")
    if certificate.floor is not None:
        wrong += _check_floor(problem, result, claims[1].drop, bounds)
    return tuple(wrong + complaints)


class _Claim(NamedTuple):
    """What one set of prices proves: over pairs of at least the ``lowest`` quality.

    ``full``: price of each helper with those of its groups; ``counts``: 0 where only the
    classes left open count.
    """

    prices: Prices
    full: Numbers
    drop: Numbers
    step: int
    lowest: int
    counts: int


def _claims(problem: Problem, params: Params, certificate: Certificate) -> list[_Claim]:
    def claim(prices: Prices, drop: Numbers, step: int, lowest: int, counts: int) -> _Claim:
        above = 0 if problem.quotas is None else problem.quotas.above(prices.group)
        return _Claim(prices, prices.helper + above, drop, step, lowest, counts)

    drop, floor = drop_of(problem, params), certificate.floor
    if floor is None:
        return [claim(certificate.prices, drop, params.load_step, 0, 1)]
    classes = classes_of(problem, params)
    return [
        claim(certificate.prices, drop, params.load_step, floor.quality, 1),
        claim(floor.most, classes, 0, 0, 0),
        claim(floor.higher, classes, 0, floor.quality + 1, 0),
    ]


def _bound(problem: Problem, claim: _Claim) -> int:
    """A lower bound on the cost of every plan."""
    taken = places_taken(problem)
    bound = int(claim.prices.request[free_rows(problem)].sum())
    bound -= worth_of_places(claim.prices.helper, room_left(problem), taken, claim.step)
    if problem.quotas is not None:
        bound -= int((claim.prices.group * problem.quotas.left(taken)).sum())
    return bound


def _fits(problem: Problem, result: Result) -> bool:
    """Whether all arrays have the right shape and point at people who exist."""
    n, m = len(problem.requests), len(problem.offers)
    groups = 0 if problem.quotas is None else problem.quotas.parent.size
    floor = result.certificate.floor
    sets = [result.certificate.prices, *(() if floor is None else (floor.most, floor.higher))]
    arrays = [(one, n) for one in (result.helper_of, result.quality, result.candidates)]
    for prices in sets:
        arrays += zip(prices, (n, m, groups), strict=True)
    right = all(one.shape == (size,) and one.dtype.kind == "i" for one, size in arrays)
    helper_of = result.helper_of
    return right and bool(((helper_of >= OPEN) & (helper_of < m)).all())


def _check_places(problem: Problem, helper_of: Numbers) -> list[str]:
    wrong = []
    if (helper_of[problem.fixed[:, 0]] != problem.fixed[:, 1]).any():
        wrong.append("a fixed match was not kept")
    load = np.bincount(helper_of[helper_of != OPEN], minlength=len(problem.offers))
    if (load > problem.offers.capacity).any():
        wrong.append("a helper has more matches than places")
    quotas = problem.quotas
    if quotas is not None and (quotas.loads(load) > quotas.most).any():
        wrong.append("a group has more matches than its quota")
    return wrong


def _check_rows(
    problem: Problem, params: Params, result: Result, claims: list[_Claim]
) -> tuple[int, list[str]]:
    """Total cost of the rows that were not fixed, and what is wrong with any row."""
    points, fixed = points_table(problem, params), dict(problem.fixed.tolist())
    value, wrong = 0, []
    for i, chosen in enumerate(result.helper_of.tolist()):
        helpers = np.array([chosen]) if i in fixed else compatible(problem, i)
        quality = total_quality(quality_parts(problem, points, i, helpers))
        told = int(quality[helpers == chosen].sum())
        if result.quality[i] != told or result.candidates[i] != (i not in fixed) * helpers.size:
            wrong.append("the quality or the candidates are not right")
        if i not in fixed:
            cost = pair_costs(problem, points, i, helpers)
            paid, complaints = _check_row((i, chosen, helpers), cost, quality, claims)
            value += paid
            wrong += [f"request {problem.requests.ids[i]} {one}" for one in complaints]
    free = result.helper_of[free_rows(problem)]
    load = np.bincount(free[free != OPEN], minlength=len(problem.offers))
    return value + load_cost(load, places_taken(problem), params.load_step), wrong


def _check_row(
    row: tuple[int, int, Numbers], cost: Numbers, quality: Numbers, claims: list[_Claim]
) -> tuple[int, list[str]]:
    """Cost of one row with its compatible helpers, and what is wrong with it."""
    (i, chosen, helpers), wrong = row, []
    for claim in claims:
        paid = (claim.counts * cost + claim.full[helpers])[quality >= claim.lowest]
        if claim.prices.request[i] > paid.min(initial=claim.drop[i]):
            wrong.append("has a price that is too high")
    if chosen == OPEN:
        return int(claims[0].drop[i]), wrong
    if not (quality[helpers == chosen] >= max(1, claims[0].lowest)).any():
        wrong.append("has a helper who may not be chosen")
    return int(cost[helpers == chosen].sum()), wrong


def _check_floor(
    problem: Problem, result: Result, classes: Numbers, bounds: list[int]
) -> list[str]:
    """Whether no plan serves more, and none with a better worst match serves as many."""
    free = free_rows(problem)
    left = free[result.helper_of[free] == OPEN]
    lost, wrong = int(classes[left].sum()), []
    if bounds[1] != lost:
        wrong.append("not proven that no plan serves more")
    proof = result.certificate.floor
    nobody = left.size == free.size and proof is not None and proof.quality == 0
    if bounds[2] <= lost and not nobody:
        wrong.append("not proven that the worst match is the best")
    return wrong
