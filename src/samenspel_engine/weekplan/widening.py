"""Give visits that stay open the suppliers that were left out, if one of them still has room.

Only the best-fitting suppliers are kept per visit. When none of them has room and somebody left
out does, all suppliers of that visit are added and the plan is completed with them. The bound
is raised again over the larger week, so plan and bound are still about the same pairs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan.arrays import OPEN, SLOTS, Choice, PlanArrays, cost_of
from samenspel_engine.weekplan.bound import Bound, Prices, raise_bound
from samenspel_engine.weekplan.compiling import Compiled, compile_plan
from samenspel_engine.weekplan.usage import LIMITS, Usage

MOST_WIDENED = 500
ITERATIONS = 40
FREE = LIMITS.index("free")


def usage_of(compiled: Compiled, choice: Choice) -> Usage:
    """A choice as rows of the tables, with the visits that were fixed."""
    problem = compiled.problem
    supplier_of = np.full(len(problem.visits), OPEN, np.int64)
    slot_of = np.full(len(problem.visits), OPEN, np.int64)
    done = choice.pair >= 0
    supplier_of[compiled.rows[done]] = compiled.arrays.supplier[choice.pair[done]]
    slot_of[compiled.rows[done]] = choice.slot[done]
    visit, by, slot = problem.fixed.T
    supplier_of[visit], slot_of[visit] = by, slot
    return Usage(problem, supplier_of, slot_of)


def widen(compiled: Compiled, choice: Choice, bound: Bound) -> tuple[Compiled, Choice, Bound]:
    """Complete a plan with suppliers that were left out; the plan stays as it was when nobody
    has room.

    The plan never becomes more expensive: a visit is added only where that costs less than
    leaving it open.
    """
    rows = _left_open(compiled, choice)
    if not rows.size:
        return compiled, choice, bound
    wide = compile_plan(compiled.problem, compiled.params, whole=rows)
    before = cost_of(compiled.arrays, choice)
    more = _completed(wide, _carried(compiled.arrays, wide.arrays, choice), rows)
    if cost_of(wide.arrays, more) >= before:
        return compiled, choice, bound
    start = _prices(bound.prices, wide.arrays)
    return wide, more, raise_bound(wide.arrays, iterations=ITERATIONS, start=start)


def _left_open(compiled: Compiled, choice: Choice) -> NDArray[np.int64]:
    """Open visits with suppliers who were left out, the most expensive first."""
    kept = np.diff(compiled.arrays.start)
    more = compiled.suitable[compiled.rows].sum(axis=1) > kept
    places = np.flatnonzero((choice.pair < 0) & more)
    order = np.lexsort((places, -compiled.arrays.open_cost[places]))
    rows: NDArray[np.int64] = compiled.rows[places[order[:MOST_WIDENED]]]
    return rows


def _keys(arrays: PlanArrays) -> NDArray[np.int64]:
    """One number per pair, rising: visit and supplier."""
    keys: NDArray[np.int64] = arrays.pair_visit * max(1, arrays.suppliers) + arrays.supplier
    return keys


def _carried(old: PlanArrays, new: PlanArrays, choice: Choice) -> Choice:
    """The same plan in arrays with more pairs."""
    pair, done = choice.pair.copy(), choice.pair >= 0
    pair[done] = np.searchsorted(_keys(new), _keys(old)[choice.pair[done]])
    return Choice(pair, choice.slot.copy())


def _completed(wide: Compiled, choice: Choice, rows: NDArray[np.int64]) -> Choice:
    """The plan with each of ``rows`` done by the cheapest supplier who has room."""
    arrays, usage = wide.arrays, usage_of(wide, choice)
    for k in np.searchsorted(wide.rows, rows).tolist():
        pairs = np.arange(arrays.start[k], arrays.start[k + 1])
        limits = usage.limits(int(wide.rows[k]), arrays.supplier[pairs].astype(np.int64))
        free = pairs[limits == FREE]
        if free.size:
            relation = arrays.relation[free]
            met = np.isin(relation, arrays.relation[choice.pair[choice.pair >= 0]])
            price = arrays.cost[free] + np.where(met, 0, arrays.relation_cost[relation])
            best = int(np.argmin(price))
            if price[best] < arrays.open_cost[k]:
                choice.pair[k] = free[best]
                choice.slot[k] = _slot(usage, wide, int(free[best]), k)
                usage = usage_of(wide, choice)
    return choice


def _slot(usage: Usage, wide: Compiled, pair: int, k: int) -> int:
    """The first slot left to the pair that has room."""
    arrays = wide.arrays
    room = usage.room_in(np.array([arrays.supplier[pair]]))[0]
    suits = int(arrays.slots[pair]) & usage.slots_left(int(wide.rows[k]))
    fits = (suits >> np.arange(SLOTS) & 1 > 0) & (room >= arrays.time[pair])
    return int(np.argmax(fits))


def _prices(prices: Prices, arrays: PlanArrays) -> Prices:
    """Prices for arrays in which a visit may take longer than before."""
    slot = Prices.none(arrays).slot
    slot[:, :, : prices.slot.shape[2]] = prices.slot
    return prices._replace(slot=slot)
