"""Generalised assignment against the literature: Cattrysse's gap1-12, Chu and Beasley's a-d.

The kernel of the weekly plan. Per instance: best known value, ours, gap, bound gap, seconds; on
c and d, HiGHS in the same time for comparison. Bars: gap1-12 and all a optimal; bound within
0.1% of the best known; c and d within 0.5%. Instances are found at ``SAMENSPEL_GAP_DATA`` or at
``../shared/data/gap`` from the project's root; where they are absent this says so and stops.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from common import emit, machine, timed
from gap_files import Gap, data_folder, highs, read
from samenspel_engine.gap import gap_bound, solve_gap
from samenspel_engine.gap_exact import finish_gap

SECONDS = 60.0
FINISH = 10.0


def warm_up() -> float:
    """Compile, or load what has been compiled."""
    return timed(lambda: solve_gap([[1, 2], [2, 1]], [[1, 1], [1, 1]], [1, 1], rounds=30))[0]


def measure(task: tuple[str, int, float]) -> dict[str, Any]:
    """One instance with one thread: ours, the exact end, and HiGHS where it is compared."""
    name, known, seconds = task
    warm_up()
    gap = read(name)
    hard = family(name) in ("c", "d")
    ours, found = timed(lambda: solve_gap(*gap, rounds=10**9 if hard else 300, seconds=seconds))
    if gap_bound(*gap, found.prices) != found.bound or found.cost is None:
        raise SystemExit(f"{name}: no plan, or its prices do not give its bound")
    ending, ended = timed(lambda: finish_gap(*gap, found, seconds=FINISH))
    row = {
        "name": name, "known": known, "cost": found.cost, "bound": found.bound,
        "seconds": ours, "finished": ended.cost, "proven": ended.proven, "ending": ending,
        "gap_pct": percent(found.cost, known), "bound_pct": percent(known, found.bound),
    }  # fmt: skip
    if hard:
        other = highs(Gap(*gap), ours + ending)
        row |= {"highs": other, "highs_pct": percent(other, known) if other else None}
    return row


def family(name: str) -> str:
    """``gap`` for Cattrysse's instances, else the letter."""
    short = name.rsplit("/", 1)[-1]
    return "gap" if short.startswith("gap") else short[0]


def percent(high: int, low: int) -> float:
    """How far the first is above the second, in percent."""
    return round(100 * (high / low - 1), 4)


def by_family(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How many are optimal, and the largest gaps."""
    groups = defaultdict(list)
    for row in rows:
        groups[family(row["name"])].append(row)
    return {
        name: {
            "instances": len(group),
            "at_best_known": sum(row["cost"] == row["known"] for row in group),
            "at_best_known_after_core": sum(row["finished"] == row["known"] for row in group),
            "proven": sum(bool(row["proven"]) for row in group),
            "worst_gap_pct": max(row["gap_pct"] for row in group),
            "worst_bound_pct": max(row["bound_pct"] for row in group),
            "worst_highs_pct": max((row.get("highs_pct") or 0 for row in group), default=0),
            "highs_without_plan": sum("highs" in row and not row["highs"] for row in group),
            "longest_seconds": round(max(row["seconds"] for row in group), 1),
        }
        for name, group in sorted(groups.items())
    }


def main(arguments: list[str]) -> None:
    folder = data_folder()
    if folder is None:
        print("no instances: set SAMENSPEL_GAP_DATA to the folder that has best_known.csv")
        return
    os.environ["SAMENSPEL_GAP_DATA"] = str(folder)
    seconds = float(arguments[0]) if arguments else SECONDS
    known = csv.DictReader((folder / "best_known.csv").read_text().splitlines())
    tasks = [(row["Path"], int(row["Best known solution value"]), seconds) for row in known]
    compiling = warm_up()
    figures = machine()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rows = []
        for row in pool.map(measure, tasks):
            rows.append(row)
            print({key: round(v, 2) if key != "name" and isinstance(v, float) else v
                   for key, v in row.items()}, flush=True)  # fmt: skip
    hard = [row for row in rows if family(row["name"]) in ("c", "d")]
    emit(
        "gap",
        figures
        | {"seconds_each": seconds, "compiling": round(compiling, 1), **by_family(rows)}
        | {"instances_c_d": hard},
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main(sys.argv[1:])
