"""Finding the compatible pairs: ours against Polars, DuckDB and SciPy's cKDTree.

``ARGS="L"`` (default); ``ARGS="M"`` for a quick look; ``ARGS="L polars"`` to compare with only
some of them. Ours indexes the helpers, works out every quality and keeps the best 32 of each
question; the others only count, and must find the same number. Each of them runs in a process
of its own that is stopped after ``PATIENCE_S``; then its ratio is a lower bound. A tool that is
not installed is skipped and named. The bar: 10 times the best of them on L.
"""

from __future__ import annotations

import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection

import numpy as np

from common import emit, machine, median_time, timed, warm_up
from instances import instance
from peers import PEERS
from samenspel_engine import Params, Problem
from samenspel_engine.candidates import Lists, Search

KEPT = 32
PATIENCE_S = 400.0


def ours(problem: Problem) -> Lists:
    search = Search(problem, Params(), np.arange(len(problem.offers)))
    return search.best(np.arange(len(problem.requests)), KEPT)


def _count(tool: str, name: str, door: Connection) -> None:
    problem = instance(name)
    try:
        door.send(timed(lambda: PEERS[tool](problem)))
    except ImportError as error:
        door.send(str(error))


def of_peer(tool: str, name: str, seconds: float, pairs: int) -> dict[str, object] | str:
    """Time of one tool in its own process, and whether it finds the same pairs."""
    ours_end, theirs_end = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_count, args=(tool, name, theirs_end))
    process.start()
    answer = ours_end.recv() if ours_end.poll(PATIENCE_S) else (PATIENCE_S, None)
    process.terminate()
    process.join()
    if isinstance(answer, str):
        return f"skipped: {answer}"
    took, total = answer
    return {
        "s": round(took, 2) if total is not None else f"stopped after {PATIENCE_S:g}",
        "times_ours": round(took / seconds, 1),
        "same_pairs": total == pairs if total is not None else "not finished",
    }


def main(name: str, asked_for: list[str]) -> None:
    figures = machine()
    warm_up()
    problem = instance(name)
    seconds, lists = median_time(lambda: ours(problem), 3)
    pairs = int(lists.total.sum())
    found: dict[str, object] = {}
    for tool in PEERS:
        wanted = not asked_for or tool in asked_for
        found[tool] = of_peer(tool, name, seconds, pairs) if wanted else "left out"
        print(tool, found[tool], flush=True)
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
