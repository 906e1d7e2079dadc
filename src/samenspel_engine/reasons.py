"""The engine's reasons as plain data: codes and figures. ``sentences`` puts them into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samenspel_engine.rules import RuleCount


@dataclass(frozen=True)
class Part:
    """One part of the quality: its points, the most it can give, and a level of 1..5."""

    key: str
    points: int
    most: int
    level: int


@dataclass(frozen=True)
class Fit:
    """How well one pair fits.

    Parameters
    ----------
    request, offer : int
        Rows.
    request_id, offer_id : object
        Identifiers.
    quality : int
        1..1000.
    parts : tuple of Part
        In the order of ``score.PARTS``.
    distance_m : int
        Straight-line distance in whole metres.
    windows, interests : tuple of int
        Codes of the windows and interests in common.
    idle_weeks : int
        Weeks since the helper was last asked.
    gender_wish : int
        Code of the gender wished for, 0 for no wish.
    gender_met : bool
        Whether that wish is met; true when there is none.
    """

    request: int
    offer: int
    request_id: Any
    offer_id: Any
    quality: int
    parts: tuple[Part, ...]
    distance_m: int
    windows: tuple[int, ...]
    interests: tuple[int, ...]
    idle_weeks: int
    gender_wish: int
    gender_met: bool


@dataclass(frozen=True)
class OpenReason:
    """Why a question stays open.

    Parameters
    ----------
    request : int
        Row.
    request_id : object
    code : str
        ``"no_helpers"`` (there are none at all), ``"not_comfortable"`` (bodily care without the
        person being comfortable with it), ``"nobody_fits"`` (see ``steps``),
        ``"needed_elsewhere"`` (all ``suitable`` helpers have questions at least as urgent) or
        ``"quota"`` (a suitable helper has room, but a group of theirs does not).
    suitable : int
        Number of helpers who break no rule.
    steps : tuple of RuleCount
        The search, rule by rule; empty when there are suitable helpers.
    """

    request: int
    request_id: Any
    code: str
    suitable: int
    steps: tuple[RuleCount, ...]


@dataclass(frozen=True)
class Gain:
    """What a change does to a round.

    Parameters
    ----------
    questions : int
        Extra questions served (negative: fewer).
    by_urgency : tuple of int
        The same per urgency class, 1 first.
    quality : int
        Extra total quality.
    """

    questions: int
    by_urgency: tuple[int, ...]
    quality: int

    @property
    def urgency(self) -> int:
        """Extra questions served, each counted as often as it is urgent."""
        return sum(level * count for level, count in enumerate(self.by_urgency, start=1))


@dataclass(frozen=True)
class WhyNot:
    """Why a pair was not matched.

    Parameters
    ----------
    request_id, offer_id : object
    code : str
        ``"chosen"``, ``"rules"`` (see ``broken``), ``"fixed"`` (people agreed otherwise) or
        ``"cost"`` (see ``change``).
    broken : tuple of str
        Keys of the hard rules the pair breaks.
    change : Gain or None
        What forcing the pair would do to the round.
    """

    request_id: Any
    offer_id: Any
    code: str
    broken: tuple[str, ...] = ()
    change: Gain | None = None


@dataclass(frozen=True)
class Scarcity:
    """A kind of helper that is missing: task, middle of the area, questions open, gain."""

    task: int
    x_m: float
    y_m: float
    windows: int
    open: int
    gain: Gain


@dataclass(frozen=True)
class Help:
    """One change that would serve more questions.

    Parameters
    ----------
    kind : str
        ``"helper"`` (a new one), ``"hour"`` (one more hour a week), ``"distance"`` (one more
        kilometre) or ``"language"`` (one more language).
    everyone : bool
        For all helpers at once instead of one.
    open : int
        Open questions that a new helper fits, or that a helper fits only with the change; these
        can be more than the change serves.
    gain : Gain
        What the round would gain, exactly.
    task, x_m, y_m, windows : int, float, float, int
        Of a new helper: code of the task, home in metres, bits of the windows.
    language : int
        Code of the language, -1 for other kinds.
    offer, offer_id : int, object
        The helper who changes; -1 and nothing for a new helper or for all helpers.
    """

    kind: str
    everyone: bool
    open: int
    gain: Gain
    task: int = -1
    x_m: float = 0.0
    y_m: float = 0.0
    windows: int = 0
    language: int = -1
    offer: int = -1
    offer_id: Any = None
