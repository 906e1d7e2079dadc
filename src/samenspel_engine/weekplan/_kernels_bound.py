"""Compiled sub-problems of the bound: the best week of one supplier at given prices.

With a price on every visit and on the slots, suppliers no longer affect each other. What
remains for each of them is a knapsack: the load of the week, the cost of a relation once, a
limit on people. It is solved exactly by a table over (people, load). The price of a slot
depends on how long a visit is: a *cell* is a supplier, a slot and a length. The owner of the
slots then fills each slot with the lengths that pay best, a small knapsack too. Whole numbers
throughout.
"""

from __future__ import annotations

from samenspel_engine.jit import compiled
from samenspel_engine.weekplan._kernels_worth import Answer, Desk, Table, Tariff, Week, weigh

NEVER = -(1 << 60)


Size = tuple[int, int, int]
"""Layer, numbers of people (from 0), numbers of load (from 0)."""


@compiled
def shut_groups(s: int, week: Week, answer: Answer) -> None:
    """For a supplier who can start with nobody, relations that count are worth nothing."""
    for g in range(week.group_first[s], week.group_first[s + 1]):
        if week.group_counts[g] & 1:
            answer.worth[g] = 0


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
def open_group(table: Table, size: Size, cost: int, step: int) -> None:
    """Next layer: plans that hold the relation and none of its pairs yet."""
    layer, people, width = size
    for r in range(people):
        to = (layer * people + r) * width
        if r < step:
            for q in range(width):
                table[to + q] = NEVER
        else:
            origin = to - (people + step) * width
            for q in range(width):
                table[to + q] = table[origin + q] - cost


@compiled
def put_pair(table: Table, size: Size, profit: int, load: int) -> None:
    """Next layer: the same plans with the pair wherever that pays."""
    layer, people, width = size
    for r in range(people):
        to = (layer * people + r) * width
        new, old = table[to : to + width], table[to - people * width : to]
        for q in range(min(load, width)):
            new[q] = old[q]
        for q in range(load, width):
            new[q] = max(old[q], old[q - load] + profit)


@compiled
def close_group(table: Table, size: Size, pairs: int) -> None:
    """Next layer: the better of the plans with and without the relation."""
    layer, people, width = size
    to, length = layer * people * width, people * width
    inside = to - length
    without = to - (pairs + 2) * length
    for q in range(length):
        table[to + q] = max(table[inside + q], table[without + q])


@compiled
def fill_table(s: int, size: Size, week: Week, answer: Answer, table: Table) -> int:
    """Add the relations of a supplier one by one; return the last layer."""
    layer, people, width = 0, size[1], size[2]
    table[: people * width] = 0
    first, profit, load = week.group_pairs, answer.profit, week.load
    for g in range(week.group_first[s], week.group_first[s + 1]):
        if answer.worth[g] <= 0:
            continue
        step = week.group_counts[g] & 1 if people > 1 else 0
        layer += 1
        open_group(table, (layer, people, width), answer.set_up[g], step)
        for i in range(first[g], first[g + 1]):
            if profit[i] > 0:
                layer += 1
                put_pair(table, (layer, people, width), profit[i], load[i])
        layer += 1
        close_group(table, (layer, people, width), answer.paying[g])
    return layer


@compiled
def trace_group(
    pairs: tuple[int, int], at: int, stride: int, loads: Table, answer: Answer, table: Table
) -> int:
    """Mark the pairs of an opened relation, the last first; return the place before it."""
    at -= stride
    for i in range(pairs[1] - 1, pairs[0] - 1, -1):
        if answer.profit[i] > 0:
            if table[at] > table[at - stride]:
                answer.chosen[i] = 1
                at -= loads[i]
            at -= stride
    return int(at - stride)


@compiled
def trace_back(s: int, size: Size, week: Week, answer: Answer, table: Table) -> None:
    """Mark the pairs and relations of the best plan, the last first."""
    layer, people, width = size
    stride = people * width
    at = (layer + 1) * stride - 1
    for g in range(week.group_first[s + 1] - 1, week.group_first[s] - 1, -1):
        if answer.worth[g] <= 0:
            continue
        before = at - (answer.paying[g] + 2) * stride
        if table[at] > table[before]:
            answer.opened[g] = 1
            pairs = (week.group_pairs[g], week.group_pairs[g + 1])
            at = trace_group(pairs, at, stride, week.load, answer, table)
            if people > 1:
                at -= width * (week.group_counts[g] & 1)
        else:
            at = before


@compiled
def pick_best(s: int, week: Week, answer: Answer, table: Table) -> None:
    """Best week of a supplier for whom not everything fits."""
    people, width = most_people(s, week, answer) + 1, week.room[s] + 1
    layer = fill_table(s, (0, people, width), week, answer, table)
    answer.supplier_value[s] = table[(layer + 1) * people * width - 1]
    trace_back(s, (layer, people, width), week, answer, table)


@compiled
def solve_suppliers(
    begin: int, end: int, week: Week, tariff: Tariff, answer: Answer, desk: Desk
) -> None:
    """Best week of each supplier from ``begin`` up to ``end``."""
    weigh(begin, end, week, tariff, answer)
    for s in range(begin, end):
        if week.people[s] <= 0:
            shut_groups(s, week, answer)
        if all_fit(s, week, answer):
            take_all(s, week, answer)
        else:
            pick_best(s, week, answer, desk.table)


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
