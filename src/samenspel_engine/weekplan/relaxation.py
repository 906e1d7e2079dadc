"""The weekly plan as the bound sees it: pairs by supplier, and the cells that need a price."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan._kernels_worth import Answer, Desk, Week
from samenspel_engine.weekplan.arrays import OPEN, SLOTS, SLOTS_IN_DAY, PlanArrays

PRICE_SCALE = 100
DAYS = SLOTS // SLOTS_IN_DAY

Whole = NDArray[np.int64]


class Relaxation(NamedTuple):
    """The layout of the kernels and the way back.

    ``pair``: the pair of the plan behind each pair of ``week``; ``cell_at``: place of each cell
    in the raveled prices of shape (suppliers, 28, lengths), ``day_at`` that of each day in
    those of shape (groups, 7); ``visit_cap`` (n): what leaving the
    visit open costs; ``face_room`` (clients): suppliers a client can still get.
    """

    week: Week
    pair: Whole
    cell_at: Whole
    day_at: Whole
    visit_cap: Whole
    face_room: Whole


def lengths_of(arrays: PlanArrays) -> int:
    """Number of lengths a slot can be priced for: 0 up to the longest time of a pair."""
    return int(arrays.time.max(initial=0)) + 1


def usable_slots(arrays: PlanArrays) -> NDArray[np.bool_]:
    """Slots each pair can use on its own, shape (p, 28).

    A slot is ruled out when it is too short or on a day that the visit's group no longer has;
    all are ruled out when the pair does not fit the supplier's week.
    """
    usable: NDArray[np.bool_] = (
        arrays.slots[:, None] >> np.arange(SLOTS, dtype=np.uint32) & 1
    ) == 1
    usable &= arrays.time[:, None] <= arrays.slot_room[arrays.supplier]
    usable &= (arrays.load <= arrays.week_room[arrays.supplier])[:, None]
    group = arrays.day_group[arrays.pair_visit]
    grouped = np.flatnonzero(group >= 0)
    days = np.arange(SLOTS, dtype=np.uint8) // SLOTS_IN_DAY
    usable[grouped] &= (arrays.group_days[group[grouped], None] >> days & 1) == 0
    return usable


def relax(arrays: PlanArrays) -> Relaxation:
    """Sort the pairs that can be used by supplier and relation, and number the cells."""
    usable = usable_slots(arrays)
    pair = np.flatnonzero(usable.any(axis=1))
    pair = pair[np.lexsort((arrays.relation[pair], arrays.supplier[pair]))]
    cells = _cells(arrays, pair, usable[pair])
    groups = _groups(arrays, pair)
    who = arrays.supplier[pair]
    first = np.searchsorted(who, np.arange(arrays.suppliers + 1))
    load = arrays.load[pair].astype(np.int64)
    total = np.bincount(who, load, arrays.suppliers).astype(np.int64)
    week = Week(
        first=first.astype(np.int64),
        visit=arrays.pair_visit[pair].astype(np.int32),
        load=load,
        cost=arrays.cost[pair] * PRICE_SCALE,
        room=np.minimum(arrays.week_room, total).clip(0).astype(np.int64),
        people=arrays.people.astype(np.int64),
        **groups,
        **cells.kernel,
    )
    cap, faces = arrays.open_cost * PRICE_SCALE, arrays.faces.astype(np.int64)
    return Relaxation(week, pair, cells.at, cells.day_at, cap, faces)


def _groups(arrays: PlanArrays, pair: Whole) -> dict[str, Any]:
    relation = arrays.relation[pair]
    begins = np.flatnonzero(np.diff(relation, prepend=-1))
    opened = relation[begins]
    owner = arrays.relation_supplier[opened]
    return {
        "group_first": np.searchsorted(owner, np.arange(arrays.suppliers + 1)).astype(np.int64),
        "group_pairs": np.append(begins, pair.size).astype(np.int64),
        "group_cost": arrays.relation_cost[opened] * PRICE_SCALE,
        "group_counts": arrays.relation_counts[opened],
        "group_client": arrays.relation_client[opened],
    }


class _Cells(NamedTuple):
    kernel: dict[str, Any]
    at: Whole
    day_at: Whole


def _cells(arrays: PlanArrays, pair: Whole, usable: NDArray[np.bool_]) -> _Cells:
    """Number the cells of slots that can be too short for all that might go into them."""
    item, slot = np.nonzero(usable)
    time = arrays.time[pair][item].astype(np.int64)
    row = arrays.supplier[pair][item].astype(np.int64) * SLOTS + slot
    asked = np.bincount(row, time, arrays.slot_room.size)
    tight = (asked[row] > arrays.slot_room.ravel()[row]) & (time > 0)
    code = np.where(tight, row * lengths_of(arrays) + time, OPEN)
    day = _shared_days(arrays, arrays.pair_visit[pair][item], slot)
    paid = np.ones(pair.size, bool)
    paid[item[(code == OPEN) & (day == OPEN)]] = False
    kept = paid[item]
    item, code, day = item[kept], code[kept], day[kept]
    at, uses = np.unique(code[code != OPEN], return_counts=True)
    day_at = np.unique(day[day != OPEN])
    rows, begins = np.unique(at // lengths_of(arrays), return_index=True)
    row_first = np.append(begins, at.size)
    room = arrays.slot_room.ravel()[rows].astype(np.int64)
    length = at % lengths_of(arrays)
    fits = np.repeat(room, np.diff(row_first)) // np.maximum(length, 1)
    kernel = {
        "option_first": np.searchsorted(item, np.arange(pair.size + 1)).astype(np.int64),
        "cell": _numbered(code, at),
        "day": _numbered(day, day_at),
        "row_first": row_first.astype(np.int64),
        "row_room": room,
        "length": length.astype(np.int64),
        "most": np.minimum(uses, fits).astype(np.int64),
    }
    return _Cells(kernel, at, day_at)


def _numbered(code: Whole, known: Whole) -> NDArray[np.int32]:
    """Place of each code among the known ones; one past the last for ``OPEN``."""
    return np.where(code == OPEN, known.size, np.searchsorted(known, code)).astype(np.int32)


def _shared_days(arrays: PlanArrays, visit: Whole, slot: Whole) -> Whole:
    """Group and day (``7 * group + day``) where two visits of a group can be; else ``OPEN``."""
    group = arrays.day_group[visit].astype(np.int64)
    key = group * DAYS + slot // SLOTS_IN_DAY
    once = np.unique(np.stack([key, visit])[:, group >= 0], axis=1)[0]
    codes, many = np.unique(once, return_counts=True)
    return np.where((group >= 0) & np.isin(key, codes[many > 1]), key, OPEN)


def empty_answer(week: Week) -> Answer:
    """Room for the answer to every sub-problem."""
    pairs, groups = week.visit.size, week.group_cost.size
    return Answer(
        profit=np.zeros(pairs, np.int64),
        option=np.zeros(pairs, np.int32),
        chosen=np.zeros(pairs, np.uint8),
        set_up=np.zeros(groups, np.int64),
        paying=np.zeros(groups, np.int32),
        worth=np.zeros(groups, np.int64),
        opened=np.zeros(groups, np.uint8),
        supplier_value=np.zeros(week.room.size, np.int64),
        row_value=np.zeros(week.row_room.size, np.int64),
        filled=np.zeros(week.length.size, np.int32),
    )


def new_desk(week: Week) -> Desk:
    """Working memory for one thread, enough for every supplier."""
    counting = np.zeros(week.group_cost.size + 1, np.int64)
    np.cumsum(week.group_counts & 1, out=counting[1:])
    limited = np.diff(counting[week.group_first]) > week.people
    people = np.where(limited, week.people, 0).clip(0)
    layers = 1 + np.diff(week.first) + 2 * np.diff(week.group_first)
    copies = np.diff(np.append(0, np.cumsum(week.most))[week.row_first])
    slot = int(week.row_room.max(initial=0)) + 1
    return Desk(
        table=np.zeros(int((layers * (people + 1) * (week.room + 1)).max(initial=0)), np.int64),
        fill=np.zeros(slot, np.int64),
        last=np.zeros((int(copies.max(initial=0)), slot), np.uint8),
    )
