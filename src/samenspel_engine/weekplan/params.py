"""Settings of one plan: what counts how much, and how many pairs are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from samenspel_engine.errors import EngineInputError

MOST_WEIGHT = 2**56
MOST_KEPT = 10**6


@dataclass(frozen=True)
class PlanWeights:
    """Cost of what one would rather not have, in whole numbers.

    The defaults keep the levels apart in practice, not in theory: an hour left open costs more
    than any hour of a professional, which costs more than any lack of fit.
    ``PlanParams.strict`` keeps them apart by proof.

    Parameters
    ----------
    open_ : int
        A quarter of an hour left open, for each point of urgency.
    professional : int
        A quarter of a professional on what informal care may and will do.
    professional_only : int
        A quarter of a professional on what only professionals may do. It is the same in every
        plan that serves the visit.
    fit : int
        Lack of fit: a quarter of an hour costs this times ``(100 - fit) / 8``.
    new_face : int
        A client and a supplier from outside their own network who do not know each other.
    """

    open_: int = 500
    professional: int = 60
    professional_only: int = 60
    fit: int = 1
    new_face: int = 25

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if not isinstance(value, int) or not 0 <= value <= MOST_WEIGHT:
                rule = f"must be a whole number between 0 and {MOST_WEIGHT}"
                raise EngineInputError("params", one.name, rule)
        if self.open_ == 0:
            raise EngineInputError("params", "open_", "must be more than 0")


@dataclass(frozen=True)
class PlanParams:
    """Settings of one plan.

    Parameters
    ----------
    weights : PlanWeights
        What counts how much.
    strict : bool
        Put the levels in strict order: no saving of professional time ever pays for an open
        quarter, and no fit ever pays for a professional quarter. The weights ``open_``,
        ``professional`` and ``professional_only`` are then worked out from the problem.
    most_own, most_informal, most_professional : int
        Suppliers kept per visit and tier, the best-fitting first. The plan is the best over
        the pairs kept; how many were left out is in the result.
    """

    weights: PlanWeights = field(default_factory=PlanWeights)
    strict: bool = False
    most_own: int = 99
    most_informal: int = 14
    most_professional: int = 10

    def __post_init__(self) -> None:
        for name in ("most_own", "most_informal", "most_professional"):
            if not 1 <= getattr(self, name) <= MOST_KEPT:
                raise EngineInputError("params", name, f"must be between 1 and {MOST_KEPT}")

    @property
    def most(self) -> tuple[int, int, int]:
        """Suppliers kept per visit, by tier."""
        return self.most_own, self.most_informal, self.most_professional
