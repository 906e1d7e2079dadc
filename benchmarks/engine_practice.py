"""What today's ways of matching lose against the optimum, on the same pairs, for every seed.

``ARGS="M Mt Mo"`` (default all three). First come first served with the best fit, a filter list
(anyone who fits, at random), volunteers who pick the best open question, and greedy by quality,
which is also the stable matching when both sides prefer the better fit. All with one class of
urgency, since none of the others knows urgency. The bar: never fewer served; 10% more than
first come, first served where supply and demand balance (Mt).
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from common import emit, machine, warm_up
from instances import instance
from samenspel_engine import Params, solve
from samenspel_engine.candidates import Lists, Search
from samenspel_engine.jit import compiled

SEEDS = (0, 1, 2)
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


def shuffled(lists: Lists, random: np.random.Generator) -> Lists:
    """The same lists in random order within each row."""
    owner = np.repeat(np.arange(lists.total.size), np.diff(lists.start))
    order = np.lexsort((random.random(owner.size), owner))
    return Lists(lists.start, lists.helper[order], lists.cost[order], lists.total)


def policies(
    lists: Lists, capacity: NDArray[np.int64], seed: int
) -> dict[str, tuple[int, int]]:
    """Served and quality of each way of matching."""
    random = np.random.default_rng(seed)
    n = lists.total.size
    owner = np.repeat(np.arange(n), np.diff(lists.start))
    turn = random.permutation(n)
    lot = shuffled(lists, random)
    volunteers = random.permutation(capacity.size)[lists.helper]

    def pick(order: NDArray[np.int64]) -> tuple[int, int]:
        free = np.ones(n, np.bool_)
        return greedy(order, owner, lists.helper, lists.cost, capacity.copy(), free)

    return {
        "first come, best fit": first_come(
            turn, lists.start, lists.helper, lists.cost, capacity.copy()
        ),
        "filter list": first_come(turn, lot.start, lot.helper, lot.cost, capacity.copy()),
        "volunteers pick": pick(np.lexsort((lists.cost, volunteers))),
        "greedy by quality = stable": pick(np.argsort(lists.cost, kind="stable")),
    }


def compare(name: str, seed: int) -> dict[str, object]:
    problem = instance(name, seed)
    n, m = len(problem.requests), len(problem.offers)
    search = Search(problem, Params(), np.arange(m))
    lists = search.complete(np.arange(n), search.best(np.arange(n), 1).total)
    totals = solve(problem, params=Params(urgent_first=False)).totals
    found = policies(lists, problem.offers.capacity.astype(np.int64), seed)
    assert all(served <= totals.served for served, _ in found.values())
    first = found["first come, best fit"][0]
    return {
        "optimum_served": totals.served,
        "more_than_first_come_pct": round(100 * (totals.served / first - 1), 2),
        "share_of_optimum": {
            policy: [round(served / totals.served, 3), round(quality / totals.quality, 3)]
            for policy, (served, quality) in found.items()
        },
    }


def main(names: list[str]) -> None:
    figures = machine()
    warm_up()
    rows = {f"{name}, seed {seed}": compare(name, seed) for name in names for seed in SEEDS}
    emit("engine-practice", figures | {"instances": rows, "never_fewer_served": True})


if __name__ == "__main__":
    main(sys.argv[1:] or ["M", "Mt", "Mo"])
