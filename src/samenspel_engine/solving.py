"""The way into the engine: a problem in, a proven optimal result out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from numbers import Integral
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import Assignment
from samenspel_engine.candidates import Lists, Search, replace_rows
from samenspel_engine.certificate import (
    OPEN,
    Certificate,
    FloorProof,
    Prices,
    classes_of,
    drop_of,
    places_taken,
    result_hash,
)
from samenspel_engine.errors import EngineError, EngineInputError, EngineStoppedError
from samenspel_engine.fairness import Floor, best_floor
from samenspel_engine.optimum import Limits, optimum
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.repair import cheaper_rows, repair
from samenspel_engine.result import Result
from samenspel_engine.rules import room_left
from samenspel_engine.score import points_table, quality_parts, total_quality

REPAIRED_SHARE = 50
"""If fewer than one in this many requests find a cheaper pair, only those are placed again."""

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
        """Report how far the run is; give up when the caller asks for it."""
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
    limits = _limits(problem, settings, rows, offers)
    run.lap("prepare")
    search = Search(problem, settings, np.argsort(offers))
    run.lap("index")
    lists = search.best(rows, settings.list_length, partial(run.report, "candidates"))
    run.lap("first candidates")
    floor, rounds = None, 1
    if settings.floor:
        found, floor, lists = _raise_floor(
            search, (problem, settings), (rows, offers), lists, (limits, run)
        )
    else:
        found, lists, rounds = _prove(search, rows, lists, limits, run)
    again = partial(solve, params=settings, seed=seed)
    order = rows, offers
    result = to_result(problem, settings, order, (found, lists.total), (floor,))
    run.lap("finish")
    return Result(
        problem=problem,
        params=settings,
        timings=run.timings,
        rounds=rounds,
        solve_again=again,
        **result,
    )


def tie_order(ids: NDArray[Any], seed: Any) -> NDArray[np.int64]:
    """Rows in the order in which ties are settled: by identifier, or by a seeded lottery."""
    if not isinstance(seed, Integral) or seed < 0:
        raise EngineInputError("params", "seed", "must be a whole number, 0 or more")
    order = np.argsort(ids, kind="stable").astype(np.int64)
    if seed == 0:
        return order
    return np.random.default_rng(int(seed)).permutation(order)


def _prove(
    search: Search,
    rows: NDArray[np.int64],
    lists: Lists,
    limits: Limits,
    run: _Run,
) -> tuple[Assignment, Lists, int]:
    """Solve on cut lists until the prices prove that no pair left out could improve anything.

    A pair left out of a cut list costs at least as much as the last one kept, and prices are
    not negative. So a row whose price is at most that last cost does not need a longer list;
    the other rows get all their pairs. Where none of those costs less than the price, the proof
    stands; where few rows have a cheaper pair, only those are placed again.
    """
    plain = limits.step == 0 and limits.quotas is None
    simple = limits.drop, limits.room
    rounds, found = 1, _proven(optimum(lists, limits))
    while True:
        run.lap("assign")
        doubtful = np.flatnonzero(lists.cut & (found.request_price > _last_cost(lists)))
        run.report("assign", 1.0 - doubtful.size / max(1, rows.size))
        if doubtful.size == 0:
            return found, lists, rounds
        longer = search.complete(rows[doubtful], lists.total[doubtful])
        lists = replace_rows(lists, doubtful, longer)
        wrong = cheaper_rows(longer, doubtful, found, simple) if plain else doubtful
        run.lap("more candidates")
        rounds += wrong.size > 0
        if plain and 0 < wrong.size * REPAIRED_SHARE <= rows.size:
            found = _proven(repair(lists, found, wrong, simple))
        elif wrong.size:
            found = _proven(optimum(lists, limits))


def _proven(found: Assignment) -> Assignment:
    """The same, when its prices prove it."""
    if found.value != found.bound:
        raise EngineError(f"no proof of optimality: gap {found.value - found.bound}")
    return found


def _raise_floor(
    search: Search,
    about: tuple[Problem, Params],
    order: tuple[NDArray[np.int64], NDArray[np.int64]],
    lists: Lists,
    work: tuple[Limits, _Run],
) -> tuple[Assignment, Floor, Lists]:
    """The plan with the best worst match, on complete lists."""
    (problem, params), (rows, offers), (limits, run) = about, order, work
    lists = search.complete(rows, lists.total)
    run.lap("more candidates")
    owner = rows[np.repeat(np.arange(rows.size), np.diff(lists.start))]
    quality = TOP_QUALITY + params.continuity - lists.cost.astype(np.int64)
    m = len(problem.offers)
    before = problem.previous[:, 0] * m + problem.previous[:, 1]
    quality -= params.continuity * np.isin(owner * m + offers[lists.helper], before)
    classes = classes_of(problem, params)[rows]
    found, floor = best_floor(lists, limits, quality, classes)
    for one in (found, floor.most, floor.higher):
        _proven(one)
    run.lap("assign")
    run.report("assign", 1.0)
    return found, floor, lists


def _last_cost(lists: Lists) -> NDArray[np.int64]:
    """Cost of the last pair in each row; 0 for empty rows."""
    last = np.zeros(lists.total.size, np.int64)
    filled = np.diff(lists.start) > 0
    last[filled] = lists.cost[lists.start[1:][filled] - 1]
    return last


def needs_one_process(problem: Problem, params: Params) -> None:
    """Refuse a load step, a floor or quotas where the round is cut into parts."""
    if params.load_step or params.floor or problem.quotas is not None:
        rule = "floor and quotas need one process: no --workers, no --dask"
        raise EngineInputError("params", "load_step,", rule)


def to_result(
    problem: Problem,
    params: Params,
    order: tuple[NDArray[np.int64], NDArray[np.int64]],
    answer: tuple[Assignment, NDArray[np.int64]],
    fair: tuple[Floor | None] | None = None,
) -> dict[str, Any]:
    """Turn ranks into rows, add the fixed matches, and write the certificate.

    ``fair`` holds the floor, when one was asked for; it is given when the answer respects the
    load step, the quotas and the floor of the problem.

    Raises
    ------
    EngineInputError
        When one of these is asked for and the answer does not know of them.
    """
    if fair is None:
        needs_one_process(problem, params)
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
    candidates = np.zeros(n, np.int64)
    candidates[rows] = total
    floor, proof = fair[0] if fair else None, None
    prices = _by_row(problem, order, found)
    if floor is not None:
        most, higher = (_by_row(problem, order, one) for one in (floor.most, floor.higher))
        proof = FloorProof(floor.quality, most, higher)
    return {
        "helper_of": helper_of,
        "quality": quality,
        "candidates": candidates,
        "certificate": Certificate(
            value=found.value,
            bound=found.bound,
            request_prices=prices.request,
            helper_prices=prices.helper,
            problem_hash=problem.content_hash(),
            result_hash=result_hash(helper_of, prices, proof),
            group_prices=prices.group,
            floor=proof,
        ),
    }


def _by_row(
    problem: Problem,
    order: tuple[NDArray[np.int64], NDArray[np.int64]],
    found: Assignment,
) -> Prices:
    """The prices of an assignment by row instead of by rank."""
    rows, offers = order
    groups = 0 if problem.quotas is None else problem.quotas.parent.size
    request = np.zeros(len(problem.requests), np.int64)
    helper = np.zeros(len(problem.offers), np.int64)
    request[rows], helper[offers] = found.request_price, found.helper_price
    group = found.group_price if found.group_price.size else np.zeros(groups, np.int64)
    return Prices(request, helper, group)


def _limits(
    problem: Problem, params: Params, rows: NDArray[np.int64], offers: NDArray[np.int64]
) -> Limits:
    """The limits the round has to keep, by rank."""
    taken, quotas = places_taken(problem), problem.quotas
    return Limits(
        drop=drop_of(problem, params)[rows],
        room=np.maximum(room_left(problem), 0)[offers],
        taken=taken[offers],
        step=params.load_step,
        quotas=None if quotas is None else quotas.of(offers, quotas.left(taken)),
    )
