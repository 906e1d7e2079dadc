"""A weekly plan as the solvers read it: whole numbers in flat arrays, and a plan's cost.

Time is in quarters of an hour. A slot is one of the 28 windows of the week (``day * 4 +
daypart``); a *pair* is a visit and a supplier that may do it; a *relation* is a client and a
supplier who would meet, however many the visits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SLOTS = 28
SLOTS_IN_DAY = 4
NO_LIMIT = 1_000_000
OPEN = -1


@dataclass(frozen=True, eq=False)
class PlanArrays:
    """Everything that decides whether a plan is allowed and what it costs.

    n visits, m suppliers, p pairs, r relations, c clients, g day groups.

    Parameters
    ----------
    client : ndarray of int32, shape (n,)
        Client of each visit.
    open_cost : ndarray of int64, shape (n,)
        Cost of leaving the visit open.
    day_group : ndarray of int32, shape (n,)
        Visits of one group fall on different days; -1 for a visit in no group.
    group_days : ndarray of uint8, shape (g,)
        Days (bit 0 is Monday) a group may no longer use: they hold a visit that is fixed.
    start : ndarray of int64, shape (n + 1,)
        Pairs ``start[k] : start[k + 1]`` belong to visit k, suppliers in rising order.
    supplier : ndarray of int32, shape (p,)
    time : ndarray of int32, shape (p,)
        What the pair takes up of the supplier's daypart: the visit and the travel.
    load : ndarray of int32, shape (p,)
        What the pair takes up of the supplier's week; a carer's hours weigh more for heavy
        tasks.
    slots : ndarray of uint32, shape (p,)
        Bits of the slots that suit both visit and supplier.
    cost : ndarray of int64, shape (p,)
        Cost of the visit by this supplier, at least 0.
    relation : ndarray of int32, shape (p,)
    relation_supplier, relation_client : ndarray of int32, shape (r,)
    relation_cost : ndarray of int64, shape (r,)
        Cost of opening the relation, at least 0; 0 for one that is already open.
    relation_counts : ndarray of uint8, shape (r,)
        Bit 1: takes one of the supplier's ``people``; bit 2: takes one of the client's
        ``faces``.
    slot_room : ndarray of int32, shape (m, 28)
        Time left per supplier and slot.
    week_room : ndarray of int32, shape (m,)
        Load left per supplier.
    people : ndarray of int32, shape (m,)
        Clients a supplier can still start with; ``NO_LIMIT`` for no limit.
    faces : ndarray of int32, shape (c,)
        Suppliers a client can still get; ``NO_LIMIT`` for no limit.
    """

    client: NDArray[np.int32]
    open_cost: NDArray[np.int64]
    day_group: NDArray[np.int32]
    group_days: NDArray[np.uint8]
    start: NDArray[np.int64]
    supplier: NDArray[np.int32]
    time: NDArray[np.int32]
    load: NDArray[np.int32]
    slots: NDArray[np.uint32]
    cost: NDArray[np.int64]
    relation: NDArray[np.int32]
    relation_supplier: NDArray[np.int32]
    relation_client: NDArray[np.int32]
    relation_cost: NDArray[np.int64]
    relation_counts: NDArray[np.uint8]
    slot_room: NDArray[np.int32]
    week_room: NDArray[np.int32]
    people: NDArray[np.int32]
    faces: NDArray[np.int32]

    @property
    def visits(self) -> int:
        """Number of visits."""
        return int(self.client.size)

    @property
    def suppliers(self) -> int:
        """Number of suppliers."""
        return int(self.week_room.size)

    @property
    def pair_visit(self) -> NDArray[np.int64]:
        """Visit of each pair, shape (p,)."""
        return np.repeat(np.arange(self.visits), np.diff(self.start))


class Choice(NamedTuple):
    """A plan: the pair and the slot of each visit, ``OPEN`` (-1) in both for an open visit.

    ``pair`` is int64 of shape (n,), ``slot`` int8 of shape (n,).
    """

    pair: NDArray[np.int64]
    slot: NDArray[np.int8]

    @classmethod
    def empty(cls, visits: int) -> Choice:
        """Every visit open."""
        return cls(np.full(visits, OPEN, np.int64), np.full(visits, OPEN, np.int8))


def cost_of(arrays: PlanArrays, choice: Choice) -> int:
    """Cost of a plan: open visits, pairs used, and relations opened for them."""
    used = choice.pair[choice.pair >= 0]
    opened = np.unique(arrays.relation[used])
    missed = arrays.open_cost[choice.pair < 0]
    return int(arrays.cost[used].sum() + arrays.relation_cost[opened].sum() + missed.sum())


def broken_limits(arrays: PlanArrays, choice: Choice) -> list[str]:
    """Names of the limits a plan breaks; empty for a plan that is allowed.

    Works from the definitions, with none of the solvers' bookkeeping.
    """
    done = np.flatnonzero(choice.pair >= 0)
    pair, slot = choice.pair[done], choice.slot[done].astype(np.int64)
    if ((pair < arrays.start[done]) | (pair >= arrays.start[done + 1])).any():
        return ["pair of another visit"]
    if ((slot < 0) | (slot >= SLOTS)).any():
        return ["no such slot"]
    who = arrays.supplier[pair]
    used = np.bincount(who * SLOTS + slot, arrays.time[pair], arrays.slot_room.size)
    week = np.bincount(who, arrays.load[pair], arrays.suppliers)
    opened = np.unique(arrays.relation[pair])
    counts = arrays.relation_counts[opened]
    started = np.bincount(
        arrays.relation_supplier[opened[counts & 1 > 0]], None, arrays.suppliers
    )
    met = np.bincount(arrays.relation_client[opened[counts & 2 > 0]], None, arrays.faces.size)
    checks = {
        "slot": (arrays.slots[pair].astype(np.int64) >> slot & 1 == 0).any(),
        "time in the daypart": (used > arrays.slot_room.ravel()).any(),
        "load in the week": (week > arrays.week_room).any(),
        "people per supplier": (started > arrays.people).any(),
        "faces per client": (met > arrays.faces).any(),
        "days apart": _same_day(arrays, done, slot),
    }
    return [name for name, wrong in checks.items() if wrong]


def _same_day(arrays: PlanArrays, done: NDArray[np.int64], slot: NDArray[np.int64]) -> bool:
    group, day = arrays.day_group[done].astype(np.int64), slot // SLOTS_IN_DAY
    grouped = group >= 0
    group, day = group[grouped], day[grouped]
    twice = np.unique(group * 7 + day).size < group.size
    return bool(twice or (arrays.group_days[group].astype(np.int64) >> day & 1).any())
