"""Read the answer of the solvers back into the tables, with its certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samenspel_engine.weekplan.arrays import Choice, broken_limits, cost_of
from samenspel_engine.weekplan.bound import Bound
from samenspel_engine.weekplan.certificate import PlanCertificate, plan_hash
from samenspel_engine.weekplan.compiling import Compiled
from samenspel_engine.weekplan.result import PlanResult
from samenspel_engine.weekplan.widening import usage_of


def read_plan(
    compiled: Compiled,
    choice: Choice,
    bound: Bound,
    timings: dict[str, float],
    trace: Sequence[Any] = (),
) -> PlanResult:
    """A solver's plan in terms of the tables, with its certificate.

    Raises
    ------
    AssertionError
        When the plan breaks a limit, which no solver may do.
    """
    arrays = compiled.arrays
    broken = broken_limits(arrays, choice)
    assert not broken, f"the plan breaks: {', '.join(broken)}"
    usage = usage_of(compiled, choice)
    supplier_of, slot_of = usage.supplier_of, usage.slot_of
    certificate = PlanCertificate(
        cost=cost_of(arrays, choice),
        bound=bound.value,
        worth=int(arrays.open_cost.sum()),
        unavoidable=compiled.unavoidable,
        prices=bound.prices,
        problem_hash=compiled.problem.content_hash(),
        result_hash=plan_hash(supplier_of, slot_of, bound.prices),
    )
    return PlanResult(compiled, supplier_of, slot_of, certificate, timings, tuple(trace))
