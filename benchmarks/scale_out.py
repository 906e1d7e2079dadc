"""Rounds across two worker processes: the exact border merge, and the exchange of prices.

``ARGS="M Mt L"`` (default). The merge must equal one process; it holds all compatible pairs, so
on L it runs only with ``ARGS="L-merge"``. The exchange is between two strips of the map, and on
Mt also between the 26 municipalities of the province; only rows of helpers, loads, prices and
sums cross. Its gap is that of a cost in whole points: a match costs 1000 less its quality, an
open question of class ``k`` costs ``1000 (1 + k)``. Bytes are what the exchange put on the
pipes of one process, in both directions. Everything runs across processes and across Dask, on
workers that have started and compiled before the clock starts.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack

import numpy as np
from distributed import LocalCluster
from numpy.typing import NDArray

from common import emit, machine, timed, warm_up
from instances import MUNICIPALITIES, instance
from samenspel_engine import Params, Problem, Result, generate_region, solve
from samenspel_engine.dask_transport import DaskWorkers
from samenspel_engine.distributed import cut_in_strips, solve_in_parts, solve_share
from samenspel_engine.municipality import Steps, open_costs
from samenspel_engine.prices_exchange import solve_by_prices
from samenspel_engine.processes import Processes
from samenspel_engine.transports import Transport

WORKERS = 2
BAR_GAP_PCT, BAR_MB = 0.25, 10
Labels = tuple[NDArray[np.int64], NDArray[np.int64]]


def strips(problem: Problem) -> Labels:
    middle = np.median(problem.requests.x_m)
    right = [table.x_m > middle for table in (problem.requests, problem.offers)]
    return right[0].astype(np.int64), right[1].astype(np.int64)


def nearest_municipality(problem: Problem) -> Labels:
    middles = 1000.0 * np.array([row[2:4] for row in MUNICIPALITIES])

    def nearest(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
        away = (x[:, None] - middles[:, 0]) ** 2 + (y[:, None] - middles[:, 1]) ** 2
        return away.argmin(axis=1)

    requests, offers = problem.requests, problem.offers
    return nearest(requests.x_m, requests.y_m), nearest(offers.x_m, offers.y_m)


def merge(problem: Problem, one: tuple[float, Result], crews: dict[str, Transport]) -> dict:
    """The exact merge against one process, over each transport."""
    one_s, best = one
    figures: dict[str, object] = {"one_process_s": round(one_s, 3)}
    for name, crew in crews.items():
        parts_s, parts = timed(lambda crew=crew: solve_in_parts(problem, transport=crew))
        assert best.totals == parts.totals
        assert best.certificate.value == parts.certificate.value
        assert parts.certificate.gap == 0
        figures[f"{name}_s"] = round(parts_s, 3)
        figures |= {f"{name}_{key}_s": round(s, 3) for key, s in parts.timings.items()}
    _, _, shares = cut_in_strips(problem, Params(), WORKERS)
    inside = np.concatenate([solve_share(share).inside for share in shares])
    return figures | {
        "equal": True,
        "gap": 0,
        "near_border_pct": round(100 * float((~inside).mean()), 1),
    }


def exchange(
    problem: Problem, labels: Labels, best: Result, crews: dict[str, Transport]
) -> dict[str, object]:
    """The exchange of prices, over each transport."""
    figures: dict[str, object] = {}
    for name, crew in crews.items():
        took, found = timed(lambda crew=crew: solve_by_prices(problem, *labels, transport=crew))
        figures[f"{name}_s"] = round(took, 2)
        figures |= {f"{name}_{key}_s": round(s, 2) for key, s in found.timings.items()}
    served = best.helper_of >= 0
    cost = (1000 - best.quality[served]).sum() + open_costs(problem, Params())[~served].sum()
    assert found.bound <= cost <= found.value
    urgency = problem.requests.urgency
    fewer = np.bincount(urgency[served], minlength=6) - np.bincount(
        urgency[found.helper_of >= 0], minlength=6
    )
    return figures | {
        "parts": found.parts,
        "steps": Steps().number,
        "certified_gap_pct_of_cost": round(found.gap_pct, 4),
        "certified_gap_pct_of_quality": round(found.gap_of_quality_pct, 4),
        "above_optimum_pct_of_cost": round(100 * float(found.value - cost) / found.value, 4),
        "served": found.served,
        "fewer_served_than_optimum": best.totals.served - found.served,
        "fewer_by_urgency_1_to_5": fewer[1:].tolist(),
        "border_helpers": found.border,
        "mb_per_process": round(max(found.traffic) / 1e6, 2),
        "within_bars": found.gap_pct <= BAR_GAP_PCT and max(found.traffic) <= 1e6 * BAR_MB,
    }


def compare(name: str, crews: dict[str, Transport]) -> dict[str, dict[str, object]]:
    problem = instance(name.removesuffix("-merge"))
    one = timed(lambda: solve(problem))
    if name.endswith("-merge"):
        return {f"merge {name}": merge(problem, one, crews)}
    figures = {f"prices {name}": exchange(problem, strips(problem), one[1], crews)}
    if name == "Mt":
        parts = nearest_municipality(problem)
        figures |= {"prices Mt, 26 municipalities": exchange(problem, parts, one[1], crews)}
    return figures if name == "L" else {f"merge {name}": merge(problem, one, crews)} | figures


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    with ExitStack() as stack:
        start_s, crew = timed(lambda: stack.enter_context(Processes(WORKERS)))
        cluster_s, cluster = timed(
            lambda: stack.enter_context(
                LocalCluster(
                    n_workers=WORKERS,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",
                )
            )
        )
        dask = stack.enter_context(DaskWorkers(cluster.scheduler_address))
        crews: dict[str, Transport] = {"processes": crew, "dask": dask}
        small = generate_region(200, 200, seed=1).problem
        for transport in crews.values():
            solve_in_parts(small, transport=transport)
            solve_by_prices(small, *strips(small), steps=Steps(4), transport=transport)
        figures |= {"workers": WORKERS, "bar_gap_pct": BAR_GAP_PCT, "bar_mb": BAR_MB}
        figures |= {"start_processes_s": round(start_s, 2), "start_dask_s": round(cluster_s, 2)}
        for name in names:
            figures |= compare(name, crews)
    emit("scale-out", figures)


if __name__ == "__main__":
    main(sys.argv[1:] or ["M", "Mt", "L"])
