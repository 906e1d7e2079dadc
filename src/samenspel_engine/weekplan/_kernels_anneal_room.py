"""Compiled ejection: what stands in the way of a visit is pulled out of the plan.

What a move pulls is on the trail of its chain; a move that costs more than it may is undone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled_bare
from samenspel_engine.weekplan._kernels_anneal import (
    AFTER,
    CLIENT,
    CLIENT_ZONE,
    COST,
    COUNTS,
    DAYS,
    FACES_LEFT,
    GROUP,
    HEAD,
    KIN_START,
    LOAD,
    LOAD_LEFT,
    OF_CLIENT,
    OPEN,
    PAIR,
    PEOPLE_LEFT,
    RELATION,
    SLOT,
    SLOT_BITS,
    SLOTS,
    SLOTS_IN_DAY,
    SLOTS_OF_DAYS,
    START,
    SUPPLIER,
    SUPPLIER_ZONE,
    TIME,
    TIME_LEFT,
    USES,
    WEEK,
    Board,
    draw,
    lowest,
    price,
    put_in,
    take_out,
)

FAILED = 1 << 60
LONGEST = 24
PULLED, OLD_PAIR, OLD_SLOT = 0, 1, 2


class Chain(NamedTuple):
    """A search in one zone of the region: its ``seed``, the ``trail`` of the current move
    (``LONGEST`` visits with the pair and slot they had), and in ``now`` the number of these and
    the zone."""

    seed: NDArray[np.uint64]
    trail: NDArray[np.int64]
    now: NDArray[np.int64]


PULLS, ZONE = 0, 1


@compiled_bare
def movable(visit: int, board: Board, chain: Chain) -> bool:
    """Whether this move may still pull the visit: of this zone, not pulled before."""
    client = board.visits[visit, CLIENT]
    pulls = chain.now[PULLS]
    if board.clients[client, CLIENT_ZONE] != chain.now[ZONE] or pulls >= LONGEST:
        return False
    pulled = False
    for k in range(pulls):
        pulled = pulled or chain.trail[k, PULLED] == visit
    return not pulled


@compiled_bare
def in_zone(pair: int, board: Board, chain: Chain) -> bool:
    """Whether the supplier of the pair is in the zone of the chain."""
    zone = board.suppliers[board.pairs[pair, SUPPLIER], SUPPLIER_ZONE]
    return bool(zone == chain.now[ZONE])


@compiled_bare
def pull(visit: int, board: Board, chain: Chain) -> int:
    """Open a visit and note where it was; return the change of cost."""
    at, pair = chain.now[PULLS], board.visits[visit, PAIR]
    chain.trail[at, PULLED] = visit
    chain.trail[at, OLD_PAIR] = pair
    chain.trail[at, OLD_SLOT] = board.visits[visit, SLOT]
    chain.now[PULLS] = at + 1
    return take_out(visit, board) if pair >= 0 else 0


@compiled_bare
def undo(board: Board, chain: Chain) -> None:
    """Put everything back where it was before the move."""
    for k in range(chain.now[PULLS]):
        visit = chain.trail[k, PULLED]
        if board.visits[visit, PAIR] >= 0:
            take_out(visit, board)
    for k in range(chain.now[PULLS]):
        pair = chain.trail[k, OLD_PAIR]
        if pair >= 0:
            put_in(chain.trail[k, PULLED], pair, chain.trail[k, OLD_SLOT], board)


@compiled_bare
def opens(pair: int, board: Board) -> bool:
    """Whether limits on people and faces leave room for the pair."""
    relation = board.pairs[pair, RELATION]
    if board.relations[relation, USES] > 0:
        return True
    counts = board.relations[relation, COUNTS]
    if counts & 1 and board.suppliers[board.pairs[pair, SUPPLIER], PEOPLE_LEFT] <= 0:
        return False
    client = board.relations[relation, OF_CLIENT]
    return not (counts & 2 and board.clients[client, FACES_LEFT] <= 0)


@compiled_bare
def turned(bits: int, first: int) -> int:
    """The week's bits with slot ``first`` in front."""
    return ((bits >> first) | (bits << (SLOTS - first))) & WEEK


@compiled_bare
def without_days(visit: int, pair: int, kind: int, board: Board) -> int:
    """Slots of a pair on days that the group of the visit does not use."""
    bits, group = board.pairs[pair, SLOT_BITS], board.visits[visit, GROUP]
    if group >= 0:
        bits &= ~SLOTS_OF_DAYS[board.groups[group, kind]]
    return int(bits)


@compiled_bare
def slot_with_room(visit: int, pair: int, first: int, board: Board) -> int:
    """First slot from ``first`` on, round the week, where visit and pair fit; -1 when none."""
    supplier, time = board.pairs[pair, SUPPLIER], board.pairs[pair, TIME]
    if board.suppliers[supplier, LOAD_LEFT] < board.pairs[pair, LOAD] or not opens(pair, board):
        return OPEN
    bits = turned(without_days(visit, pair, DAYS, board), first)
    while bits:
        slot = (lowest(bits) + first) % SLOTS
        if board.slots[supplier * SLOTS + slot, TIME_LEFT] >= time:
            return slot
        bits &= bits - 1
    return OPEN


