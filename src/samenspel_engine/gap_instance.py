"""A checked instance of the generalised assignment problem, and its knapsacks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._kernels_gap import Knapsacks, Shelf, bound_of
from samenspel_engine.errors import EngineInputError

Whole = NDArray[np.int64]

UNIT = 1000
"""Prices are whole numbers in thousandths of the unit of cost."""

MOST = 2**36
"""Largest sum of costs or weights: thousandths of it, and fines, stay far below 2**63."""

CELLS = 20_000
"""Most cells in a row of a knapsack's table; larger rooms are counted on a coarser grid."""


@dataclass(frozen=True)
class GapInstance:
    """A checked instance.

    Parameters
    ----------
    cost, weight : ndarray of int64, shape (m, n)
        What it costs, and how much room it takes, when agent ``i`` does job ``j``.
    capacity : ndarray of int64, shape (m,)
        Room of each agent.
    """

    cost: Whole
    weight: Whole
    capacity: Whole

    def __post_init__(self) -> None:
        shape = self.cost.shape
        if len(shape) != 2 or 0 in shape:
            raise EngineInputError("gap", "cost", "must be a table of agents by jobs")
        if self.weight.shape != shape:
            raise EngineInputError("gap", "weight", "must have the shape of cost")
        if self.capacity.shape != shape[:1]:
            raise EngineInputError("gap", "capacity", "must be one number per agent")
        for name in ("weight", "capacity"):
            low = np.flatnonzero((getattr(self, name) < 0).reshape(shape[0], -1).any(axis=1))
            if low.size:
                raise EngineInputError("gap", name, "must be 0 or more", row=int(low[0]))
        for name in ("cost", "weight"):
            largest = np.abs(getattr(self, name).astype(np.float64)).max(axis=0).sum()
            if largest > MOST:
                raise EngineInputError("gap", name, f"must not add up to more than {MOST}")

    @property
    def fits(self) -> NDArray[np.bool_]:
        """Pairs that are possible at all."""
        return self.weight <= self.capacity[:, None]

    def cost_of(self, agent_of: Whole) -> int:
        """Cost of a plan; raises an error when it does not serve every job within the rooms."""
        jobs = np.arange(self.cost.shape[1])
        if (
            agent_of.shape != jobs.shape
            or not ((agent_of >= 0) & (agent_of < len(self.capacity))).all()
        ):
            raise EngineInputError("gap", "agent_of", "must name an agent for each job")
        load = np.zeros_like(self.capacity)
        np.add.at(load, agent_of, self.weight[agent_of, jobs])
        over = np.flatnonzero(load > self.capacity)
        if over.size:
            raise EngineInputError("gap", "agent_of", "overloads this agent", row=int(over[0]))
        return int(self.cost[agent_of, jobs].sum())


def read_instance(cost: ArrayLike, weight: ArrayLike, capacity: ArrayLike) -> GapInstance:
    """Check the numbers and copy them into arrays of our own."""
    return GapInstance(
        whole_numbers("cost", cost),
        whole_numbers("weight", weight),
        whole_numbers("capacity", capacity),
    )


def whole_numbers(name: str, values: ArrayLike) -> Whole:
    try:
        found = np.asarray(values)
    except ValueError as error:
        raise EngineInputError("gap", name, "must be a table of whole numbers") from error
    if found.dtype.kind not in "iu" and found.size:
        raise EngineInputError("gap", name, "must be whole numbers")
    if found.size and (int(found.max()) > MOST or int(found.min()) < -MOST):
        raise EngineInputError("gap", name, f"must be between -{MOST} and {MOST}")
    return np.array(found, np.int64, order="C")


def knapsacks(instance: GapInstance) -> tuple[Knapsacks, Shelf]:
    """Rounding weights and rooms down to a grid only lets more plans in."""
    most, jobs = int(instance.capacity.max()), instance.cost.shape[1]
    grain = 1 + most // CELLS
    sacks = Knapsacks(
        instance.cost * UNIT,
        instance.weight // grain,
        instance.capacity // grain,
        instance.fits,
    )
    cells = most // grain + 1
    shelf = Shelf(
        np.zeros(cells, np.int64), np.zeros((jobs, cells), np.bool_), np.zeros(jobs, np.int64)
    )
    return sacks, shelf


def exact_bound(instance: GapInstance, price: Whole) -> int:
    """Lower bound in thousandths of the unit of cost, not rounded."""
    sacks, shelf = knapsacks(instance)
    chosen = np.zeros(instance.cost.shape, np.bool_)
    return bound_of(price, sacks, shelf, chosen, np.zeros_like(price))
