"""The whole weekly plan as one mixed-integer programme, solved by HiGHS.

For small weeks, for pieces of a large one, and as a referee. HiGHS is optional (the extra
``plan``).
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan.arrays import (
    NO_LIMIT,
    SLOTS,
    SLOTS_IN_DAY,
    Choice,
    PlanArrays,
    cost_of,
)
from samenspel_engine.weekplan.relaxation import usable_slots

DAYS = SLOTS // SLOTS_IN_DAY
ROUNDING = 1e-6

Whole = NDArray[np.int64]


class Exact(NamedTuple):
    """A plan, its cost, and a cost that no plan is below."""

    choice: Choice
    cost: int
    bound: int


class Relaxed(NamedTuple):
    """Optimum of the linear programme and the seconds it took."""

    value: float
    seconds: float


class Entries(NamedTuple):
    """Non-zeros of some rows, and the highest value of each row."""

    row: Whole
    column: Whole
    value: Whole
    most: Whole


class Programme(NamedTuple):
    """Columns: pair and slot (``pair``, ``slot``), then relations, then open visits.

    The first ``visits`` rows are equations (each visit once); the others allow at most
    ``most``.
    """

    cost: Whole
    pair: Whole
    slot: Whole
    rows: Entries
    visits: int


def available() -> bool:
    """Whether HiGHS is installed."""
    return find_spec("highspy") is not None


def programme_of(arrays: PlanArrays) -> Programme:
    """Every limit of the plan as rows over 0/1 columns."""
    pair, slot = np.nonzero(usable_slots(arrays))
    uses, relations = pair.size, arrays.relation_cost.size
    parts = [
        _once(arrays, pair, uses + relations),
        _sums(_key(arrays.supplier[pair], slot), arrays.time[pair], arrays.slot_room.ravel()),
        _sums(arrays.supplier[pair].astype(np.int64), arrays.load[pair], arrays.week_room),
        _links(arrays, pair, uses),
        _counts(
            arrays.relation_supplier, (arrays.relation_counts & 1) > 0, arrays.people, uses
        ),
        _counts(arrays.relation_client, (arrays.relation_counts & 2) > 0, arrays.faces, uses),
        _apart(arrays, pair, slot),
    ]
    cost = np.concatenate([arrays.cost[pair], arrays.relation_cost, arrays.open_cost])
    return Programme(cost, pair, slot, _stacked(parts), arrays.visits)


def _key(supplier: NDArray[np.int32], slot: Whole) -> Whole:
    return supplier.astype(np.int64) * SLOTS + slot


def _once(arrays: PlanArrays, pair: Whole, opened: int) -> Entries:
    """Each visit by one pair in one slot, or open."""
    visit = np.concatenate([arrays.pair_visit[pair], np.arange(arrays.visits)])
    column = np.concatenate([np.arange(pair.size), opened + np.arange(arrays.visits)])
    return Entries(visit, column, np.ones_like(visit), np.ones(arrays.visits, np.int64))


def _sums(key: Whole, value: NDArray[np.int32], room: NDArray[np.int32]) -> Entries:
    """At most ``room[key]`` of ``value`` under each key that is used."""
    keys, row = np.unique(key, return_inverse=True)
    column = np.arange(key.size)
    return Entries(row, column, value.astype(np.int64), room[keys].astype(np.int64))


def _links(arrays: PlanArrays, pair: Whole, uses: int) -> Entries:
    """A pair only where its relation is open."""
    pairs, row = np.unique(pair, return_inverse=True)
    column = np.concatenate([np.arange(uses), uses + arrays.relation[pairs].astype(np.int64)])
    value = np.repeat(np.array([1, -1]), (uses, pairs.size))
    return Entries(
        np.concatenate([row, np.arange(pairs.size)]), column, value, np.zeros_like(pairs)
    )


def _counts(
    owner: NDArray[np.int32], counts: NDArray[np.bool_], room: NDArray[np.int32], uses: int
) -> Entries:
    """At most ``room`` opened relations per owner, of those that count."""
    counted = np.flatnonzero(counts & (room[owner] < NO_LIMIT))
    rows = _sums(owner[counted].astype(np.int64), np.ones(counted.size, np.int32), room)
    return rows._replace(column=uses + counted)


def _apart(arrays: PlanArrays, pair: Whole, slot: Whole) -> Entries:
    """At most one visit of a group on a day."""
    group = arrays.day_group[arrays.pair_visit[pair]].astype(np.int64)
    column = np.flatnonzero(group >= 0)
    key = group[column] * DAYS + slot[column] // SLOTS_IN_DAY
    one = np.ones(max(arrays.group_days.size, 1) * DAYS, np.int32)
    rows = _sums(key, np.ones(column.size, np.int32), one)
    return rows._replace(column=column)


def _stacked(parts: list[Entries]) -> Entries:
    above = np.cumsum([0, *(part.most.size for part in parts)])
    row = np.concatenate([part.row + a for part, a in zip(parts, above, strict=False)])
    joined = (np.concatenate([getattr(p, name) for p in parts]) for name in Entries._fields[1:])
    return Entries(row, *joined)


def highs_model(programme: Programme, *, whole: bool) -> Any:  # highspy has no types
    """The programme loaded into HiGHS."""
    highspy = import_module("highspy")
    columns, rows = programme.cost.size, programme.rows
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows.most.size
    model.col_cost_ = programme.cost.astype(float)
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    low = np.full(rows.most.size, -np.inf)
    low[: programme.visits] = 1
    model.row_lower_, model.row_upper_ = low, rows.most.astype(float)
    order = np.lexsort((rows.row, rows.column))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(rows.column[order], np.arange(columns + 1))
    model.a_matrix_.index_ = rows.row[order]
    model.a_matrix_.value_ = rows.value[order].astype(float)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(model)
    return solver


def solve_exactly(arrays: PlanArrays, *, seconds: float, gap: float = 0.0) -> Exact:
    """Best plan HiGHS finds, on one thread.

    Parameters
    ----------
    arrays : PlanArrays
    seconds : float
        Time limit; the empty plan is returned when nothing was found in time.
    gap : float
        Stop at this share between cost and bound; 0 asks for the optimum.

    Returns
    -------
    Exact
        The plan keeps every limit; ``cost`` is worked out again in whole numbers. ``bound``
        is HiGHS' own, rounded to a whole cost, hence true up to HiGHS' tolerances.
    """
    programme = programme_of(arrays)
    solver = highs_model(programme, whole=True)
    for name, value in {
        "time_limit": float(seconds),
        "mip_rel_gap": float(gap),
        "threads": 1,
    }.items():
        solver.setOptionValue(name, value)
    solver.run()
    choice = choice_of(arrays, programme, np.array(solver.getSolution().col_value))
    cost = cost_of(arrays, choice)
    bound = solver.getInfo().mip_dual_bound
    proven = ceil(bound - ROUNDING * max(1.0, abs(bound))) if np.isfinite(bound) else 0
    return Exact(choice, cost, min(max(proven, 0), cost))


def choice_of(arrays: PlanArrays, programme: Programme, value: NDArray[np.float64]) -> Choice:
    """The plan in HiGHS' columns; everything open when there is none."""
    choice = Choice.empty(arrays.visits)
    used = np.flatnonzero(value[: programme.pair.size] > 0.5)
    visit = arrays.pair_visit[programme.pair[used]]
    choice.pair[visit] = programme.pair[used]
    choice.slot[visit] = programme.slot[used]
    return choice


def linear_value(arrays: PlanArrays, *, seconds: float, method: str = "ipm") -> Relaxed:
    """Optimum of the linear programme by ``"ipm"`` or ``"simplex"``; NaN when out of time."""
    highspy = import_module("highspy")
    solver = highs_model(programme_of(arrays), whole=False)
    options = {"solver": method, "time_limit": float(seconds), "run_crossover": "off"}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.run()
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value = solver.getInfo().objective_function_value if optimal else float("nan")
    return Relaxed(value, solver.getRunTime())