@compiled_bare
def best_place(visit: int, most: int, board: Board, chain: Chain) -> tuple[int, int]:
    """Cheapest pair and slot where the visit fits for at most ``most``; (-1, -1) when none."""
    found, place = OPEN, OPEN
    first = draw(SLOTS, chain.seed)
    for pair in range(board.visits[visit, START], board.visits[visit + 1, START]):
        if board.pairs[pair, COST] > most:
            break
        if not in_zone(pair, board, chain):
            continue
        cost = price(pair, board)
        if cost <= most:
            slot = slot_with_room(visit, pair, first, board)
            if slot >= 0:
                found, place, most = pair, slot, cost - 1
    return found, place


@compiled_bare
def any_in_slot(at: int, board: Board, chain: Chain) -> int:
    """A visit, drawn at random, of those in a slot that may be pulled; -1 when none."""
    visit, chosen, count = board.slots[at, HEAD], OPEN, 0
    while visit >= 0:
        if movable(visit, board, chain):
            count += 1
            if count == 1 or draw(count, chain.seed) == 0:
                chosen = visit
        visit = board.visits[visit, AFTER]
    return int(chosen)


@compiled_bare
def any_in_week(supplier: int, board: Board, chain: Chain) -> int:
    """A visit of the supplier that may be pulled, from the first slot after a random one."""
    first = draw(SLOTS, chain.seed)
    for k in range(SLOTS):
        at = supplier * SLOTS + (first + k) % SLOTS
        visit = any_in_slot(at, board, chain)
        if visit >= 0:
            return visit
    return OPEN


@compiled_bare
def end_relation(relation: int, board: Board, chain: Chain) -> int:
    """Pull every visit of a relation; return the change of cost."""
    client = board.relations[relation, OF_CLIENT]
    change = 0
    for k in range(board.clients[client, KIN_START], board.clients[client + 1, KIN_START]):
        visit = board.kin[k]
        pair = board.visits[visit, PAIR]
        if pair >= 0 and board.pairs[pair, RELATION] == relation:
            if not movable(visit, board, chain):
                return FAILED
            change += pull(visit, board, chain)
    return change


@compiled_bare
def make_people(supplier: int, board: Board, chain: Chain) -> int:
    """End a relation of the supplier that counts as one of its people."""
    first = draw(SLOTS, chain.seed)
    for k in range(SLOTS):
        visit = board.slots[supplier * SLOTS + (first + k) % SLOTS, HEAD]
        while visit >= 0:
            relation = board.pairs[board.visits[visit, PAIR], RELATION]
            if board.relations[relation, COUNTS] & 1 and movable(visit, board, chain):
                return end_relation(relation, board, chain)
            visit = board.visits[visit, AFTER]
    return FAILED


@compiled_bare
def make_faces(client: int, board: Board, chain: Chain) -> int:
    """End a relation of the client that counts as one of its faces."""
    first = board.clients[client, KIN_START]
    size = board.clients[client + 1, KIN_START] - first
    shift = draw(size, chain.seed)
    for k in range(size):
        visit = board.kin[first + (shift + k) % size]
        pair = board.visits[visit, PAIR]
        if pair >= 0 and in_zone(pair, board, chain) and movable(visit, board, chain):
            relation = board.pairs[pair, RELATION]
            if board.relations[relation, COUNTS] & 2:
                return end_relation(relation, board, chain)
    return FAILED


@compiled_bare
def make_relation(pair: int, board: Board, chain: Chain) -> int:
    """Make sure that people and faces leave room for the pair."""
    if opens(pair, board):
        return 0
    relation, supplier = board.pairs[pair, RELATION], board.pairs[pair, SUPPLIER]
    client, counts = board.relations[relation, OF_CLIENT], board.relations[relation, COUNTS]
    change = 0
    if counts & 1 and board.suppliers[supplier, PEOPLE_LEFT] <= 0:
        change = make_people(supplier, board, chain)
    if change < FAILED and counts & 2 and board.clients[client, FACES_LEFT] <= 0:
        change += make_faces(client, board, chain)
    return change


@compiled_bare
def make_day(visit: int, slot: int, board: Board, chain: Chain) -> int:
    """Make sure that no other visit of the group falls on the day of the slot."""
    group, day = board.visits[visit, GROUP], slot // SLOTS_IN_DAY
    if group < 0 or not board.groups[group, DAYS] >> day & 1:
        return 0
    client = board.visits[visit, CLIENT]
    for k in range(board.clients[client, KIN_START], board.clients[client + 1, KIN_START]):
        other = board.kin[k]
        pair = board.visits[other, PAIR]
        same = board.visits[other, GROUP] == group and pair >= 0
        if same and board.visits[other, SLOT] // SLOTS_IN_DAY == day:
            here = in_zone(pair, board, chain) and movable(other, board, chain)
            return pull(other, board, chain) if here else FAILED
    return FAILED


@compiled_bare
def make_time(pair: int, slot: int, board: Board, chain: Chain) -> int:
    """Pull visits until the slot and the week of the supplier have room for the pair."""
    supplier, change = board.pairs[pair, SUPPLIER], 0
    at = supplier * SLOTS + slot
    while board.slots[at, TIME_LEFT] < board.pairs[pair, TIME]:
        visit = any_in_slot(at, board, chain)
        if visit < 0:
            return FAILED
        change += pull(visit, board, chain)
    while board.suppliers[supplier, LOAD_LEFT] < board.pairs[pair, LOAD]:
        visit = any_in_week(supplier, board, chain)
        if visit < 0:
            return FAILED
        change += pull(visit, board, chain)
    return change
