"""What the optimum costs on top of merely finding the candidates; the bar is 1.5 times.

``ARGS="L XL"`` (default ``L``). Both are taken from one run: the whole call, and the part of it
that indexes the helpers and fills the first lists.
"""

from __future__ import annotations

import sys

from common import emit, machine, timed, warm_up
from instances import instance
from samenspel_engine import Params, solve

LENGTHS = {"XL": 16}


def share(name: str) -> dict[str, object]:
    problem = instance(name)
    settings = Params(list_length=LENGTHS.get(name, 32))
    seconds, result = timed(lambda: solve(problem, params=settings))
    alone = result.timings["index"] + result.timings["first candidates"]
    return {
        "solve_s": round(seconds, 3),
        "candidates_s": round(alone, 3),
        "ratio": round(seconds / alone, 3),
        "rounds": result.rounds,
        "gap": result.certificate.gap,
        "compatible_pairs": result.pairs,
    }


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    emit("engine-share", figures | {name: share(name) for name in names} | {"bar_ratio": 1.5})


if __name__ == "__main__":
    main(sys.argv[1:] or ["L"])
