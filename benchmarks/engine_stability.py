"""A second week: how many relations change, with and without the continuity bonus.

4% of the helpers are away, 3% of the questions end and as many begin, and the time since people
were last asked moves on for everyone and starts again for a fifth, so that qualities shift. The
bar: at most 1% voluntary changes for 0.5% of quality, with no fewer questions served, where
help is plentiful (M); at most 5% where it balances (Mt).

A change is voluntary when the earlier match breaks no rule and its helper is there; changes
beyond those needed to serve as many questions are counted separately. A plan with bonus ``b``
is an exact optimum of quality less ``b`` for each change, so no plan that serves as many has
both fewer changes and more quality: the rows are the frontier itself. ``turns_lost_pct`` is the
part of the quality lost that consists of turns (points for helpers who have not been asked for
a long time), and ``fit_lost_pct`` what is lost from the rest of the quality: how well people
fit.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from common import emit, machine, timed, warm_up
from instances import instance
from samenspel_engine import Params, Problem, Replan, Result, replan, solve
from samenspel_engine.params import TOP_QUALITY
from samenspel_engine.people_columns import REQUEST_COLUMNS
from samenspel_engine.problem import Requests
from samenspel_engine.replanning import STRICT_BONUS
from samenspel_engine.score import points_table

BONUSES = (0, 20, 40, 60, 80, 100, 150, STRICT_BONUS)
MOST_LOST = 0.005


def next_week(problem: Problem, random: np.random.Generator) -> Problem:
    """The problem a week later; row ``i`` is another question where one ended."""
    n, m = len(problem.requests), len(problem.offers)
    ended = random.random(n) < 0.03
    other = np.where(ended, random.permutation(n), np.arange(n))
    columns = {name: getattr(problem.requests, name)[other] for name in REQUEST_COLUMNS}
    ids = np.where(ended, n + np.arange(n), problem.requests.ids)
    idle = np.where(
        random.random(m) < 0.2, random.integers(0, 53, m), problem.offers.idle_weeks
    )
    capacity = problem.offers.capacity * (random.random(m) >= 0.04)
    offers = replace(problem.offers, capacity=capacity.astype(np.int32), idle_weeks=idle + 1)
    return Problem(Requests.from_columns(ids=ids, **columns), offers)


def points_of(result: Result) -> tuple[int, int]:
    """Total quality, and the part of it for turns."""
    served = result.helper_of >= 0
    turns = points_table(result.problem, Params()).room[result.helper_of[served]]
    return int(result.quality.sum()), int(turns.sum())


def against(plain: Result, plan: Replan, needed: int) -> dict[str, object]:
    """One plan beside the round without a bonus."""
    best, turns = points_of(plain)
    quality, kept_turns = points_of(plan.result)
    could = plan.kept + plan.changed
    fit_lost = 1 - (quality - kept_turns) / (best - turns)
    return {
        "changed_pct": round(100 * plan.changed / could, 2),
        "beyond_needed_pct": round(100 * (plan.changed - needed) / could, 2),
        "quality_lost_pct": round(100 * (best - quality) / best, 3),
        "turns_lost_pct": round(100 * (turns - kept_turns) / best, 3),
        "fit_lost_pct": round(100 * fit_lost, 3),
        "fewer_served": plain.totals.served - plan.result.totals.served,
        "forced": plan.forced,
        "gap": plan.result.certificate.gap,
    }


def within_loss(plain: Result, week: Problem, previous: np.ndarray) -> Replan:
    """The plan with the highest bonus that costs at most half a percent of quality."""
    low, high = 0, TOP_QUALITY
    best = replan(week, previous, bonus=low)
    while high - low > 1:
        middle = (low + high) // 2
        plan = replan(week, previous, bonus=middle)
        if plan.result.totals.quality >= (1 - MOST_LOST) * plain.totals.quality:
            best, low = plan, middle
        else:
            high = middle
    return best


def compare(name: str) -> dict[str, object]:
    problem = instance(name)
    week = next_week(problem, np.random.default_rng(1))
    first = solve(problem)
    same = (first.helper_of >= 0) & (week.requests.ids == problem.requests.ids)
    rows = np.flatnonzero(same)
    previous = np.stack([rows, first.helper_of[rows]], axis=1)
    plans = {bonus: timed(lambda b=bonus: replan(week, previous, bonus=b)) for bonus in BONUSES}
    plain, needed = plans[0][1].result, plans[STRICT_BONUS][1].changed
    found: dict[str, object] = {}
    for bonus, (seconds, plan) in plans.items():
        row = against(plain, plan, needed)
        found[f"bonus {bonus}"] = {"bonus": bonus, **row, "seconds": round(seconds, 2)}
    seconds, plan = timed(lambda: within_loss(plain, week, previous))
    row = against(plain, plan, needed)
    found["at most 0.5% of quality"] = {
        "bonus": plan.bonus,
        **row,
        "seconds": round(seconds, 2),
    }
    budget = (plans[0][1].kept + plans[0][1].changed) // 100
    seconds, plan = timed(lambda: replan(week, previous, most_changes=budget))
    row = against(plain, plan, needed)
    found["at most 1% of changes"] = {"bonus": plan.bonus, **row, "seconds": round(seconds, 2)}
    return found


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    emit("engine-stability", figures | {name: compare(name) for name in names})


if __name__ == "__main__":
    main(sys.argv[1:] or ["M", "Mt"])
