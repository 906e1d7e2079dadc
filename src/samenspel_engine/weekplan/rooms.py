"""What is left of everyone's limits once the fixed visits have taken theirs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.errors import EngineInputError
from samenspel_engine.weekplan.arrays import NO_LIMIT, SLOTS, SLOTS_IN_DAY
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.rules import distance_m, load_quarters, travel_quarters
from samenspel_engine.weekplan.score import pair_codes
from samenspel_engine.weekplan.words import MINUTES_IN_QUARTER, OWN


class Rooms(NamedTuple):
    """Limits as in ``PlanArrays``; ``met``: the codes of the pairs who meet in fixed visits."""

    slot: NDArray[np.int32]
    week: NDArray[np.int32]
    people: NDArray[np.int32]
    faces: NDArray[np.int32]
    day_group: NDArray[np.int32]
    group_days: NDArray[np.uint8]
    met: NDArray[np.int64]


def rooms_left(problem: PlanProblem, rows: NDArray[np.int64]) -> Rooms:
    """Limits left for the visits ``rows``. Raises ``EngineInputError`` when one is exceeded."""
    visit, by, slot = problem.fixed.T
    suppliers, clients = problem.suppliers, problem.clients
    travel = travel_quarters(problem, by, distance_m(problem, problem.visits.client[visit], by))
    time, load = (
        problem.visits.quarters[visit] + travel,
        load_quarters(problem, visit, by) + travel,
    )
    windows = suppliers.windows[:, None] >> np.arange(SLOTS, dtype=np.uint32) & 1
    slot_room = windows * (suppliers.minutes_per_daypart // MINUTES_IN_QUARTER)[:, None]
    slot_room = slot_room.astype(np.int64)
    np.subtract.at(slot_room, (by, slot), time)
    week = suppliers.minutes_per_week.astype(np.int64) // MINUTES_IN_QUARTER
    np.subtract.at(week, by, load)
    met = np.unique(pair_codes(problem, problem.visits.client[visit], by))
    who, whom = np.divmod(met, max(1, len(suppliers)))
    counted = suppliers.tier[whom] != OWN
    people = _less(suppliers.most_people, whom[counted])
    faces = _less(clients.most_faces, who[counted])
    _refuse("suppliers", suppliers.ids, "minutes_per_daypart", slot_room.min(axis=1) < 0)
    _refuse("suppliers", suppliers.ids, "minutes_per_week", week < 0)
    _refuse("suppliers", suppliers.ids, "most_people", people < 0)
    _refuse("clients", clients.ids, "most_faces", faces < 0)
    group, days = _groups(problem, rows)
    slot_left, week_left, people_left, faces_left = (
        limit.astype(np.int32) for limit in (slot_room, week, people, faces)
    )
    return Rooms(slot_left, week_left, people_left, faces_left, group, days, met)


def _less(limit: NDArray[np.int32], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    taken = np.bincount(rows, minlength=limit.size)
    left: NDArray[np.int64] = np.where(limit < NO_LIMIT, limit - taken, NO_LIMIT)
    return left


def _refuse(
    table: str, ids: NDArray[np.generic], column: str, wrong: NDArray[np.bool_]
) -> None:
    if wrong.any():
        row = int(np.argmax(wrong))
        rule = "is exceeded by the fixed visits"
        raise EngineInputError(table, column, rule, row=row, row_id=ids[row].item())


def _groups(
    problem: PlanProblem, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """The series number of each visit, -1 where nothing can clash, and the days taken."""
    visit, _, slot = problem.fixed.T
    series = problem.visits.series
    names, number = np.unique(series, return_inverse=True)
    parts = problem.visits.slots[:, None] >> np.arange(SLOTS, dtype=np.uint32) & 1
    by_day = parts.reshape(-1, SLOTS // SLOTS_IN_DAY, SLOTS_IN_DAY)
    on_day = by_day.max(axis=2) > 0
    on_day[visit] = True
    wanted = np.zeros((names.size, on_day.shape[1]), np.int64)
    np.add.at(wanted, number, on_day)
    clash = (on_day & (wanted[number] > 1)).any(axis=1) & (series >= 0)
    kept, group = np.unique(number[rows][clash[rows]], return_inverse=True)
    day_group = np.full(rows.size, -1, np.int32)
    day_group[clash[rows]] = group
    days = np.zeros(names.size, np.uint8)
    np.bitwise_or.at(
        days, number[visit], np.uint8(1) << (slot // SLOTS_IN_DAY).astype(np.uint8)
    )
    return day_group, days[kept]
