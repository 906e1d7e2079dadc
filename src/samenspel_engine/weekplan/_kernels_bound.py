"""Compiled sub-problems of the bound: the best week of one supplier at given prices.

With a price on every visit and on the slots, suppliers no longer meet. For each of them remains
a knapsack: the load of the week, the cost of a relation once, a limit on people. It is solved
exactly by a table over (people, load). The price of a slot depends on how long a visit is: a
*cell* is a supplier, a slot and a length. The owner of the slots then fills each slot with the
lengths that pay best, a small knapsack too. Whole numbers throughout.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

NEVER = -(1 << 60)
FREE = -1


class Week(NamedTuple):
    """Pairs and relations sorted by supplier, then relation; costs in units of the prices.

    ``first`` (m + 1): pairs of each supplier. Per pair ``visit``, ``load``, ``cost``;
    ``cell[cell_first[i] : cell_first[i + 1]]`` are the cells it may use, none when a slot
    needs no price. ``group_first`` (m + 1): relations of each supplier; per relation
    ``group_pairs`` (r + 1), ``group_cost``, ``group_counts``, ``group_client``. Per supplier
    ``room`` and ``people``. Per row (supplier and slot) ``row_first`` (rows + 1) over the cells
    and ``row_room``; per cell ``length`` and ``most``, how often the slot can hold it.
    """

    first: NDArray[np.int64]
    visit: NDArray[np.int32]
    load: NDArray[np.int64]
    cost: NDArray[np.int64]
    cell_first: NDArray[np.int64]
    cell: NDArray[np.int32]
    group_first: NDArray[np.int64]
    group_pairs: NDArray[np.int64]
    group_cost: NDArray[np.int64]
    group_counts: NDArray[np.uint8]
    group_client: NDArray[np.int32]
    room: NDArray[np.int64]
    people: NDArray[np.int64]
    row_first: NDArray[np.int64]
    row_room: NDArray[np.int64]
    length: NDArray[np.int64]
    most: NDArray[np.int64]


class Tariff(NamedTuple):
    """Prices in whole numbers: ``visit`` (n), ``cell`` (cells), ``face`` (clients)."""

    visit: NDArray[np.int64]
    cell: NDArray[np.int64]
    face: NDArray[np.int64]


class Answer(NamedTuple):
    """Best weeks. Per pair ``profit``, ``option`` (its cell or ``FREE``) and ``chosen``; per
    relation ``worth`` (all its profits less its cost) and ``opened``; per supplier and per row
    ``value``; per cell ``filled``, how often the best filling has it."""

    profit: NDArray[np.int64]
    option: NDArray[np.int32]
    chosen: NDArray[np.uint8]
    worth: NDArray[np.int64]
    opened: NDArray[np.uint8]
    supplier_value: NDArray[np.int64]
    row_value: NDArray[np.int64]
    filled: NDArray[np.int32]


class Desk(NamedTuple):
    """Working memory of one thread: ``best`` and ``inside`` over (people, load), ``take`` per
    pair and ``came`` per relation of one supplier, ``fill`` and ``last`` over one slot's room.
    """

    best: NDArray[np.int64]
    inside: NDArray[np.int64]
    take: NDArray[np.uint8]
    came: NDArray[np.uint8]
    fill: NDArray[np.int64]
    last: NDArray[np.uint8]


@compiled
def set_up(g: int, week: Week, tariff: Tariff) -> int:
    """Cost of opening a relation, with the price of a new face."""
    cost = week.group_cost[g]
    if week.group_counts[g] & 2:
        cost += tariff.face[week.group_client[g]]
    return int(cost)


@compiled
def cheapest_cell(i: int, week: Week, tariff: Tariff) -> int:
    """Cheapest cell for the pair, the first of equals; ``FREE`` when it needs none."""
    best = FREE
    for at in range(week.cell_first[i], week.cell_first[i + 1]):
        cell = week.cell[at]
        if best == FREE or tariff.cell[cell] < tariff.cell[best]:
            best = cell
    return int(best)


@compiled
def weigh(s: int, week: Week, tariff: Tariff, answer: Answer) -> None:
    """Profit of every pair, and of every relation with all its pairs that pay."""
    for g in range(week.group_first[s], week.group_first[s + 1]):
        worth = 0
        for i in range(week.group_pairs[g], week.group_pairs[g + 1]):
            cell = cheapest_cell(i, week, tariff)
            profit = tariff.visit[week.visit[i]] - week.cost[i]
            if cell != FREE:
                profit -= tariff.cell[cell]
            answer.option[i] = cell
            answer.chosen[i] = 0
            answer.profit[i] = profit
            worth += max(profit, 0)
        shut = week.people[s] <= 0 and week.group_counts[g] & 1
        answer.worth[g] = 0 if shut else worth - set_up(g, week, tariff)
        answer.opened[g] = 0


@compiled
def all_fit(s: int, week: Week, answer: Answer) -> bool:
    """Whether everything that pays fits the week and the limit on people."""
    load, people = 0, 0
    for g in range(week.group_first[s], week.group_first[s + 1]):
        if answer.worth[g] > 0:
            people += week.group_counts[g] & 1
            for i in range(week.group_pairs[g], week.group_pairs[g + 1]):
                if answer.profit[i] > 0:
                    load += week.load[i]
    return bool(load <= week.room[s] and people <= week.people[s])


@compiled
def take_all(s: int, week: Week, answer: Answer) -> None:
    """Take everything that pays."""
    value = 0
    for g in range(week.group_first[s], week.group_first[s + 1]):
        if answer.worth[g] > 0:
            value += answer.worth[g]
            answer.opened[g] = 1
            for i in range(week.group_pairs[g], week.group_pairs[g + 1]):
                answer.chosen[i] = answer.profit[i] > 0
    answer.supplier_value[s] = value


@compiled
def most_people(s: int, week: Week, answer: Answer) -> int:
    """Size of the table over people: 0 when the limit cannot be reached."""
    people = 0
    for g in range(week.group_first[s], week.group_first[s + 1]):
        if answer.worth[g] > 0:
            people += week.group_counts[g] & 1
    return 0 if people <= week.people[s] else int(week.people[s])


@compiled
def open_group(desk: Desk, cost: int, step: int, size: tuple[int, int]) -> None:
    """Start a table for plans that hold the relation and none of its pairs yet."""
    for r in range(size[0] + 1):
        if r < step:
            desk.inside[r, : size[1] + 1] = NEVER
        else:
            for q in range(size[1] + 1):
                desk.inside[r, q] = desk.best[r - step, q] - cost


@compiled
def put_pair(desk: Desk, row: int, profit: int, load: int, size: tuple[int, int]) -> None:
    """Take a pair wherever that pays."""
    for r in range(size[0] + 1):
        inside, take = desk.inside[r], desk.take[row, r]
        for q in range(load):
            take[q] = 0
        for q in range(size[1], load - 1, -1):
            value = inside[q - load] + profit
            better = value > inside[q]
            take[q] = better
            if better:
                inside[q] = value


@compiled
def close_group(desk: Desk, row: int, size: tuple[int, int]) -> None:
    """Keep the plans with the relation wherever they are better."""
    for r in range(size[0] + 1):
        best, inside, came = desk.best[r], desk.inside[r], desk.came[row, r]
        for q in range(size[1] + 1):
            better = inside[q] > best[q]
            came[q] = better
            if better:
                best[q] = inside[q]


@compiled
def trace_back(s: int, size: tuple[int, int], week: Week, answer: Answer, desk: Desk) -> None:
    """Mark the pairs and relations of the best plan."""
    r, q = size
    for g in range(week.group_first[s + 1] - 1, week.group_first[s] - 1, -1):
        if answer.worth[g] <= 0 or not desk.came[g - week.group_first[s], r, q]:
            continue
        answer.opened[g] = 1
        for i in range(week.group_pairs[g + 1] - 1, week.group_pairs[g] - 1, -1):
            if answer.profit[i] > 0 and desk.take[i - week.first[s], r, q]:
                answer.chosen[i] = 1
                q -= week.load[i]
        if size[0] > 0:
            r -= week.group_counts[g] & 1


@compiled
def pick_best(s: int, week: Week, tariff: Tariff, answer: Answer, desk: Desk) -> None:
    """Fill the table over (people, load), relation by relation."""
    size = (most_people(s, week, answer), week.room[s])
    desk.best[: size[0] + 1, : size[1] + 1] = 0
    for g in range(week.group_first[s], week.group_first[s + 1]):
        if answer.worth[g] <= 0:
            continue
        step = week.group_counts[g] & 1 if size[0] > 0 else 0
        open_group(desk, set_up(g, week, tariff), step, size)
        for i in range(week.group_pairs[g], week.group_pairs[g + 1]):
            if answer.profit[i] > 0:
                put_pair(desk, i - week.first[s], answer.profit[i], week.load[i], size)
        close_group(desk, g - week.group_first[s], size)
    answer.supplier_value[s] = desk.best[size]
    trace_back(s, size, week, answer, desk)


@compiled
def solve_suppliers(
    begin: int, end: int, week: Week, tariff: Tariff, answer: Answer, desk: Desk
) -> None:
    """Best week of each supplier from ``begin`` up to ``end``."""
    for s in range(begin, end):
        weigh(s, week, tariff, answer)
        if all_fit(s, week, answer):
            take_all(s, week, answer)
        else:
            pick_best(s, week, tariff, answer, desk)


@compiled
def fill_row(row: int, week: Week, tariff: Tariff, answer: Answer, desk: Desk) -> None:
    """Best filling of one slot: a knapsack over the lengths, each at most ``most`` times."""
    room, copies = week.row_room[row], 0
    first, end = week.row_first[row], week.row_first[row + 1]
    desk.fill[: room + 1] = 0
    for cell in range(first, end):
        answer.filled[cell] = 0
        if tariff.cell[cell] <= 0:
            continue
        for _ in range(week.most[cell]):
            add_copy(copies, week.length[cell], tariff.cell[cell], room, desk)
            copies += 1
    answer.row_value[row] = desk.fill[room]
    left = room
    for cell in range(end - 1, first - 1, -1):
        if tariff.cell[cell] <= 0:
            continue
        for _ in range(week.most[cell]):
            copies -= 1
            if desk.last[copies, left]:
                answer.filled[cell] += 1
                left -= week.length[cell]


@compiled
def add_copy(copy: int, length: int, price: int, room: int, desk: Desk) -> None:
    """Offer one more visit of this length to the slot."""
    desk.last[copy, : room + 1] = 0
    for q in range(room, length - 1, -1):
        value = desk.fill[q - length] + price
        if value > desk.fill[q]:
            desk.fill[q] = value
            desk.last[copy, q] = 1


@compiled
def fill_rows(week: Week, tariff: Tariff, answer: Answer, desk: Desk) -> None:
    """Best filling of every slot that has a price."""
    for row in range(week.row_room.size):
        fill_row(row, week, tariff, answer, desk)
