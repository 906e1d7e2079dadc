"""Whom to ask: half a year of questions replayed for several ways of asking.

What an ask of each helper is worth is worked out from 5,000 questions; 26 weeks of other
questions (192 a week) of the same province come in, with 10,000, 5,000 and 2,500 helpers. A
helper wants at most two asks in four weeks. The chances of a yes are known: the fit of the pair
times the readiness of the helper. Every way meets the same questions and answers, on each of
three seeds; the table shows means. Share: of the bound with hindsight under the same rules (see
``samenspel_engine.hindsight``). ``least_against_others``: worth of the policy divided by that
of the best other way at the same number of asks (steps of people per question, joined by
straight lines), the lowest of the seeds. The bar: never below 1. Three variants of the policy
are shown beside it: without opportunity costs, with gains up to 100 points apart counted as
equal, and with the readiness of each helper unknown, so that chances are only roughly right.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace

import numpy as np

from common import emit, machine, timed
from instances import instance
from samenspel_engine import Problem
from samenspel_engine.asking import Standing
from samenspel_engine.nudge import NotifyPolicy, candidate_pairs, whom_to_ask
from samenspel_engine.simulate import WAYS, Simulation, Way, Weeks, simulate

SEEDS = (0, 1, 2)
SCENES = {"plenty": 10_000, "balanced": 5_000, "scarce": 2_500}
QUESTIONS, WEEKS, BUDGET = 5_000, 26, 2
ORDERS = ("turn", "distance", "chance")
COUNTS = (1, 2, 3, 4, 5, 8, 13)
STEPS = tuple(Way(f"{order} {count}", order, count) for order in ORDERS for count in COUNTS)


def chances(pairs, ready):
    """Chance of a yes of each pair: readiness of the helper times the fit."""
    return np.clip(ready[pairs.helper] * (1000 - pairs.cost) / 600, 0.02, 0.95)


def scene(helpers: int, seed: int) -> tuple[Simulation, float, float]:
    """Weeks replayed, seconds to prepare, and median seconds to answer one question."""
    whole = instance("M", seed)
    offers = whole.offers.take(np.arange(helpers))
    before = Problem(whole.requests.take(np.arange(QUESTIONS)), offers)
    after = Problem(whole.requests.take(np.arange(QUESTIONS, 2 * QUESTIONS)), offers)
    ready = np.random.default_rng(seed).beta(2, 3, helpers)
    usual, most = np.full(helpers, ready.mean()), np.full(helpers, BUDGET)

    def prepare(ready) -> NotifyPolicy:
        pairs = candidate_pairs(before)
        return NotifyPolicy.prepare(
            before, chances(pairs, ready), weeks=WEEKS, asks_most=most, pairs=pairs
        )

    seconds, policy = timed(lambda: prepare(ready))
    assert policy.value == policy.bound
    standing = Standing.from_columns(ids=offers.ids)
    laps = [
        timed(lambda i=i: whom_to_ask(policy, after, i, chance=ready, standing=standing))[0]
        for i in range(100)
    ]
    chance = chances(candidate_pairs(after), ready)
    weeks = Weeks(WEEKS, QUESTIONS / WEEKS, seed)

    def run(plan: NotifyPolicy, ways: tuple[Way, ...], believed=None) -> Simulation:
        return simulate(after, chance, plan, weeks=weeks, ways=ways, believed=believed)

    replayed = run(policy, (*WAYS, *STEPS))
    for name, plan in variants(policy).items():
        replayed.outcomes[name] = run(plan, WAYS[:1]).outcomes["policy"]
    rough = chances(candidate_pairs(after), usual)
    blind = run(prepare(usual), WAYS[:1], rough)
    replayed.outcomes["policy, readiness unknown"] = blind.outcomes["policy"]
    return replayed, seconds, statistics.median(laps)


def variants(policy: NotifyPolicy) -> dict[str, NotifyPolicy]:
    """The policy with one thing changed."""
    return {
        "policy, no opportunity cost": replace(policy, price=np.zeros_like(policy.price)),
        "policy, equal within 100": replace(policy, rules=replace(policy.rules, equal=100)),
    }


def against_others(replayed: Simulation) -> float:
    """Worth of the policy divided by the best other way at the same number of asks."""
    ours, best = replayed.outcomes["policy"], 0.0
    for order in ORDERS:
        steps = [replayed.outcomes[f"{order} {count}"] for count in COUNTS]
        asks, worth = [0, *(one.asks for one in steps)], [0, *(one.worth for one in steps)]
        best = max(best, float(np.interp(ours.asks, asks, np.maximum.accumulate(worth))))
    return ours.worth / best


def row(outcomes) -> dict[str, float]:
    """Means over the seeds."""

    def mean(name: str, digits: int = 0) -> float:
        value = statistics.mean(getattr(one, name) for one in outcomes)
        return round(value, digits) if digits else round(value)

    return {
        "served": mean("served"),
        "share_of_hindsight": mean("share", 3),
        "asks": mean("asks"),
        "asks_per_match": mean("asks_per_match", 2),
        "most_asks_of_one": max(one.most_asked for one in outcomes),
        "gini": mean("gini", 2),
        "jain": mean("jain", 2),
    }


def compare(helpers: int, figures: dict[str, object], name: str) -> dict[str, object]:
    runs = [scene(helpers, seed) for seed in SEEDS]
    replayed = [run[0] for run in runs]
    ratio = min(against_others(one) for one in replayed)
    figures[f"least_against_others_{name}"] = round(ratio, 3)
    figures[f"prepare_seconds_{name}"] = round(runs[-1][1], 2)
    figures[f"one_question_ms_{name}"] = round(1000 * runs[-1][2], 2)
    shown = [way for way in replayed[0].outcomes if way not in {one.name for one in STEPS}]
    return {way: row([one.outcomes[way] for one in replayed]) for way in shown}


def main(names: list[str]) -> None:
    figures = machine()
    scene(500, 0)  # compile
    tables = {f"{name}: {SCENES[name]} helpers": compare(SCENES[name], figures, name)
              for name in names}  # fmt: skip
    emit("nudge", figures | tables)


if __name__ == "__main__":
    main(sys.argv[1:] or list(SCENES))
