"""A country: 1,000,000 questions, 4,000,000 helpers, all pairs, proven optimal.

``make bench NAME=engine-xl`` or, for a smaller run, ``ARGS=L``. The bar: at most 60 seconds and
2 GB on 2 cores, from arrays to the certificate, on all compatible pairs.
"""

from __future__ import annotations

import sys

from common import emit, machine, peak_mb, timed, warm_up
from instances import SIZES, instance
from samenspel_engine import Params, solve

LIST_LENGTH = 24


def main(name: str) -> None:
    figures = machine()
    figures["compile_or_load_s"] = round(warm_up(), 3)
    drawing, problem = timed(lambda: instance(name))
    before = peak_mb()
    seconds, result = timed(lambda: solve(problem, params=Params(list_length=LIST_LENGTH)))
    laps = {stage: round(took, 3) for stage, took in result.timings.items()}
    emit(
        f"engine-{name.lower()}",
        figures
        | {
            "requests": SIZES[name].requests,
            "offers": SIZES[name].offers,
            "compatible_pairs": result.pairs,
            "list_length": LIST_LENGTH,
            "served": result.totals.served,
            "quality": result.totals.quality,
            "gap": result.certificate.gap,
            "rounds": result.rounds,
            "draw_instance_s": round(drawing, 2),
            "memory_before_mb": before,
            "solve_s": round(seconds, 3),
            "stages_s": laps,
            "bar_solve_s": 60,
            "bar_memory_mb": 2048,
        },
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "XL")
