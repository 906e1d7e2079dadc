"""Compiled steps of the search for good prices: a subgradient, and Adam's step along it.

All prices are in one vector: visits, then one price per quarter of an hour for each row (a
supplier's slot), then how far a cell differs from its length times that price, then days of
groups, then faces.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled
from samenspel_engine.weekplan._kernels_worth import FREE, Answer, Tariff, Week

Real = NDArray[np.float64]


class Climb(NamedTuple):
    """The prices of the climb and their moments: ``price``, ``slope``, ``mean``, ``square``;
    per price its largest step ``unit``, its damping ``soft`` and its limits ``low`` and
    ``high``.
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
    days = visits + rows + week.length.size
    for k in range(tariff.day.size - 1):
        tariff.day[k] = np.rint(price[days + k] * scale)
    faces = days + tariff.day.size - 1
    for c in range(tariff.face.size):
        tariff.face[c] = np.rint(price[faces + c] * scale)


@compiled
def measure_options(week: Week, answer: Answer, slope: Real) -> None:
    """Count what suppliers use of cells and days; ``slope`` holds cells, then days."""
    cells = week.length.size
    for i in range(week.visit.size):
        at = answer.option[i]
        if answer.chosen[i] and at != FREE:
            if week.cell[at] < cells:
                slope[week.cell[at]] += 1
            if cells + week.day[at] < slope.size:
                slope[cells + week.day[at]] += 1


@compiled
def measure_rows(week: Week, cells: Real, rows: Real) -> None:
    """Slope of the price per quarter of each row, from those of its cells."""
    for row in range(rows.size):
        total = 0.0
        for cell in range(week.row_first[row], week.row_first[row + 1]):
            total += cells[cell] * week.length[cell]
        rows[row] = total


@compiled
def measure_slots(week: Week, answer: Answer, slope: Real) -> None:
    """Slope of rows, cells and days: what suppliers use, less what there is."""
    rows, cells = week.row_room.size, week.length.size
    for cell in range(cells):
        slope[rows + cell] = -answer.filled[cell]
    slope[rows + cells :] = -1
    measure_options(week, answer, slope[rows:])
    measure_rows(week, slope[rows : rows + cells], slope[:rows])


@compiled
def measure_faces(week: Week, answer: Answer, room: NDArray[np.int64], slope: Real) -> None:
    """Slope of faces: relations opened that count, less the most there can be."""
    for c in range(room.size):
        slope[c] = -room[c]
    for g in range(week.group_cost.size):
        if answer.opened[g] and week.group_counts[g] & 2:
            slope[week.group_client[g]] += 1


@compiled
def measure(
    week: Week, answer: Answer, face_room: NDArray[np.int64], visits: int, slope: Real
) -> None:
    """Subgradient of the bound at the prices just solved."""
    slope[:visits] = 1
    for i in range(week.visit.size):
        if answer.chosen[i]:
            slope[week.visit[i]] -= 1
    faces = slope.size - face_room.size
    measure_slots(week, answer, slope[visits:faces])
    measure_faces(week, answer, face_room, slope[faces:])


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
