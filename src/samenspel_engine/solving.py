"""The entrance of the engine: a problem in, a proven optimal result out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import Assignment, assign, drop_costs
from samenspel_engine.candidates import Lists, Search, replace_rows
from samenspel_engine.certificate import OPEN, Certificate, classes_of, result_hash
from samenspel_engine.errors import EngineError, EngineStoppedError
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.repair import cheaper_rows, repair
from samenspel_engine.result import Result
from samenspel_engine.rules import room_left
from samenspel_engine.score import points_table, quality_parts, total_quality

REPAIRED_SHARE = 50
"""When fewer than one in so many requests find a cheaper pair, only those are placed again."""

Progress = Callable[[str, float], None]
Stop = Callable[[], bool]


@dataclass
class _Run:
    """Clock, stop function and progress report of one run."""

    stop: Stop | None
    progress: Progress | None
    began: float = field(default_factory=perf_counter)
    timings: dict[str, float] = field(default_factory=dict)

    def report(self, stage: str, share: float) -> None:
        """Tell how far the run is; give up when the caller asks for it."""
        if self.progress is not None:
            self.progress(stage, share)
        if self.stop is not None and self.stop():
            raise EngineStoppedError(f"stopped during {stage}")

    def lap(self, stage: str) -> None:
        """Add the time since the previous lap to a stage."""
        now = perf_counter()
        self.timings[stage] = self.timings.get(stage, 0.0) + now - self.began
        self.began = now


def solve(
    problem: Problem,
    *,
    params: Params | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Result:
    """Match all open questions at once: most urgent questions served, then best fit.

    Parameters
    ----------
    problem : Problem
    params : Params, optional
    stop : callable, optional
        Called between steps; when it returns true the run ends with ``EngineStoppedError``.
    seed : int
        0 settles ties in the order of the identifiers; any other number draws a lottery order
        of them. The same seed gives the same result, whatever the order of the rows or the
        number of threads.
    progress : callable, optional
        Called with the name of the stage and the share of it that is done (0..1).

    Returns
    -------
    Result
        Proven optimal over every compatible pair: its certificate has gap 0.
    """
    settings = params or Params()
    run = _Run(stop, progress)
    rows = tie_order(problem.requests.ids, seed)
    rows = rows[~np.isin(rows, problem.fixed[:, 0])]
    offers = tie_order(problem.offers.ids, seed)
    capacity = np.maximum(room_left(problem), 0)[offers]
    top = TOP_QUALITY + settings.continuity
    drop = drop_costs(classes_of(problem, settings)[rows], len(problem.offers), top)
    run.lap("prepare")
    search = Search(problem, settings, np.argsort(offers))
    run.lap("index")
    lists = search.best(rows, settings.list_length, partial(run.report, "candidates"))
    run.lap("first candidates")
    found, lists, rounds = _prove(search, rows, lists, (drop, capacity), run)
    again = partial(solve, params=settings, seed=seed)
    result = to_result(problem, settings, (rows, offers), (found, lists.total))
    run.lap("finish")
    return Result(
        problem=problem,
        params=settings,
        timings=run.timings,
        rounds=rounds,
        solve_again=again,
        **result,
    )


def tie_order(ids: NDArray[Any], seed: int) -> NDArray[np.int64]:
    """Rows in the order in which ties are settled: by identifier, or by a seeded lottery."""
    order = np.argsort(ids, kind="stable").astype(np.int64)
    if seed == 0:
        return order
    return np.random.default_rng(seed).permutation(order)


def _prove(
    search: Search,
    rows: NDArray[np.int64],
    lists: Lists,
    limits: tuple[NDArray[np.int64], NDArray[np.int64]],
    run: _Run,
) -> tuple[Assignment, Lists, int]:
    """Solve on cut lists until the prices prove that no pair left out could improve anything.

    A pair left out of a cut list costs at least as much as the last one kept, and prices are
    not negative. So a row whose price is at most that last cost needs no longer list; the other
    rows get all their pairs. Where none of those costs less than the price, the proof stands;
    where few rows have a cheaper pair, only those are placed again.
    """
    rounds, found = 1, assign(lists, *limits)
    while True:
        run.lap("assign")
        if found.value != found.bound:
            raise EngineError(f"no proof of optimality: gap {found.value - found.bound}")
        doubtful = np.flatnonzero(lists.cut & (found.request_price > _last_cost(lists)))
        run.report("assign", 1.0 - doubtful.size / max(1, rows.size))
        if doubtful.size == 0:
            return found, lists, rounds
        longer = search.complete(rows[doubtful], lists.total[doubtful])
        lists = replace_rows(lists, doubtful, longer)
        wrong = cheaper_rows(longer, doubtful, found, limits)
        run.lap("more candidates")
        rounds += wrong.size > 0
        if wrong.size * REPAIRED_SHARE > rows.size:
            found = assign(lists, *limits)
        elif wrong.size:
            found = repair(lists, found, wrong, limits)


def _last_cost(lists: Lists) -> NDArray[np.int64]:
    """Cost of the last pair in each row; 0 for empty rows."""
    last = np.zeros(lists.total.size, np.int64)
    filled = np.diff(lists.start) > 0
    last[filled] = lists.cost[lists.start[1:][filled] - 1]
    return last


def to_result(
    problem: Problem,
    params: Params,
    order: tuple[NDArray[np.int64], NDArray[np.int64]],
    answer: tuple[Assignment, NDArray[np.int64]],
) -> dict[str, Any]:
    """Turn ranks into rows, add the fixed matches, and write the certificate."""
    rows, offers = order
    found, total = answer
    n = len(problem.requests)
    served = found.helper != OPEN
    helper_of, quality = np.full(n, OPEN, np.int64), np.zeros(n, np.int64)
    helper_of[rows[served]] = offers[found.helper[served]]
    quality[rows[served]] = TOP_QUALITY + params.continuity - found.cost[served]
    kept = problem.previous[helper_of[problem.previous[:, 0]] == problem.previous[:, 1], 0]
    quality[kept] -= params.continuity
    points = points_table(problem, params)
    for i, j in problem.fixed.tolist():
        helper_of[i] = j
        quality[i] = total_quality(quality_parts(problem, points, i, np.array([j])))[0]
    request_prices, candidates = np.zeros(n, np.int64), np.zeros(n, np.int64)
    request_prices[rows] = found.request_price
    candidates[rows] = total
    helper_prices = np.zeros(len(problem.offers), np.int64)
    helper_prices[offers] = found.helper_price
    return {
        "helper_of": helper_of,
        "quality": quality,
        "candidates": candidates,
        "certificate": Certificate(
            value=found.value,
            bound=found.bound,
            request_prices=request_prices,
            helper_prices=helper_prices,
            problem_hash=problem.content_hash(),
            result_hash=result_hash(helper_of, request_prices, helper_prices),
        ),
    }
