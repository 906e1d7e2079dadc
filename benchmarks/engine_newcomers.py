"""100,000 events, thousands of which bring somebody new: the matching equals ``solve``.

``ARGS="S M"`` (default ``M``). A tenth of all people are not known at the start; each comes as
an event of its own, timed with the search for their pairs. In between people who are known
arrive, withdraw, join and leave. At the end the numbers served per class and the cost must be
those of ``solve`` on everybody who takes part.
"""

from __future__ import annotations

import sys
from time import perf_counter

import numpy as np

from common import emit, machine, timed, warm_up
from instances import instance
from samenspel_engine import Params, Problem, solve
from samenspel_engine.session import Session

EVENTS = 100_000
KINDS = (
    "question arrives or withdraws",
    "helper joins or leaves",
    "new question",
    "new helper",
)


def play(session: Session, problem: Problem, events: int) -> dict[str, list[float]]:
    """Random events and all newcomers, evenly spread; seconds per kind."""
    random = np.random.default_rng(0)
    live, capacity = session.live, problem.offers.capacity
    now = live.state.active.size, live.state.capacity.size
    coming = [("q", i) for i in range(now[0], len(problem.requests))]
    coming += [("h", j) for j in range(now[1], len(problem.offers))]
    order = iter(random.permutation(len(coming)))
    sides = iter([coming[at][0] for at in order])
    every = max(1, events // max(1, len(coming)))
    laps: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(events):
        side = next(sides, "") if number % every == 0 else ""
        n, m = live.state.active.size, live.state.capacity.size
        i, j = int(random.integers(n)), int(random.integers(m))
        if side == "q":
            kind, event = KINDS[2], (session.new_request, problem.requests.take([n]))
        elif side == "h":
            kind, event = KINDS[3], (session.new_helper, problem.offers.take([m]))
        elif random.random() < 0.6:
            there = bool(live.state.active[i])
            kind, event = KINDS[0], (live.withdraw if there else live.arrive, i)
        elif live.state.capacity[j]:
            kind, event = KINDS[1], (live.leave, j)
        else:
            kind, event = KINDS[1], (live.join, j, int(capacity[j]))
        began = perf_counter()
        event[0](*event[1:])
        laps[kind].append(perf_counter() - began)
    return laps


def begun(problem: Problem, share: float) -> Session:
    """A session with the first people of a problem, all of whom take part."""
    n, m = (int(share * len(side)) for side in (problem.requests, problem.offers))
    session = Session(Problem(problem.requests.take(range(n)), problem.offers.take(range(m))))
    for i in range(n):
        session.live.arrive(i)
    for j in range(m):
        session.live.join(j, int(problem.offers.capacity[j]))
    return session


def figures_of(name: str) -> dict[str, object]:
    problem = instance(name)
    begin_s, session = timed(lambda: begun(problem, 0.9))
    laps = play(session, problem, EVENTS)
    live = session.live
    rows, helpers = np.flatnonzero(live.state.active), np.flatnonzero(live.state.capacity)
    now = Problem(problem.requests.take(rows), problem.offers.take(helpers))
    scratch_s, scratch = timed(lambda: solve(now, params=Params()))
    urgency = problem.requests.urgency[: live.state.active.size].astype(np.int64)
    served, paid = live.totals(urgency)
    assert tuple(served[1:].tolist()) == scratch.totals.served_by_urgency
    assert 1000 * scratch.totals.served - paid == scratch.totals.quality
    return {
        "events": EVENTS,
        "newcomers": len(laps[KINDS[2]]) + len(laps[KINDS[3]]),
        "ends_at_optimum_from_scratch": True,
        "begin_s": round(begin_s, 2),
        "from_scratch_s": round(scratch_s, 3),
        "median_us_by_kind": {
            kind: round(float(np.median(one)) * 1e6, 1) for kind, one in laps.items() if one
        },
        "p99_us_by_kind": {
            kind: round(float(np.percentile(one, 99)) * 1e6, 1)
            for kind, one in laps.items()
            if one
        },
    }


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    small = instance("S")
    play(begun(small, 0.9), small, 1000)
    emit("engine-newcomers", figures | {name: figures_of(name) for name in names})


if __name__ == "__main__":
    main(sys.argv[1:] or ["M"])
