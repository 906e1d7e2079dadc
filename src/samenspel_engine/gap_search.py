"""Search for prices and for plans of the generalised assignment problem."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_gap import Climb, raise_bound, worth_of_room
from samenspel_engine._kernels_gap_search import BEST, FAR, Instance, Plan, improve
from samenspel_engine.gap_instance import UNIT, GapInstance, exact_bound, knapsacks

Whole = NDArray[np.int64]

LANES = 4
"""Plans made side by side in one round; the same for any number of threads."""

ELITE = 16
NEAR = 5
DEEPEST = 5
STEP_IN_MILLIONTHS = 2_000_000
HARDER, MILDER = 1.02, 0.9


class Prices:
    """The best prices found so far, and the state of the climb."""

    def __init__(self, instance: GapInstance) -> None:
        cost = np.where(instance.fits, instance.cost, np.abs(instance.cost).max() + 1) * UNIT
        start = np.sort(cost, axis=0)[min(1, cost.shape[0] - 1)]
        self.instance = instance
        self.sacks, self.shelf = knapsacks(instance)
        self.climb = Climb(
            start.astype(np.float64),
            np.zeros(start.size),
            start.copy(),
            np.array([exact_bound(instance, start), STEP_IN_MILLIONTHS, 0]),
        )

    @property
    def best(self) -> Whole:
        return self.climb.best.copy()

    @property
    def bound(self) -> int:
        """The bound in whole costs."""
        return -(-int(self.climb.mark[0]) // UNIT)

    def improve(self, steps: int, target: int) -> None:
        """Take some steps towards a cost that the bound is thought to reach.

        A target that is too high only costs time: steps without gain make the next ones
        shorter.
        """
        self.climb.at[:] = self.climb.best
        self.climb.slope[:] = 0.0
        self.climb.mark[1:] = STEP_IN_MILLIONTHS, 0
        raise_bound(steps, target * UNIT, self.sacks, self.shelf, self.climb)

    def worth(self) -> NDArray[np.float64]:
        """Price of one unit of each agent's room."""
        out = np.zeros(self.sacks.room.size)
        plain = self.sacks._replace(weight=self.instance.weight, room=self.instance.capacity)
        worth_of_room(self.climb.best, plain, out)
        return out


class Search:
    """An elite of plans, and the best plan without overload.

    Parameters
    ----------
    instance : GapInstance
        Every job must fit at least one agent.
    worth : ndarray of float64, shape (m,)
        Prices of the rooms; they tell which agents are promising for a job.
    random : Generator
        Source of all random numbers.
    """

    def __init__(
        self, instance: GapInstance, worth: NDArray[np.float64], random: np.random.Generator
    ) -> None:
        self.random = random
        self.highest = int(FAR // max(1, instance.weight.max(axis=0).sum()))
        self.elite = np.zeros((0, instance.cost.shape[1]), np.int64)
        self.agent_of: Whole | None = None
        self.cost = int(FAR)
        self.guide(instance, worth)

    def guide(self, instance: GapInstance, worth: NDArray[np.float64]) -> None:
        """From now on, look where these prices of rooms point."""
        agents, jobs = instance.cost.shape
        dear = instance.cost * UNIT + worth[:, None] * instance.weight
        dear[~instance.fits] = np.inf
        near: Whole = np.argsort(dear, axis=0, kind="stable")[: min(NEAR, agents)].T
        fits = instance.fits[near, np.arange(jobs)[:, None]]
        near = np.where(fits, near, near[:, :1]).astype(np.int64)
        likes = np.zeros((agents, jobs), np.bool_)
        likes[near, np.arange(jobs)[:, None]] = True
        whole = np.minimum(worth, self.highest).astype(np.int64)
        self.game = Instance(
            instance.cost * UNIT, instance.weight, instance.capacity, whole, near, likes
        )  # fmt: skip
        self.fine = np.maximum(whole * 7 // 10, UNIT // 2)

    def round(self, threads: ThreadPoolExecutor) -> None:
        """Make some plans from the elite, side by side, and take them into it."""
        starts = [self._start() for _ in range(LANES)]
        for plan in list(threads.map(self._descend, starts)):
            self._take(plan)

    def _start(self) -> tuple[Whole, Whole, Whole]:
        """Two plans of the elite, or a new one while it is small, and an order of the jobs."""
        jobs = self.game.near.shape[0]
        order = self.random.permutation(jobs)
        if len(self.elite) < ELITE:
            rank = self.random.random(jobs) ** 3 * min(3, self.game.near.shape[1])
            fresh = self.game.near[np.arange(jobs), rank.astype(np.int64)]
            return fresh, fresh, order
        one, other = self.random.choice(ELITE, 2, replace=False)
        return self.elite[one], self.elite[other], order

    def _descend(self, start: tuple[Whole, Whole, Whole]) -> Plan:
        agent, guide, order = start
        plan = Plan(
            agent.copy(), np.zeros_like(self.game.room), self.fine.copy(), agent.copy(),
            np.zeros(3, np.int64),
        )  # fmt: skip
        improve(guide, order, DEEPEST, plan, self.game)
        return plan

    def _take(self, plan: Plan) -> None:
        """Adapt the fines to a plan and keep what is good."""
        over = plan.load > self.game.room
        factor = np.where(over, HARDER, 1.0) if over.any() else np.full(over.size, MILDER)
        fine = (self.fine * factor).astype(np.int64) + over
        self.fine = np.clip(fine, UNIT // 10, self.highest)
        self._enter(plan.agent)
        if plan.total[BEST] < self.cost:
            self.cost = int(plan.total[BEST])
            self.agent_of = plan.best.copy()
            self._enter(plan.best)

    def _penalised(self, plans: Whole) -> Whole:
        """Cost of each plan at the current fines."""
        jobs, agents = np.arange(plans.shape[1]), self.game.room.size
        cost = self.game.cost[plans, jobs].sum(axis=1)
        load = np.zeros((len(plans), agents), np.int64)
        np.add.at(load, (np.arange(len(plans))[:, None], plans), self.game.weight[plans, jobs])
        over = np.maximum(load - self.game.room, 0)
        total: Whole = cost + over @ self.fine
        return total

    def _enter(self, agent: Whole) -> None:
        """Put a plan in the place of one that is nearly the same, or of the worst."""
        away = (self.elite != agent).sum(axis=1)
        if away.size and away.min() == 0:
            return
        if len(self.elite) < ELITE:
            self.elite = np.vstack([self.elite, agent])
            return
        value = self._penalised(np.vstack([self.elite, agent]))
        place = int(away.argmin()) if away.min() <= 2 else int(value[:-1].argmax())
        if value[-1] < value[place]:
            self.elite[place] = agent
