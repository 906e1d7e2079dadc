"""The proof that comes with a plan: its cost, a bound on the cost of any plan, and hashes."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan.lagrange import Prices


@dataclass(frozen=True, eq=False)
class PlanCertificate:
    """How far a plan can be from the best one, over the pairs that were kept.

    Parameters
    ----------
    cost, bound : int
        Cost of the plan, and the proven lower bound on the cost of any plan.
    worth : int
        Cost of leaving everything open: the most that a plan can save.
    unavoidable : int
        Part of the cost that every plan pays; see ``compiling.Compiled``.
    prices : Prices
        Prices that prove the bound; anyone can recompute it from them.
    problem_hash, result_hash : str
        SHA-256 of the problem and of the plan with its prices.
    """

    cost: int
    bound: int
    worth: int
    unavoidable: int
    prices: Prices
    problem_hash: str
    result_hash: str

    @property
    def gap(self) -> float:
        """The most by which the plan may be too expensive, as a share of its cost."""
        return (self.cost - self.bound) / max(1, self.cost)

    @property
    def gap_of_avoidable(self) -> float:
        """The same, as a share of the cost that differs between plans."""
        return (self.cost - self.bound) / max(1, self.cost - self.unavoidable)

    @property
    def gap_of_value(self) -> float:
        """The same, as a share of the most value any plan can serve."""
        return (self.cost - self.bound) / max(1, self.worth - self.bound)

    def as_dict(self) -> dict[str, Any]:
        """For a JSON file, without the prices; these are in the proof."""
        return {
            "cost": self.cost,
            "bound": self.bound,
            "gap_of_cost": round(self.gap, 6),
            "gap_of_avoidable_cost": round(self.gap_of_avoidable, 6),
            "gap_of_value": round(self.gap_of_value, 8),
            "unavoidable_cost": self.unavoidable,
            "cost_of_nothing_planned": self.worth,
            "problem_sha256": self.problem_hash,
            "result_sha256": self.result_hash,
        }


def plan_hash(
    supplier_of: NDArray[np.int64], slot_of: NDArray[np.int64], prices: Prices
) -> str:
    """SHA-256 of a plan and its prices."""
    digest = sha256()
    for values in (supplier_of, slot_of, *prices):
        digest.update(np.ascontiguousarray(values, np.int64).tobytes())
    return digest.hexdigest()
