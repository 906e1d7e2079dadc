"""Compiled moves of the annealing: force a visit in, eject what stands in the way, re-insert it.

A move pulls visits out and plans them again. What it changed is on the trail of its chain; a
move that costs more than it may is taken back.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled_bare
from samenspel_engine.weekplan._kernels_anneal import (
    CLIENT,
    CLIENT_ZONE,
    COST,
    COUNTS,
    FACES_LEFT,
    FIXED_DAYS,
    DAYS,
    GROUP,
    HEAD,
    KIN_START,
    LOAD,
    LOAD_LEFT,
    OF_CLIENT,
    OPEN,
    OPEN_COST,
    AFTER,
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
    worth,
)

FAILED = 1 << 60
LONGEST = 24
PULLED, OLD_PAIR, OLD_SLOT = 0, 1, 2


class Chain(NamedTuple):
    """A search in one zone of the region: its ``seed``, the ``trail`` of the move at hand
    (``LONGEST`` visits with the pair and slot they had), and in ``now`` how many these are
    and the zone."""

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
    for k in range(pulls):
        if chain.trail[k, PULLED] == visit:
            return False
    return True


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
    """See to it that people and faces leave room for the pair."""
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
    """See to it that no other visit of the group falls on the day of the slot."""
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


@compiled_bare
def any_slot(visit: int, pair: int, board: Board, chain: Chain) -> int:
    """A slot for a visit that is forced in: one with time and a free day, else any."""
    first = draw(SLOTS, chain.seed)
    bits = turned(without_days(visit, pair, FIXED_DAYS, board), first)
    free, at = without_days(visit, pair, DAYS, board), board.pairs[pair, SUPPLIER] * SLOTS
    chosen = OPEN
    while bits:
        chosen = (lowest(bits) + first) % SLOTS
        room = board.slots[at + chosen, TIME_LEFT] >= board.pairs[pair, TIME]
        if room and free >> chosen & 1:
            break
        bits &= bits - 1
    return chosen


@compiled_bare
def force(visit: int, pair: int, board: Board, chain: Chain) -> int:
    """Plan an open visit with a pair, whatever must go for it; return the change of cost."""
    slot = any_slot(visit, pair, board, chain)
    if slot < 0:
        return FAILED
    change = make_relation(pair, board, chain)
    if change < FAILED:
        change += make_day(visit, slot, board, chain)
    if change < FAILED:
        change += make_time(pair, slot, board, chain)
    if change < FAILED:
        change += put_in(visit, pair, slot, board)
    return change


@compiled_bare
def affordable(visit: int, most: int, board: Board) -> int:
    """How many pairs of the visit cost at most ``most``."""
    first = board.visits[visit, START]
    low, high = first, board.visits[visit + 1, START]
    while low < high:
        middle = (low + high) >> 1
        if board.pairs[middle, COST] <= most:
            low = middle + 1
        else:
            high = middle
    return int(low - first)


@compiled_bare
def choose(visit: int, most: int, board: Board, chain: Chain) -> int:
    """A pair of the zone, drawn from those that cost at most ``most``; -1 for none."""
    count = affordable(visit, most, board)
    if count == 0:
        return OPEN
    pair = board.visits[visit, START] + draw(count, chain.seed)
    if not in_zone(pair, board, chain):
        return OPEN
    if pair != board.visits[visit, PAIR] and price(pair, board) > most:
        return OPEN
    return int(pair)


@compiled_bare
def hoped(first: int, board: Board, chain: Chain) -> int:
    """What planning the visits pulled from ``first`` on would save at the cost they had."""
    saved = 0
    for k in range(first, chain.now[PULLS]):
        pair = chain.trail[k, OLD_PAIR]
        saved += board.visits[chain.trail[k, PULLED], OPEN_COST] - board.pairs[pair, COST]
    return int(saved)


@compiled_bare
def settle(spent: int, most: int, depth: int, board: Board, chain: Chain) -> int:
    """Plan what the move pulled out, one after another; return what was spent in all.

    Gives up where even the cost every visit had would be too much: in a chain that pays, some
    order of its steps pays at every step (Lin & Kernighan 1973). A visit that fits nowhere is
    forced in, ``depth`` times at most.
    """
    at = 1
    while at < chain.now[PULLS]:
        slack = most - spent + hoped(at, board, chain)
        if slack < 0:
            return FAILED
        visit, old = chain.trail[at, PULLED], chain.trail[at, OLD_PAIR]
        at += 1
        missed = board.visits[visit, OPEN_COST]
        limit = min(slack + board.pairs[old, COST], missed - 1)
        pair, slot = best_place(visit, limit, board, chain)
        if pair >= 0:
            spent += put_in(visit, pair, slot, board)
        elif depth > 0:
            depth -= 1
            pair = choose(visit, limit, board, chain)
            if pair >= 0:
                spent += force(visit, pair, board, chain)
    return spent


@compiled_bare
def move_visit(visit: int, most: int, depth: int, board: Board, chain: Chain) -> int:
    """Try a visit at another pair or slot; return the change of cost, 0 when taken back."""
    limit = worth(visit, board) + most
    pair = choose(visit, limit, board, chain)
    chain.now[PULLS] = 0
    if pair < 0:
        return 0
    spent = pull(visit, board, chain)
    spent += force(visit, pair, board, chain)
    spent = settle(spent, most, depth, board, chain)
    if spent > most:
        undo(board, chain)
        return 0
    return spent


@compiled_bare
def anneal(
    active: NDArray[np.int64], moves: int, warmth: float, depth: int, board: Board, chain: Chain
) -> int:
    """Try moves at one temperature on the active visits; return the change of cost."""
    change = 0
    for _ in range(moves if active.size else 0):
        visit = active[draw(active.size, chain.seed)]
        luck = (draw(1 << 30, chain.seed) + 1) / (1 << 30)
        most = int(-warmth * math.log(luck))
        change += move_visit(visit, most, depth, board, chain)
    return change
