"""Compiled steps of the search for good prices: a subgradient, and Adam's step along it.

All prices lie in one vector: visits, then one price per quarter of an hour for each row (a
supplier's slot), then what a cell differs from its length times that price, then faces.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled
from samenspel_engine.weekplan._kernels_bound import FREE, Answer, Tariff, Week

Real = NDArray[np.float64]


class Climb(NamedTuple):
    """Prices under way and their moments: ``price``, ``slope``, ``mean``, ``square``; per
    price its largest step ``unit``, its damping ``soft`` and its limits ``low`` and ``high``.
    """

    price: Real
    slope: Real
    mean: Real
    square: Real
    unit: Real
    soft: Real
    low: Real
    high: Real


@compiled
def round_prices(scale: int, climb: Climb, week: Week, tariff: Tariff) -> None:
    """Whole prices at ``scale`` units for each unit of cost."""
    price, visits, rows = climb.price, tariff.visit.size, week.row_room.size
    for k in range(visits):
        tariff.visit[k] = np.rint(price[k] * scale)
    for row in range(rows):
        for cell in range(week.row_first[row], week.row_first[row + 1]):
            asked = price[visits + row] * week.length[cell] + price[visits + rows + cell]
            tariff.cell[cell] = max(0, np.rint(asked * scale))
    faces = visits + rows + tariff.cell.size
    for c in range(tariff.face.size):
        tariff.face[c] = np.rint(price[faces + c] * scale)


@compiled
def measure_slots(visits: int, week: Week, answer: Answer, slope: Real) -> None:
    """Slope of cells and rows: what suppliers use less what the best filling holds."""
    rows = week.row_room.size
    cells = visits + rows
    for cell in range(week.length.size):
        slope[cells + cell] = -answer.filled[cell]
    for i in range(week.visit.size):
        if answer.chosen[i] and answer.option[i] != FREE:
            slope[cells + answer.option[i]] += 1
    for row in range(rows):
        total = 0.0
        for cell in range(week.row_first[row], week.row_first[row + 1]):
            total += slope[cells + cell] * week.length[cell]
        slope[visits + row] = total


@compiled
def measure(
    week: Week, answer: Answer, face_room: NDArray[np.int64], visits: int, slope: Real
) -> None:
    """Subgradient of the bound at the prices just solved."""
    slope[:visits] = 1
    for i in range(week.visit.size):
        if answer.chosen[i]:
            slope[week.visit[i]] -= 1
    measure_slots(visits, week, answer, slope)
    faces = visits + week.row_room.size + week.length.size
    for c in range(face_room.size):
        slope[faces + c] = -face_room[c]
    for g in range(week.group_cost.size):
        if answer.opened[g] and week.group_counts[g] & 2:
            slope[faces + week.group_client[g]] += 1


@compiled
def move(climb: Climb, scale: float, step: int, keep: tuple[float, float]) -> None:
    """One step of Adam (Kingma and Ba 2015) within the limits of each price."""
    first, second = 1 - keep[0] ** step, 1 - keep[1] ** step
    for k in range(climb.price.size):
        price, slope = climb.price[k], climb.slope[k]
        stuck = (price <= climb.low[k] and slope < 0) or (price >= climb.high[k] and slope > 0)
        slope = 0.0 if stuck else slope
        climb.mean[k] = keep[0] * climb.mean[k] + (1 - keep[0]) * slope
        climb.square[k] = keep[1] * climb.square[k] + (1 - keep[1]) * slope * slope
        size = climb.mean[k] / first / (np.sqrt(climb.square[k] / second) + climb.soft[k])
        price += scale * climb.unit[k] * size
        climb.price[k] = min(max(price, climb.low[k]), climb.high[k])
