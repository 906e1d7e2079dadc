"""The whole weekly plan through other people's solvers; each says its cost and bound.

``plan_referees.py NAME INHABITANTS SECONDS`` prints one JSON line. HiGHS and OR-Tools run in
processes of their own; building the model is not counted in their time. A bound below 0 is
reported as 0, which no plan is below.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from plan_common import gaps, week
from samenspel_engine.weekplan.arrays import PlanArrays, broken_limits, cost_of
from samenspel_engine.weekplan.exact import choice_of, highs_model, programme_of

THREADS = 2

Figures = dict[str, Any]


def highs(arrays: PlanArrays, seconds: float) -> Figures:
    """HiGHS' branch and cut."""
    programme = programme_of(arrays)
    solver = highs_model(programme, whole=True)
    for name, value in {"time_limit": seconds, "threads": THREADS}.items():
        solver.setOptionValue(name, value)
    began = perf_counter()
    solver.run()
    took = perf_counter() - began
    choice = choice_of(arrays, programme, np.array(solver.getSolution().col_value))
    assert broken_limits(arrays, choice) == []
    bound = solver.getInfo().mip_dual_bound
    cost = cost_of(arrays, choice)
    told = gaps(arrays, cost, bound if np.isfinite(bound) else 0)
    return told | {"solve_s": round(took, 1), "status": str(solver.getModelStatus())}


def cp_sat(arrays: PlanArrays, seconds: float) -> Figures:
    """OR-Tools' CP-SAT, which starts from the plan in which every visit is open."""
    programme = programme_of(arrays)
    sat = import_module("ortools.sat.python.cp_model")
    model = sat.CpModel()
    columns = [model.new_bool_var("") for _ in range(programme.cost.size)]
    rows = programme.rows
    order = np.argsort(rows.row, kind="stable")
    ends = np.searchsorted(rows.row[order], np.arange(rows.most.size + 1))
    for k in range(rows.most.size):
        held = order[ends[k] : ends[k + 1]]
        parts = [columns[c] for c in rows.column[held].tolist()]
        if k < programme.visits:
            model.add_exactly_one(parts)
        else:
            total = sat.LinearExpr.weighted_sum(parts, rows.value[held].tolist())
            model.add(total <= int(rows.most[k]))
    first_open = programme.cost.size - programme.visits
    for c, column in enumerate(columns):
        model.add_hint(column, c >= first_open)
    model.minimize(sat.LinearExpr.weighted_sum(columns, programme.cost.tolist()))
    solver = sat.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = THREADS
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    told: Figures = {"cost": None, "bound": max(0, round(solver.best_objective_bound))}
    if status in (sat.OPTIMAL, sat.FEASIBLE):
        value = np.array([solver.value(column) for column in columns], float)
        choice = choice_of(arrays, programme, value)
        assert broken_limits(arrays, choice) == []
        told = gaps(arrays, cost_of(arrays, choice), max(0, solver.best_objective_bound))
    return told | {"solve_s": round(solver.wall_time, 1), "status": solver.status_name(status)}


def linear(method: str) -> Callable[[PlanArrays, float], Figures]:
    """HiGHS' linear programme by interior points or simplex."""

    def solve(arrays: PlanArrays, seconds: float) -> Figures:
        solver = highs_model(programme_of(arrays), whole=False)
        options = {"solver": method, "time_limit": seconds, "run_crossover": "off"}
        for name, value in (options | {"threads": THREADS}).items():
            solver.setOptionValue(name, value)
        began = perf_counter()
        solver.run()
        took = perf_counter() - began
        value = round(solver.getInfo().objective_function_value)
        done = solver.getModelStatus() == import_module("highspy").HighsModelStatus.kOptimal
        return {"value": value if done else None, "solve_s": round(took, 2)}

    return solve


REFEREES = {
    "highs": highs,
    "cp-sat": cp_sat,
    "lp-ipm": linear("ipm"),
    "lp-simplex": linear("simplex"),
}


if __name__ == "__main__":
    NAME, INHABITANTS, SECONDS = sys.argv[1:]
    print(json.dumps(REFEREES[NAME](week(int(INHABITANTS)).arrays, float(SECONDS))))
