"""Settings of one run: how much each part of the fit counts, and how to search."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from numbers import Integral, Real

from samenspel_engine.errors import EngineInputError

TOP_QUALITY = 1000
"""The best quality a pair can have; every pair has at least 1."""

MOST_CONTINUITY = 10_000
MOST_LOAD_STEP = 1_000
FARTHEST_M = 1e9
LARGEST = 2**31 - 1
MOST_THREADS = 1024
RANGES = {
    "enough_overlap": (1, LARGEST),
    "enough_interests": (1, LARGEST),
    "long_idle_weeks": (1, LARGEST),
    "continuity": (0, MOST_CONTINUITY),
    "load_step": (0, MOST_LOAD_STEP),
    "list_length": (1, LARGEST),
    "threads": (1, MOST_THREADS),
}


def available_cores() -> int:
    """Number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@dataclass(frozen=True)
class Weights:
    """Most points each part of the fit can give; together at most 1000.

    Parameters
    ----------
    nearness : int
        Short distance between the two homes.
    overlap : int
        Parts of the week in common.
    interests : int
        Shared interests.
    wishes : int
        Wishes that are not demands (such as "rather a woman").
    room : int
        Weeks since the helper was last asked: turns are shared fairly.
    trusted : int
        The two already know and trust each other.
    """

    nearness: int = 300
    overlap: int = 200
    interests: int = 150
    wishes: int = 100
    room: int = 150
    trusted: int = 100

    def __post_init__(self) -> None:
        values = [getattr(self, one.name) for one in fields(self)]
        for one, value in zip(fields(self), values, strict=True):
            if not _is_whole(value) or value < 0:
                raise EngineInputError("params", one.name, "must be a whole number, 0 or more")
        if not 1 <= sum(values) <= TOP_QUALITY:
            raise EngineInputError("params", "weights", f"must add up to 1..{TOP_QUALITY}")


@dataclass(frozen=True)
class Params:
    """Settings of one run.

    Parameters
    ----------
    weights : Weights
        How much each part of the fit counts.
    near_m : float
        Distance at which half of the nearness points are left, in metres.
    enough_overlap : int
        Number of common windows beyond which more of them no longer count.
    enough_interests : int
        Number of shared interests beyond which more of them no longer count.
    long_idle_weeks : int
        Weeks since last asked beyond which a longer time no longer counts.
    urgent_first : bool
        Serve higher urgency classes first, strictly. When false all questions count the same.
    continuity : int
        Bonus for keeping a match of ``Problem.previous``, on top of the quality: a relation is
        broken only when that gains more than this. See ``replan``.
    load_step : int
        Points by which the second person of a helper costs more than the first, the third more
        than the second, and so on; fixed matches count. Never leaves a question open. 0..1000.
    floor : bool
        Make the worst match as good as it can be without serving fewer of any class, before the
        sum of the quality counts. Fixed matches are not counted. Keeps all compatible
        pairs in memory, about 70 bytes each while it searches.
    list_length : int
        Candidates kept per question at first; longer lists are made only where the proof of
        optimality needs them. Changes time and memory, never the totals.
    threads : int
        Threads that look for candidates; by default one per core this process may use. Never
        changes the answer.
    """

    weights: Weights = field(default_factory=Weights)
    near_m: float = 1500.0
    enough_overlap: int = 5
    enough_interests: int = 4
    long_idle_weeks: int = 52
    urgent_first: bool = True
    continuity: int = 0
    load_step: int = 0
    floor: bool = False
    list_length: int = 64
    threads: int = field(default_factory=available_cores)

    def __post_init__(self) -> None:
        if not isinstance(self.weights, Weights):
            raise EngineInputError("params", "weights", "must be Weights")
        if not _is_number(self.near_m) or not 0 < self.near_m <= FARTHEST_M:
            raise EngineInputError(
                "params", "near_m", f"must be more than 0 and at most {FARTHEST_M:g}"
            )
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if not _is_whole(value) or not low <= value <= high:
                rule = "more than 0" if high == LARGEST else f"{low}..{high}"
                raise EngineInputError("params", name, f"must be {rule}")
        for name in ("urgent_first", "floor"):
            if not isinstance(getattr(self, name), bool):
                raise EngineInputError("params", name, "must be true or false")


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
