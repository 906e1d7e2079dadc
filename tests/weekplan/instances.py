"""Small random weeks in which every kind of limit binds."""

import numpy as np

from samenspel_engine.weekplan.arrays import NO_LIMIT, SLOTS, PlanArrays


def random_week(
    seed: int, visits: int = 40, suppliers: int = 12, clients: int = 8
) -> PlanArrays:
    """Draw a week: tight slots, weeks, people and faces, groups of days, free relations."""
    rng = np.random.default_rng(seed)
    client = np.sort(rng.integers(0, clients, visits))
    able = rng.random((visits, suppliers)) < 0.5
    visit, supplier = np.nonzero(able)
    time = rng.integers(1, 6, visit.size)
    slots = rng.integers(1, 1 << SLOTS, visit.size) & rng.integers(0, 1 << SLOTS, visit.size)
    relation_of = np.unique(client[visit] * suppliers + supplier, return_inverse=True)
    code, relation = relation_of[0], relation_of[1].ravel()
    people = rng.integers(1, 4, suppliers)
    people[rng.random(suppliers) < 0.3] = NO_LIMIT
    days = client % 2 == 0
    return PlanArrays(
        client=client.astype(np.int32),
        open_cost=rng.integers(200, 2000, visits).astype(np.int64),
        day_group=np.where(days, client // 2, -1).astype(np.int32),
        group_days=rng.integers(0, 4, clients // 2 + 1).astype(np.uint8),
        start=np.searchsorted(visit, np.arange(visits + 1)).astype(np.int64),
        supplier=supplier.astype(np.int32),
        time=time.astype(np.int32),
        load=(time + rng.integers(0, 3, visit.size)).astype(np.int32),
        slots=slots.astype(np.uint32),
        cost=rng.integers(0, 150, visit.size).astype(np.int64),
        relation=relation.astype(np.int32),
        relation_supplier=(code % suppliers).astype(np.int32),
        relation_client=(code // suppliers).astype(np.int32),
        relation_cost=rng.choice([0, 25], code.size).astype(np.int64),
        relation_counts=rng.integers(0, 4, code.size).astype(np.uint8),
        slot_room=rng.integers(0, 9, (suppliers, SLOTS)).astype(np.int32),
        week_room=rng.integers(4, 25, suppliers).astype(np.int32),
        people=people.astype(np.int32),
        faces=rng.integers(1, 4, clients).astype(np.int32),
    )  # fmt: skip


def empty_week(visits: int = 0) -> PlanArrays:
    """A week of visits that nobody can do."""
    week = random_week(0, visits, 2, 2)
    none = np.zeros(0, np.int64)
    return PlanArrays(
        **{
            **{name: getattr(week, name) for name in PlanArrays.__dataclass_fields__},
            **{
                name: none.astype(getattr(week, name).dtype)
                for name in (
                    "supplier", "time", "load", "slots", "cost", "relation", "relation_cost",
                    "relation_supplier", "relation_client", "relation_counts",
                )
            },
            "start": np.zeros(visits + 1, np.int64),
        }
    )  # fmt: skip
