"""Finding postcodes that are in the wrong place on the map.

Dutch postcodes with the same first two digits lie together: about 45 of them, half within seven
kilometres of their middle. A postcode is misplaced when it is outside the Netherlands, or when
its distance to the middle (the median) of the others with these two digits is more than the
usual distance plus eight times the usual spread. Usual distance is the median; usual spread is
the median absolute deviation times 1.4826 (which makes it the standard deviation of a normal
distribution), at least 1.5 km, so that a compact city does not make a suburb strange. Medians
do not notice wrong points as long as they are fewer than half.

Eight leaves room for islands and harbours: the farthest true postcodes reach six. A postcode
whose two digits are shared by fewer than five others is not judged, and one that is wrong by
less than the size of its region is not found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.exchange.postcode_files import Spot

SOUTH, NORTH, WEST, EAST = 50.7, 53.6, 3.3, 7.3
"""A box just round the European Netherlands, in degrees."""
KM_PER_DEGREE = 111.2
SPREADS = 8.0
LEAST_SPREAD_KM = 1.5
NORMAL = 1.4826
LEAST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A postcode in the wrong place; distances in km, 0 when it is outside the country."""

    spot: Spot
    outside: bool
    distance_km: float = 0.0
    usual_km: float = 0.0


def is_outside(spot: Spot) -> bool:
    """Say whether a spot is outside the Netherlands for certain."""
    return not (SOUTH <= spot.latitude <= NORTH and WEST <= spot.longitude <= EAST)


def find_misplaced(spots: Iterable[Spot]) -> list[Misplaced]:
    """Return the spots that are misplaced by the rule of this module, in order of code."""
    regions: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        regions[spot.code[:2]].append(spot)
    found = [one for region in regions.values() for one in _misplaced_in(region)]
    return sorted(found, key=lambda one: one.spot.code)


def _misplaced_in(region: Sequence[Spot]) -> Iterable[Misplaced]:
    inside = [spot for spot in region if not is_outside(spot)]
    yield from (Misplaced(spot, outside=True) for spot in region if is_outside(spot))
    if len(inside) <= LEAST_OTHERS:
        return
    degrees = np.array([(spot.latitude, spot.longitude) for spot in inside])
    shrink = np.cos(np.radians(degrees[:, 0].mean()))
    points = degrees * (KM_PER_DEGREE, KM_PER_DEGREE * shrink)
    for index, spot in enumerate(inside):
        others = np.delete(points, index, axis=0)
        middle = np.median(others, axis=0)
        usual, limit = _usual(others, middle)
        distance = float(np.hypot(*(points[index] - middle)))
        if distance > limit:
            yield Misplaced(spot, outside=False, distance_km=distance, usual_km=usual)


def _usual(points: NDArray[np.float64], middle: NDArray[np.float64]) -> tuple[float, float]:
    """Return the usual distance to the middle, and the distance from which one is misplaced."""
    distances = np.hypot(points[:, 0] - middle[0], points[:, 1] - middle[1])
    usual = float(np.median(distances))
    spread = NORMAL * float(np.median(np.abs(distances - usual)))
    return usual, usual + SPREADS * max(spread, LEAST_SPREAD_KM)
