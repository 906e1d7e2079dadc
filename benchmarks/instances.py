"""The benchmark instances: a synthetic province of Utrecht, the same for the same seed.

Twenty-six municipalities with twelve neighbourhoods each, twelve kinds of help with different
supply and demand, a tenth of the questions in another language, a demand for a woman or a man
in a fifth of them, helpers who travel 1.5, 3, 5 or 10 km and take on one to three people. XL
puts ten such provinces side by side, so that their borders touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from samenspel_engine import Offers, Problem, Requests
from samenspel_engine.vocabulary import BODILY_CARE_TASK, BOUNDARIES, SKILLS

MUNICIPALITIES = (
    # name, inhabitants in thousands, km east, km north, spread in km
    ("Utrecht", 376, 136, 456, 3.6), ("Amersfoort", 163, 155, 463, 2.6),
    ("Veenendaal", 70, 166, 449, 1.6), ("Zeist", 67, 145, 455, 1.9),
    ("Nieuwegein", 67, 134, 449, 1.7), ("Stichtse Vecht", 66, 128, 464, 3.6),
    ("Woerden", 54, 120, 455, 2.6), ("Utrechtse Heuvelrug", 52, 152, 449, 4.2),
    ("Houten", 51, 140, 447, 1.6), ("Soest", 48, 149, 466, 1.9),
    ("De Bilt", 45, 141, 459, 2.1), ("Vijfheerenlanden", 61, 131, 437, 4.2),
    ("De Ronde Venen", 46, 118, 469, 3.0), ("IJsselstein", 34, 131, 447, 1.2),
    ("Wijk bij Duurstede", 25, 151, 443, 1.8), ("Leusden", 32, 157, 458, 1.7),
    ("Baarn", 26, 147, 470, 1.4), ("Bunschoten", 23, 157, 471, 1.2),
    ("Rhenen", 21, 167, 442, 1.6), ("Bunnik", 16, 141, 452, 1.5),
    ("Montfoort", 14, 123, 450, 1.6), ("Lopik", 15, 124, 443, 2.4),
    ("Oudewater", 10, 118, 449, 1.3), ("Woudenberg", 15, 158, 453, 1.2),
    ("Renswoude", 6, 166, 453, 1.0), ("Eemnes", 10, 146, 474, 0.9),
)  # fmt: skip
NEIGHBOURHOODS = 12
TILE_KM = (62.0, 52.0)

# Of the first twelve kinds of help; later ones leave the instances as they were measured.
ASKED = [0.20, 0.05, 0.16, 0.12, 0.10, 0.08, 0.08, 0.07, 0.06, 0.04, 0.03, 0.01]
OFFERED = [0.34, 0.30, 0.30, 0.10, 0.12, 0.10, 0.05, 0.10, 0.10, 0.16, 0.012, 0.006]
LANGUAGES_SPOKEN = [0.97, 0.55, 0.08, 0.05, 0.04, 0.03, 0.02, 0.02]
SKILLS_HELD = [0.30, 0.28, 0.22, 0.20, 0.15, 0.10, 0.09, 0.06]
SKILLS_ASKED = [0.21, 0.19, 0.16, 0.14, 0.11, 0.09, 0.06, 0.04]
ASKED_WINDOWS = [0.35, 0.40, 0.20, 0.05] * 7
OFFERED_WINDOWS = [0.16, 0.16, 0.14, 0.05] * 7
# in the order of the vocabulary: pets, smoker, stairs, wheelchair, bodily care, ...
MET = [0.30, 0.12, 0.20, 0.15, 0.05, 0.10, 0.05, 0.10]
REFUSED = [0.12, 0.35, 0.05, 0.10, 0.00, 0.30, 0.20, 0.05]
READY_FOR_BODILY_CARE = 0.15
TWO_PM = 1 << 5


class Size(NamedTuple):
    """Questions, helpers and provinces of an instance."""

    requests: int
    offers: int
    tiles: int = 1


SIZES = {
    "S": Size(1_000, 3_000),
    "M": Size(10_000, 40_000),
    "Mt": Size(40_000, 40_000),
    "Mo": Size(40_000, 20_000),
    "L": Size(100_000, 400_000),
    "XL": Size(1_000_000, 4_000_000, 10),
}


def instance(name: str, seed: int = 0) -> Problem:
    """The instance of that name; ``S``, ``M``, ``Mt``, ``Mo``, ``L`` or ``XL``."""
    size = SIZES[name]
    random = np.random.default_rng(seed)
    requests = _requests(random, size)
    return Problem(requests, _offers(random, size))


def _homes(
    random: Generator, count: int, tiles: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Homes in metres: municipality by inhabitants, then a neighbourhood of it."""
    table = np.array([row[1:] for row in MUNICIPALITIES])
    people, east, north, spread = table.T
    middles = np.random.default_rng(12345).normal(0, 1, (2, people.size, NEIGHBOURHOODS))
    which = random.choice(people.size, count, p=people / people.sum())
    part = random.integers(0, NEIGHBOURHOODS, count)
    x, y = (
        at[which]
        + spread[which] * (0.85 * middle[which, part] + 0.35 * random.normal(0, 1, count))
        for at, middle in zip((east, north), middles, strict=True)
    )
    tile = random.integers(0, tiles, count)
    side = int(np.ceil(np.sqrt(tiles)))
    x += tile % side * TILE_KM[0]
    y += tile // side * TILE_KM[1]
    return np.rint(1000 * x), np.rint(1000 * y)


