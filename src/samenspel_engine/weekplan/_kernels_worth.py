"""What a week looks like to the compiled sub-problems of the bound, and what things are worth.

The sub-problems themselves are in ``_kernels_bound``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

FREE = -1

Table = NDArray[np.int64]


class Week(NamedTuple):
    """Pairs and relations sorted by supplier, then relation; costs in units of the prices.

    ``first`` (m + 1): pairs of each supplier. Per pair ``visit``, ``load``, ``cost``;
    ``option_first[i] : option_first[i + 1]`` are its options, none when one needs no price;
    per option ``cell`` and ``day``, one past the last of each for none. ``group_first``
    (m + 1): relations of each supplier; per relation ``group_pairs`` (r + 1), ``group_cost``,
    ``group_counts``, ``group_client``. Per supplier ``room`` and ``people``. Per row (supplier
    and slot) ``row_first`` (rows + 1) over the cells and ``row_room``; per cell ``length`` and
    ``most``, how often the slot can hold it.
    """

    first: NDArray[np.int64]
    visit: NDArray[np.int32]
    load: NDArray[np.int64]
    cost: NDArray[np.int64]
    option_first: NDArray[np.int64]
    cell: NDArray[np.int32]
    day: NDArray[np.int32]
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
    """Prices in whole numbers: ``visit`` (n), ``cell`` (cells and a 0), ``day`` (days of
    groups and a 0), ``face`` (clients)."""

    visit: NDArray[np.int64]
    cell: NDArray[np.int64]
    day: NDArray[np.int64]
    face: NDArray[np.int64]


class Answer(NamedTuple):
    """Best weeks. Per pair ``profit``, ``option`` (the cheapest or ``FREE``), ``chosen``; per
    relation ``set_up`` (its cost), ``paying`` (pairs with a profit), ``worth`` (their profits
    less the cost) and ``opened``; ``supplier_value`` and ``row_value``; per cell ``filled``,
    how often the best filling holds it."""

    profit: NDArray[np.int64]
    option: NDArray[np.int32]
    chosen: NDArray[np.uint8]
    set_up: NDArray[np.int64]
    paying: NDArray[np.int32]
    worth: NDArray[np.int64]
    opened: NDArray[np.uint8]
    supplier_value: NDArray[np.int64]
    row_value: NDArray[np.int64]
    filled: NDArray[np.int32]


class Desk(NamedTuple):
    """Working memory of one thread: ``table``, layers over (people, load) of one supplier;
    ``fill`` and ``last`` over one slot's room."""

    table: NDArray[np.int64]
    fill: NDArray[np.int64]
    last: NDArray[np.uint8]


@compiled
def cheapest_options(begin: int, end: int, week: Week, tariff: Tariff, answer: Answer) -> None:
    """Cheapest option of each pair, the first of equals; ``FREE`` when it needs no price.

    Leaves what the option costs in ``profit``.
    """
    first, cell, day = week.option_first, week.cell, week.day
    cell_price, day_price = tariff.cell, tariff.day
    option, charge = answer.option, answer.profit
    for i in range(begin, end):
        best, low = FREE, 0
        for at in range(first[i], first[i + 1]):
            now = cell_price[cell[at]] + day_price[day[at]]
            if best == FREE or now < low:
                best, low = at, now
        option[i] = best
        charge[i] = low


@compiled
def weigh_pairs(begin: int, end: int, week: Week, price: Table, answer: Answer) -> None:
    """Profit of each pair, given what its option costs."""
    visit, cost, profit, chosen = week.visit, week.cost, answer.profit, answer.chosen
    for i in range(begin, end):
        profit[i] = price[visit[i]] - cost[i] - profit[i]
        chosen[i] = 0


@compiled
def price_groups(begin: int, end: int, week: Week, face: Table, cost: Table) -> None:
    """Cost of opening each relation, with the price of a new face."""
    own, counts, client = week.group_cost, week.group_counts, week.group_client
    for g in range(begin, end):
        cost[g] = own[g] + (face[client[g]] if counts[g] & 2 else 0)


@compiled
def weigh_groups(begin: int, end: int, week: Week, answer: Answer) -> None:
    """Worth of each relation, all its pairs that pay less its cost, and how many pay."""
    first, profit, paying = week.group_pairs, answer.profit, answer.paying
    worth, cost, opened = answer.worth, answer.set_up, answer.opened
    for g in range(begin, end):
        total, many = -cost[g], 0
        for i in range(first[g], first[g + 1]):
            total += max(profit[i], 0)
            many += profit[i] > 0
        worth[g] = total
        paying[g] = many
        opened[g] = 0


@compiled
def weigh(begin: int, end: int, week: Week, tariff: Tariff, answer: Answer) -> None:
    """Profits and worth of all that suppliers ``begin`` up to ``end`` could do."""
    first, last = week.first[begin], week.first[end]
    cheapest_options(first, last, week, tariff, answer)
    weigh_pairs(first, last, week, tariff.visit, answer)
    first, last = week.group_first[begin], week.group_first[end]
    price_groups(first, last, week, tariff.face, answer.set_up)
    weigh_groups(first, last, week, answer)
