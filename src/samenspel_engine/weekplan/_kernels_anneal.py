"""Compiled state of a changing weekly plan: what is left of every limit, kept up to date.

A plan lies on a :class:`Board`: one row per visit, pair, relation, slot, supplier, client and
day group, so that what is read together is stored together. Pairs of a visit are in order of
cost. A visit is taken out and put in; each step returns the change of cost.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled_bare

SLOTS = 28
SLOTS_IN_DAY = 4
WEEK = (1 << SLOTS) - 1
OPEN = -1

CLIENT, OPEN_COST, GROUP, START, PAIR, SLOT, AFTER, BEFORE = 0, 1, 2, 3, 4, 5, 6, 7
COST, SUPPLIER, TIME, LOAD, SLOT_BITS, RELATION = 0, 1, 2, 3, 4, 5
NEW_COST, COUNTS, OF_SUPPLIER, OF_CLIENT, USES = 0, 1, 2, 3, 4
TIME_LEFT, HEAD = 0, 1
LOAD_LEFT, PEOPLE_LEFT, SUPPLIER_ZONE = 0, 1, 2
KIN_START, FACES_LEFT, CLIENT_ZONE = 0, 1, 2
DAYS, FIXED_DAYS = 0, 1


def _slots_of_days() -> NDArray[np.int64]:
    days = np.arange(128)[:, None] >> np.arange(7) & 1
    slots: NDArray[np.int64] = (days * (15 << SLOTS_IN_DAY * np.arange(7))).sum(axis=1)
    return slots


def _place_of_bit() -> NDArray[np.int64]:
    """Place of each power of two at its remainder modulo 37, which differs for each."""
    place = np.zeros(37, np.int64)
    place[[(1 << bit) % 37 for bit in range(SLOTS)]] = np.arange(SLOTS)
    return place


SLOTS_OF_DAYS = _slots_of_days()
PLACE_OF_BIT = _place_of_bit()


class Board(NamedTuple):
    """A plan and what it leaves of every limit; the columns are the constants above.

    ``visits``: what does not change, the pair and slot, the neighbours in the list of the slot;
    one more row at the end for ``START``. ``slots``: per supplier and slot the time left and
    the first visit. ``kin``: the visits of each client.
    """

    visits: NDArray[np.int64]
    pairs: NDArray[np.int64]
    relations: NDArray[np.int64]
    slots: NDArray[np.int64]
    suppliers: NDArray[np.int64]
    clients: NDArray[np.int64]
    groups: NDArray[np.int64]
    kin: NDArray[np.int64]


@compiled_bare
def draw(size: int, seed: NDArray[np.uint64]) -> int:
    """Next number below ``size`` (xorshift, Marsaglia 2003)."""
    x = seed[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    seed[0] = x
    return int(((x >> np.uint64(32)) * np.uint64(size)) >> np.uint64(32))


@compiled_bare
def lowest(bits: int) -> int:
    """Place of the lowest bit that is set."""
    return int(PLACE_OF_BIT[(bits & -bits) % 37])


@compiled_bare
def price(pair: int, board: Board) -> int:
    """Cost of one more pair in the plan."""
    relation, cost = board.pairs[pair, RELATION], board.pairs[pair, COST]
    if board.relations[relation, USES] == 0:
        cost += board.relations[relation, NEW_COST]
    return int(cost)


@compiled_bare
def worth(visit: int, board: Board) -> int:
    """How much less the plan costs without the visit, and without its relation if no other
    visit uses it."""
    pair = board.visits[visit, PAIR]
    if pair < 0:
        return int(board.visits[visit, OPEN_COST])
    relation, cost = board.pairs[pair, RELATION], board.pairs[pair, COST]
    if board.relations[relation, USES] == 1:
        cost += board.relations[relation, NEW_COST]
    return int(cost)


@compiled_bare
def link(visit: int, at: int, board: Board) -> None:
    """Add a visit to the list of a supplier's slot."""
    first = board.slots[at, HEAD]
    board.visits[visit, AFTER] = first
    board.visits[visit, BEFORE] = OPEN
    if first >= 0:
        board.visits[first, BEFORE] = visit
    board.slots[at, HEAD] = visit


@compiled_bare
def unlink(visit: int, at: int, board: Board) -> None:
    """Remove a visit from the list of a supplier's slot."""
    left, right = board.visits[visit, BEFORE], board.visits[visit, AFTER]
    if left >= 0:
        board.visits[left, AFTER] = right
    else:
        board.slots[at, HEAD] = right
    if right >= 0:
        board.visits[right, BEFORE] = left


@compiled_bare
def use(relation: int, step: int, board: Board) -> None:
    """Count a visit in (1) or out (-1) of a relation, and what is left of its limits."""
    uses = board.relations[relation, USES] + step
    board.relations[relation, USES] = uses
    if uses == (1 if step > 0 else 0):
        counts = board.relations[relation, COUNTS]
        if counts & 1:
            board.suppliers[board.relations[relation, OF_SUPPLIER], PEOPLE_LEFT] -= step
        if counts & 2:
            board.clients[board.relations[relation, OF_CLIENT], FACES_LEFT] -= step


@compiled_bare
def claim(visit: int, pair: int, slot: int, step: int, board: Board) -> None:
    """Take (1) or give back (-1) what a visit needs from every limit."""
    supplier = board.pairs[pair, SUPPLIER]
    board.slots[supplier * SLOTS + slot, TIME_LEFT] -= step * board.pairs[pair, TIME]
    board.suppliers[supplier, LOAD_LEFT] -= step * board.pairs[pair, LOAD]
    use(board.pairs[pair, RELATION], step, board)
    group = board.visits[visit, GROUP]
    if group >= 0:
        board.groups[group, DAYS] ^= 1 << (slot // SLOTS_IN_DAY)


@compiled_bare
def take_out(visit: int, board: Board) -> int:
    """Open a visit that is planned; return the change of cost."""
    change = board.visits[visit, OPEN_COST] - worth(visit, board)
    pair, slot = board.visits[visit, PAIR], board.visits[visit, SLOT]
    claim(visit, pair, slot, -1, board)
    unlink(visit, board.pairs[pair, SUPPLIER] * SLOTS + slot, board)
    board.visits[visit, PAIR] = OPEN
    board.visits[visit, SLOT] = OPEN
    return int(change)


@compiled_bare
def put_in(visit: int, pair: int, slot: int, board: Board) -> int:
    """Plan an open visit where there is room; return the change of cost."""
    change = price(pair, board) - board.visits[visit, OPEN_COST]
    claim(visit, pair, slot, 1, board)
    link(visit, board.pairs[pair, SUPPLIER] * SLOTS + slot, board)
    board.visits[visit, PAIR] = pair
    board.visits[visit, SLOT] = slot
    return int(change)
