"""Compiled moves of the annealing: force a visit in, and re-insert what that ejects."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled_bare
from samenspel_engine.weekplan._kernels_anneal import (
    COST,
    DAYS,
    FIXED_DAYS,
    OPEN,
    OPEN_COST,
    PAIR,
    SLOTS,
    START,
    SUPPLIER,
    TIME,
    TIME_LEFT,
    Board,
    draw,
    lowest,
    price,
    put_in,
    take_out,
    worth,
)
from samenspel_engine.weekplan._kernels_anneal_room import (
    FAILED,
    OLD_PAIR,
    PULLED,
    PULLS,
    Chain,
    best_place,
    in_zone,
    make_day,
    make_relation,
    make_time,
    pull,
    turned,
    undo,
    without_days,
)

TRIES_PER_DROP = 8


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
    """Plan an open visit with a pair, whatever must make way; return the change of cost."""
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
    """What planning the pulled visits, from ``first`` on, would save at the cost they had."""
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
    forced in, at most ``depth`` times.
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
    chain.now[PULLS] = 0
    cheap = board.visits[visit, OPEN_COST] <= limit and board.visits[visit, PAIR] >= 0
    if cheap and draw(TRIES_PER_DROP, chain.seed) == 0:
        return pull(visit, board, chain)
    pair = choose(visit, limit, board, chain)
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


@compiled_bare
def load_plan(pair: NDArray[np.int64], slot: NDArray[np.int64], board: Board) -> int:
    """Replace the plan on the board by an allowed one; return the change of cost."""
    change = 0
    for visit in range(pair.size):
        if board.visits[visit, PAIR] >= 0:
            change += take_out(visit, board)
    for visit in range(pair.size):
        if pair[visit] >= 0:
            change += put_in(visit, pair[visit], slot[visit], board)
    return change
