"""People who were not there at the start take part; the matching is still that of ``solve``."""

from dataclasses import replace

import numpy as np
import pytest

from samenspel_engine import EngineInputError, Offers, Params, Problem, Requests, solve
from samenspel_engine.assign import assign
from samenspel_engine.errors import EngineError
from samenspel_engine.optimum import from_pairs
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.quotas import Quotas
from samenspel_engine.session import Session

from .instances import easy_problem, random_offers, random_pairs, random_requests


class Village:
    """All the people there will ever be, some of whom are known at the start."""

    def __init__(self, seed, n, m, known):
        random = np.random.default_rng(seed)
        self.requests, self.offers = random_requests(random, n), random_offers(random, m)
        self.forbidden, self.trusted = (random_pairs(random, n, m, 2 * n) for _ in range(2))
        self.now = list(known)
        self.session = Session(self.problem(*map(np.arange, known)))
        self.live = self.session.live

    def problem(self, rows, helpers, capacity=None):
        offers = self.offers.take(helpers)
        if capacity is not None:
            offers = replace(offers, capacity=capacity.astype(np.int32))
        pairs = {}
        for name in ("forbidden", "trusted"):
            some = [
                (np.flatnonzero(rows == i)[0], np.flatnonzero(helpers == j)[0])
                for i, j in getattr(self, name).tolist()
                if i in rows and j in helpers
            ]
            pairs[name] = np.array(some, np.int64).reshape(-1, 2)
        return Problem(self.requests.take(rows), offers, **pairs)

    def newcomer(self, side):
        number = self.now[side]
        pairs = [
            some[(some[:, side] == number) & (some[:, 1 - side] < self.now[1 - side]), 1 - side]
            for some in (self.forbidden, self.trusted)
        ]
        table = (self.requests, self.offers)[side].take([number])
        come = (self.session.new_request, self.session.new_helper)[side]
        assert come(table, forbidden=pairs[0], trusted=pairs[1]) == number
        self.now[side] += 1

    def check(self):
        """The same as a new round of those who take part."""
        state = self.live.state
        rows, helpers = np.flatnonzero(state.active), np.flatnonzero(state.capacity)
        assert (state.load <= state.capacity).all()
        round_now = solve(
            self.problem(rows, helpers, state.capacity[helpers]),
            params=Params(list_length=4, threads=1),
        )
        classes = self.requests.urgency[: self.now[0]].astype(np.int64)
        counts, paid = self.live.totals(classes)
        totals = round_now.totals
        assert tuple(counts[1:].tolist()) == totals.served_by_urgency
        assert 1000 * totals.served - paid == totals.quality

    def event(self, random):
        live, (n, m) = self.live, self.now
        i, j, kind = int(random.integers(n)), int(random.integers(m)), random.random()
        if kind < 0.12 and n < len(self.requests):
            self.newcomer(0)
        elif kind < 0.24 and m < len(self.offers):
            self.newcomer(1)
        elif kind < 0.55:
            live.arrive(i)
        elif kind < 0.65:
            live.withdraw(i)
        elif kind < 0.85 and not live.state.capacity[j]:
            live.join(j, 1 + j % 3)
        elif kind < 0.9:
            live.leave(j)
        elif kind < 0.95:
            live.less_room(j)
        else:
            self.change(i)

    def change(self, i):
        """The question withdraws its pairs and gets them back, in another order."""
        live = self.live
        own = slice(live.rows.start[i], live.rows.start[i] + live.rows.size[i])
        helpers, costs = live.rows.other[own].copy(), live.rows.cost[own].copy()
        live.set_pairs(i, [], [])
        self_value = live.value()
        live.set_pairs(i, helpers, costs)
        assert live.value() <= self_value


@pytest.mark.parametrize("known", [(0, 0), (1, 1), (20, 30)])
@pytest.mark.parametrize("seed", range(5))
def test_newcomers_end_at_the_optimum_from_scratch(seed, known):
    random = np.random.default_rng(seed)
    village = Village(seed, 60, 60, known)
    if known == (0, 0):
        village.newcomer(1)
        village.newcomer(0)
    for number in range(400):
        village.event(random)
        if number % 8 == 0:
            village.check()
    assert village.now[0] > known[0]
    village.check()


