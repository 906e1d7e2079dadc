"""An exact end to generalised assignment: HiGHS on the pairs that the prices leave open.

Forcing a pair into the plan raises the bound. Where that reaches the cost of a known plan, the
pair can be left out of every better plan. What is left, the core, goes to a complete search.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._kernels_gap import losses
from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.gap import GapResult
from samenspel_engine.gap_instance import (
    UNIT,
    GapInstance,
    exact_bound,
    knapsacks,
    read_instance,
)


def finish_gap(
    cost: ArrayLike, weight: ArrayLike, capacity: ArrayLike, found: GapResult, *,
    nodes: int = 10_000, seconds: float | None = None,
) -> GapResult:  # fmt: skip
    """Search the core completely: a better plan, or the proof that there is none.

    Parameters
    ----------
    cost, weight, capacity
        As for ``solve_gap``.
    found : GapResult
        What ``solve_gap`` found for the same tables; its prices decide what the core is.
    nodes : int
        Most nodes of the search tree of HiGHS.
    seconds : float, optional
        Most time for HiGHS; the result then depends on the machine.

    Returns
    -------
    GapResult
        ``found``, or a cheaper plan. ``proven`` is ``"core"`` when the search was complete;
        that proof rests on HiGHS, while ``bound`` remains what the prices prove.

    Raises
    ------
    EngineError
        When highspy is not installed.
    EngineInputError
        When ``found`` is not a plan of these tables.
    """
    instance = read_instance(cost, weight, capacity)
    if found.proven:
        return found
    if found.cost is not None and instance.cost_of(found.agent_of) != found.cost:
        raise EngineInputError("gap", "found", "has another cost in these tables")
    agent, job = np.nonzero(_core(instance, found))
    solver = _load(instance, agent, job)
    solver.setOptionValue("mip_max_nodes", nodes)
    if seconds is not None:
        solver.setOptionValue("time_limit", float(seconds))
    solver.run()
    return _read(solver, instance, found, (agent, job))


def core_size(cost: ArrayLike, weight: ArrayLike, capacity: ArrayLike, found: GapResult) -> int:
    """How many pairs the prices leave open for a plan that is better than the one found."""
    return int(_core(read_instance(cost, weight, capacity), found).sum())


def _core(instance: GapInstance, found: GapResult) -> NDArray[np.bool_]:
    """Pairs that a plan better than the one found may use."""
    if found.cost is None:
        return instance.fits
    sacks, shelf = knapsacks(instance)
    loss = np.zeros_like(instance.cost)
    losses(found.prices, sacks, shelf, loss)
    bound = exact_bound(instance, found.prices)
    open_pairs: NDArray[np.bool_] = (loss >= 0) & (bound + loss <= (found.cost - 1) * UNIT)
    return open_pairs


def _load(instance: GapInstance, agent: NDArray[np.int64], job: NDArray[np.int64]) -> Any:
    """HiGHS with a column per open pair, a row per job and a row per agent."""
    try:
        highspy = import_module("highspy")
    except ImportError as error:
        raise EngineError("the exact end needs highspy: install samenspel[plan]") from error
    agents, jobs = instance.cost.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = agent.size, jobs + agents
    program.col_cost_ = instance.cost[agent, job].astype(np.float64)
    program.col_lower_, program.col_upper_ = np.zeros(agent.size), np.ones(agent.size)
    free = np.full(agents, -highspy.kHighsInf)
    program.row_lower_ = np.concatenate([np.ones(jobs), free])
    program.row_upper_ = np.concatenate([np.ones(jobs), instance.capacity])
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.arange(0, 2 * agent.size + 1, 2)
    matrix.index_ = np.stack([job, jobs + agent], axis=1).ravel()
    matrix.value_ = np.stack([np.ones(agent.size), instance.weight[agent, job]], axis=1).ravel()
    program.integrality_ = [highspy.HighsVarType.kInteger] * agent.size
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(name, value)
    solver.passModel(program)
    return solver


def _read(
    solver: Any, instance: GapInstance, found: GapResult,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> GapResult:  # fmt: skip
    """Take over a cheaper plan; every plan is checked in whole numbers."""
    ended = solver.modelStatusToString(solver.getModelStatus())
    complete = ended in ("Optimal", "Infeasible")
    values = np.asarray(solver.getSolution().col_value)
    chosen = np.flatnonzero(values > 0.5)
    agent_of = np.full(instance.cost.shape[1], -1)
    if ended != "Infeasible" and chosen.size == agent_of.size:
        agent_of[pairs[1][chosen]] = pairs[0][chosen]
        cost = instance.cost_of(agent_of)
        if found.cost is None or cost < found.cost:
            found = replace(found, agent_of=agent_of, cost=cost)
    if found.cost is None:
        return replace(found, impossible=complete, proven="core" if complete else "")
    proof = "prices" if found.cost == found.bound else "core" if complete else ""
    return replace(found, proven=proof)
