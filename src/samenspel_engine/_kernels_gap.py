"""Compiled lower bound of the generalised assignment problem: one exact knapsack per agent.

The rule that each job has one agent is relaxed with a price per job. What is left splits into a
knapsack per agent, and every set of prices gives a valid bound.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

Whole = NDArray[np.int64]


class Knapsacks(NamedTuple):
    """An instance as the knapsacks see it.

    ``cost`` (m, n) in the unit of the prices; ``weight`` (m, n) and ``room`` (m) on the grid of
    the knapsacks; ``may`` (m, n): pairs that are allowed and fit.
    """

    cost: Whole
    weight: Whole
    room: Whole
    may: NDArray[np.bool_]


class Shelf(NamedTuple):
    """Working memory: ``value`` (most room + 1), ``took`` (n, most room + 1), ``items`` (n)."""

    value: Whole
    took: NDArray[np.bool_]
    items: Whole


@compiled
def worthwhile(agent: int, price: Whole, sacks: Knapsacks, shelf: Shelf) -> tuple[int, int]:
    """List the jobs that cost the agent less than their price; return number and weight."""
    count, heavy = 0, 0
    for job in range(price.size):
        if sacks.may[agent, job] and sacks.cost[agent, job] < price[job]:
            shelf.items[count] = job
            heavy += sacks.weight[agent, job]
            count += 1
    return count, heavy


@compiled
def fill(agent: int, count: int, price: Whole, sacks: Knapsacks, shelf: Shelf) -> int:
    """The most that the listed jobs yield within the room; ``took`` remembers how."""
    room = sacks.room[agent]
    value = shelf.value
    value[: room + 1] = 0
    for at in range(count):
        job = shelf.items[at]
        weight, yields = sacks.weight[agent, job], price[job] - sacks.cost[agent, job]
        took = shelf.took[at]
        took[: min(weight, room + 1)] = False
        for space in range(room, weight - 1, -1):
            with_it = value[space - weight] + yields
            better = with_it > value[space]
            took[space] = better
            if better:
                value[space] = with_it
    return int(value[room])


@compiled
def pack(
    agent: int, price: Whole, sacks: Knapsacks, shelf: Shelf, chosen: NDArray[np.bool_]
) -> int:
    """Solve the knapsack of one agent; mark what it chose and return what that yields."""
    chosen[:] = False
    count, heavy = worthwhile(agent, price, sacks, shelf)
    if heavy <= sacks.room[agent]:
        total = 0
        for at in range(count):
            job = shelf.items[at]
            chosen[job] = True
            total += price[job] - sacks.cost[agent, job]
        return total
    best = fill(agent, count, price, sacks, shelf)
    space = sacks.room[agent]
    for at in range(count - 1, -1, -1):
        if shelf.took[at, space]:
            chosen[shelf.items[at]] = True
            space -= sacks.weight[agent, shelf.items[at]]
    return best


@compiled
def bound_of(
    price: Whole, sacks: Knapsacks, shelf: Shelf, chosen: NDArray[np.bool_], times: Whole
) -> int:
    """Lower bound at these prices; count in ``times`` how often each job was chosen."""
    total = 0
    for job in range(price.size):
        total += price[job]
    times[:] = 0
    for agent in range(sacks.room.size):
        total -= pack(agent, price, sacks, shelf, chosen[agent])
        for job in range(price.size):
            times[job] += chosen[agent, job]
    return total


class Climb(NamedTuple):
    """State of the search for prices, kept between calls.

    ``at``, ``slope`` (n): where it stands and in which direction it moves; ``best`` (n): best
    whole prices; ``mark``: bound there, length of the step in millionths, steps without gain.
    """

    at: NDArray[np.float64]
    slope: NDArray[np.float64]
    best: Whole
    mark: Whole


STEP, IDLE, PATIENCE = 1, 2, 20
MILLION = 1_000_000


@compiled
def advance(climb: Climb, times: Whole, reach: float) -> bool:
    """One step along the smoothed slope; false when the slope is flat."""
    length = 0.0
    for job in range(times.size):
        climb.slope[job] = 0.7 * climb.slope[job] + (1.0 - times[job])
        length += climb.slope[job] ** 2
    if length < 1e-9:
        return False
    factor = climb.mark[STEP] / MILLION * reach / length
    for job in range(times.size):
        climb.at[job] += factor * climb.slope[job]
    return True


@compiled
def back_to_best(climb: Climb) -> None:
    """Begin again at the best prices with a shorter step."""
    climb.at[:] = climb.best
    climb.slope[:] = 0.0
    climb.mark[STEP] = max(climb.mark[STEP] * 6 // 10, 100)
    climb.mark[IDLE] = 0


@compiled
def raise_bound(steps: int, target: int, sacks: Knapsacks, shelf: Shelf, climb: Climb) -> None:
    """Improve the prices by some steps along a deflected subgradient towards ``target``."""
    agents, jobs = sacks.cost.shape
    chosen = np.zeros((agents, jobs), np.bool_)
    times = np.zeros(jobs, np.int64)
    price = np.zeros(jobs, np.int64)
    for _ in range(steps):
        for job in range(jobs):
            price[job] = round(climb.at[job])
        bound = bound_of(price, sacks, shelf, chosen, times)
        climb.mark[IDLE] += 1
        if bound > climb.mark[0]:
            climb.mark[0] = bound
            climb.mark[IDLE] = 0
            climb.best[:] = price
        if climb.mark[IDLE] > PATIENCE:
            back_to_best(climb)
        elif not advance(climb, times, max(1.0, float(target - bound))):
            break


@compiled
def worth_of_room(price: Whole, sacks: Knapsacks, out: NDArray[np.float64]) -> None:
    """Price of a unit of each agent's room: yield per weight of the job that just fits."""
    jobs = price.size
    rate = np.zeros(jobs)
    for agent in range(sacks.room.size):
        for job in range(jobs):
            gain = price[job] - sacks.cost[agent, job]
            good = sacks.may[agent, job] and gain > 0
            rate[job] = gain / max(1, sacks.weight[agent, job]) if good else 0.0
        space = sacks.room[agent]
        out[agent] = 0.0
        for job in np.argsort(-rate):
            space -= sacks.weight[agent, job]
            if space < 0:
                out[agent] = rate[job]
                break


@compiled
def losses(price: Whole, sacks: Knapsacks, shelf: Shelf, out: Whole) -> None:
    """The least that the bound gains, pair by pair, when the pair is forced into the plan.

    Written as 0 or more; -1 for pairs that are not allowed.
    """
    jobs = price.size
    for agent in range(sacks.room.size):
        count, _ = worthwhile(agent, price, sacks, shelf)
        best = fill(agent, count, price, sacks, shelf)
        for job in range(jobs):
            out[agent, job] = -1
            if sacks.may[agent, job]:
                left = shelf.value[sacks.room[agent] - sacks.weight[agent, job]]
                yields = price[job] - sacks.cost[agent, job]
                out[agent, job] = max(0, best - left - yields)
