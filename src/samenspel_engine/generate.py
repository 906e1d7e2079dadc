"""A synthetic region: people who do not exist, in places that do; the same for the same seed.

The places are those of the province of Utrecht; shares and means come from
``data/parameters.csv``, where each row names its source or says that it is an assumption.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from samenspel_engine.errors import EngineError
from samenspel_engine.geography import METRES_PER_DEGREE, REFERENCE_LATITUDE, project
from samenspel_engine.problem import Offers, Problem, Requests
from samenspel_engine.vocabulary import (
    BODILY_CARE_BOUNDARY,
    BODILY_CARE_TASK,
    BOUNDARIES,
    INTERESTS,
    LANGUAGES,
    SKILLS,
    TASKS,
    Vocabulary,
)

DATA = files("samenspel_engine") / "data"

WINDOW_SHARES = np.tile([0.35, 0.40, 0.20, 0.05], 7)
HELPER_WINDOW_SHARES = np.tile([0.16, 0.16, 0.14, 0.05], 7)
AFTERNOON = np.uint32(0b10)


@dataclass(frozen=True)
class Place:
    """A place with its centre (WGS 84 degrees) and number of inhabitants."""

    name: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, eq=False)
class Whereabouts:
    """Where people live: place name and WGS 84 degrees, arrays of one value per person."""

    place: NDArray[np.str_]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Region:
    """A problem with the whereabouts that its metres were worked out from."""

    problem: Problem
    requests_at: Whereabouts
    offers_at: Whereabouts


@cache
def places() -> tuple[Place, ...]:
    """The places of the province of Utrecht."""
    text = (DATA / "places_utrecht.csv").read_text(encoding="utf-8")
    return tuple(
        Place(
            row["place"],
            float(row["latitude"]),
            float(row["longitude"]),
            int(row["population"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def parameters() -> dict[str, float]:
    """The sourced parameters by name."""
    text = (DATA / "parameters.csv").read_text(encoding="utf-8")
    return {row["parameter"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}


def generate_region(requests: int, offers: int, seed: int) -> Region:
    """Draw a region of ``requests`` open questions and ``offers`` helpers."""
    random = np.random.default_rng(seed)
    requests_at, offers_at = _settle(random, requests), _settle(random, offers)
    problem = Problem(
        requests=_draw_requests(random, requests_at), offers=_draw_offers(random, offers_at)
    )
    return Region(problem, requests_at, offers_at)


def _settle(random: Generator, count: int) -> Whereabouts:
    """Homes around the centres of places, by population; denser near the centre."""
    known = places()
    people = np.array([place.population for place in known], np.float64)
    at = random.choice(len(known), count, p=people / people.sum())
    spread_m = np.clip(450.0 * np.sqrt(people / 5000.0), 300.0, 3200.0)[at]
    north, east = random.normal(0.0, 1.0, (2, count)) * spread_m / METRES_PER_DEGREE
    latitude = np.array([place.latitude for place in known])[at] + north
    shrink = np.cos(np.radians(REFERENCE_LATITUDE))
    longitude = np.array([place.longitude for place in known])[at] + east / shrink
    names = np.array([place.name for place in known], np.str_)[at]
    return Whereabouts(names, latitude.round(5), longitude.round(5))


def _bits(
    random: Generator, count: int, shares: NDArray[np.float64] | list[float]
) -> NDArray[np.uint32]:
    """Bitmasks in which bit ``k`` is set with probability ``shares[k]``."""
    mask = np.zeros(count, np.uint32)
    for bit, share in enumerate(shares):
        mask |= (random.random(count) < share).astype(np.uint32) << np.uint32(bit)
    return mask


def _chance(random: Generator, count: int, name: str) -> NDArray[np.bool_]:
    return random.random(count) < parameters()[name]


def shares(
    prefix: str, words: Vocabulary, known: Mapping[str, float] | None = None
) -> NDArray[np.float64]:
    """The share of each key, from the rows ``<prefix>_<key>`` of ``parameters.csv``.

    Raises ``EngineError`` that names the rows which are not there.
    """
    known = parameters() if known is None else known
    names = [f"{prefix}_{key}" for key in words.keys]
    missing = [name for name in names if name not in known]
    if missing:
        raise EngineError(
            f"no share for every {words.name}: add a row {', '.join(missing)} to"
            " samenspel_engine/data/parameters.csv"
        )
    return np.array([known[name] for name in names])


def request_shares(known: Mapping[str, float] | None = None) -> NDArray[np.float64]:
    """The share of each task among requests; raises ``EngineError`` unless they add up to 1."""
    found = shares("request_share", TASKS, known)
    if not np.isclose(found.sum(), 1.0):
        raise EngineError(
            f"the rows request_share_<task> add up to {found.sum():.4f}, must be 1: adjust them"
            " in samenspel_engine/data/parameters.csv"
        )
    return found


def _named(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number:06d}" for number in range(1, count + 1)]


def _draw_requests(random: Generator, at: Whereabouts) -> Requests:
    n = at.latitude.size
    x_m, y_m = project(at.latitude, at.longitude)
    task = random.choice(len(TASKS), n, p=request_shares())
    windows = _bits(random, n, WINDOW_SHARES)
    windows[windows == 0] = AFTERNOON
    boundaries = _bits(random, n, shares("boundary_share", BOUNDARIES))
    bodily = (task == BODILY_CARE_TASK) | ((boundaries & BODILY_CARE_BOUNDARY) != 0)
    wish = _chance(random, n, "request_share_gender_wish") * random.integers(1, 3, n)
    two = _chance(random, n, "request_share_two_windows") & (np.bitwise_count(windows) > 1)
    skill = np.uint32(1) << random.integers(0, len(SKILLS), n).astype(np.uint32)
    return Requests.from_columns(
        ids=_named("R", n),
        x_m=x_m,
        y_m=y_m,
        task=task,
        windows=windows,
        overlap_needed=1 + two,
        hours_per_week=random.choice(
            [0.5, 1, 1.5, 2, 3, 4], n, p=[0.1, 0.3, 0.2, 0.25, 0.1, 0.05]
        ),
        languages=_languages_asked(random, n),
        boundaries=boundaries,
        gender_wish=wish,
        gender_required=_chance(random, n, "request_share_gender_required") & (wish > 0),
        skills_needed=skill * _chance(random, n, "request_share_skill"),
        vog_needed=_chance(random, n, "request_share_vog"),
        bodily_comfortable=_chance(random, n, "request_share_comfortable") & bodily,
        urgency=random.choice([1, 2, 3, 4, 5], n, p=[0.20, 0.30, 0.25, 0.15, 0.10]),
        interests=_bits(random, n, np.full(len(INTERESTS), parameters()["interest_share"])),
    )


def _languages_asked(random: Generator, n: int) -> NDArray[np.uint32]:
    """Dutch for most; for the others one other language, half of them in addition to Dutch."""
    other = _chance(random, n, "request_share_other_language")
    code = random.integers(1, len(LANGUAGES), n).astype(np.uint32)
    dutch = ~other | (random.random(n) < 0.5)
    return dutch.astype(np.uint32) | (other.astype(np.uint32) << code)


def _draw_offers(random: Generator, at: Whereabouts) -> Offers:
    m = at.latitude.size
    x_m, y_m = project(at.latitude, at.longitude)
    tasks = _bits(random, m, shares("offer_share", TASKS))
    nothing = tasks == 0
    tasks[nothing] = np.uint32(1) << random.integers(0, 3, int(nothing.sum())).astype(np.uint32)
    windows = _bits(random, m, HELPER_WINDOW_SHARES)
    windows[windows == 0] = AFTERNOON
    languages = _bits(random, m, [0.97, 0.5, *[0.03] * (len(LANGUAGES) - 2)])
    ready = _chance(random, m, "offer_share_bodily_ready")
    refuses = np.full(len(BOUNDARIES), parameters()["offer_share_refuses"])
    hours = random.gamma(3.0, parameters()["offer_mean_hours"] / 3.0, m)
    return Offers.from_columns(
        ids=_named("H", m),
        x_m=x_m,
        y_m=y_m,
        tasks=tasks,
        windows=windows,
        hours_per_week=np.clip(np.rint(hours * 2) / 2, 0.5, 20.0),
        languages=np.where(languages == 0, 1, languages),
        refused=_bits(random, m, refuses),
        gender=1 + ~_chance(random, m, "offer_share_women"),
        skills=_bits(random, m, np.full(len(SKILLS), 0.25)),
        vog_seen=_chance(random, m, "offer_share_vog"),
        bodily_willing=ready,
        bodily_trained=ready,
        bodily_allowed=ready,
        radius_m=random.choice([1500, 3000, 5000, 10_000], m, p=[0.25, 0.35, 0.30, 0.10]),
        capacity=random.choice([1, 2, 3], m, p=[0.75, 0.20, 0.05]),
        interests=_bits(random, m, np.full(len(INTERESTS), parameters()["interest_share"])),
        idle_weeks=random.integers(0, 53, m),
    )
