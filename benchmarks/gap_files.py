"""Instances of the generalised assignment problem in the format of OR-Library, and HiGHS."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHARED = Path(__file__).parents[2] / "shared/data/gap"


class Gap(NamedTuple):
    """Costs and weights by agent and job, and rooms."""

    cost: NDArray[np.int64]
    weight: NDArray[np.int64]
    capacity: NDArray[np.int64]


def data_folder() -> Path | None:
    """Where the instances are, None when there are none."""
    folder = Path(os.environ.get("SAMENSPEL_GAP_DATA", SHARED))
    return folder if (folder / "best_known.csv").is_file() else None


def read(name: str) -> Gap:
    """Read ``m n``, costs, weights and rooms."""
    folder = data_folder()
    assert folder is not None
    numbers = np.array((folder / name).read_text().split(), np.int64)
    agents, jobs = int(numbers[0]), int(numbers[1])
    middle = 2 + 2 * agents * jobs
    cost, weight = numbers[2:middle].reshape(2, agents, jobs)
    return Gap(cost, weight, numbers[middle : middle + agents])


def highs(gap: Gap, seconds: float) -> int | None:
    """What HiGHS finds for the whole instance with one thread in that time."""
    solver = import_module("highspy").Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds)):
        solver.setOptionValue(option, value)
    agents, jobs = gap.cost.shape
    for i in range(agents):
        for j in range(jobs):
            solver.addVar(0.0, float(gap.weight[i, j] <= gap.capacity[i]))
            solver.changeColCost(i * jobs + j, float(gap.cost[i, j]))
            solver.changeColIntegrality(
                i * jobs + j, import_module("highspy").HighsVarType.kInteger
            )
    infinite = import_module("highspy").kHighsInf
    for j in range(jobs):
        columns = np.arange(agents, dtype=np.int32) * jobs + j
        solver.addRow(1.0, 1.0, agents, columns.astype(np.int32), np.ones(agents))
    for i in range(agents):
        columns = np.arange(i * jobs, (i + 1) * jobs, dtype=np.int32)
        solver.addRow(
            -infinite, float(gap.capacity[i]), jobs, columns, gap.weight[i].astype(float)
        )
    solver.run()
    chosen = np.asarray(solver.getSolution().col_value) > 0.5
    if chosen.sum() != jobs:
        return None
    return int(gap.cost.ravel()[chosen].sum())
