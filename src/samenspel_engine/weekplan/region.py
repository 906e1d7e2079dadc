"""A synthetic week of a town: people who do not exist, the same for the same seed.

About 1.45 in 100 inhabitants get care at home; homes are spread evenly over a square of 3,500
inhabitants per km². All shares are assumptions, chosen so that a week asks for more than the
informal side can carry and for nearly all that both sides can. The areas have the names of
neighbourhoods of Utrecht; the map is not that of Utrecht.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from samenspel_engine.errors import EngineInputError
from samenspel_engine.geography import project
from samenspel_engine.vocabulary import BOUNDARIES, INTERESTS, LANGUAGES
from samenspel_engine.weekplan.arrays import NO_LIMIT
from samenspel_engine.weekplan.demand import draw_visits
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.tables import Clients, Suppliers, Visits
from samenspel_engine.weekplan.words import INFORMAL, OWN, PROFESSIONAL

CLIENTS_PER_INHABITANT = 0.0145
INHABITANTS_PER_KM2 = 3500.0
MIDDLE = (52.09, 5.12)
AREA_M = 1200.0
MOST_AREAS = 4
AREA_NAMES = (
    "Zuilen", "Ondiep", "Overvecht", "Tuindorp", "Lombok", "Oog in Al", "Wittevrouwen",
    "Binnenstad", "Kanaleneiland", "Transwijk", "Rivierenwijk", "Abstede", "Hoograven",
    "Lunetten", "Rijnsweerd", "Voordorp",
)  # fmt: skip

TASK_SHARES = (
    (0.60, 0.00, 0.80, 0.90, 1.00, 0.60, 0.70, 0.90),
    (0.20, 0.00, 0.12, 0.50, 0.75, 0.35, 0.25, 0.20),
    (1.00, 0.60, 0.45, 0.25, 0.25, 0.20, 0.20, 0.35),
)
"""Share that offers each task, per tier."""
COMFORTABLE_SHARE = 0.75
READY_SHARE = 0.20
"""Of the volunteers: willing, trained and allowed to give bodily care, all three."""

ENGLISH, TURKISH, ARABIC = (LANGUAGES.bit(key) for key in ("en", "tr", "ar"))


@dataclass(frozen=True, eq=False)
class _Town:
    """What all draws use: the random numbers, the side of the square, homes of clients."""

    random: Generator
    side_m: float
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]


def generate_week(inhabitants: int, seed: int) -> PlanProblem:
    """Draw the week of a town.

    Parameters
    ----------
    inhabitants : int
        0 to 100 million; a small town may have no clients at all.
    seed : int
        At least 0; the same seed gives the same week.

    Raises
    ------
    EngineInputError
        For a number outside these limits.
    """
    for name, value, most in (("inhabitants", inhabitants, 10**8), ("seed", seed, 2**63)):
        if not 0 <= value <= most:
            raise EngineInputError("params", name, f"must be between 0 and {most}")
    random = np.random.default_rng(seed)
    count = int(inhabitants * CLIENTS_PER_INHABITANT)
    side_m = 1000.0 * np.sqrt(inhabitants / INHABITANTS_PER_KM2)
    x_m, y_m = random.random((2, count)) * side_m
    town = _Town(random, float(side_m), x_m, y_m)
    clients, areas = _draw_clients(town)
    suppliers = _draw_suppliers(town)
    known = _draw_pairs(town, suppliers, {INFORMAL: 1.0, PROFESSIONAL: 2.0})
    forbidden = _draw_pairs(town, suppliers, {INFORMAL: 2.0, PROFESSIONAL: 0.3})
    known = known[~np.isin(known @ [len(suppliers), 1], forbidden @ [len(suppliers), 1])]
    visits = Visits.from_columns(**draw_visits(random, count))
    return PlanProblem(clients, visits, suppliers, forbidden, known, areas=areas)


def _bits(random: Generator, count: int, shares: NDArray[np.float64]) -> NDArray[np.uint32]:
    drawn = random.random((shares.size, count)) < shares[:, None]
    places = np.arange(shares.size, dtype=np.uint32)[:, None]
    mask: NDArray[np.uint32] = (drawn.astype(np.uint32) << places).sum(axis=0, dtype=np.uint32)
    return mask


def _draw_clients(town: _Town) -> tuple[Clients, tuple[str, ...]]:
    random, count = town.random, town.x_m.size
    across = int(np.clip(np.rint(town.side_m / AREA_M), 1, MOST_AREAS))
    step = max(town.side_m, 1.0) / across
    column, row = (np.minimum(place // step, across - 1) for place in (town.x_m, town.y_m))
    other = random.choice([ENGLISH, TURKISH, ARABIC], count, p=[0.7, 0.15, 0.15])
    both, alone = random.random((2, count)) < np.array([[0.03], [0.015]])
    boundaries = _bits(random, count, np.full(len(BOUNDARIES), 0.08))
    x_m, y_m = _on_map(town, town.x_m, town.y_m)
    clients = Clients.from_columns(
        ids=_named("C", count),
        x_m=x_m,
        y_m=y_m,
        area=row * across + column,
        most_faces=np.where(
            random.random(count) < 0.15, random.integers(3, 6, count), NO_LIMIT
        ),
        languages=np.where(alone, other, 1 | np.where(both, other, 0)),
        boundaries=boundaries & ~np.uint32(BOUNDARIES.bit("bodily_care")),
        bodily_comfortable=random.random(count) < COMFORTABLE_SHARE,
        interests=_bits(random, count, np.full(len(INTERESTS), 0.3)),
    )
    return clients, AREA_NAMES[: across * across]


def _draw_suppliers(town: _Town) -> Suppliers:
    random, count = town.random, town.x_m.size
    own = np.repeat(
        np.arange(count), random.choice([0, 1, 2, 3], count, p=[0.2, 0.4, 0.3, 0.1])
    )
    professionals = max(3, int(count * 0.115)) if count else 0
    sizes = (own.size, int(count * 0.55), professionals)
    tier = np.repeat([OWN, INFORMAL, PROFESSIONAL], sizes)
    m = tier.size
    client = np.concatenate([own, np.full(m - own.size, -1)])
    east, north = random.random((2, m)) * town.side_m
    near = random.normal(0.0, 1000.0, (2, own.size))
    east[: own.size] = town.x_m[own] + near[0]
    north[: own.size] = town.y_m[own] + near[1]
    x_m, y_m = _on_map(town, east, north)
    ready = random.random((3, m)) < np.where(tier == INFORMAL, READY_SHARE ** (1 / 3), 1.0)
    quarters = _pick(
        random,
        tier,
        (
            ((12, 20, 32, 48), (0.3, 0.35, 0.25, 0.1)),
            ((8, 12, 16), (0.5, 0.3, 0.2)),
            ((96, 112, 128), (1 / 3, 1 / 3, 1 / 3)),
        ),
    )
    return Suppliers.from_columns(
        ids=_named("S", m),
        tier=tier,
        client=client,
        x_m=x_m,
        y_m=y_m,
        tasks=_tasks(random, tier),
        windows=_windows(random, tier, quarters),
        minutes_per_week=quarters * 15,
        most_people=_people(random, tier),
        radius_m=_radius(random, tier),
        languages=1 | _bits(random, m, np.array([0, 0.6, 0.12, 0.12])),
        refused=_bits(random, m, np.full(len(BOUNDARIES), 0.06)) * (tier == INFORMAL),
        vog_seen=tier > OWN,
        bodily_willing=ready[0],
        bodily_trained=ready[1] & (tier > OWN),
        bodily_allowed=ready[2] & (tier > OWN),
        interests=_bits(random, m, np.full(len(INTERESTS), 0.3)),
        recent_load=random.integers(0, 101, m) * (tier == INFORMAL),
    )


def _pick(
    random: Generator,
    tier: NDArray[np.int64],
    choices: tuple[tuple[tuple[int, ...], tuple[float, ...]], ...],
) -> NDArray[np.int64]:
    """One value per supplier, with the odds of its tier."""
    picked = np.zeros(tier.size, np.int64)
    for code, (values, odds) in enumerate(choices):
        rows = tier == code
        picked[rows] = random.choice(values, int(rows.sum()), p=odds)
    return picked


def _people(random: Generator, tier: NDArray[np.int64]) -> NDArray[np.int64]:
    people = random.choice([1, 2, 3], tier.size, p=[0.55, 0.3, 0.15])
    limits: NDArray[np.int64] = np.where(tier == INFORMAL, people, NO_LIMIT)
    return limits


def _radius(random: Generator, tier: NDArray[np.int64]) -> NDArray[np.float64]:
    informal = random.choice([1000.0, 2000.0, 3500.0], tier.size)
    radius: NDArray[np.float64] = np.where(tier == INFORMAL, informal, 6000.0)
    return radius


def _tasks(random: Generator, tier: NDArray[np.int64]) -> NDArray[np.uint32]:
    tasks = np.zeros(tier.size, np.uint32)
    for code, shares in enumerate(TASK_SHARES):
        rows = tier == code
        tasks[rows] = _bits(random, int(rows.sum()), np.array(shares))
    return tasks


def _windows(
    random: Generator, tier: NDArray[np.int64], quarters: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """Parts of the week offered; professionals work shifts of two parts in a row."""
    share = np.array([0.45, 0.28, 0.0])[tier]
    parts = np.tile([1.0, 1.0, 1.0, 0.25], 7)[:, None]
    drawn = random.random((28, tier.size)) < share * parts
    shifts = np.argsort(random.random((7, tier.size)), axis=0)
    works = (shifts < np.where(quarters > 100, 5, 4)) & (tier == PROFESSIONAL)
    late = random.random(tier.size) < 0.35
    early = np.stack([~late, np.ones_like(late), late, np.zeros_like(late)])
    on_shift = (works[:, None, :] & early[None, :, :]).reshape(28, -1)
    places = np.arange(28, dtype=np.uint32)[:, None]
    mask: NDArray[np.uint32] = ((drawn | on_shift).astype(np.uint32) << places).sum(
        axis=0, dtype=np.uint32
    )
    return mask


def _draw_pairs(
    town: _Town, suppliers: Suppliers, means: dict[int, float]
) -> NDArray[np.int64]:
    """Pairs (client row, supplier row) of people who live near each other, per tier."""
    found = [np.empty((0, 2), np.int64)]
    x_m, y_m = _on_map(town, town.x_m, town.y_m)
    for tier, mean in means.items():
        rows = np.flatnonzero(suppliers.tier == tier)
        rows = rows[np.argsort(suppliers.x_m[rows], kind="stable")]
        if not rows.size:
            continue
        client = np.repeat(np.arange(x_m.size), town.random.poisson(mean, x_m.size))
        strip = np.searchsorted(suppliers.x_m[rows], x_m[client] - 2000.0)
        ends = np.searchsorted(suppliers.x_m[rows], x_m[client] + 2000.0)
        drawn = town.random.random((8, client.size)) * np.maximum(ends - strip, 1) + strip
        tried = rows[np.minimum(drawn.astype(np.int64), rows.size - 1)]
        away = np.abs(suppliers.y_m[tried] - y_m[client])
        nearest = tried[np.argmin(away, axis=0), np.arange(client.size)]
        found.append(np.stack([client, nearest], axis=1))
    return np.concatenate(found)


def _on_map(
    town: _Town, east: NDArray[np.float64], north: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    middle_x, middle_y = project(*MIDDLE)
    half = town.side_m / 2
    return np.rint(east - half + middle_x), np.rint(north - half + middle_y)


def _named(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number:07d}" for number in range(1, count + 1)]
