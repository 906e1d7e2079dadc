"""The whole assignment against OR-Tools, LEMON and SciPy, at equal optimum.

``ARGS="S M Mt Mo L"`` chooses instances. Both sides get the same arrays of pairs, in rows by
cost, as the candidate search delivers them (all pairs; on L the best 32 of each question). Ours
includes its certificate; theirs includes handing the problem over. SciPy runs in a process of
its own that is stopped after ``PATIENCE_S``; then its ratio is a lower bound. LEMON is C++ and
takes part where a compiler and its headers are (Debian's ``g++`` and ``liblemon-dev``).
The bar: 50 times OR-Tools, 15 times LEMON, 20 times SciPy on M and L, never slower elsewhere.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from multiprocessing import get_context
from multiprocessing.connection import Connection

import numpy as np

from common import emit, machine, median_time, warm_up
from instances import instance
from referees import (
    Answer,
    Task,
    lemon_flow,
    lemon_program,
    ortools_flow,
    scipy_matching,
)
from samenspel_engine import Params
from samenspel_engine.assign import assign, drop_costs
from samenspel_engine.candidates import Search
from samenspel_engine.certificate import classes_of

PATIENCE_S = 40.0
CUT = {"L": 32}
CLASSES = {"urgency classes": True, "one class": False}
BOTH = ("S", "M")


def tasks(name: str) -> dict[str, Task]:
    """The instance with urgency classes and, where that is quick, without."""
    problem = instance(name)
    n, m = len(problem.requests), len(problem.offers)
    search = Search(problem, Params(), np.arange(m))
    lists = search.best(np.arange(n), CUT.get(name, 1))
    if name not in CUT:
        lists = search.complete(np.arange(n), lists.total)
    capacity = problem.offers.capacity.astype(np.int64)
    return {
        label: Task(
            lists, drop_costs(classes_of(problem, Params(urgent_first=first)), m), capacity
        )
        for label, first in CLASSES.items()
        if first or name in BOTH
    }


def _answer(task: Task, door: Connection) -> None:
    door.send(tuple(scipy_matching(task)))


def scipy_within(task: Task, patience_s: float) -> Answer | None:
    """SciPy's answer, or nothing when it takes too long."""
    ours, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_answer, args=(task, theirs))
    process.start()
    answer = Answer(*ours.recv()) if ours.poll(patience_s) else None
    process.terminate()
    process.join()
    return answer


def compare(task: Task) -> dict[str, object]:
    seconds, found = median_time(lambda: assign(*task), 5)
    assert found.value == found.bound
    row: dict[str, object] = {"pairs": task.lists.cost.size, "ours_s": round(seconds, 4)}
    answers = {
        "ortools": lambda: ortools_flow(task),
        "lemon": lambda: lemon_flow(task),
        "scipy": lambda: scipy_within(task, PATIENCE_S),
    }
    for tool, solve_it in answers.items():
        if (lemon_program() if tool == "lemon" else find_spec(tool)) is None:
            row |= {f"{tool}_s": "skipped: not installed", f"times_{tool}": "-"}
            continue
        answer = solve_it()
        assert answer is None or answer.value == found.value
        theirs = answer.build_s + answer.solve_s if answer else PATIENCE_S
        row[f"{tool}_s"] = round(theirs, 3) if answer else f"stopped after {PATIENCE_S:g}"
        row[f"times_{tool}"] = round(theirs / seconds, 1)
    print(row, flush=True)
    return row | {"equal_optimum": True}


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    rows = {
        f"{name}, {label}": compare(task)
        for name in names
        for label, task in tasks(name).items()
    }
    emit("engine-referees", figures | {"instances": rows, "bar": "50 / 15 / 20 on M and L"})


if __name__ == "__main__":
    main(sys.argv[1:] or ["S", "M", "Mt", "Mo"])
