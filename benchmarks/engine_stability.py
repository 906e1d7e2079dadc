"""A second week: how many relations change, with and without the continuity bonus.

4% of the helpers are away, 3% of the questions end and as many begin, and the time since people
were last asked moves on for everyone and starts anew for a fifth, so that qualities shift. The
bar: at most 1% voluntary changes at 0.5% of quality and no question fewer where help is plenty
(M); at most 5% where it balances (Mt).
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from common import emit, machine, timed, warm_up
from instances import instance
from samenspel_engine import Problem, replan, solve
from samenspel_engine.problem import REQUEST_COLUMNS, Requests

BONUSES = (0, 20, 60, 100, 150)


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


def compare(name: str) -> dict[str, object]:
    problem = instance(name)
    week = next_week(problem, np.random.default_rng(1))
    first = solve(problem)
    same = first.helper_of >= 0
    same &= week.requests.ids == problem.requests.ids
    rows = np.flatnonzero(same)
    previous = np.stack([rows, first.helper_of[rows]], axis=1)
    found = {}
    plain = replan(week, previous, bonus=0)
    for bonus in BONUSES:
        seconds, plan = timed(lambda bonus=bonus: replan(week, previous, bonus=bonus))
        could = plan.kept + plan.changed
        lost = 1 - plan.result.totals.quality / plain.result.totals.quality
        found[f"bonus {bonus}"] = {
            "changed_pct": round(100 * plan.changed / could, 2),
            "quality_lost_pct": round(100 * lost, 3),
            "fewer_served": plain.result.totals.served - plan.result.totals.served,
            "forced": plan.forced,
            "gap": plan.result.certificate.gap,
            "seconds": round(seconds, 2),
        }
    budget = len(rows) // 100
    seconds, plan = timed(lambda: replan(week, previous, most_changes=budget))
    found["budget of 1%"] = {
        "bonus": plan.bonus,
        "changed": plan.changed,
        "budget": budget,
        "seconds": round(seconds, 2),
    }
    return {"relations": len(rows), **found}


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    emit("engine-stability", figures | {name: compare(name) for name in names})


if __name__ == "__main__":
    main(sys.argv[1:] or ["M", "Mt"])
