"""Why a visit is planned as it is, or stays open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.rules import RuleCount, count_steps
from samenspel_engine.weekplan.arrays import OPEN
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.reasons import LimitCount, OpenVisit, PlacedVisit
from samenspel_engine.weekplan.rules import PLAN_RULES, compatible_suppliers, distance_m
from samenspel_engine.weekplan.score import PARTS, fit_of, fit_parts, knows
from samenspel_engine.weekplan.usage import LIMITS, Usage

if TYPE_CHECKING:
    from samenspel_engine.weekplan.result import PlanResult


def plan_steps(problem: PlanProblem, i: int) -> tuple[RuleCount, ...]:
    """Apply the rules one after another to all suppliers, until nobody is left."""
    tests = ((rule.key, partial(rule.allows, problem, i)) for rule in PLAN_RULES)
    return count_steps(tests, len(problem.suppliers))


def why(result: PlanResult, i: int) -> PlacedVisit | OpenVisit:
    """See :meth:`samenspel_engine.weekplan.result.PlanResult.why`."""
    if result.supplier_of[i] == OPEN:
        return open_visit(result.usage, i)
    return placed_visit(result.usage, i)


def open_visit(usage: Usage, i: int) -> OpenVisit:
    """Why visit row ``i`` stays open."""
    problem = usage.problem
    visits = problem.visits
    rows = compatible_suppliers(problem, i)
    about = (visits.ids[i].item(), problem.clients.ids[visits.client[i]].item())
    size = int(visits.urgency[i]), int(visits.slots[i]), int(rows.size)
    if not len(problem.suppliers):
        return OpenVisit(*about, "no_suppliers", *size)
    if not rows.size:
        return OpenVisit(*about, "nobody_fits", *size, steps=plan_steps(problem, i))
    limits = usage.limits(i, rows)
    free = problem.suppliers.ids[rows[limits == LIMITS.index("free")]].tolist()
    code = "room" if free else "all_full"
    return OpenVisit(*about, code, *size, limits=_counted(limits), could=tuple(free))


def _counted(limits: NDArray[np.int64]) -> tuple[LimitCount, ...]:
    counts = np.bincount(limits, minlength=len(LIMITS)).tolist()
    named = [LimitCount(LIMITS[at], counts[at]) for at in range(len(LIMITS)) if counts[at]]
    return tuple(sorted(named, key=lambda one: -one.suppliers))


def placed_visit(usage: Usage, i: int) -> PlacedVisit:
    """Why visit row ``i`` is done by its supplier."""
    problem = usage.problem
    visits, suppliers, clients = problem.visits, problem.suppliers, problem.clients
    visit, by = np.array([i]), usage.supplier_of[[i]]
    client, j = visits.client[visit], int(by[0])
    shared = suppliers.interests[by] & clients.interests[client]
    parts = fit_parts(problem, visit, by)[0].tolist()
    return PlacedVisit(
        visit=visits.ids[i].item(),
        client=clients.ids[client[0]].item(),
        supplier=suppliers.ids[j].item(),
        tier=int(suppliers.tier[j]),
        slot=int(usage.slot_of[i]),
        fixed=bool((problem.fixed[:, 0] == i).any()),
        known=bool(knows(problem, client, by)[0]),
        previous=int(visits.previous_supplier[i]) == j,
        distance_m=int(distance_m(problem, client, by)[0]),
        shared_interests=int(np.bitwise_count(shared)[0]),
        fit=int(fit_of(problem, visit, by)[0]),
        parts=tuple(zip(PARTS, parts, strict=True)),
        nearer_tiers=_nearer_tiers(usage, i, int(suppliers.tier[j])),
    )


def _nearer_tiers(
    usage: Usage, i: int, tier: int
) -> tuple[tuple[int, tuple[LimitCount, ...]], ...]:
    """What would keep the tiers before ``tier`` from the visit, if it were still open."""
    supplier_of, slot_of = usage.supplier_of.copy(), usage.slot_of.copy()
    supplier_of[i], slot_of[i] = OPEN, OPEN
    without = Usage(usage.problem, supplier_of, slot_of)
    rows = compatible_suppliers(usage.problem, i)
    told = []
    for nearer in range(tier):
        of_tier = rows[usage.problem.suppliers.tier[rows] == nearer]
        limits = without.limits(i, of_tier) if of_tier.size else of_tier
        told.append((nearer, _counted(limits) if of_tier.size else ()))
    return tuple(told)
