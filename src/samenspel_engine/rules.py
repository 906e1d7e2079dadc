"""The hard rules: a pair that breaks one is never proposed.

Each rule has a key, a sentence in Dutch and English, and one function over NumPy arrays. The
fast search packs the same rules into words of bits (see ``packing``); the tests compare the
two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.problem import Problem
from samenspel_engine.vocabulary import BODILY_CARE_BOUNDARY, BODILY_CARE_TASK

Helpers = NDArray[np.int64]
Allowed = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """One hard rule.

    Parameters
    ----------
    key : str
        Stable name, also used in files and reports.
    nl, en : str
        What the rule asks, to be read after "een helper die ..." and "a helper who ...".
    allows : callable
        ``allows(problem, i, helpers)`` is true for the rows ``helpers`` that may meet request
        ``i``; shape ``(len(helpers),)``.
    """

    key: str
    nl: str
    en: str
    allows: Callable[[Problem, int, Helpers], Allowed]


def _task(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    task = int(problem.requests.task[i])
    allowed: Allowed = (problem.offers.tasks[helpers] >> task & 1).astype(np.bool_)
    return allowed


def squared_distance(
    problem: Problem, i: int | NDArray[np.int64], helpers: Helpers
) -> NDArray[np.float64]:
    """Squared straight-line distance in m², exact: coordinates count in whole metres."""
    dx = np.rint(problem.offers.x_m[helpers]) - np.rint(problem.requests.x_m[i])
    dy = np.rint(problem.offers.y_m[helpers]) - np.rint(problem.requests.y_m[i])
    squared: NDArray[np.float64] = dx * dx + dy * dy
    return squared


def _distance(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    reach = problem.offers.radius_m[helpers]
    allowed: Allowed = squared_distance(problem, i, helpers) <= reach * reach
    return allowed


def common_windows(problem: Problem, i: int, helpers: Helpers) -> NDArray[np.int64]:
    """Number of windows of the week that request ``i`` and each helper have in common."""
    both = problem.offers.windows[helpers] & problem.requests.windows[i]
    count: NDArray[np.int64] = np.bitwise_count(both).astype(np.int64)
    return count


def _windows(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    needed = int(problem.requests.overlap_needed[i])
    return common_windows(problem, i, helpers) >= needed


def whole_minutes(hours: ArrayLike) -> NDArray[np.int64]:
    """Hours in whole minutes, in which they are compared."""
    minutes: NDArray[np.int64] = np.rint(np.asarray(hours) * 60.0).astype(np.int64)
    return minutes


def _hours(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    asked = whole_minutes(problem.requests.hours_per_week[i])
    allowed: Allowed = whole_minutes(problem.offers.hours_per_week[helpers]) >= asked
    return allowed


def _language(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    allowed: Allowed = (problem.offers.languages[helpers] & problem.requests.languages[i]) != 0
    return allowed


def _boundaries(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    allowed: Allowed = (problem.offers.refused[helpers] & problem.requests.boundaries[i]) == 0
    return allowed


def _gender(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    if not problem.requests.gender_required[i]:
        return np.ones(helpers.size, np.bool_)
    allowed: Allowed = problem.offers.gender[helpers] == problem.requests.gender_wish[i]
    return allowed


def _skills(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    needed = problem.requests.skills_needed[i]
    allowed: Allowed = (problem.offers.skills[helpers] & needed) == needed
    return allowed


def _vog(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    allowed: Allowed = problem.offers.vog_seen[helpers] | ~problem.requests.vog_needed[i]
    return allowed


def asks_bodily_care(problem: Problem) -> NDArray[np.bool_]:
    """Requests that involve bodily care, as task or as part of another task; shape ``(n,)``."""
    requests = problem.requests
    touches = (requests.boundaries & BODILY_CARE_BOUNDARY) != 0
    asks: NDArray[np.bool_] = touches | (requests.task == BODILY_CARE_TASK)
    return asks


def _bodily_care(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    requests, offers = problem.requests, problem.offers
    touches = bool(int(requests.boundaries[i]) & BODILY_CARE_BOUNDARY)
    if not touches and requests.task[i] != BODILY_CARE_TASK:
        return np.ones(helpers.size, np.bool_)
    if not requests.bodily_comfortable[i]:
        return np.zeros(helpers.size, np.bool_)
    ready = offers.bodily_willing & offers.bodily_trained & offers.bodily_allowed
    allowed: Allowed = ready[helpers]
    return allowed


def _veto(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    vetoed = problem.forbidden[problem.forbidden[:, 0] == i, 1]
    return ~np.isin(helpers, vetoed)


def room_left(problem: Problem) -> NDArray[np.int64]:
    """Relations each helper can still take on besides the fixed matches; shape ``(m,)``."""
    taken = np.bincount(problem.fixed[:, 1], minlength=len(problem.offers))
    left: NDArray[np.int64] = problem.offers.capacity.astype(np.int64) - taken
    return left


def _room(problem: Problem, i: int, helpers: Helpers) -> Allowed:
    return room_left(problem)[helpers] > 0


RULES: tuple[Rule, ...] = (
    Rule("task", "deze hulp aanbiedt", "offers this kind of help", _task),
    Rule("distance", "zo ver wil reizen", "accepts this distance", _distance),
    Rule("windows", "op deze dagdelen kan", "is free on these parts of the week", _windows),
    Rule("hours", "genoeg uren heeft", "has enough hours", _hours),
    Rule("language", "dezelfde taal spreekt", "speaks the same language", _language),
    Rule(
        "boundaries",
        "geen grens heeft die hier speelt",
        "has no personal limit that applies here",
        _boundaries,
    ),
    Rule(
        "gender",
        "past bij de eis: een vrouw of een man",
        "fits the demand for a woman or a man",
        _gender,
    ),
    Rule("skills", "kan wat hiervoor nodig is", "has the skills needed", _skills),
    Rule("vog", "een VOG heeft", "has a certificate of conduct (VOG)", _vog),
    Rule(
        "bodily_care",
        "aan alle voorwaarden voor lichamelijke verzorging voldoet",
        "meets every condition for bodily care",
        _bodily_care,
    ),
    Rule(
        "veto",
        "niet is uitgesloten voor deze vraag",
        "is not ruled out for this question",
        _veto,
    ),
    Rule("room", "nog plek heeft", "still has room", _room),
)
"""In the order in which a search that found nobody is explained."""

RULE = {rule.key: rule for rule in RULES}


def broken_rules(problem: Problem, i: int, j: int) -> tuple[Rule, ...]:
    """Every rule the pair (request row ``i``, offer row ``j``) breaks."""
    one = np.array([j], np.int64)
    return tuple(rule for rule in RULES if not rule.allows(problem, i, one)[0])


def compatible(problem: Problem, i: int) -> Helpers:
    """Offer rows that break no rule for request ``i``, in row order."""
    left = np.arange(len(problem.offers), dtype=np.int64)
    for rule in RULES:
        left = left[rule.allows(problem, i, left)]
    return left


@dataclass(frozen=True)
class RuleCount:
    """One step of a search: how many helpers one rule removed and how many it left."""

    rule: str
    removed: int
    left: int


def search_steps(problem: Problem, i: int) -> tuple[RuleCount, ...]:
    """Apply the rules one after another to all helpers, until nobody is left."""
    tests = ((rule.key, partial(rule.allows, problem, i)) for rule in RULES)
    return count_steps(tests, len(problem.offers))


def count_steps(
    tests: Iterable[tuple[str, Callable[[Helpers], Allowed]]], count: int
) -> tuple[RuleCount, ...]:
    """Apply tests with their keys one after another to ``count`` rows, until none is left."""
    left = np.arange(count, dtype=np.int64)
    steps = []
    for key, allows in tests:
        kept = left[allows(left)]
        steps.append(RuleCount(key, int(left.size - kept.size), int(kept.size)))
        left = kept
        if left.size == 0:
            break
    return tuple(steps)
