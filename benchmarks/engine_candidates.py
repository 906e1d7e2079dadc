"""Finding the compatible pairs: ours against Polars, DuckDB and SciPy's cKDTree.

``ARGS="L"`` (default); ``ARGS="M"`` for a quick look; ``ARGS="L polars"`` to meet only some of
them. Ours indexes the helpers, works out every quality and keeps the best 32 of each question;
the others only count, and must find the same number. A tool that is not installed is skipped
and named. The bar: 10 times the best of them on L.
"""

from __future__ import annotations

import sys

import numpy as np

from common import emit, machine, median_time, timed, warm_up
from instances import instance
from peers import PEERS
from samenspel_engine import Params, Problem
from samenspel_engine.candidates import Lists, Search

KEPT = 32


def ours(problem: Problem) -> Lists:
    search = Search(problem, Params(), np.arange(len(problem.offers)))
    return search.best(np.arange(len(problem.requests)), KEPT)


def main(name: str, asked_for: list[str]) -> None:
    figures = machine()
    warm_up()
    problem = instance(name)
    seconds, lists = median_time(lambda: ours(problem), 3)
    pairs = int(lists.total.sum())
    found: dict[str, object] = {}
    for tool, count in PEERS.items():
        if asked_for and tool not in asked_for:
            found[tool] = "left out"
            continue
        try:
            took, total = timed(lambda count=count: count(problem))
        except ImportError as error:
            found[tool] = f"skipped: {error}"
            continue
        same = total == pairs
        found[tool] = {
            "s": round(took, 2),
            "times_ours": round(took / seconds, 1),
            "same_pairs": same,
        }
    emit(
        "engine-candidates",
        figures
        | {
            "instance": name,
            "compatible_pairs": pairs,
            "ours_s": round(seconds, 3),
            "ours_million_pairs_per_s": round(pairs / seconds / 1e6, 1),
            "peers": found,
            "bar_times": 10,
        },
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "L", sys.argv[2:])
