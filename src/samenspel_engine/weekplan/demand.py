"""The visits of a synthetic week: which needs people have, how often and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from samenspel_engine.weekplan.words import WEEK_TASKS

Odds = tuple[tuple[int, float], ...]
Bits = NDArray[np.uint32]

MORNING, AFTERNOON, EVENING = 1, 2, 4
EVERY_DAY = np.arange(7)


@dataclass(frozen=True)
class Need:
    """One kind of need; all figures are assumptions.

    Parameters
    ----------
    share : float
        Share of the clients that has it.
    times, quarters : tuple of (value, probability)
        Visits a week, and quarters of an hour per visit.
    parts : int
        Dayparts that suit, as bits.
    more_parts : float
        Share of those whom the evening suits as well.
    days : str
        ``"set"`` (on given days), ``"one"`` (one working day) or ``"free"``.
    urgency : int
    """

    share: float
    times: Odds
    quarters: Odds
    parts: int
    days: str
    urgency: int
    more_parts: float = 0.0


def _even(*values: int) -> Odds:
    return tuple((value, 1 / len(values)) for value in values)


NEEDS = {
    "bodily_care": Need(0.35, _even(3, 5, 7), _even(2, 3, 4), MORNING, "set", 5, 0.3),
    "nursing": Need(
        0.22, ((1, 0.4), (2, 0.3), (7, 0.3)), _even(1, 2), MORNING | AFTERNOON, "set", 5
    ),
    "household": Need(0.55, _even(1), _even(8, 10, 12), MORNING | AFTERNOON, "free", 3),
    "groceries": Need(0.45, _even(1, 2), _even(3, 4), 7, "free", 3),
    "company": Need(0.50, ((1, 0.7), (2, 0.3)), _even(4, 6, 8), AFTERNOON | EVENING, "free", 2),
    "transport": Need(0.30, _even(1), _even(4, 6), MORNING | AFTERNOON, "one", 3),
    "paperwork": Need(0.25, _even(1), _even(4), 7, "free", 2),
    "respite": Need(0.20, _even(1, 2), _even(8, 12), AFTERNOON | EVENING, "free", 4),
}

DAY_SUITS = 0.6
"""Chance that a day suits, when the day is free."""


def draw_visits(random: Generator, clients: int) -> dict[str, Any]:
    """Columns of ``Visits`` for that many clients, in client order."""
    drawn = [_draw(random, clients, code, NEEDS[key]) for code, key in enumerate(NEEDS)]
    columns = {name: np.concatenate([one[name] for one in drawn]) for name in drawn[0]}
    order = np.argsort(columns["client"], kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    _, series, size = np.unique(columns["series"], return_inverse=True, return_counts=True)
    columns["series"] = np.where(size[series] > 1, series, -1)
    columns["ids"] = np.array([f"V{row:07d}" for row in range(1, order.size + 1)], np.str_)
    return columns


def _draw(random: Generator, clients: int, task: int, need: Need) -> dict[str, NDArray[Any]]:
    who = np.flatnonzero(random.random(clients) < need.share)
    times = _from(random, need.times, who.size)
    late = np.where(random.random(who.size) < need.more_parts, EVENING, 0)
    at = np.repeat(np.arange(who.size), times)
    turn = np.arange(at.size) - np.repeat(np.cumsum(times) - times, times)
    days = _days(random, need, times[at], (at, turn))
    return {
        "client": who[at],
        "task": np.full(at.size, task),
        "minutes": 15 * _from(random, need.quarters, who.size)[at],
        "slots": _slots(days, (need.parts | late)[at].astype(np.uint32)),
        "urgency": np.full(at.size, need.urgency),
        "series": (who[at] + 1) * len(WEEK_TASKS) + task,
    }


def _from(random: Generator, odds: Odds, count: int) -> NDArray[np.int64]:
    values, shares = zip(*odds, strict=True)
    drawn: NDArray[np.int64] = random.choice(np.array(values, np.int64), count, p=shares)
    return drawn


def _days(
    random: Generator,
    need: Need,
    times: NDArray[np.int64],
    at: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.bool_]:
    """Days that suit each visit, shape (visits, 7)."""
    whose, turn = at
    working = random.integers(0, 5, times.size)
    people = int(whose[-1]) + 1 if whose.size else 0
    first = random.integers(0, 7, people)[whose]
    if need.days != "free":
        spread = np.rint(6 * turn / np.maximum(times - 1, 1)).astype(np.int64)
        day = np.where(times > 1, (first + spread) % 7, working)
        suits: NDArray[np.bool_] = day[:, None] == EVERY_DAY
        return suits
    halves = np.where((turn == 0)[:, None], EVERY_DAY < 3, EVERY_DAY >= 3)
    split = (random.random(people) < 0.5)[whose] & (times > 1)
    asked = np.where(split[:, None], halves, True)
    suits = asked & (random.random((times.size, 7)) < DAY_SUITS)
    nothing = ~suits.any(axis=1)
    suits[nothing, np.argmax(asked[nothing], axis=1)] = True
    return suits


def _slots(days: NDArray[np.bool_], parts: Bits) -> Bits:
    slots = np.zeros(parts.size, np.uint32)
    for day in range(7):
        slots |= np.where(days[:, day], parts << np.uint32(4 * day), np.uint32(0))
    return slots
