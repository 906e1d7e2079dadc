"""Which extra helper would solve the most visits that stay open."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from samenspel_engine.weekplan.arrays import OPEN, SLOTS
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.reasons import Help
from samenspel_engine.weekplan.rules import informal_may
from samenspel_engine.weekplan.usage import Usage
from samenspel_engine.weekplan.words import INFORMAL, MINUTES_IN_QUARTER, PROFESSIONAL

ROOM = 14
"""Quarters of an hour of an extra helper in one part of one day: three and a half hours."""

TRAVEL = 1
"""Quarters of travel per visit."""


class Wanted(NamedTuple):
    """What an extra helper would be asked for: area, kind of helper, task, part of the week."""

    area: int
    tier: int
    task: int
    slot: int


def what_would_help(usage: Usage, k: int) -> list[Help]:
    """See :meth:`samenspel_engine.weekplan.result.PlanResult.what_would_help`."""
    problem = usage.problem
    members = _grouped(usage)
    solved: set[int] = set()
    days: set[tuple[int, int]] = set()
    chosen: list[Help] = []
    while len(chosen) < k and members:
        best, rows = _best(problem, members, solved, days)
        if not rows:
            break
        chosen.append(_help(problem, best, rows))
        solved.update(rows)
        days.update((int(problem.visits.series[i]), best.slot // 4) for i in rows)
        del members[best]
    return chosen


def _grouped(usage: Usage) -> dict[Wanted, list[int]]:
    """Open visits that one extra helper could do, grouped by what they would be asked for."""
    problem = usage.problem
    visits, clients = problem.visits, problem.clients
    rows = np.flatnonzero(usage.supplier_of == OPEN)
    full = usage.faces >= clients.most_faces
    rows = rows[~full[visits.client[rows]]]
    may = informal_may(problem)
    groups: dict[Wanted, list[int]] = {}
    for i in rows[np.lexsort((rows, visits.minutes[rows]))].tolist():
        area, tier = int(clients.area[visits.client[i]]), INFORMAL if may[i] else PROFESSIONAL
        slots = usage.slots_left(i)
        for slot in range(SLOTS):
            if slots >> slot & 1:
                wanted = Wanted(area, tier, int(visits.task[i]), slot)
                groups.setdefault(wanted, []).append(i)
    return groups


def _best(
    problem: PlanProblem,
    members: dict[Wanted, list[int]],
    solved: set[int],
    days: set[tuple[int, int]],
) -> tuple[Wanted, list[int]]:
    """The group of which one helper solves the most, by number and then by urgent time."""
    worth = problem.visits.urgency.astype(np.int64) * problem.visits.minutes
    best: tuple[tuple[int, int], Wanted, list[int]] | None = None
    for wanted in sorted(members):
        rows = _fill(problem, members[wanted], solved, (wanted.slot // 4, days))
        value = len(rows), int(worth[rows].sum())
        if best is None or value > best[0]:
            best = value, wanted, rows
    assert best is not None
    return best[1], best[2]


def _fill(
    problem: PlanProblem,
    rows: list[int],
    solved: set[int],
    on: tuple[int, set[tuple[int, int]]],
) -> list[int]:
    """The most visits that fit in one part of one day: shortest first, one per series."""
    day, days = on
    left, series, taken = ROOM, set[int](), list[int]()
    for i in rows:
        need, one = int(problem.visits.quarters[i]) + TRAVEL, int(problem.visits.series[i])
        if need > left:
            break
        if i in solved or (one >= 0 and (one in series or (one, day) in days)):
            continue
        taken.append(i)
        series.add(one)
        left -= need
    return taken


def _help(problem: PlanProblem, wanted: Wanted, rows: list[int]) -> Help:
    area, tier, task, slot = wanted
    place = problem.areas[area] if area >= 0 else ""
    minutes = int(problem.visits.quarters[rows].sum()) * MINUTES_IN_QUARTER
    return Help(area, place, tier, task, slot, tuple(rows), minutes)
