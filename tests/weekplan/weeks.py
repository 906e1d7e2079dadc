"""Small random weeks in which every hard rule has something to do, and a simple planner."""

from __future__ import annotations

import numpy as np

from samenspel_engine.weekplan.arrays import SLOTS, SLOTS_IN_DAY, Choice
from samenspel_engine.weekplan.bound import Bound, Prices, value_of
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.problem import Clients, PlanProblem, Suppliers, Visits
from samenspel_engine.weekplan.reading import read_plan


def bits(random, count, size, share):
    mask = np.zeros(count, np.int64)
    for bit in range(size):
        mask |= (random.random(count) < share).astype(np.int64) << bit
    return mask


def random_clients(random, c):
    return Clients.from_columns(
        ids=[f"C{k}" for k in range(c)],
        x_m=random.normal(0, 2000, c),
        y_m=random.normal(0, 2000, c),
        area=random.integers(-1, 2, c),
        most_faces=random.choice([0, 1, 2, 1_000_000], c),
        languages=bits(random, c, 3, 0.5) | 1 << random.integers(0, 3, c),
        boundaries=bits(random, c, 8, 0.2) & ~16,
        bodily_comfortable=random.random(c) < 0.6,
        interests=bits(random, c, 24, 0.4),
    )


def random_visits(random, n, c, m):
    series, client = random.integers(-1, max(1, n // 3), n), random.integers(0, c, n)
    return Visits.from_columns(
        ids=[f"V{k}" for k in range(n)],
        client=np.where(series < 0, client, series % c),
        task=random.integers(0, 8, n),
        minutes=15 * random.integers(1, 9, n),
        slots=bits(random, n, 28, 0.15) | 1 << random.integers(0, 28, n),
        urgency=random.integers(1, 6, n),
        series=series,
        informal_allowed=random.random(n) < 0.9,
        bodily_part=random.random(n) < 0.1,
        skills_needed=bits(random, n, 8, 0.05),
        vog_needed=random.random(n) < 0.3,
        previous_supplier=random.integers(-1, max(m, 1), n) if m else np.full(n, -1),
    )


def random_suppliers(random, m, c):
    tier = random.integers(0, 3, m)
    return Suppliers.from_columns(
        ids=[f"S{k}" for k in range(m)],
        tier=tier,
        client=np.where(tier == 0, random.integers(0, c, m), -1),
        x_m=random.normal(0, 2000, m),
        y_m=random.normal(0, 2000, m),
        tasks=bits(random, m, 8, 0.7),
        windows=bits(random, m, 28, 0.5),
        minutes_per_week=random.choice([60, 120, 240, 1000], m),
        minutes_per_daypart=random.choice([60, 120, 210], m),
        most_people=random.choice([0, 1, 2, 1_000_000], m, p=[0.1, 0.3, 0.3, 0.3]),
        radius_m=random.choice([1000.0, 3000.0, 9000.0], m),
        languages=bits(random, m, 3, 0.7),
        refused=bits(random, m, 8, 0.1),
        skills=bits(random, m, 8, 0.8),
        vog_seen=random.random(m) < 0.7,
        bodily_willing=random.random(m) < 0.8,
        bodily_trained=random.random(m) < 0.8,
        bodily_allowed=random.random(m) < 0.8,
        interests=bits(random, m, 24, 0.4),
        recent_load=random.integers(0, 101, m),
    )


def random_week(seed, c=4, n=12, m=10):
    """A week without agreements; every veto and acquaintance drawn by lot."""
    random = np.random.default_rng(seed)
    clients, suppliers = random_clients(random, c), random_suppliers(random, m, c)
    visits = random_visits(random, n, c, m)
    everyone = np.stack(np.meshgrid(np.arange(c), np.arange(m), indexing="ij"), -1)
    pairs = everyone.reshape(-1, 2)
    drawn = random.random(len(pairs))
    return PlanProblem(
        clients, visits, suppliers,
        forbidden=pairs[drawn < 0.05], known=pairs[drawn > 0.85], areas=("Zuilen", "Ondiep"),
    )  # fmt: skip


def first_fit(arrays):
    """A plan made visit by visit: the first pair and slot with room. No search, no claim."""
    slot_room, week = arrays.slot_room.copy(), arrays.week_room.copy()
    people, faces = arrays.people.copy(), arrays.faces.copy()
    met, days = set(), [int(one) for one in arrays.group_days]
    pair, slot = np.full(arrays.visits, -1), np.full(arrays.visits, -1, np.int8)
    for k in np.argsort(-arrays.open_cost, kind="stable").tolist():
        group = arrays.day_group[k]
        for p in range(arrays.start[k], arrays.start[k + 1]):
            s, relation = arrays.supplier[p], int(arrays.relation[p])
            new = int(arrays.relation_counts[relation]) * (relation not in met)
            client = arrays.client[k]
            full = (new & 1 and people[s] < 1) or (new & 2 and faces[client] < 1)
            if full or week[s] < arrays.load[p]:
                continue
            room = [
                t for t in range(SLOTS)
                if arrays.slots[p] >> t & 1 and slot_room[s, t] >= arrays.time[p]
                and not (group >= 0 and days[group] >> t // SLOTS_IN_DAY & 1)
            ]  # fmt: skip
            if not room:
                continue
            pair[k], slot[k] = p, room[0]
            slot_room[s, room[0]] -= arrays.time[p]
            week[s] -= arrays.load[p]
            people[s] -= new & 1
            faces[client] -= new >> 1
            met.add(relation)
            if group >= 0:
                days[group] |= 1 << room[0] // SLOTS_IN_DAY
            break
    return Choice(pair, slot)


def first_plan(problem, params=None):
    """The plan of ``first_fit`` as a result, with the weakest bound there is."""
    compiled = compile_plan(problem, params)
    prices = Prices.none(compiled.arrays)
    bound = Bound(value_of(compiled.arrays, prices), prices, 0, 0.0)
    return read_plan(compiled, first_fit(compiled.arrays), bound, {})
