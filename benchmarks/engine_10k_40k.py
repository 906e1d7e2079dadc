"""10,000 questions and 40,000 helpers through the engine, in one process.

Prints the machine, the stages and, as its last line, one JSON object with the figures. The
first solve of a small problem warms up the compiled code and is timed apart.
"""

from __future__ import annotations

import json
import os
import platform
import resource
from time import perf_counter

import numba
import numpy as np

from samenspel_engine import generate_region, solve

REQUESTS, OFFERS, SEED, REPEATS = 10_000, 40_000, 1, 3


def main() -> None:
    began = perf_counter()
    solve(generate_region(300, 200, SEED).problem)
    warm_up = perf_counter() - began
    began = perf_counter()
    problem = generate_region(REQUESTS, OFFERS, SEED).problem
    drawn = perf_counter() - began
    seconds = []
    for _ in range(REPEATS):
        began = perf_counter()
        result = solve(problem)
        seconds.append(perf_counter() - began)
    figures = {
        "benchmark": "engine-10k-40k",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "numba": numba.__version__,
        },
        "requests": REQUESTS,
        "offers": OFFERS,
        "compatible_pairs": result.pairs,
        "served": result.totals.served,
        "quality": result.totals.quality,
        "gap": result.certificate.gap,
        "rounds": result.rounds,
        "compile_or_load_s": round(warm_up, 3),
        "generate_s": round(drawn, 3),
        "solve_s": round(float(np.median(seconds)), 3),
        "stages_s": {name: round(took, 4) for name, took in result.timings.items()},
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    for name, value in figures.items():
        print(f"{name:20} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
