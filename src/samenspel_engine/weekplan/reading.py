"""Read the answer of the solvers back into the tables, with its certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from samenspel_engine.weekplan.arrays import OPEN, Choice, broken_limits, cost_of
from samenspel_engine.weekplan.bound import Bound
from samenspel_engine.weekplan.certificate import PlanCertificate, plan_hash
from samenspel_engine.weekplan.compiling import Compiled
from samenspel_engine.weekplan.result import PlanResult


def read_plan(
    compiled: Compiled,
    choice: Choice,
    bound: Bound,
    timings: dict[str, float],
    trace: Sequence[Any] = (),
) -> PlanResult:
    """A plan of the solvers in terms of the tables, with its certificate.

    Raises
    ------
    AssertionError
        When the plan breaks a limit, which no solver may do.
    """
    arrays, problem = compiled.arrays, compiled.problem
    broken = broken_limits(arrays, choice)
    assert not broken, f"the plan breaks: {', '.join(broken)}"
    supplier_of = np.full(len(problem.visits), OPEN, np.int64)
    slot_of = np.full(len(problem.visits), OPEN, np.int64)
    done = choice.pair >= 0
    supplier_of[compiled.rows[done]] = arrays.supplier[choice.pair[done]]
    slot_of[compiled.rows[done]] = choice.slot[done]
    visit, by, slot = problem.fixed.T
    supplier_of[visit], slot_of[visit] = by, slot
    certificate = PlanCertificate(
        cost=cost_of(arrays, choice),
        bound=bound.value,
        worth=int(arrays.open_cost.sum()),
        unavoidable=compiled.unavoidable,
        prices=bound.prices,
        problem_hash=problem.content_hash(),
        result_hash=plan_hash(supplier_of, slot_of, bound.prices),
    )
    return PlanResult(compiled, supplier_of, slot_of, certificate, timings, tuple(trace))
