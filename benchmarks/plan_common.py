"""What the benchmarks of the weekly plan share: the week, our search and the referees."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from common import emit, machine
from samenspel_engine.weekplan.arrays import PlanArrays, broken_limits, cost_of
from samenspel_engine.weekplan.bound import value_of
from samenspel_engine.weekplan.compiling import Compiled, compile_plan
from samenspel_engine.weekplan.region import generate_week
from samenspel_engine.weekplan.search import Found, Progress, Stop, search

SEED, OTHER_SEED = 1, 2
"""Settings of the search were tried on the first; the second was not looked at beforehand."""

WARM_UP_INHABITANTS = 6000
POINTS_TOLD = 8
GRACE_S = 240
"""For a referee to read the week and build its model, on top of its time to solve."""

Figures = dict[str, Any]


def week(inhabitants: int) -> Compiled:
    """The synthetic week of a town, compiled."""
    return compile_plan(generate_week(inhabitants, SEED))


def gaps(arrays: PlanArrays, cost: float, bound: float) -> Figures:
    """Cost, bound, and the gap as a share of the cost and of the value served at most."""
    worth = int(arrays.open_cost.sum())
    return {
        "cost": round(cost),
        "bound": round(bound),
        "gap_of_cost_pct": round(100 * (cost - bound) / cost, 3),
        "gap_of_value_pct": round(100 * (cost - bound) / max(1, worth - bound), 4),
    }


def warm_up() -> float:
    """Compile, or load what has been compiled; return the seconds it took."""
    began = perf_counter()
    search(week(WARM_UP_INHABITANTS).arrays, stop=Stop(2.0, None), seed=0)
    return perf_counter() - began


def few(trace: Sequence[Progress]) -> list[str]:
    """Some points of a search: seconds, cost and bound."""
    if not trace:
        return []
    last = len(trace) - 1
    kept = sorted({round(k * last / (POINTS_TOLD - 1)) for k in range(POINTS_TOLD)})
    return [f"{trace[k].seconds:.1f} s: {trace[k].cost} / {trace[k].bound}" for k in kept]


def ours(inhabitants: int, seconds: float, seed: int = SEED) -> tuple[Compiled, Figures]:
    """Our plan in ``seconds``, which include finding the pairs; checked before it counts."""
    problem = generate_week(inhabitants, seed)
    began = perf_counter()
    compiled = compile_plan(problem)
    compile_s = perf_counter() - began
    stop = Stop(seconds - compile_s, None)
    found: Found = search(compiled.arrays, stop=stop, seed=SEED)
    took = perf_counter() - began
    arrays = compiled.arrays
    assert broken_limits(arrays, found.choice) == []
    assert cost_of(arrays, found.choice) == found.cost
    assert value_of(arrays, found.bound.prices) == found.bound.value
    told = gaps(arrays, found.cost, found.bound.value)
    avoidable = max(1, found.cost - compiled.unavoidable)
    told["gap_of_avoidable_pct"] = round(100 * (found.cost - told["bound"]) / avoidable, 3)
    times = {"find_pairs_s": round(compile_s, 2), "total_s": round(took, 1)}
    return compiled, told | times | {"cost_and_bound_over_time": few(found.trace)}


def referee(name: str, inhabitants: int, seconds: float) -> Figures:
    """What another tool makes of the same week, in a process of its own."""
    script = Path(__file__).with_name("plan_referees.py")
    done = subprocess.run(
        [sys.executable, str(script), name, str(inhabitants), str(seconds)],
        capture_output=True,
        text=True,
        check=True,
        timeout=2 * seconds + GRACE_S,
    )
    told: Figures = json.loads(done.stdout.splitlines()[-1])
    return told


def compare(name: str, inhabitants: int, seconds: float, referees: Sequence[str]) -> None:
    """Ours, then the referees one by one, for the same time each; emit the figures."""
    figures = machine()
    figures["warm_up_s"] = round(warm_up(), 1)
    compiled, mine = ours(inhabitants, seconds)
    figures |= size_of(inhabitants, compiled)
    figures["seconds_each"] = seconds
    rows = {"ours": mine, "ours_on_another_week": ours(inhabitants, seconds, OTHER_SEED)[1]}
    rows |= {one: referee(one, inhabitants, seconds) for one in referees}
    ratios = {
        one: round(rows[one]["cost"] / mine["cost"], 2)
        for one in referees
        if rows[one]["cost"] is not None
    }
    emit(name, figures | rows | {"cost_of_referee_over_ours": ratios})


def size_of(inhabitants: int, compiled: Compiled) -> Mapping[str, Any]:
    """Size of a week."""
    arrays = compiled.arrays
    return {
        "inhabitants": inhabitants,
        "visits": arrays.visits,
        "suppliers": arrays.suppliers,
        "pairs": int(arrays.supplier.size),
        "cost_of_nothing_planned": int(arrays.open_cost.sum()),
        "unavoidable_cost": compiled.unavoidable,
    }


def main(name: str, seconds: float, referees: Sequence[str]) -> None:
    """``ARGS="INHABITANTS SECONDS"``; by default the size in the name."""
    told = sys.argv[1:]
    inhabitants = int(told[0]) if told else 1000 * int(name.rpartition("-")[2].rstrip("k"))
    compare(name, inhabitants, float(told[1]) if len(told) > 1 else seconds, referees)
