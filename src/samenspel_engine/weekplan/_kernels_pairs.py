"""Compiled search for the suppliers of each visit: all hard rules; keeps the best K per
tier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.bits import count_bits
from samenspel_engine.jit import compiled

Ints = NDArray[np.int64]
Bits = NDArray[np.uint32]


class Asked(NamedTuple):
    """Visits in client order; client ``c`` owns the places ``start[c] : start[c + 1]``."""

    start: Ints
    row: Ints
    task: Ints
    quarters: Ints
    weighted: Ints
    slots: Bits
    informal: NDArray[np.bool_]
    bodily: NDArray[np.bool_]
    skills: Bits
    vog: NDArray[np.bool_]
    previous: Ints


class Homes(NamedTuple):
    """Clients; ``low`` and ``high`` bound the places in ``Tier`` that may be near enough."""

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    languages: Bits
    boundaries: Bits
    interests: Bits
    open_: NDArray[np.bool_]
    low: Ints
    high: Ints


class Tier(NamedTuple):
    """Suppliers of one tier, in an order that puts the candidates of a client together.

    Rules that do not apply to this tier are switched off in the values.
    """

    row: Ints
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    radius_m: NDArray[np.float64]
    tasks: Bits
    windows: Bits
    daypart: Ints
    week: Ints
    languages: Bits
    refused: Bits
    skills: Bits
    vog: NDArray[np.bool_]
    ready: NDArray[np.bool_]
    open_: NDArray[np.bool_]
    interests: Bits
    tired: Ints


class Settings(NamedTuple):
    """Settings of the tier: code, points, and how travel and load are counted."""

    suppliers: int
    professional: bool
    own: bool
    near_m: int
    quarter_m: int
    bodily_boundary: int
    points: tuple[int, ...]
    previous: int
    enough: int


class Pairs(NamedTuple):
    """Known and forbidden pairs as sorted codes ``client * suppliers + supplier``."""

    known: Ints
    forbidden: Ints


class Desk(NamedTuple):
    """Scratch: the suppliers near one client, with distance and points that hold for all."""

    at: Ints
    metres: Ints
    points: Ints


class Kept(NamedTuple):
    """Output per place in ``Asked``: supplier rows with their fit, best first, and counts."""

    supplier: NDArray[np.int32]
    fit: NDArray[np.int32]
    filled: Ints
    suitable: Ints


@compiled
def holds(codes: Ints, code: int) -> bool:
    """Whether the sorted ``codes`` hold ``code``."""
    low, high = 0, codes.size
    while low < high:
        middle = (low + high) >> 1
        if codes[middle] < code:
            low = middle + 1
        else:
            high = middle
    return low < codes.size and codes[low] == code


@compiled
def general_points(shared: np.int64, metres: np.int64, knows: bool, of: Settings) -> np.int64:
    """Points that hold for every visit of the client."""
    start, near, far_m, interests, known = of.points
    left = far_m - metres if metres < far_m else np.int64(0)
    same = shared if shared < of.enough else np.int64(of.enough)
    points = start + near * left // far_m + interests * same // of.enough
    return points + known if knows else points


@compiled
def gather(c: int, homes: Homes, tier: Tier, pairs: Pairs, job: tuple[Settings, Desk]) -> int:
    """Put the suppliers that break no rule of the person on the desk; return how many."""
    of, desk = job
    found = 0
    for at in range(homes.low[c], homes.high[c]):
        dx, dy = tier.x_m[at] - homes.x_m[c], tier.y_m[at] - homes.y_m[c]
        metres = np.int64(np.sqrt(dx * dx + dy * dy))
        if metres > tier.radius_m[at] or tier.refused[at] & homes.boundaries[c]:
            continue
        if not tier.languages[at] & homes.languages[c] or not (
            tier.open_[at] and homes.open_[c]
        ):
            continue
        code = c * of.suppliers + tier.row[at]
        if holds(pairs.forbidden, code):
            continue
        shared = np.int64(count_bits(np.uint32(tier.interests[at] & homes.interests[c])))
        points = general_points(shared, metres, holds(pairs.known, code), of)
        desk.at[found] = at
        desk.metres[found] = metres
        desk.points[found] = points - tier.tired[at]
        found += 1
    return found


@compiled
def suits(v: int, at: int, metres: int, data: tuple[Asked, Tier, Settings]) -> bool:
    """Whether the supplier breaks no rule of the visit."""
    asked, tier, of = data
    if not tier.tasks[at] >> asked.task[v] & 1 or not tier.windows[at] & asked.slots[v]:
        return False
    if asked.bodily[v] and (not tier.ready[at] or tier.refused[at] & of.bodily_boundary):
        return False
    if tier.skills[at] & asked.skills[v] != asked.skills[v]:
        return False
    if asked.vog[v] and not tier.vog[at]:
        return False
    travel = 0 if of.own and metres <= of.near_m else metres // of.quarter_m + 1
    load = asked.weighted[v] if of.own else asked.quarters[v]
    fits = asked.quarters[v] + travel <= tier.daypart[at]
    return bool(fits and load + travel <= tier.week[at])


@compiled
def keep(v: int, row: int, fit: int, kept: Kept) -> None:
    """Insert a supplier in the list of the visit: best fit first, then lowest row."""
    supplier, fits = kept.supplier[v], kept.fit[v]
    at = kept.filled[v]
    if at == supplier.size:
        worse = fit < fits[at - 1] or (fit == fits[at - 1] and row > supplier[at - 1])
        if worse:
            return
        at -= 1
    else:
        kept.filled[v] += 1
    while at > 0 and (fits[at - 1] < fit or (fits[at - 1] == fit and supplier[at - 1] > row)):
        supplier[at], fits[at] = supplier[at - 1], fits[at - 1]
        at -= 1
    supplier[at], fits[at] = row, fit


@compiled
def search_tier(
    data: tuple[Asked, Tier, Settings], homes: Homes, pairs: Pairs, desk: Desk, kept: Kept
) -> None:
    """Fill ``kept`` with the suppliers of one tier for every visit."""
    asked, tier, of = data
    for c in range(homes.x_m.size):
        if asked.start[c] == asked.start[c + 1]:
            continue
        found = gather(c, homes, tier, pairs, (of, desk))
        for v in range(asked.start[c], asked.start[c + 1]):
            if not (of.professional or asked.informal[v]):
                continue
            for k in range(found):
                if not suits(v, desk.at[k], desk.metres[k], data):
                    continue
                row = tier.row[desk.at[k]]
                points = desk.points[k] + (of.previous if row == asked.previous[v] else 0)
                kept.suitable[v] += 1
                keep(v, row, min(100, max(1, points)), kept)
