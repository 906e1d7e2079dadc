"""Our bound compared with the value of the linear programme at 70,000 inhabitants.

HiGHS solves the linear programme by interior points and by simplex (two threads, at most
``SECONDS`` each); our bound gets a quarter of the faster one's time, on one thread.
``ARGS="INHABITANTS SECONDS"``.
"""

from __future__ import annotations

import sys

from common import emit, machine
from plan_common import WARM_UP_INHABITANTS, Figures, referee, size_of, week
from samenspel_engine.weekplan.bound import Bound, raise_bound, value_of

MOST_ITERATIONS = 4000
METHODS = ("lp-ipm", "lp-simplex")
SHARE = 0.25
WANTED = 1.05


def ours(inhabitants: int, seconds: float, linear: float) -> Figures:
    """Our bound, and when it passed the linear value by as much as the bar requires."""
    arrays = week(inhabitants).arrays
    seen: list[Bound] = []
    bound = raise_bound(
        arrays, iterations=MOST_ITERATIONS, seconds=seconds, progress=lambda b: seen.append(b)
    )
    assert value_of(arrays, bound.prices) == bound.value
    passed = [one.seconds for one in seen if one.value >= WANTED * linear]
    return {
        "bound": bound.value,
        "seconds": round(bound.seconds, 2),
        "iterations": bound.iterations,
        "above_linear_pct": round(100 * (bound.value / linear - 1), 2),
        "seconds_to_5_pct_above": round(passed[0], 2) if passed else None,
    }


def main(inhabitants: int, seconds: float) -> None:
    figures = machine()
    raise_bound(week(WARM_UP_INHABITANTS).arrays, iterations=5)
    rows = {name: referee(name, inhabitants, seconds) for name in METHODS}
    done = [row for row in rows.values() if row["value"] is not None]
    if not done:
        raise SystemExit("the linear programme was not solved in time; give it more SECONDS")
    fastest = min(done, key=lambda row: row["solve_s"])
    mine = ours(inhabitants, SHARE * fastest["solve_s"], fastest["value"])
    ratio = {"our_time_over_linear": round(mine["seconds"] / fastest["solve_s"], 3)}
    emit("plan-bound", figures | dict(size_of(inhabitants, week(inhabitants))) | rows
         | {"ours": mine} | ratio)  # fmt: skip


if __name__ == "__main__":
    TOLD = sys.argv[1:]
    main(int(TOLD[0]) if TOLD else 70_000, float(TOLD[1]) if len(TOLD) > 1 else 300.0)
