"""100,000 events, each exact: people arrive, change and withdraw while the prices are kept.

``ARGS="M Mt Mo"`` (default ``M Mt``). An event is timed around the whole call from Python:
taking out or putting in a question or a helper, or changing a question's pairs, with every
search it needs. At the end the value must equal that of a solution from scratch. OR-Tools
solves the same state once, where it has fewer than 2,000,000 pairs. The bar: p99 at most 1 ms,
1,000 times OR-Tools.
"""

from __future__ import annotations

import sys
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from common import emit, machine, timed, warm_up
from instances import instance
from referees import Task, ortools_flow
from samenspel_engine import Params
from samenspel_engine.assign import assign, drop_costs
from samenspel_engine.candidates import Lists, Search, take
from samenspel_engine.certificate import classes_of
from samenspel_engine.live import Live

EVENTS = 100_000
MOST_FOR_ORTOOLS = 2_000_000
KINDS = (
    "question arrives",
    "question withdraws",
    "question changes",
    "helper joins",
    "helper leaves",
)


def play(
    live: Live, lists: Lists, capacity: NDArray[np.int64], events: int
) -> dict[str, list[float]]:
    """Random events on a session in which everybody takes part; seconds per kind."""
    random = np.random.default_rng(0)
    laps: dict[str, list[float]] = {kind: [] for kind in KINDS}
    n, m = live.state.active.size, capacity.size
    for _ in range(events):
        i, j = int(random.integers(n)), int(random.integers(m))
        if random.random() < 0.1:
            kind, event = KINDS[2], (live.set_pairs, i, *changed(lists, i, random))
        elif random.random() < 0.6:
            there = bool(live.state.active[i])
            kind, event = KINDS[there], (live.withdraw if there else live.arrive, i)
        elif live.state.capacity[j]:
            kind, event = KINDS[4], (live.leave, j)
        else:
            kind, event = KINDS[3], (live.join, j, int(capacity[j]))
        began = perf_counter()
        event[0](*event[1:])
        laps[kind].append(perf_counter() - began)
    return laps


def changed(
    lists: Lists, i: int, random: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The pairs of a question with other costs; ``lists`` is changed too."""
    own = slice(lists.start[i], lists.start[i + 1])
    cost = np.clip(lists.cost[own] + random.integers(-60, 61, lists.cost[own].size), 0, 999)
    order = np.argsort(cost, kind="stable")
    lists.helper[own], lists.cost[own] = lists.helper[own][order], cost[order]
    return lists.helper[own], lists.cost[own]


def session(name: str) -> tuple[Live, Lists, NDArray[np.int64]]:
    """A session in which everybody of an instance takes part, its pairs and capacities."""
    problem = instance(name)
    n, m = len(problem.requests), len(problem.offers)
    search = Search(problem, Params(), np.arange(m))
    lists = search.complete(np.arange(n), search.best(np.arange(n), 1).total)
    drop = drop_costs(classes_of(problem, Params()), m)
    capacity = problem.offers.capacity.astype(np.int64)
    first = assign(lists, drop, capacity)
    live = Live.idle(lists, drop, m)
    live.seat_all(first.helper.astype(np.int64), first.cost, first.helper_price, capacity)
    return live, lists, capacity


def figures_of(name: str) -> dict[str, object]:
    live, lists, capacity = session(name)
    laps = play(live, lists, capacity, EVENTS)
    rows = np.flatnonzero(live.state.active)
    task = Task(take(lists, rows), live.state.drop[rows], live.state.capacity.copy())
    scratch_s, scratch = timed(lambda: assign(*task))
    assert live.value() == scratch.value == scratch.bound
    theirs = 0.0
    if lists.cost.size < MOST_FOR_ORTOOLS:
        flow = ortools_flow(task)
        assert flow.value == scratch.value
        theirs = flow.build_s + flow.solve_s
    times = np.concatenate([np.array(one) for one in laps.values()])
    return {
        "pairs": lists.cost.size,
        "events": EVENTS,
        "ends_at_optimum_from_scratch": True,
        "median_us": round(float(np.median(times)) * 1e6, 1),
        "p99_us": round(float(np.percentile(times, 99)) * 1e6, 1),
        "max_us": round(float(times.max()) * 1e6, 1),
        "p99_us_by_kind": {
            kind: round(float(np.percentile(one, 99)) * 1e6, 1)
            for kind, one in laps.items()
            if one
        },
        "events_per_s": round(EVENTS / float(times.sum())),
        "from_scratch_s": round(scratch_s, 4),
        "ortools_s": round(theirs, 3) if theirs else "left out",
        "times_ortools_median": round(theirs / float(np.median(times))) or "-",
        "times_ortools_p99": round(theirs / float(np.percentile(times, 99))) or "-",
    }


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    play(*session("S"), 1000)
    rows = {name: figures_of(name) for name in names}
    emit("engine-events", figures | rows | {"bar_p99_us": 1000, "bar_times_ortools": 1000})


if __name__ == "__main__":
    main(sys.argv[1:] or ["M", "Mt"])
