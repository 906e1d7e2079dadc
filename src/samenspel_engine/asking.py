"""Rules for asking, where each helper stands, and the plan that results: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.columns import Column, clean_columns, clean_ids
from samenspel_engine.errors import EngineInputError
from samenspel_engine.params import TOP_QUALITY
from samenspel_engine.problem import Requests

NEVER_ASKED = 100_000
STANDING_COLUMNS = {
    "asked_weeks_ago": Column(np.int64, 0, NEVER_ASKED, NEVER_ASKED),
    "no_weeks_ago": Column(np.int64, 0, NEVER_ASKED, NEVER_ASKED),
    "asks_used": Column(np.int64, 0, NEVER_ASKED, 0),
    "asks_most": Column(np.int64, 0, NEVER_ASKED, 2),
}


@dataclass(frozen=True)
class AskRules:
    """The house rules for asking.

    Parameters
    ----------
    target : float
        Chance of at least one yes that is enough, above 0 and at most 1.
    most, most_urgent : int
        Most people asked at once, in general and for questions of urgency ``urgent_from`` and
        higher.
    urgent_from : int
    rest_weeks, rest_after_no_weeks : int
        Whole weeks somebody is left alone after an ask, and after a no.
    budget_weeks : int
        Period over which asks are counted against the number a helper chose.
    returns : float
        Chance per week that somebody who was asked listens again, above 0 and at most 1.
    worth : tuple of int
        Points of a yes per urgency, 1 first, each 1..1000.
    equal : int
        Gains within the same step of this many points count as equal; then whoever was asked
        longest ago goes first.
    by_lot : bool
        Draw the order in proportion to the ex-ante solution instead of by gain.
    """

    target: float = 0.8
    most: int = 5
    most_urgent: int = 8
    urgent_from: int = 4
    rest_weeks: int = 1
    rest_after_no_weeks: int = 1
    budget_weeks: int = 4
    returns: float = 0.4
    worth: tuple[int, int, int, int, int] = (200, 400, 600, 800, 1000)
    equal: int = 25
    by_lot: bool = False

    def __post_init__(self) -> None:
        for name in ("target", "returns"):
            if not 0 < getattr(self, name) <= 1:
                raise EngineInputError("params", name, "must be above 0 and at most 1")
        for name in ("most", "most_urgent", "budget_weeks", "equal"):
            if getattr(self, name) < 1:
                raise EngineInputError("params", name, "must be 1 or more")
        for name in ("rest_weeks", "rest_after_no_weeks"):
            if getattr(self, name) < 0:
                raise EngineInputError("params", name, "must be 0 or more")
        if len(self.worth) != 5 or not all(1 <= one <= TOP_QUALITY for one in self.worth):
            raise EngineInputError("params", "worth", f"must be five numbers 1..{TOP_QUALITY}")

    def worth_of(self, requests: Requests) -> NDArray[np.int64]:
        """Points of a yes for each question; shape ``(n,)``."""
        return np.array([0, *self.worth], np.int64)[requests.urgency]

    def most_of(self, requests: Requests) -> NDArray[np.int64]:
        """Most people asked at once for each question; shape ``(n,)``."""
        urgent = requests.urgency >= self.urgent_from
        return np.where(urgent, self.most_urgent, self.most).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Standing:
    """How often and when each helper was asked, one value per offer row (shape ``(m,)``).

    Parameters
    ----------
    ids : ndarray of int64 or str
    asked_weeks_ago, no_weeks_ago : ndarray of int64
        Whole weeks since the last ask and the last no; ``NEVER_ASKED`` for never.
    asks_used, asks_most : ndarray of int64
        Asks in the last ``AskRules.budget_weeks`` and the number the helper chose.
    """

    ids: NDArray[Any]
    asked_weeks_ago: NDArray[np.int64]
    no_weeks_ago: NDArray[np.int64]
    asks_used: NDArray[np.int64]
    asks_most: NDArray[np.int64]

    @classmethod
    def from_columns(cls, *, ids: ArrayLike, **columns: ArrayLike) -> Self:
        """Check the columns and freeze them. Raises ``EngineInputError``."""
        clean = clean_ids("standing", ids)
        return cls(ids=clean, **clean_columns("standing", clean, STANDING_COLUMNS, columns))


@dataclass(frozen=True)
class Ask:
    """One person to ask.

    Parameters
    ----------
    offer : int
        Row.
    offer_id : object
    turn : int
        1 for the first.
    chance : float
        Chance that this person listens and says yes.
    success : int
        Points that asking brings here, given those asked before.
    opportunity_cost : int
        Points that an ask of this person would bring elsewhere; at most ``success``.
    idle_weeks : int
        Weeks since the last ask; ``NEVER_ASKED`` for never.
    """

    offer: int
    offer_id: Any
    turn: int
    chance: float
    success: int
    opportunity_cost: int
    idle_weeks: int

    @property
    def parts(self) -> dict[str, int]:
        """The named points that decided: success, opportunity cost and their difference."""
        gain = self.success - self.opportunity_cost
        return {
            "success": self.success,
            "opportunity_cost": -self.opportunity_cost,
            "gain": gain,
        }


@dataclass(frozen=True)
class LeftAlone:
    """Somebody who fits and is not asked now.

    ``code``: ``"rest_after_no"``, ``"rest"``, ``"budget"``, ``"needed_elsewhere"`` (an ask is
    worth more for other questions) or ``"enough"`` (others are asked already).
    """

    offer: int
    offer_id: Any
    code: str


@dataclass(frozen=True)
class AskPlan:
    """Whom to ask for one question, in order, and who is left alone.

    Parameters
    ----------
    request : int
        Row.
    request_id : object
    asks : tuple of Ask
        To be asked at once; also the order for whoever asks one by one.
    left_alone : tuple of LeftAlone
        In row order.
    chance : float
        Chance of at least one yes.
    target : float
        The chance that was aimed for.
    most : int
        The most people who might be asked at once.
    """

    request: int
    request_id: Any
    asks: tuple[Ask, ...]
    left_alone: tuple[LeftAlone, ...]
    chance: float
    target: float
    most: int

    @property
    def reached(self) -> bool:
        """Whether the chance of a yes is as high as was aimed for."""
        return self.chance >= self.target
