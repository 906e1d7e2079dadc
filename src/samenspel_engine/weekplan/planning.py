"""Plan a week: from the tables to a plan with a proven bound."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from samenspel_engine.errors import EngineInputError
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.params import PlanParams
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.reading import read_plan
from samenspel_engine.weekplan.result import PlanResult
from samenspel_engine.weekplan.search import Progress, Stop, search
from samenspel_engine.weekplan.widening import widen

DEFAULT_SECONDS = 60.0


def plan(
    problem: PlanProblem,
    *,
    params: PlanParams | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    progress: Callable[[Progress], object] | None = None,
) -> PlanResult:
    """Plan the visits of a week: own network first, then informal care, then professionals.

    Parameters
    ----------
    problem : PlanProblem
    params : PlanParams, optional
    stop : Stop, optional
        When to stop; by default after a minute. With rounds and no seconds the plan depends on
        the seed alone.
    seed : int
    progress : callable, optional
        Is told cost, bound and gap while the search goes on; returning ``False`` ends it.

    Raises
    ------
    EngineInputError
        When the fixed visits exceed someone's limits, or strict levels need numbers that are
        too large.
    """
    began = perf_counter()
    if seed < 0:
        raise EngineInputError("params", "seed", "must be 0 or more")
    stop = Stop(DEFAULT_SECONDS, None) if stop is None else stop
    compiled = compile_plan(problem, params)
    compiled_at = perf_counter()
    found = search(compiled.arrays, stop=stop, seed=seed, progress=progress)
    searched_at = perf_counter()
    wide, choice, bound = widen(compiled, found.choice, found.bound)
    timings = {
        "compile": compiled_at - began,
        "search": searched_at - compiled_at,
        "widen": perf_counter() - searched_at,
    }
    return read_plan(wide, choice, bound, timings, found.trace)
