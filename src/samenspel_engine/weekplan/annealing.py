"""Simulated annealing of a weekly plan, district by district, with ejection chains.

Each round divides the region anew and searches the districts on their own: what two districts
share stays as it is for that round. The plan therefore depends on the seed and the rounds, not
on the number of threads.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan import _kernels_anneal as k
from samenspel_engine.weekplan._kernels_anneal_moves import anneal, load_plan
from samenspel_engine.weekplan._kernels_anneal_room import LONGEST, Chain
from samenspel_engine.weekplan.arrays import OPEN, Choice, PlanArrays, cost_of
from samenspel_engine.weekplan.districts import Districts, cut_region

MOVES_PER_VISIT = 20
DISTRICT_VISITS = 5000
SMALLEST_CUT = 10_000
FEW_VISITS = 1000
OPEN_SHARE = 0.3
CHAIN = 4
GOLDEN = 0x9E3779B97F4A7C15


def _table(rows: int, columns: int, *parts: NDArray[np.generic]) -> NDArray[np.int64]:
    """Rows of whole numbers, the first columns filled."""
    table = np.zeros((rows, columns), np.int64)
    for column, part in enumerate(parts):
        table[: part.size, column] = part
    return table


def empty_board(arrays: PlanArrays, order: NDArray[np.int64]) -> k.Board:
    """Board of the plan in which every visit is open; pairs in ``order``."""
    visits, people = arrays.visits, arrays.faces.size
    none = np.full(visits, OPEN)
    kin = np.argsort(arrays.client, kind="stable")
    kin_start = np.searchsorted(arrays.client[kin], np.arange(people + 1))
    pair = (arrays.cost, arrays.supplier, arrays.time, arrays.load, arrays.slots)
    relation = (arrays.relation_cost, arrays.relation_counts)
    ends = (arrays.relation_supplier, arrays.relation_client)
    room = arrays.slot_room.ravel()
    visit = (arrays.client, arrays.open_cost, arrays.day_group, arrays.start)
    return k.Board(
        visits=_table(visits + 1, 8, *visit, none, none, none, none),
        pairs=_table(order.size, 8, *(part[order] for part in (*pair, arrays.relation))),
        relations=_table(arrays.relation_cost.size, 8, *relation, *ends),
        slots=_table(room.size, 2, room, np.full(room.size, OPEN)),
        suppliers=_table(arrays.suppliers, 4, arrays.week_room, arrays.people),
        clients=_table(people + 1, 4, kin_start, arrays.faces),
        groups=_table(arrays.group_days.size, 2, arrays.group_days, arrays.group_days),
        kin=kin.astype(np.int64),
    )


def warmth_of(arrays: PlanArrays, order: NDArray[np.int64]) -> tuple[float, float]:
    """First and last temperature: from the spread of a visit's costs to their usual step.

    A small week starts warm enough to exchange open visits, for which it has time.
    """
    cost, start = arrays.cost[order], arrays.start
    chosen = np.flatnonzero(np.diff(start) > 1)
    if chosen.size == 0:
        return 1.0, 1.0
    spread = cost[start[chosen + 1] - 1] - cost[start[chosen]]
    visit = np.repeat(np.arange(arrays.visits), np.diff(start))
    step = np.diff(cost)[np.diff(visit) == 0]
    usual = float(np.median(step[step > 0])) if (step > 0).any() else 1.0
    first = max(0.4 * float(np.median(spread)), usual)
    if arrays.visits < FEW_VISITS:
        first = max(first, 0.2 * float(np.median(arrays.open_cost)))
    return first, min(max(usual, 0.3), first)


class Annealing:
    """A plan under improvement, and the best one so far.

    Parameters
    ----------
    arrays : PlanArrays
    seed : int
    threads : int
        Districts searched at the same time; the outcome does not depend on it.
    start : Choice, optional
        An allowed plan to start from; otherwise every visit is open.
    """

    def __init__(
        self,
        arrays: PlanArrays,
        *,
        seed: int = 0,
        threads: int = 1,
        start: Choice | None = None,
    ) -> None:
        self.arrays, self.seed, self.rounds = arrays, seed, 0
        self.order = np.lexsort((arrays.supplier, arrays.cost, arrays.pair_visit))
        self.board = empty_board(arrays, self.order)
        self.first, self.last = warmth_of(arrays, self.order)
        self.candidates = np.flatnonzero(np.diff(arrays.start) > 0)
        cut = arrays.visits >= SMALLEST_CUT
        self.parts = arrays.visits // DISTRICT_VISITS // 2 * 2 if cut else 1
        self._pool = ThreadPoolExecutor(threads)
        self.best = Choice.empty(arrays.visits)
        self.cost = self.best_cost = cost_of(arrays, self.best)
        if start is not None:
            self.take(start)

    def take(self, choice: Choice) -> None:
        """Go on from another plan."""
        place = np.empty_like(self.order)
        place[self.order] = np.arange(self.order.size)
        planned = choice.pair >= 0
        pair = np.full(choice.pair.size, OPEN, np.int64)
        pair[planned] = place[choice.pair[planned]]
        self.cost += load_plan(pair, choice.slot.astype(np.int64), self.board)
        self._keep()

    def choice(self) -> Choice:
        """The plan as it is."""
        pair, slot = self.board.visits[:-1, k.PAIR], self.board.visits[:-1, k.SLOT]
        chosen = np.full(pair.size, OPEN, np.int64)
        chosen[pair >= 0] = self.order[pair[pair >= 0]]
        return Choice(chosen, slot.astype(np.int8))

    def run_round(self, share: float) -> int:
        """Search once through all districts, ``share`` of the way from warm to cold."""
        warmth = self.first * (self.last / self.first) ** share
        districts = cut_region(self.arrays, self.parts, self._number(0))
        self.board.clients[:-1, k.CLIENT_ZONE] = districts.client
        self.board.suppliers[:, k.SUPPLIER_ZONE] = districts.supplier
        running = [
            self._pool.submit(self._search, district, active, warmth)
            for district, active in enumerate(self._active(districts))
        ]
        self.cost += sum(job.result() for job in running)
        self.rounds += 1
        self._keep()
        return self.cost

    def close(self) -> None:
        """Release the threads."""
        self._pool.shutdown()

    def _active(self, districts: Districts) -> list[NDArray[np.int64]]:
        """Visits that each district may move; open ones are repeated, to be tried more."""
        pair = self.board.visits[self.candidates, k.PAIR]
        zone = districts.client[self.arrays.client[self.candidates]]
        supplier = self.board.pairs[np.maximum(pair, 0), k.SUPPLIER]
        own = (pair < 0) | (districts.supplier[supplier] == zone)
        lists = []
        for district in range(self.parts):
            here = self.candidates[own & (zone == district)]
            missed = self.candidates[(pair < 0) & (zone == district)]
            times = int(OPEN_SHARE * here.size) // max(missed.size, 1)
            lists.append(np.concatenate((here, np.repeat(missed, times))))
        return lists

    def _search(self, district: int, active: NDArray[np.int64], warmth: float) -> int:
        chain = Chain(
            seed=np.array([self._number(district + 1)], np.uint64),
            trail=np.zeros((LONGEST, 3), np.int64),
            now=np.array([0, district]),
        )
        moves = MOVES_PER_VISIT * active.size
        return anneal(active, moves, warmth, CHAIN, self.board, chain)

    def _number(self, district: int) -> int:
        """A number that differs for every seed, round and district."""
        number = (self.seed * 1_000_003 + self.rounds) * 10_007 + district + 1
        return (number * GOLDEN) % (1 << 63) | 1

    def _keep(self) -> None:
        if self.cost < self.best_cost:
            self.best_cost, self.best = self.cost, self.choice()
