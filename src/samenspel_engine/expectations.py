"""What to expect of a round: how many will be served, and how long people wait."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.errors import EngineInputError
from samenspel_engine.followup import pair_features
from samenspel_engine.result import Result
from samenspel_engine.success import SuccessModel
from samenspel_engine.vocabulary import NL

Floats = NDArray[np.float64]

SURE = 0.9


@dataclass(frozen=True)
class Expected:
    """Questions with a helper on paper, and how many of those to expect.

    Parameters
    ----------
    planned : int
        Matches of the round.
    expected : float
        Sum of the chances; matches people have agreed on count in full.
    low, high : float
        Interval that holds the number with a chance of 90%, if matches succeed independently.
    """

    planned: int
    expected: float
    low: float
    high: float


def expected_served(
    result: Result,
    model: SuccessModel,
    *,
    earlier_yes: ArrayLike | None = None,
    earlier_no: ArrayLike | None = None,
) -> Expected:
    """How many planned matches to expect; see ``followup.pair_features`` for the counts."""
    rows = np.flatnonzero(result.helper_of >= 0)
    pairs = np.stack([rows, result.helper_of[rows]], axis=1)
    features = pair_features(
        result.problem,
        pairs,
        params=result.params,
        earlier_yes=earlier_yes,
        earlier_no=earlier_no,
    )
    chance = model.probability(features)
    chance = np.where(np.isin(rows, result.problem.fixed[:, 0]), 1.0, chance)
    middle, spread = float(chance.sum()), float(np.sqrt((chance * (1 - chance)).sum()))
    width = NormalDist().inv_cdf(0.5 + SURE / 2) * spread
    return Expected(
        planned=rows.size,
        expected=middle,
        low=max(0.0, middle - width),
        high=min(float(rows.size), middle + width),
    )


@dataclass(frozen=True)
class Waiting:
    """How long a share of the questions waits.

    Parameters
    ----------
    weeks, low, high : float or None
        Weeks after which that share has a helper, and its interval; ``None`` when the
        follow-up is too short to tell ("longer than we can see").
    questions, answered : int
        Questions looked at, and those that found a helper.
    share : float
        That share, between 0 and 1.
    """

    weeks: float | None
    low: float | None
    high: float | None
    questions: int
    answered: int
    share: float = 0.5


def waiting_weeks(
    weeks: ArrayLike, answered: ArrayLike, *, share: float = 0.5, level: float = SURE
) -> Waiting:
    """Weeks until a share of the questions has a helper, open questions included.

    A question that is still open, or was withdrawn, counts for as long as it was open: leaving
    it out would make waiting look shorter than it is. Estimate: Kaplan and Meier (1958); the
    interval is that of Brookmeyer and Crowley (1982) on the log-minus-log scale with
    Greenwood's variance.

    Parameters
    ----------
    weeks : array_like of float, shape (n,)
        Weeks each question was open, until answered or until now; 0 or more.
    answered : array_like of bool, shape (n,)
        Whether it found a helper then.
    share : float
        Share of the questions, between 0 and 1; 0.5 gives the median.
    level : float
        Chance that the interval holds the truth.
    """
    time, found = np.asarray(weeks, np.float64), np.asarray(answered, np.bool_)
    if time.ndim != 1 or time.shape != found.shape:
        raise EngineInputError("waiting", "weeks", "must have one value per answer")
    if not (np.isfinite(time) & (time >= 0)).all():
        row = int(np.argmin(np.isfinite(time) & (time >= 0)))
        raise EngineInputError("waiting", "weeks", "must be 0 or more", row=row)
    for name, value in (("share", share), ("level", level)):
        if not 0 < value < 1:
            raise EngineInputError("waiting", name, "must be between 0 and 1")
    moments = np.unique(time[found])
    at_risk = time.size - np.searchsorted(np.sort(time), moments)
    ends = np.diff(np.append(np.searchsorted(np.sort(time[found]), moments), found.sum()))
    still_open = np.cumprod(1.0 - ends / at_risk).astype(np.float64)
    low, high = _band(still_open, ends, at_risk, level)
    return Waiting(
        weeks=_first(moments, still_open, share),
        low=_first(moments, low, share),
        high=_first(moments, high, share),
        questions=int(time.size),
        answered=int(found.sum()),
        share=share,
    )


def _band(
    still_open: Floats, ends: NDArray[np.int64], at_risk: NDArray[np.int64], level: float
) -> tuple[Floats, Floats]:
    """Interval of the share still open at each moment, on the log-minus-log scale."""
    gone, risk = ends.astype(np.float64), at_risk.astype(np.float64)
    inside = (still_open > 0) & (still_open < 1)
    safe = np.where(inside, still_open, 0.5)
    terms = np.where(risk > gone, gone / (risk * np.maximum(risk - gone, 1.0)), 0.0)
    width = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(np.cumsum(terms)) / np.log(safe)
    low = np.where(inside, safe ** np.exp(-width), still_open)
    return low, np.where(inside, safe ** np.exp(width), still_open)


def _first(moments: Floats, still_open: Floats, share: float) -> float | None:
    """First moment at which no more than that share is still open."""
    enough = np.flatnonzero(still_open <= 1.0 - share + 1e-12)
    return float(moments[enough[0]]) if enough.size else None


def waiting_sentence(waiting: Waiting, language: str = NL) -> str:
    """The same in words."""
    dutch = language == NL
    if waiting.weeks is None:
        if dutch:
            return "Hoe lang wachten duurt, is nog niet te zeggen: langer dan wij nu zien."
        return "It is too early to tell how long waiting takes: longer than we can see now."
    low = waiting.weeks if waiting.low is None else waiting.low
    middle, least = f"{waiting.weeks:.0f}", f"{low:.0f}"
    share = f"{100 * waiting.share:.0f}%"
    if dutch:
        most = "veel langer" if waiting.high is None else f"{waiting.high:.0f}"
        noun = "week" if middle == "1" else "weken"
        return (
            f"Van de vragen heeft {share} binnen {middle} {noun} iemand; "
            f"schatting: {least} tot {most}."
        )
    most = "much longer" if waiting.high is None else f"{waiting.high:.0f}"
    noun = "week" if middle == "1" else "weeks"
    return (
        f"Of all questions {share} have someone within {middle} {noun}; "
        f"estimate: {least} to {most}."
    )
