"""Two worker processes with an exact border merge against one process on two threads.

``ARGS="M Mt Mo"`` (default). The result must be equal. Reported besides the times: the share of
questions near the border, and the bytes that go from the workers to the parent. The exchange of
prices alone, for workers that may not share pairs, is not built.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import replace

import numpy as np

from common import emit, machine, timed, warm_up
from instances import instance
from samenspel_engine import Params, solve
from samenspel_engine.distributed import Share, solve_in_parts, solve_share

WORKERS = 2


def compare(name: str) -> dict[str, object]:
    problem = instance(name)
    one_s, one = timed(lambda: solve(problem))
    parts_s, parts = timed(lambda: solve_in_parts(problem, workers=WORKERS))
    assert one.totals == parts.totals
    assert one.certificate.value == parts.certificate.value
    middle = np.median(problem.requests.x_m)
    rows = np.flatnonzero(problem.requests.x_m <= middle)
    strips = (problem.offers.x_m > middle).astype(np.int64)
    part = solve_share(Share(problem, replace(Params(), threads=1), rows, strips, 0))
    return {
        "equal_to_one_process": True,
        "gap": parts.certificate.gap,
        "one_process_s": round(one_s, 3),
        "two_workers_s": round(parts_s, 3),
        "stages_s": {stage: round(took, 3) for stage, took in parts.timings.items()},
        "near_border_pct": round(100 * float((~part.inside).mean()), 1),
        "mb_per_worker": round(len(pickle.dumps(part)) / 1e6, 1),
    }


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    emit("scale-out", figures | {"workers": WORKERS} | {name: compare(name) for name in names})


if __name__ == "__main__":
    main(sys.argv[1:] or ["M", "Mt", "Mo"])
