"""What fairness costs: load steps, the best worst match and quotas, each a proven optimum.

``ARGS="S M"`` (default ``S M``). The curve is that of ``fairness_curve``: the number served,
the quality, the worst match, how unevenly helpers are asked (Gini) and the most people of one
helper, per load step. Quotas, for instances of up to 2,000 questions: twenty organisations in
four towns, which may have three quarters of the matches they would have without quotas;
OR-Tools solves the same flow.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from time import perf_counter

import numpy as np
from ortools.graph.python import min_cost_flow

from common import emit, machine, timed, warm_up
from instances import instance
from samenspel_engine import Params, Problem, Result, solve
from samenspel_engine.candidates import Search
from samenspel_engine.certificate import drop_of
from samenspel_engine.curve import fairness_curve
from samenspel_engine.quotas import Quotas

STEPS = (0, 25, 50, 100, 200, 400)
MOST_FOR_QUOTAS = 2000


def curve_of(problem: Problem) -> list[dict[str, object]]:
    rows = []
    for floor, steps in ((False, STEPS), (True, STEPS[:1])):
        for step in steps:
            began = perf_counter()
            (point,) = fairness_curve(problem, [step], floor=floor)
            seconds = round(perf_counter() - began, 3)
            rows.append({**asdict(point), "gini": round(point.gini, 4), "seconds": seconds})
    return rows


def organisations(problem: Problem, plain: Result) -> Quotas:
    """Twenty groups in four, with three quarters of what they have without quotas."""
    m = len(problem.offers)
    parent = np.concatenate([20 + np.arange(20) % 4, np.full(4, -1)])
    groups = Quotas(np.random.default_rng(1).integers(0, 20, m), parent, np.zeros(24, np.int64))
    load = np.bincount(plain.helper_of[plain.helper_of >= 0], minlength=m)
    return replace(groups, most=groups.loads(load) * 3 // 4)


def theirs(problem: Problem, quotas: Quotas) -> int:
    """The optimum by OR-Tools, on all compatible pairs."""
    n, m, groups = len(problem.requests), len(problem.offers), quotas.parent.size
    search = Search(problem, Params(), np.arange(m))
    lists = search.complete(np.arange(n), search.best(np.arange(n), 1).total)
    owner, end = np.repeat(np.arange(n), np.diff(lists.start)), n + m + groups
    up = np.where(quotas.parent < 0, end, n + m + quotas.parent)
    arcs = (
        (owner, n + lists.helper, np.ones(owner.size, int), lists.cost),
        (np.arange(n), np.full(n, end), np.ones(n, int), drop_of(problem, Params())),
        (n + np.arange(m), n + m + quotas.group_of, problem.offers.capacity, np.zeros(m, int)),
        (n + m + np.arange(groups), up, quotas.most, np.zeros(groups, int)),
    )
    tail, head, room, cost = (np.concatenate(part) for part in zip(*arcs, strict=True))
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
    flow.set_nodes_supplies(np.append(np.arange(n), end), np.append(np.ones(n, int), -n))
    assert flow.solve() == flow.OPTIMAL
    return int(flow.optimal_cost())


def quotas_of(problem: Problem) -> dict[str, object]:
    plain = solve(problem)
    quotas = organisations(problem, plain)
    ours_s, result = timed(lambda: solve(replace(problem, quotas=quotas)))
    theirs_s, value = timed(lambda: theirs(problem, quotas))
    assert result.certificate.value == result.certificate.bound == value
    return {
        "served_without": plain.totals.served,
        "served": result.totals.served,
        "quality_of_1000": round(result.totals.quality / max(1, result.totals.served)),
        "ours_s": round(ours_s, 3),
        "ortools_s": round(theirs_s, 3),
    }


def figures_of(name: str) -> dict[str, object]:
    problem = instance(name)
    figures: dict[str, object] = {"curve": curve_of(problem)}
    if len(problem.requests) <= MOST_FOR_QUOTAS:
        figures["quotas"] = quotas_of(problem)
    return figures


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    curve_of(instance("S"))
    emit("engine-fairness", figures | {name: figures_of(name) for name in names})


if __name__ == "__main__":
    main(sys.argv[1:] or ["S", "M"])
