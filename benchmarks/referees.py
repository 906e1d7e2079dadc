"""The same assignment through other people's solvers; each says its total cost."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.candidates import Lists


class Task(NamedTuple):
    """Pairs in rows, cost of leaving a request open, places of each helper."""

    lists: Lists
    drop: NDArray[np.int64]
    capacity: NDArray[np.int64]


class Answer(NamedTuple):
    """Total cost, seconds to hand the problem over, seconds to solve it."""

    value: int
    build_s: float
    solve_s: float


def ortools_flow(task: Task) -> Answer:
    """OR-Tools' minimum cost flow by cost scaling."""
    flows = import_module("ortools.graph.python.min_cost_flow")
    began = perf_counter()
    lists, drop, capacity = task
    n, m = drop.size, capacity.size
    flow = flows.SimpleMinCostFlow()
    owner = np.repeat(np.arange(n), np.diff(lists.start))
    one = np.ones(owner.size, np.int64)
    add = flow.add_arcs_with_capacity_and_unit_cost
    add(owner, n + lists.helper.astype(np.int64), one, lists.cost.astype(np.int64))
    add(np.arange(n), np.full(n, n + m), np.ones(n, np.int64), drop)
    add(n + np.arange(m), np.full(m, n + m), capacity, np.zeros(m, np.int64))
    flow.set_nodes_supplies(np.arange(n), np.ones(n, np.int64))
    flow.set_node_supply(n + m, -n)
    built = perf_counter()
    assert flow.solve() == flow.OPTIMAL
    return Answer(int(flow.optimal_cost()), built - began, perf_counter() - built)


@cache
def lemon_program() -> Path | None:
    """LEMON's network simplex, compiled once per run; nothing without a compiler or headers."""
    compiler = shutil.which("g++")
    if compiler is None:
        return None
    source, program = Path(__file__).with_name("lemon_flow.cpp"), Path(mkdtemp()) / "lemon_flow"
    options = ["-O3", "-march=native", "-o", str(program), str(source)]
    done = subprocess.run([compiler, *options], capture_output=True, check=False)
    return program if done.returncode == 0 else None


def lemon_flow(task: Task) -> Answer:
    """LEMON's network simplex in C++; writing and reading the file is not counted."""
    program = lemon_program()
    assert program is not None
    lists, drop, capacity = task
    n, m = drop.size, capacity.size
    owner = np.repeat(np.arange(n), np.diff(lists.start))
    tail = np.concatenate([owner, np.arange(n), n + np.arange(m)])
    head = np.concatenate([n + lists.helper.astype(np.int64), np.full(n + m, n + m)])
    room = np.concatenate([np.ones(owner.size + n, np.int64), capacity])
    cost = np.concatenate([lists.cost.astype(np.int64), drop, np.zeros(m, np.int64)])
    order = np.argsort(tail, kind="stable")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "arcs"
        with path.open("wb") as file:
            np.array([n, m, tail.size], np.int64).tofile(file)
            for one, kind in ((tail, np.int32), (head, np.int32), (room, None), (cost, None)):
                one[order].astype(kind or np.int64).tofile(file)
        done = subprocess.run([str(program), str(path)], capture_output=True, check=True)
    value, build_s, solve_s = done.stdout.split()
    return Answer(int(value), float(build_s), float(solve_s))


def scipy_matching(task: Task) -> Answer:
    """SciPy's sparse matching, each place a column, each request with a way out."""
    sparse, graphs = import_module("scipy.sparse"), import_module("scipy.sparse.csgraph")
    began = perf_counter()
    lists, drop, capacity = task
    n, places = drop.size, int(capacity.sum())
    first = np.cumsum(capacity) - capacity
    copies = capacity[lists.helper]
    owner = np.repeat(np.repeat(np.arange(n), np.diff(lists.start)), copies)
    offset = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    column = np.repeat(first[lists.helper], copies) + offset
    cost = np.repeat(lists.cost, copies).astype(np.float64) + 1.0
    rows = np.concatenate([owner, np.arange(n)])
    columns = np.concatenate([column, places + np.arange(n)])
    values = np.concatenate([cost, drop.astype(np.float64) + 1.0])
    graph = sparse.csr_array((values, (rows, columns)), shape=(n, places + n))
    built = perf_counter()
    i, j = graphs.min_weight_full_bipartite_matching(graph)
    solved = perf_counter()
    return Answer(int(graph[i, j].sum()) - n, built - began, solved - built)
