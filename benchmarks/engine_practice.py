"""What today's ways of matching lose against the optimum, on the same pairs, for every seed.

``ARGS="M Mt"`` (default both). First come, first served with the best fit, the same with the
nearest helper, a filter list (anyone who fits, at random), volunteers who pick the best open
question, greedy by quality (which is also the stable matching when both sides prefer the better
fit), and the stable matching by deferred acceptance in which questions propose by quality and
helpers prefer the nearest person. All with one class of urgency, since none of the others knows
about urgency. The bar: never fewer served; 10% more than first come, first served where supply
and demand balance (Mt).

Why it is that much: ``nobody_fits_pct`` of the questions have no compatible helper at all, so
no method can serve them; ``first_come_blocked_pct`` have compatible helpers who were all taken
by questions that came earlier. ``most_possible_pct`` is what serving all of the latter would
give; ``blocked_served_pct`` is the share of them the optimum makes up for; ``no_room_pct`` stay
open at the optimum although someone fits, proven by its certificate. ``had_choice_pct`` of the
helpers that "first come" used up went to a question that had another free helper at that
moment.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from common import emit, machine, warm_up
from instances import instance
from samenspel_engine import Params, Problem, Result, solve
from samenspel_engine.candidates import Lists, Search
from samenspel_engine.jit import compiled

SEEDS = (0, 1, 2, 3, 4)
TOP = 1000


@compiled
def first_come(
    order: NDArray[np.int64], start: NDArray[np.int64], helper: NDArray[np.int32],
    cost: NDArray[np.int32], room: NDArray[np.int64],
) -> tuple[int, int]:  # fmt: skip
    """Everyone in turn takes the first helper of their list who has room."""
    served, quality = 0, 0
    for i in order:
        for at in range(start[i], start[i + 1]):
            if room[helper[at]] > 0:
                room[helper[at]] -= 1
                served += 1
                quality += TOP - cost[at]
                break
    return served, quality


@compiled
def greedy(
    order: NDArray[np.int64], owner: NDArray[np.int64], helper: NDArray[np.int32],
    cost: NDArray[np.int32], room: NDArray[np.int64], open_: NDArray[np.bool_],
) -> tuple[int, int]:  # fmt: skip
    """Pairs in an order; taken when the question is open and the helper has room."""
    served, quality = 0, 0
    for at in order:
        if open_[owner[at]] and room[helper[at]] > 0:
            open_[owner[at]] = False
            room[helper[at]] -= 1
            served += 1
            quality += TOP - cost[at]
    return served, quality


@compiled
def admit(
    i: int, at: int, j: int, likes: NDArray[np.float64],
    seats: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
) -> int:  # fmt: skip
    """Give request ``i`` a seat of helper ``j`` if they like it; return whoever is left out."""
    first, seat, chosen = seats
    worst = -1
    for place in range(first[j], first[j + 1]):
        held = seat[place]
        if held < 0:
            seat[place] = i
            chosen[i] = at
            return -1
        if worst < 0 or likes[chosen[held]] < likes[chosen[seat[worst]]]:
            worst = place
    if worst < 0 or likes[at] <= likes[chosen[seat[worst]]]:
        return i
    out = seat[worst]
    seat[worst] = i
    chosen[i] = at
    chosen[out] = -1
    return int(out)


@compiled
def deferred_acceptance(
    start: NDArray[np.int64], helper: NDArray[np.int32], cost: NDArray[np.int32],
    likes: NDArray[np.float64], first: NDArray[np.int64],
) -> tuple[int, int]:  # fmt: skip
    """Requests propose in the order of their list; helpers keep those they like best."""
    n = start.size - 1
    seat = np.full(first[-1], -1, np.int64)
    ahead, chosen = start[:-1].copy(), np.full(n, -1, np.int64)
    for new in range(n):
        i = new
        while i >= 0 and ahead[i] < start[i + 1]:
            at = ahead[i]
            ahead[i] += 1
            i = admit(i, at, helper[at], likes, (first, seat, chosen))
    served, quality = 0, 0
    for i in range(n):
        if chosen[i] >= 0:
            served += 1
            quality += TOP - cost[chosen[i]]
    return served, quality


@compiled
def blocked_by_first_come(
    order: NDArray[np.int64], start: NDArray[np.int64], helper: NDArray[np.int32],
    room: NDArray[np.int64], blocked: NDArray[np.bool_],
) -> int:  # fmt: skip
    """Mark requests whose compatible helpers are all taken; count those served with a
    choice."""
    choice = 0
    for i in order:
        taken, free = -1, 0
        for at in range(start[i], start[i + 1]):
            if room[helper[at]] > 0:
                free += 1
                if taken < 0:
                    taken = helper[at]
        blocked[i] = free == 0 and start[i] < start[i + 1]
        choice += free > 1
        if taken >= 0:
            room[taken] -= 1
    return choice


def distances(problem: Problem, lists: Lists) -> NDArray[np.float64]:
    """Squared distance of every pair."""
    owner = np.repeat(np.arange(lists.total.size), np.diff(lists.start))
    dx = problem.requests.x_m[owner] - problem.offers.x_m[lists.helper]
    dy = problem.requests.y_m[owner] - problem.offers.y_m[lists.helper]
    return dx * dx + dy * dy


def reordered(lists: Lists, by: NDArray[np.float64]) -> Lists:
    """The same lists in another order within each row."""
    owner = np.repeat(np.arange(lists.total.size), np.diff(lists.start))
    order = np.lexsort((by, owner))
    return Lists(lists.start, lists.helper[order], lists.cost[order], lists.total)


def policies(
    problem: Problem, lists: Lists, capacity: NDArray[np.int64], seed: int
) -> dict[str, tuple[int, int]]:
    """Served and quality of each way of matching."""
    random = np.random.default_rng(seed)
    n = lists.total.size
    owner = np.repeat(np.arange(n), np.diff(lists.start))
    turn = random.permutation(n)
    volunteers = random.permutation(capacity.size)[lists.helper]
    away = distances(problem, lists)
    first = np.concatenate([[0], np.cumsum(capacity)])

    def pick(order: NDArray[np.int64]) -> tuple[int, int]:
        free = np.ones(n, np.bool_)
        return greedy(order, owner, lists.helper, lists.cost, capacity.copy(), free)

    def come(list_: Lists) -> tuple[int, int]:
        return first_come(turn, list_.start, list_.helper, list_.cost, capacity.copy())

    return {
        "first come, best fit": come(lists),
        "first come, nearest": come(reordered(lists, away)),
        "filter list": come(reordered(lists, random.random(owner.size))),
        "volunteers pick": pick(np.lexsort((lists.cost, volunteers))),
        "greedy by quality": pick(np.argsort(lists.cost, kind="stable")),
        "stable": deferred_acceptance(lists.start, lists.helper, lists.cost, -away, first),
    }


def why(
    lists: Lists, capacity: NDArray[np.int64], seed: int, result: Result
) -> dict[str, object]:
    """Where the difference with first come, first served comes from."""
    n = lists.total.size
    turn = np.random.default_rng(seed).permutation(n)
    blocked = np.zeros(n, np.bool_)
    room = capacity.copy()
    choice = blocked_by_first_come(turn, lists.start, lists.helper, room, blocked)
    nobody = int((lists.total == 0).sum())
    served = n - nobody - int(blocked.sum())
    is_open = result.helper_of < 0
    return {
        "nobody_fits_pct": round(100 * nobody / n, 2),
        "first_come_blocked_pct": round(100 * int(blocked.sum()) / n, 2),
        "most_possible_pct": round(100 * ((n - nobody) / served - 1), 2),
        "blocked_served_pct": round(
            100 * int((blocked & ~is_open).sum()) / max(1, int(blocked.sum())), 1
        ),
        "no_room_pct": round(100 * int((is_open & (lists.total > 0)).sum()) / n, 2),
        "had_choice_pct": round(100 * choice / max(1, served), 1),
        "gap": result.certificate.gap,
    }


def compare(name: str, seed: int) -> dict[str, object]:
    problem = instance(name, seed)
    n, m = len(problem.requests), len(problem.offers)
    search = Search(problem, Params(), np.arange(m))
    lists = search.complete(np.arange(n), search.best(np.arange(n), 1).total)
    result = solve(problem, params=Params(urgent_first=False))
    totals, capacity = result.totals, problem.offers.capacity.astype(np.int64)
    found = policies(problem, lists, capacity, seed)
    assert all(served <= totals.served for served, _ in found.values())
    first = found["first come, best fit"][0]
    best = max(found, key=lambda policy: found[policy][0])
    return {
        "optimum_served": totals.served,
        "more_than_first_come_pct": round(100 * (totals.served / first - 1), 2),
        "best_of_the_others": best,
        "more_than_best_pct": round(100 * (totals.served / found[best][0] - 1), 2),
        "share_of_optimum": {
            policy: [round(served / totals.served, 3), round(quality / totals.quality, 3)]
            for policy, (served, quality) in found.items()
        },
        "why": why(lists, capacity, seed, result),
    }


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    rows = {}
    for name in names:
        for seed in SEEDS:
            rows[f"{name}, seed {seed}"] = compare(name, seed)
            print(name, seed, rows[f"{name}, seed {seed}"], flush=True)
    emit("engine-practice", figures | {"instances": rows, "never_fewer_served": True})


if __name__ == "__main__":
    main(sys.argv[1:] or ["M", "Mt"])
