"""How well a compatible pair fits: named whole-number parts that add up to the quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.params import TOP_QUALITY, Params, Weights
from samenspel_engine.problem import Problem
from samenspel_engine.rules import Helpers, common_windows, squared_distance

LEVELS = 5


@dataclass(frozen=True)
class PartName:
    """A part of the quality with its label in Dutch and English."""

    key: str
    nl: str
    en: str


PARTS: tuple[PartName, ...] = (
    PartName("nearness", "dichtbij", "close by"),
    PartName("overlap", "tijd", "time"),
    PartName("interests", "interesses", "interests"),
    PartName("wishes", "wensen", "wishes"),
    PartName("room", "eerlijk verdeeld", "shared fairly"),
    PartName("trusted", "vertrouwd", "trusted"),
)
"""In the order of the columns that :func:`quality_parts` returns."""


class Points(NamedTuple):
    """Points by count, so that the fast search only looks them up.

    Parameters
    ----------
    overlap : ndarray of int64, shape (29,)
        Points for 0..28 common windows.
    interests : ndarray of int64, shape (33,)
        Points for 0..32 shared interests.
    room : ndarray of int64, shape (m,)
        Points of each helper for the weeks since last asked.
    nearness, wishes, trusted : int
        Most points of the other parts.
    near_m : float
        Distance at which half of the nearness points are left, in metres.
    continuity : int
        Bonus for keeping a match of an earlier round; not part of the quality.
    top : int
        The most that quality and bonus can be together; a pair costs ``top`` less that sum.
    """

    overlap: NDArray[np.int64]
    interests: NDArray[np.int64]
    room: NDArray[np.int64]
    nearness: int
    wishes: int
    trusted: int
    near_m: float
    continuity: int
    top: int


def points_table(problem: Problem, params: Params) -> Points:
    """Points per count for one problem."""
    weights = params.weights
    idle = np.minimum(problem.offers.idle_weeks, params.long_idle_weeks).astype(np.int64)
    return Points(
        overlap=_points_by_count(weights.overlap, 29, params.enough_overlap),
        interests=_points_by_count(weights.interests, 33, params.enough_interests),
        room=weights.room * idle // params.long_idle_weeks,
        nearness=weights.nearness,
        wishes=weights.wishes,
        trusted=weights.trusted,
        near_m=float(params.near_m),
        continuity=params.continuity,
        top=TOP_QUALITY + params.continuity,
    )


def _points_by_count(most: int, size: int, enough: int) -> NDArray[np.int64]:
    points: NDArray[np.int64] = most * np.minimum(np.arange(size, dtype=np.int64), enough)
    return points // enough


def distance_m(problem: Problem, i: int, helpers: Helpers) -> NDArray[np.float64]:
    """Straight-line distance in metres between request ``i`` and each helper."""
    metres: NDArray[np.float64] = np.sqrt(squared_distance(problem, i, helpers))
    return metres


def shared_interests(problem: Problem, i: int, helpers: Helpers) -> NDArray[np.int64]:
    """Number of interests that request ``i`` and each helper share."""
    both = problem.offers.interests[helpers] & problem.requests.interests[i]
    count: NDArray[np.int64] = np.bitwise_count(both).astype(np.int64)
    return count


def quality_parts(
    problem: Problem, points: Points, i: int, helpers: Helpers
) -> NDArray[np.int64]:
    """Points of each part for request ``i`` with each helper.

    Nearness falls off as ``near_m / (near_m + distance)``: full points next door, half of them
    at ``near_m``, a quarter at three times that.

    Returns
    -------
    ndarray of int64, shape (len(helpers), 6)
        Columns in the order of :data:`PARTS`.
    """
    away = distance_m(problem, i, helpers)
    wish = problem.requests.gender_wish[i]
    met = (wish == 0) | (problem.offers.gender[helpers] == wish)
    known = problem.trusted[problem.trusted[:, 0] == i, 1]
    return np.stack(
        [
            np.floor(points.nearness * points.near_m / (points.near_m + away)).astype(np.int64),
            points.overlap[common_windows(problem, i, helpers)],
            points.interests[shared_interests(problem, i, helpers)],
            points.wishes * met.astype(np.int64),
            points.room[helpers],
            points.trusted * np.isin(helpers, known).astype(np.int64),
        ],
        axis=1,
    )


def total_quality(parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Quality 1..1000 of each row of parts; shape ``(len(parts),)``."""
    quality: NDArray[np.int64] = np.maximum(parts.sum(axis=1), 1)
    return quality


def pair_costs(problem: Problem, points: Points, i: int, helpers: Helpers) -> NDArray[np.int64]:
    """What each pair costs in the assignment: ``top`` less quality and continuity bonus."""
    before = problem.previous[problem.previous[:, 0] == i, 1]
    quality = total_quality(quality_parts(problem, points, i, helpers))
    return points.top - quality - points.continuity * np.isin(helpers, before)


def level(points: int, most: int) -> int:
    """Points of one part as a level: 1 (hardly) .. 5 (very much)."""
    if most == 0:
        return 1
    return min(LEVELS, 1 + LEVELS * points // most)


def most_points(weights: Weights) -> tuple[int, ...]:
    """Most points of each part, in the order of :data:`PARTS`."""
    return tuple(getattr(weights, part.key) for part in PARTS)
