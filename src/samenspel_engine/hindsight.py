"""What could have been achieved, had all answers been known beforehand: an upper bound.

With all answers known beforehand, each question needs at most one ask, and which helper serves
which question within the number of asks per period is an assignment, solved exactly. It leaves
out that asks of one helper are a rest apart within a period, that periods overlap, and how long
each helper does not listen. (With these, the best plan in hindsight is a matter of scheduling
fixed intervals on eligible machines, which is NP-hard: Arkin and Silverberg, Discrete Applied
Mathematics 18, 1987.) So it is an upper bound on the best plan in hindsight, and a share of it
is a lower bound on the share of that plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_nudge import Pairs, would_say_yes
from samenspel_engine.assign import assign, drop_costs
from samenspel_engine.candidates import Lists
from samenspel_engine.fluid import with_nobody
from samenspel_engine.nudge import NotifyPolicy
from samenspel_engine.params import TOP_QUALITY
from samenspel_engine.problem import Problem


@dataclass(frozen=True, eq=False)
class Scene:
    """What all ways of asking have in common."""

    problem: Problem
    policy: NotifyPolicy
    pairs: Lists
    chance: NDArray[np.float64]
    believed: NDArray[np.float64]
    questions: NDArray[np.int64]
    seed: int

    def keyed(self, key: NDArray[np.int64]) -> Pairs:
        """The pairs with a key to order by."""
        return Pairs(self.pairs.start, self.pairs.helper, self.chance, self.believed, key)

    @property
    def owner(self) -> NDArray[np.int64]:
        """Request row of each pair."""
        size = np.diff(self.pairs.start)
        return np.repeat(np.arange(size.size), size)

    @property
    def fits(self) -> NDArray[np.int64]:
        """Candidates of each arrival."""
        sizes: NDArray[np.int64] = np.diff(self.pairs.start)[self.questions[:, 0]]
        return sizes


def hindsight(scene: Scene, house_rules: bool) -> int:
    """The most worth that could be achieved with all answers known; an upper bound.

    A column is one helper in one period, with the asks of that period as its places; without
    the house rules a period is one week with a single ask, since a helper who was asked does
    not listen before the next week.
    """
    rules, m = scene.policy.rules, len(scene.problem.offers)
    period = rules.budget_weeks if house_rules else 1
    questions, fits = scene.questions, scene.fits
    yes = np.empty(int(fits.sum()), np.bool_)
    would_say_yes(questions, scene.keyed(np.zeros(0, np.int64)), scene.seed, yes)
    owner = np.repeat(np.arange(len(questions)), fits)
    number = np.arange(owner.size) - np.repeat(np.cumsum(fits) - fits, fits)
    helper = scene.pairs.helper[scene.pairs.start[questions[owner, 0]] + number]
    column = questions[owner, 1] // period * m + helper
    columns = m * (int(questions[:, 1].max(initial=0)) // period + 1)
    once = np.ones(m, np.int64)
    if house_rules:
        longest = -(-period // max(1, rules.rest_weeks))
        once = np.minimum(scene.policy.asks_most, longest)
    room = np.tile(once, columns // m)
    lists, _ = with_nobody(
        owner[yes], column[yes], questions[owner[yes], 2], (len(questions), columns)
    )
    drop = drop_costs(np.ones(len(questions), np.int64), columns + 1)
    found = assign(lists, drop, np.append(room, len(questions)))
    return TOP_QUALITY * len(questions) - found.bound


def gini(counts: NDArray[np.int64]) -> float:
    """Gini coefficient: 0 when all are equal, near 1 when one has everything."""
    total, n = int(counts.sum()), counts.size
    if total == 0:
        return 0.0
    ranks = np.arange(1, n + 1)
    return float(2 * (ranks * np.sort(counts)).sum() / (n * total) - (n + 1) / n)


def jain(counts: NDArray[np.int64]) -> float:
    """Jain's index: 1 when all are equal, 1/n when one has everything."""
    squares = int((counts.astype(np.int64) ** 2).sum())
    return float(int(counts.sum()) ** 2 / (counts.size * squares)) if squares else 1.0
