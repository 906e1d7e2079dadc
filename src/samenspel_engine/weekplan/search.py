"""The search for a weekly plan: annealing and the bound side by side.

A small week goes to HiGHS first if that is installed; everything works without it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import perf_counter
from typing import NamedTuple

from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.weekplan import exact
from samenspel_engine.weekplan.annealing import Annealing
from samenspel_engine.weekplan.arrays import Choice, PlanArrays, cost_of
from samenspel_engine.weekplan.bound import Bound, Prices, raise_bound

DEFAULT_ROUNDS = 200
BOUND_SHARE = 0.5
CHAINS = 2
MEETINGS = (0.4, 0.6, 0.8, 0.9)
STEPS_PER_ROUND = 15
MOST_STEPS = 100_000
SMALL, SMALL_TIMED, SMALL_SECONDS = 150, 400, 30.0


class Stop(NamedTuple):
    """When a search ends: at whichever of these comes first.

    ``seconds`` of wall time; ``rounds`` of annealing; ``gap``: distance between plan and bound
    as a share of the cost. With rounds and no seconds the outcome depends on the seed alone.
    """

    seconds: float | None = None
    rounds: int | None = None
    gap: float = 0.0


class Progress(NamedTuple):
    """Where a search stands; ``bound`` is 0 until one is known."""

    seconds: float
    cost: int
    bound: int
    gap: float


class Found(NamedTuple):
    """The best plan, a bound with the prices that prove it, and the way there.

    ``exact``: whether HiGHS solved the whole of a small week first; ``interrupted``: whether
    someone stopped the search.
    """

    choice: Choice
    cost: int
    bound: Bound
    gap: float
    trace: list[Progress]
    exact: bool
    interrupted: bool


class InterruptedSearchError(Exception):
    """The listener wants the best plan so far."""


def gap_between(cost: int, bound: int) -> float:
    """Share of the cost that is not proven; 0 for a plan that costs nothing."""
    return max(cost - bound, 0) / cost if cost else 0.0


def search(
    arrays: PlanArrays,
    *,
    stop: Stop,
    seed: int = 0,
    progress: Callable[[Progress], object] | None = None,
    threads: int | None = None,
) -> Found:
    """Look for the cheapest plan and prove how far from it the result can be at most.

    Parameters
    ----------
    arrays : PlanArrays
    stop : Stop
        With neither seconds nor rounds, 200 rounds.
    seed : int
    progress : callable, optional
        Is told where the search stands after every round; returning ``False`` ends it.
    threads : int, optional
        By default one for each processor. Without seconds the plan does not depend on it.

    Returns
    -------
    Found
        Also after ``KeyboardInterrupt``: the best plan so far, which keeps every limit.

    Raises
    ------
    EngineInputError
        When ``stop`` makes no sense.
    EngineError
        When the bound is above a plan: the proof is then worth nothing.

    Source
    ------
    Kirkpatrick, Gelatt and Vecchi (1983), simulated annealing; Glover (1996), ejection
    chains.
    """
    _check(stop)
    run = Run(arrays, stop, seed, progress, threads or os.cpu_count() or 1)
    try:
        run.look()
    except (KeyboardInterrupt, InterruptedSearchError):
        run.interrupted = True
    finally:
        run.close()
    return run.found()


def _check(stop: Stop) -> None:
    if stop.seconds is not None and not stop.seconds > 0:
        raise EngineInputError("stop", "seconds", "must be more than 0")
    if stop.rounds is not None and stop.rounds < 1:
        raise EngineInputError("stop", "rounds", "must be 1 or more")
    if not 0 <= stop.gap < 1:
        raise EngineInputError("stop", "gap", "must be at least 0 and less than 1")


class Run:
    """One search: the annealing, the bound beside it, and what was reported about both."""

    def __init__(
        self,
        arrays: PlanArrays,
        stop: Stop,
        seed: int,
        progress: Callable[[Progress], object] | None,
        threads: int,
    ) -> None:
        self.began = perf_counter()
        self.arrays, self.stop, self.seed, self.progress = arrays, stop, seed, progress
        first = Annealing(arrays, seed=CHAINS * seed, threads=threads)
        self.team = [first]
        if first.parts == 1:
            self.team += [Annealing(arrays, seed=CHAINS * seed + k) for k in range(1, CHAINS)]
        most = SMALL if stop.seconds is None else SMALL_TIMED
        self.exact = exact.available() and 0 < arrays.visits <= most
        self.choice, self.cost = first.best, first.best_cost
        self.bound = Bound(0, Prices.none(arrays), 0, 0.0)
        self.trace: list[Progress] = []
        self.interrupted = self.ended = False
        self._meetings = list(MEETINGS)
        self._rounds = stop.rounds
        if stop.rounds is None and stop.seconds is None:
            self._rounds = DEFAULT_ROUNDS
        self._pool = ThreadPoolExecutor(threads)
        self._prover = ThreadPoolExecutor(1)
        self._proving: Future[Bound] = self._prover.submit(self._prove)

    def look(self) -> None:
        """Anneal until the stop that was set, and wait for the bound."""
        if self.exact:
            self._solve_whole()
        while not self._done(share := self._share()):
            self._anneal(share)
        if self.stop.seconds is None:
            self._proving.result()

    def _anneal(self, share: float) -> None:
        """One round of every chain; when they meet, all go on from the best of their plans."""
        list(self._pool.map(lambda one: one.run_round(share), self.team))
        while self._meetings and share >= self._meetings[0]:
            self._meetings.pop(0)
            leader = min(self.team, key=lambda one: one.cost)
            for one in self.team:
                if one is not leader:
                    one.take(leader.choice())
        best = min(self.team, key=lambda one: one.best_cost)
        self._offer(best.best, best.best_cost)

    def close(self) -> None:
        """Stop the bound and release the threads."""
        self.ended = True
        self.bound = self._proving.result()
        for one in self.team:
            one.close()
        self._pool.shutdown()
        self._prover.shutdown()

    def found(self) -> Found:
        """What the search ends with; refuses a bound that is above a plan that exists."""
        if self.bound.value > self.cost:
            raise EngineError(f"the bound {self.bound.value} is above a plan of {self.cost}")
        gap = gap_between(self.cost, self.bound.value)
        done = (self.choice, self.cost, self.bound, gap)
        return Found(*done, self.trace, self.exact, self.interrupted)

    def _prove(self) -> Bound:
        if self.arrays.visits == 0:
            return self.bound
        steps = MOST_STEPS if self._rounds is None else STEPS_PER_ROUND * self._rounds
        seconds = None if self.stop.seconds is None else BOUND_SHARE * self.stop.seconds
        return raise_bound(
            self.arrays, iterations=steps, seconds=seconds, progress=self._hear_bound
        )

    def _hear_bound(self, bound: Bound) -> bool:
        self.bound = bound
        return self.ended

    def _spent(self) -> float:
        return perf_counter() - self.began

    def _share(self) -> float:
        """How much of the annealing is over, 1 at its end."""
        shares = [0.0]
        if self._rounds is not None:
            shares.append(self.team[0].rounds / self._rounds)
        if self.stop.seconds is not None:
            shares.append(self._spent() / self.stop.seconds)
        return max(shares)

    def _done(self, share: float) -> bool:
        reached = self.stop.gap > 0 or self.cost <= self.bound.value
        near = gap_between(self.cost, self.bound.value) <= self.stop.gap
        by_time = self.stop.seconds is not None
        return share >= 1 or self.arrays.visits == 0 or (by_time and reached and near)

    def _offer(self, choice: Choice, cost: int) -> None:
        """Keep a plan when it is better, and report it."""
        if cost < self.cost:
            self.choice, self.cost = choice, cost
        known = self.bound.value
        now = Progress(self._spent(), self.cost, known, gap_between(self.cost, known))
        self.trace.append(now)
        if self.progress is not None and self.progress(now) is False:
            raise InterruptedSearchError

    def _solve_whole(self) -> None:
        """Solve a small week as one exact problem; the annealing goes on from its plan."""
        seconds = SMALL_SECONDS if self.stop.seconds is None else self.stop.seconds / 2
        best = exact.solve_exactly(self.arrays, seconds=seconds, gap=self.stop.gap)
        self.team[0].take(best.choice)
        self._offer(best.choice, cost_of(self.arrays, best.choice))
