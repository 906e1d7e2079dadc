"""A real stream: who gets whose protective gear, in the spring of 2020 (PyPI ``ppe-match``).

1,417 offers and some 31,000 requests that reached GetUsPPE, decided week by week, without
knowing what comes next. The package replays the stream and computes all figures; its own two
strategies run beside ours. Ours solves each week exactly: a unit is worth its miles less a
reward that is larger for small requests, and waits when no request within reach is worth the
distance; units that were never sent are therefore shown beside the miles. The package needs a
pandas below 2.0; where it is absent, this benchmark says so and stops.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from common import emit, machine, timed
from samenspel_engine.jit import compiled

REWARD = 1000
"""Miles that filling a whole request is worth; a unit earns its share."""

REACH = 200
"""Miles above which a unit waits for a nearer request, however long that takes."""

TENTH = 10
FAR_MILES = 20_000
FAR_COST = 10**12
FIGURES = ("fill rate", "fill rate exc zeros", "avg unit-miles", "avg holding time",
           "avg number of shipments")  # fmt: skip


class Strategy:
    """Decide a week exactly; remember only who was given what."""

    def __init__(self, reward: int = REWARD, reach: int = REACH) -> None:
        self.reward, self.reach = reward, reach
        self.given: dict[tuple[str, str], float] = defaultdict(float)
        self.solved = 0

    def __call__(self, date: Any, donors: Any, recipients: Any, distances: Any) -> Any:
        pandas = import_module("pandas")
        rows = []
        for ppe in sorted(set(donors.ppe) & set(recipients.ppe)):
            offer, request = donors[donors.ppe == ppe], recipients[recipients.ppe == ppe]
            miles = _miles(offer.don_id, request.rec_id, distances)
            amounts = self._decide(ppe, offer, request, miles)
            for (i, j), amount in sorted(amounts.items()):
                rows.append((offer.don_id.iat[i], request.rec_id.iat[j], ppe, float(amount)))
                self.given[request.rec_id.iat[j], ppe] += amount
        return pandas.DataFrame(rows, columns=["don_id", "rec_id", "ppe", "qty"])

    def _decide(self, ppe: str, offer: Any, request: Any, miles: Any) -> dict:
        """Units by donor and recipient; the last recipient is waiting."""
        left = request.qty.to_numpy()
        asked = left + [self.given[who, ppe] for who in request.rec_id]
        cost = np.rint(TENTH * (miles - self.reward / asked + self.reward)).astype(np.int64)
        units = offer.qty.to_numpy().astype(np.int64)
        waiting = np.full((units.size, 1), TENTH * (self.reach + self.reward))
        cost = np.ascontiguousarray(np.concatenate([cost, waiting], axis=1).T)
        room = np.append(left, units.sum()).astype(np.int64)
        sent = np.zeros(cost.shape, np.int64)
        transport(cost, units.copy(), room, sent)
        if not cannot_be_cheaper(cost, room, sent):
            raise SystemExit("a week was not solved exactly")
        self.solved += 1
        sends = zip(*np.nonzero(sent[:-1]), strict=True)
        return {(int(i), int(j)): int(sent[j, i]) for j, i in sends}


@compiled
def detours(cost: Any, room: Any, sent: Any) -> Any:
    """What it costs for one donor to take over a unit from another; the last node is the room.

    Tables by recipient and donor. From a donor to the room: its cheapest recipient that still
    wants something.
    """
    recipients, donors = cost.shape
    step = np.full((donors + 1, donors + 1), FAR_COST)
    for j in range(recipients):
        if room[j] > 0:
            for a in range(donors):
                step[donors, a] = min(step[donors, a], cost[j, a])
        for b in range(donors):
            if sent[j, b] > 0:
                for a in range(donors):
                    step[b, a] = min(step[b, a], cost[j, a] - cost[j, b])
    return step.T.copy()


@compiled
def cheapest_way(start: int, step: Any) -> Any:
    """The nodes before each node on the cheapest way from a donor."""
    nodes = step.shape[0]
    away = step[start].copy()
    before = np.full(nodes, start)
    changed = True
    while changed:
        changed = False
        for a in range(nodes - 1):
            for b in range(nodes):
                if b != start and a != b and away[a] + step[a, b] < away[b]:
                    away[b] = away[a] + step[a, b]
                    before[b] = a
                    changed = True
    return before


@compiled
def handed_over(a: int, b: int, cost: Any, room: Any, sent: Any) -> int:
    """The recipient through which donor ``a`` relieves donor ``b``, or finds free room."""
    recipients, donors = cost.shape
    lowest, where = FAR_COST, -1
    for j in range(recipients):
        if b == donors and room[j] > 0 and cost[j, a] < lowest:
            lowest, where = cost[j, a], j
        elif b < donors and sent[j, b] > 0 and cost[j, a] - cost[j, b] < lowest:
            lowest, where = cost[j, a] - cost[j, b], j
    return where


@compiled
def transport(cost: Any, units: Any, room: Any, sent: Any) -> None:
    """Cheapest way to send all units: shortest paths over the donors (Busacker and Gowen)."""
    donors = cost.shape[1]
    place = np.zeros(donors + 1, np.int64)
    for start in range(donors):
        while units[start] > 0:
            before = cheapest_way(start, detours(cost, room, sent))
            amount, node = units[start], donors
            while node != start:
                a = before[node]
                place[node] = handed_over(a, node, cost, room, sent)
                free = room[place[node]] if node == donors else sent[place[node], node]
                amount, node = min(amount, free), a
            units[start] -= amount
            room[place[donors]] -= amount
            node = donors
            while node != start:
                a = before[node]
                sent[place[node], a] += amount
                if node != donors:
                    sent[place[node], node] -= amount
                node = a


def cannot_be_cheaper(cost: Any, room: Any, sent: Any) -> bool:
    """Whether no cycle through donors and room saves anything: the plan is then optimal."""
    way = detours(cost, room, sent)
    for donor, last in enumerate(np.where(sent > 0, cost, -FAR_COST).max(axis=0)):
        way[-1, donor] = -last
    for middle in range(len(way)):
        way = np.minimum(way, way[:, middle, None] + way[middle])
    return bool((np.diag(way) >= 0).all())


def _miles(offers: Any, requests: Any, distances: Any) -> Any:
    """Table of miles; pairs that the package does not list are too far."""
    pandas = import_module("pandas")
    row = pandas.Index(offers).get_indexer(distances.don_id)
    column = pandas.Index(requests).get_indexer(distances.rec_id)
    known = (row >= 0) & (column >= 0)
    miles = np.full((len(offers), len(requests)), float(FAR_MILES))
    miles[row[known], column[known]] = distances.distance.to_numpy()[known]
    return miles


def replay(strategy: Any) -> dict[str, object]:
    """Let the package replay the stream and compute its figures."""
    world = import_module("ppe_match").TestingFramework(strategy=strategy)
    seconds, _ = timed(world.run)
    told = world.get_metrics().set_index("metric_name")["value"]
    return {
        **{name: round(float(told[name]), 4) for name in FIGURES},
        "units": int(world.get_decisions().qty.sum()),
        "seconds": round(seconds, 1),
    }


def deciding(strategy: Strategy) -> tuple[Any, list[float]]:
    """The strategy, and a list that collects the seconds of its decisions."""
    laps: list[float] = []

    def timed_strategy(*tables: Any) -> Any:
        seconds, plan = timed(lambda: strategy(*tables))
        laps.append(seconds)
        return plan

    return timed_strategy, laps


def main() -> None:
    if find_spec("ppe_match") is None:
        print("ppe-match is not installed: nothing to compare with")
        return
    logging.disable(logging.CRITICAL)
    theirs = import_module("ppe_match.strategies")
    figures: dict[str, object] = machine() | {"reward": REWARD, "reach": REACH}
    transport(*(np.ones(shape, np.int64) for shape in ((1, 1), 1, 1, (1, 1))))  # compile
    strategy = Strategy()
    decide, laps = deciding(strategy)
    figures["ours"] = replay(decide) | {
        "deciding_seconds": round(sum(laps), 1), "exact_decisions": strategy.solved,
    }  # fmt: skip
    for name in ("proximity_match_strategy", "FCFM_strategy"):
        figures[name] = replay(getattr(theirs, name))
    emit("ppe", figures)


if __name__ == "__main__":
    main()