def _bits(random: Generator, count: int, shares: Sequence[float]) -> NDArray[np.uint32]:
    mask = np.zeros(count, np.uint32)
    for bit, share in enumerate(shares):
        mask |= (random.random(count) < share).astype(np.uint32) << np.uint32(bit)
    return mask


def _one_of(
    random: Generator, count: int, shares: Sequence[float], values: Sequence[float]
) -> NDArray[np.float64]:
    weights = np.array(shares) / np.sum(shares)
    drawn: NDArray[np.float64] = random.choice(np.array(values), count, p=weights)
    return drawn


def _requests(random: Generator, size: Size) -> Requests:
    n = size.requests
    x_m, y_m = _homes(random, n, size.tiles)
    windows = _bits(random, n, ASKED_WINDOWS)
    windows[windows == 0] = TWO_PM
    needed = np.minimum(
        _one_of(random, n, [0.6, 0.3, 0.1], [1, 2, 3]), np.bitwise_count(windows)
    )
    other = random.random(n) < 0.10
    languages = np.uint32(1) << (random.integers(1, 8, n) * other).astype(np.uint32)
    languages |= other & (random.random(n) < 0.5)
    skill = _one_of(random, n, SKILLS_ASKED, range(len(SKILLS))).astype(np.uint32)
    wish = _one_of(random, n, [0.80, 0.15, 0.05], [0, 1, 2])
    return Requests.from_columns(
        ids=np.arange(n),
        x_m=x_m,
        y_m=y_m,
        task=_one_of(random, n, ASKED, range(len(ASKED))),
        windows=windows,
        overlap_needed=needed,
        languages=languages,
        skills_needed=(np.uint32(1) << skill) * (random.random(n) < 0.35),
        boundaries=_bits(random, n, MET),
        gender_wish=wish,
        gender_required=wish > 0,
        bodily_comfortable=np.ones(n, np.bool_),
        interests=_bits(random, n, [0.12] * 32),
        urgency=_one_of(random, n, [0.20, 0.30, 0.25, 0.15, 0.10], [1, 2, 3, 4, 5]),
    )


def _offers(random: Generator, size: Size) -> Offers:
    m = size.offers
    x_m, y_m = _homes(random, m, size.tiles)
    tasks = _bits(random, m, OFFERED)
    nothing = np.flatnonzero(tasks == 0)
    drawn = _one_of(random, nothing.size, OFFERED, range(len(OFFERED))).astype(np.uint32)
    tasks[nothing] = np.uint32(1) << drawn
    windows = _bits(random, m, OFFERED_WINDOWS)
    windows[windows == 0] = TWO_PM
    languages = _bits(random, m, LANGUAGES_SPOKEN)
    ready = (random.random(m) < READY_FOR_BODILY_CARE) | (tasks >> BODILY_CARE_TASK & 1 > 0)
    return Offers.from_columns(
        ids=np.arange(m),
        x_m=x_m,
        y_m=y_m,
        tasks=tasks,
        windows=windows,
        languages=np.where(languages == 0, 1, languages),
        refused=_bits(random, m, REFUSED[: len(BOUNDARIES)]),
        gender=1 + (random.random(m) >= 0.62),
        skills=_bits(random, m, SKILLS_HELD),
        bodily_willing=ready,
        bodily_trained=ready,
        bodily_allowed=ready,
        radius_m=_one_of(random, m, [0.25, 0.35, 0.30, 0.10], [1500, 3000, 5000, 10_000]),
        capacity=_one_of(random, m, [0.75, 0.20, 0.05], [1, 2, 3]),
        interests=_bits(random, m, [0.12] * 32),
        idle_weeks=random.integers(0, 53, m),
    )
