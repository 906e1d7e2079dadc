"""What every benchmark needs: clock, machine, memory, and one JSON line at the end."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from instances import instance
from samenspel_engine import solve

T = TypeVar("T")

PACKAGES = ("numpy", "numba", "scipy", "ortools", "polars", "duckdb", "distributed", "highspy")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds and result of one call."""
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def median_time(work: Callable[[], T], repeats: int) -> tuple[float, T]:
    """Median seconds of some calls, and the last result."""
    laps = [timed(work) for _ in range(repeats)]
    return statistics.median(seconds for seconds, _ in laps), laps[-1][1]


def peak_mb() -> int:
    """The most memory this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def machine() -> dict[str, Any]:
    """Processor, cores, load, and versions of what is installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return {
        "machine": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores",
        "load_before": round(os.getloadavg()[0], 2),
        "versions": found,
    }


def warm_up() -> float:
    """Compile, or load what has been compiled; return the seconds it took."""
    seconds, _ = timed(lambda: solve(instance("S")))
    return seconds


def emit(name: str, figures: Mapping[str, Any]) -> None:
    """Print the figures one by one and then as one JSON line."""
    row = {"benchmark": name, **figures, "peak_memory_mb": peak_mb()}
    for key, value in row.items():
        print(f"{key:24} {value}")
    sys.stdout.flush()
    print(json.dumps(row, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"cannot write {type(value).__name__}")
