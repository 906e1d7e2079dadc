"""A new round that upsets as few relations as it can: a bonus for what people already have.

With a bonus for every match that is kept, the problem stays as easy as before, so the new round
is an exact optimum too. A higher bonus means fewer changes; where a number of changes is given
instead, the lowest bonus that meets it is found by halving.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from samenspel_engine.errors import EngineInputError
from samenspel_engine.params import MOST_CONTINUITY, TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.result import Result
from samenspel_engine.rules import broken_rules
from samenspel_engine.solving import solve

DEFAULT_BONUS = 60
STRICT_BONUS = MOST_CONTINUITY
"""Ten times the best quality: a match is only broken to serve somebody."""


@dataclass(frozen=True, eq=False)
class Replan:
    """A new round and what became of the matches of the earlier one.

    Parameters
    ----------
    result : Result
        Its quality is without the bonus; its certificate includes the bonus.
    bonus : int
        The continuity bonus that was used.
    kept, changed, forced : int
        Earlier matches that stay, that could have stayed, and that could not.
    """

    result: Result
    bonus: int
    kept: int
    changed: int
    forced: int


def replan(
    problem: Problem,
    previous: ArrayLike,
    *,
    bonus: int | None = None,
    most_changes: int | None = None,
    params: Params | None = None,
    seed: int = 0,
) -> Replan:
    """Solve again while keeping earlier matches where that costs little.

    Parameters
    ----------
    problem : Problem
        The new week; matches people have accepted belong in its ``fixed``.
    previous : array_like of int, shape (k, 2)
        Earlier matches as rows of ``problem``; those of requests or offers that are gone are
        left out.
    bonus : int, optional
        Points a change must gain to be worth it; 60 unless ``most_changes`` is given.
    most_changes : int, optional
        Earlier matches that may be broken although they could have stayed. When no bonus up to
        1000 meets it, the round with the bonus of 1000 is returned.
    params : Params, optional
    seed : int
        See ``solve``.
    """
    if bonus is not None and most_changes is not None:
        raise EngineInputError("params", "bonus", "cannot be given together with most_changes")
    settings = params or Params()
    known = replace(problem, previous=np.asarray(previous))

    def attempt(points: int) -> Replan:
        result = solve(known, params=replace(settings, continuity=points), seed=seed)
        return _compare(result, points)

    if most_changes is None:
        return attempt(DEFAULT_BONUS if bonus is None else bonus)
    low, high = -1, TOP_QUALITY
    best = attempt(high)
    while high - low > 1 and best.changed <= most_changes:
        middle = (low + high) // 2
        tried = attempt(middle)
        if tried.changed <= most_changes:
            best, high = tried, middle
        else:
            low = middle
    return best


def changes_needed(
    problem: Problem, previous: ArrayLike, *, params: Params | None = None, seed: int = 0
) -> int:
    """Earlier matches that could have stayed but must be broken to serve the most questions.

    The number that ``replan`` breaks with ``STRICT_BONUS``: any changes beyond it, with a lower
    bonus, are only for a better fit.
    """
    return replan(problem, previous, bonus=STRICT_BONUS, params=params, seed=seed).changed


def _compare(result: Result, bonus: int) -> Replan:
    """Count what became of the earlier matches."""
    problem = result.problem
    before = problem.previous
    kept = result.helper_of[before[:, 0]] == before[:, 1]
    lost = before[~kept]
    fixed = np.isin(lost[:, 0], problem.fixed[:, 0])
    could = [not broken_rules(problem, i, j) for i, j in lost[~fixed].tolist()]
    changed = sum(could)
    return Replan(result, bonus, int(kept.sum()), changed, len(lost) - changed)