def test_a_full_heap_forgets_only_longer_ways():
    random = np.random.default_rng(3)
    village = Village(3, 60, 60, (60, 60))
    small = np.empty(61, np.int64), np.empty(61, np.int32)
    village.live.scout = village.live.scout._replace(heap_label=small[0], heap_column=small[1])
    for number in range(400):
        village.event(random)
        if number % 20 == 0:
            village.check()


def test_thousands_of_newcomers_fit_in_arrays_that_double():
    random = np.random.default_rng(1)
    live = Session(easy_problem(0, 0), Params(threads=1)).live
    small = live.rows._replace(other=np.empty(64, np.int32), cost=np.empty(64, np.int32))
    live.rows, live.columns = small, small._replace(
        start=small.start.copy(), size=small.size.copy(), room=small.room.copy(),
        other=small.other.copy(), cost=small.cost.copy(), end=small.end.copy(),
    )  # fmt: skip
    for number in range(4000):
        others = (live.state.capacity if number % 2 else live.state.column).size
        some = np.unique(random.integers(0, others, 12)) if others else np.empty(0, np.int64)
        costs = random.integers(0, 1000, some.size)
        if number % 2:
            live.new_request(some, costs, 10**9)
        else:
            live.new_helper(some, costs, 1)
    assert live.state.column.size == live.state.capacity.size == 2000
    owner = np.repeat(np.arange(2000), live.rows.size)
    at = np.repeat(live.rows.start, live.rows.size) + np.arange(owner.size)
    at -= np.repeat(np.cumsum(live.rows.size) - live.rows.size, live.rows.size)
    lists = from_pairs(
        owner, live.rows.other[at].astype(np.int64), live.rows.cost[at].astype(np.int64), 2000
    )
    assert live.value() == assign(lists, live.state.drop, live.state.capacity).value


def one_request(**changes):
    base = easy_problem(1, 0).requests
    columns = {name: getattr(base, name) for name in REQUEST_COLUMNS}
    return Requests.from_columns(**({"ids": ["new"]} | columns | changes))


def one_helper(**changes):
    base = easy_problem(0, 1).offers
    columns = {name: getattr(base, name) for name in OFFER_COLUMNS}
    return Offers.from_columns(**({"ids": ["new"]} | columns | changes))


def test_a_newcomer_who_is_known_or_vetoed_is_dealt_with():
    session = Session(easy_problem(1, 1))
    live = session.live
    live.join(0, 1)
    assert session.new_request(one_request(), forbidden=[0]) == 1
    assert live.state.column.tolist() == [-1, -1]
    with pytest.raises(EngineInputError, match="is already known"):
        session.new_request(one_request())
    with pytest.raises(EngineInputError, match="which does not exist"):
        session.new_request(one_request(ids=["other"]), forbidden=[9])
    with pytest.raises(EngineInputError, match="which does not exist"):
        session.new_helper(one_helper(), trusted=[9])
    with pytest.raises(EngineInputError, match="must be one row"):
        session.new_helper(easy_problem(0, 2).offers)
    assert live.state.column.size == 2
    assert session.new_helper(one_helper()) == 1
    assert live.state.column.tolist() == [-1, 1]


def test_a_copy_takes_in_nobody():
    copy = Session(easy_problem(1, 1)).live.copy()
    for change in (
        lambda: copy.new_request([], [], 1),
        lambda: copy.new_helper([], [], 1),
        lambda: copy.set_pairs(0, [], []),
    ):
        with pytest.raises(EngineError, match="a copy is for trying"):
            change()


@pytest.mark.parametrize(
    ("problem", "params"),
    [
        (easy_problem(1, 1, fixed=[[0, 0]]), Params()),
        (replace(easy_problem(1, 1), quotas=Quotas([0], [-1], [1])), Params()),
        (easy_problem(1, 1), Params(floor=True)),
        (easy_problem(1, 1), Params(load_step=1)),
        (easy_problem(1, 1), Params(continuity=1)),
    ],
)
def test_a_session_refuses_what_it_does_not_keep(problem, params):
    with pytest.raises(EngineInputError, match="no place in a session"):
        Session(problem, params)
