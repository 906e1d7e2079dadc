"""Compiled search for good plans of the generalised assignment problem: ejection chains.

Plans may overload agents at a price per unit, which the caller adapts. A chain takes one job
out, fills the room it leaves with another job, the room that one leaves with a third, and so
on; after each link the first job is put back where that costs least (Yagiura, Ibaraki and
Glover 2004).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

Whole = NDArray[np.int64]
FAR = 2**61
NONE = -1


class Instance(NamedTuple):
    """``cost``, ``weight`` (m, n), ``room`` (m), ``worth`` (m): price of a unit of room.

    ``near`` (n, k): agents tried for each job, the most promising first; ``likes`` (m, n): the
    same as marks.
    """

    cost: Whole
    weight: Whole
    room: Whole
    worth: Whole
    near: Whole
    likes: NDArray[np.bool_]


class Plan(NamedTuple):
    """``agent`` (n) of each job, ``load`` (m), ``fine`` (m): cost of a unit of overload.

    ``best`` (n): cheapest plan seen without overload; ``total``: cost now, overload now, cost
    of ``best`` (``FAR`` when there is none).
    """

    agent: Whole
    load: Whole
    fine: Whole
    best: Whole
    total: Whole


class Chain(NamedTuple):
    """The chain now: ``job`` and ``source`` (deepest + 1), ``used`` (n)."""

    job: Whole
    source: Whole
    used: NDArray[np.bool_]


COST, OVER, BEST = 0, 1, 2


@compiled
def leaving(job: int, plan: Plan, game: Instance) -> int:
    """Change of penalised cost when the job leaves its agent."""
    agent = plan.agent[job]
    excess = plan.load[agent] - game.room[agent]
    weight = game.weight[agent, job]
    saved = min(weight, excess) if excess > 0 else 0
    return int(-game.cost[agent, job] - plan.fine[agent] * saved)


@compiled
def joining(job: int, agent: int, load: int, plan: Plan, game: Instance) -> int:
    """Change of penalised cost when the job joins an agent that has this load."""
    excess = load + game.weight[agent, job] - game.room[agent]
    extra = min(game.weight[agent, job], excess) if excess > 0 else 0
    return int(game.cost[agent, job] + plan.fine[agent] * extra)


@compiled
def put(job: int, agent: int, plan: Plan, game: Instance) -> None:
    """Give the job to another agent and keep the totals up to date."""
    for old, sign in ((plan.agent[job], -1), (agent, 1)):
        if old != NONE:
            before = max(0, plan.load[old] - game.room[old])
            plan.load[old] += sign * game.weight[old, job]
            plan.total[OVER] += max(0, plan.load[old] - game.room[old]) - before
            plan.total[COST] += sign * game.cost[old, job]
    plan.agent[job] = agent


@compiled
def cheapest_end(
    job: int, changed: tuple[int, int, int, int], plan: Plan, game: Instance
) -> tuple[int, int]:
    """Where the first job fits best when two agents have other loads than in the plan.

    ``changed``: an agent and its load, another agent and its load.
    """
    lowest, where = FAR, NONE
    for agent in game.near[job]:
        if game.cost[agent, job] >= lowest:
            continue
        load = plan.load[agent]
        if agent == changed[0]:
            load = changed[1]
        elif agent == changed[2]:
            load = changed[3]
        cost = joining(job, agent, load, plan, game)
        if cost < lowest:
            lowest, where = cost, agent
    return lowest, where


@compiled
def next_link(
    first: int, hole: int, chain: Chain, plan: Plan, game: Instance
) -> tuple[int, int, int, int]:
    """The best last link and the most promising next one.

    Returns the change with the best ending, the job of that ending, where the first job goes,
    and the job with which the chain goes on.
    """
    lowest, closing, where = FAR, NONE, NONE
    promise, onward = FAR, NONE
    for job in range(plan.agent.size):
        source = plan.agent[job]
        if chain.used[job] or source == hole or not game.likes[hole, job]:
            continue
        weight = game.weight[source, job]
        change = leaving(job, plan, game)
        change += joining(job, hole, plan.load[hole], plan, game)
        hope = change - game.worth[source] * weight + game.worth[hole] * game.weight[hole, job]
        if hope < promise:
            promise, onward = hope, job
        hole_load = plan.load[hole] + game.weight[hole, job]
        loads = (hole, hole_load, source, plan.load[source] - weight)
        end, agent = cheapest_end(first, loads, plan, game)
        if change + end < lowest:
            lowest, closing, where = change + end, job, agent
    return lowest, closing, where, onward


@compiled
def lengthen(job: int, hole: int, at: int, chain: Chain, plan: Plan, game: Instance) -> int:
    """Let the job fill the hole; return where the hole is now."""
    source = plan.agent[job]
    chain.job[at], chain.source[at] = job, source
    chain.used[job] = True
    put(job, hole, plan, game)
    return int(source)


@compiled
def undo(links: int, found: bool, chain: Chain, plan: Plan, game: Instance) -> None:
    """Forget the chain; unless it helped, put its jobs back as well."""
    for at in range(links - 1, -1, -1):
        chain.used[chain.job[at]] = False
        if not found:
            put(chain.job[at], chain.source[at], plan, game)


@compiled
def follow(first: int, deepest: int, chain: Chain, plan: Plan, game: Instance) -> bool:
    """Try chains that begin with a job; leave the plan better, or as it was."""
    hole = origin = plan.agent[first]
    so_far, links = leaving(first, plan, game), 0
    put(first, NONE, plan, game)
    chain.used[first] = True
    end, where = cheapest_end(first, (NONE, 0, NONE, 0), plan, game)
    found = so_far + end < 0
    while not found and links < deepest:
        lowest, closing, where, onward = next_link(first, hole, chain, plan, game)
        if closing == NONE:
            break
        found = so_far + lowest < 0
        job = closing if found else onward
        so_far += leaving(job, plan, game)
        so_far += joining(job, hole, plan.load[hole], plan, game)
        hole = lengthen(job, hole, links, chain, plan, game)
        links += 1
    undo(links, found, chain, plan, game)
    chain.used[first] = False
    put(first, where if found else origin, plan, game)
    return found


@compiled
def remember(plan: Plan) -> None:
    """Keep the plan when it has no overload and is the cheapest yet."""
    if plan.total[OVER] == 0 and plan.total[COST] < plan.total[BEST]:
        plan.total[BEST] = plan.total[COST]
        plan.best[:] = plan.agent


@compiled
def descend(order: Whole, deepest: int, plan: Plan, game: Instance) -> None:
    """Follow chains from each job in turn until none helps."""
    jobs = order.size
    chain = Chain(
        np.zeros(deepest, np.int64), np.zeros(deepest, np.int64), np.zeros(jobs, np.bool_)
    )
    idle, at = 0, 0
    remember(plan)
    while idle < jobs:
        if follow(order[at], deepest, chain, plan, game):
            remember(plan)
            idle = 0
        idle += 1
        at = (at + 1) % jobs


@compiled
def cheapest_step(guide: Whole, plan: Plan, game: Instance) -> tuple[int, int]:
    """The job whose move to its agent in the other plan costs least."""
    least, pick = FAR, NONE
    for job in range(guide.size):
        agent = guide[job]
        if plan.agent[job] != agent:
            change = leaving(job, plan, game)
            change += joining(job, agent, plan.load[agent], plan, game)
            if change < least:
                least, pick = change, job
    return least, pick


@compiled
def relink(guide: Whole, steps: int, plan: Plan, game: Instance) -> None:
    """Walk towards another plan, cheapest step first; stay at the cheapest plan on the way."""
    cost, lowest = 0, FAR
    halt = plan.agent.copy()
    for step in range(steps):
        change, job = cheapest_step(guide, plan, game)
        if job == NONE:
            break
        put(job, guide[job], plan, game)
        cost += change
        if step > 0 and cost < lowest:
            lowest = cost
            halt[:] = plan.agent
    for job in range(guide.size):
        if plan.agent[job] != halt[job]:
            put(job, halt[job], plan, game)


@compiled
def improve(guide: Whole, order: Whole, deepest: int, plan: Plan, game: Instance) -> None:
    """Go halfway to another plan and descend from there; ``plan`` holds jobs and fines."""
    away = 0
    plan.load[:] = 0
    plan.total[COST], plan.total[OVER], plan.total[BEST] = 0, 0, FAR
    for job in range(order.size):
        agent = plan.agent[job]
        plan.total[COST] += game.cost[agent, job]
        plan.load[agent] += game.weight[agent, job]
        away += agent != guide[job]
    for agent in range(plan.load.size):
        plan.total[OVER] += max(0, plan.load[agent] - game.room[agent])
    relink(guide, away // 2, plan, game)
    descend(order, deepest, plan, game)
