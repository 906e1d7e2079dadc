"""Very small random weeks with every kind of limit, and the best plan by trying everything."""

from __future__ import annotations

import numpy as np

from samenspel_engine.weekplan.arrays import (
    NO_LIMIT,
    SLOTS,
    Choice,
    PlanArrays,
    broken_limits,
    cost_of,
)


def tiny_week(seed: int, visits: int = 4, suppliers: int = 3, clients: int = 2) -> PlanArrays:
    """A week in which limits of every kind are often in the way."""
    random = np.random.default_rng(seed)
    client = np.sort(random.integers(0, clients, visits))
    pairs = random.random((visits, suppliers)) < 0.6
    visit, supplier = np.nonzero(pairs)
    code = client[visit] * suppliers + supplier
    relations, relation = np.unique(code, return_inverse=True)
    time = random.integers(0, 5, visit.size)
    slots = np.zeros(visit.size, np.uint32)
    for _ in range(3):
        slots |= np.uint32(1) << random.integers(0, 9, visit.size).astype(np.uint32)
    limit = np.array([0, 1, 2, NO_LIMIT])
    return PlanArrays(
        client=client.astype(np.int32),
        open_cost=random.integers(0, 60, visits),
        day_group=np.where(random.random(visits) < 0.5, client, -1).astype(np.int32),
        group_days=(random.integers(0, 8, clients) & random.integers(0, 8, clients)).astype(
            np.uint8
        ),
        start=np.searchsorted(visit, np.arange(visits + 1)).astype(np.int64),
        supplier=supplier.astype(np.int32),
        time=time.astype(np.int32),
        load=(time + random.integers(0, 2, time.size)).astype(np.int32),
        slots=slots,
        cost=random.integers(0, 30, visit.size),
        relation=relation.astype(np.int32),
        relation_supplier=(relations % suppliers).astype(np.int32),
        relation_client=(relations // suppliers).astype(np.int32),
        relation_cost=random.integers(0, 15, relations.size),
        relation_counts=random.integers(0, 4, relations.size).astype(np.uint8),
        slot_room=random.integers(0, 8, (suppliers, SLOTS)).astype(np.int32),
        week_room=random.integers(0, 11, suppliers).astype(np.int32),
        people=random.choice(limit, suppliers, p=[0.1, 0.4, 0.3, 0.2]).astype(np.int32),
        faces=random.choice(limit, clients, p=[0.1, 0.4, 0.3, 0.2]).astype(np.int32),
    )


def every_plan(arrays: PlanArrays):
    """Every plan that keeps the limits. A partial plan that breaks one is not extended."""
    choice = Choice.empty(arrays.visits)

    def extend(visit: int):
        if visit == arrays.visits:
            yield choice
            return
        yield from extend(visit + 1)
        for pair in range(arrays.start[visit], arrays.start[visit + 1]):
            for slot in np.flatnonzero(arrays.slots[pair] >> np.arange(SLOTS) & 1):
                choice.pair[visit], choice.slot[visit] = pair, slot
                if not broken_limits(arrays, choice):
                    yield from extend(visit + 1)
        choice.pair[visit], choice.slot[visit] = -1, -1

    yield from extend(0)


def best_cost(arrays: PlanArrays) -> int:
    """Cost of the best plan."""
    return min(cost_of(arrays, choice) for choice in every_plan(arrays))
