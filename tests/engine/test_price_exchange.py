"""Municipalities that exchange prices: what crosses the border, how good it is, and what it
survives."""

import os
import signal

import numpy as np
import pytest

from samenspel_engine import EngineError, EngineInputError, Params, generate_region, solve
from samenspel_engine.border import HEAD, Kind, Message, ask, message
from samenspel_engine.border_exchange import divide_places
from samenspel_engine.municipality import SCALE, Municipality, Steps, open_costs
from samenspel_engine.prices_exchange import solve_by_prices
from samenspel_engine.processes import Processes
from samenspel_engine.rules import compatible, room_left
from samenspel_engine.score import pair_costs, points_table
from samenspel_engine.transports import unpack

from .crews import Here, halves
from .instances import random_problem

STEPS = Steps(60)


def quarters(problem):
    requests, offers = problem.requests, problem.offers
    x, y = np.median(requests.x_m), np.median(requests.y_m)
    return (
        (requests.x_m > x) * 2 + (requests.y_m > y),
        (offers.x_m > x) * 2 + (offers.y_m > y),
    )


@pytest.fixture(scope="module")
def region():
    return generate_region(500, 400, seed=4).problem


class Listeners(list):
    """Everyone here is told what is exchanged."""

    def __call__(self, *heard):
        for listener in self:
            listener(*heard)


@pytest.fixture(scope="module")
def listeners():
    return Listeners()


@pytest.fixture(scope="module")
def crew(listeners):
    with Processes(2, witness=listeners) as processes:
        yield processes


@pytest.fixture(scope="module")
def exchanged(region):
    with Here(Municipality) as crew:
        return solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)


def check(problem, params, result):
    """Work out matching and bound again with the plain rules."""
    points = points_table(problem, params)
    drop = open_costs(problem, params)
    free = np.setdiff1d(np.arange(len(problem.requests)), problem.fixed[:, 0])
    u, v = result.request_prices, result.helper_prices
    value = 0
    assert (v >= 0).all()
    for i in free.tolist():
        helpers = compatible(problem, i)
        cost = pair_costs(problem, points, i, helpers)
        least = min(drop[i] * SCALE, (cost * SCALE + v[helpers]).min(initial=drop[i] * SCALE))
        assert u[i] <= least
        j = result.helper_of[i]
        value += drop[i] if j < 0 else cost[helpers == j][0]
    held = result.helper_of[result.helper_of >= 0]
    load = np.bincount(held, minlength=len(problem.offers))
    assert (load <= problem.offers.capacity).all()
    assert result.value == value
    proven = int(u[free].sum()) - int((v * room_left(problem)).sum())
    assert result.bound <= -(-proven // SCALE) <= value


def test_the_matching_is_feasible_and_its_distance_from_the_best_is_proven(region, exchanged):
    check(region, Params(), exchanged)
    assert exchanged.parts == 2
    assert 0 < exchanged.border < len(region.offers)
    assert 0 <= exchanged.gap_pct < 1.0
    best = solve(region)
    served = best.helper_of >= 0
    cost = (1000 - best.quality[served]).sum() + open_costs(region, Params())[~served].sum()
    assert exchanged.bound <= cost
    assert exchanged.served >= best.totals.served - 2


def test_an_inflated_price_is_noticed_by_the_check(region, exchanged):
    exchanged.request_prices[3] += 1 + 6000 * SCALE
    with pytest.raises(AssertionError):
        check(region, Params(), exchanged)
    exchanged.request_prices[3] -= 1 + 6000 * SCALE


@pytest.mark.parametrize("seed", range(2))
def test_fixed_matches_vetoes_and_short_lists_hold_over_four_parts(seed, crew):
    problem = random_problem(seed, 60, 30)
    params = Params(list_length=2)
    parts = quarters(problem)
    result = solve_by_prices(problem, *parts, params=params, steps=STEPS, transport=crew)
    check(problem, params, result)
    assert (result.helper_of[problem.fixed[:, 0]] == problem.fixed[:, 1]).all()
    assert set(map(tuple, problem.forbidden.tolist())).isdisjoint(
        enumerate(result.helper_of.tolist())
    )


def test_a_longer_ascent_proves_more(region, exchanged, crew):
    short = solve_by_prices(region, *halves(region), steps=Steps(4), transport=crew)
    assert short.bound < exchanged.bound


def audit(packets, problem):
    """Everything that crossed, read byte by byte; returns the kinds seen."""
    m, n = len(problem.offers), len(problem.requests)
    highest = 6 * 1000 * SCALE
    most = {Kind.CENSUS: 0, Kind.BORDER: 1, Kind.PRICE: highest, Kind.STEP: n}
    most |= {Kind.WISH: 256 * n, Kind.PLACES: int(problem.offers.capacity.max())}
    seen = set()
    for packet in packets:
        for part, raw in unpack(packet):
            if raw:
                one = Message.unpack(raw, m)
                assert part < 4
                assert np.abs(one.values).max(initial=0) <= most[one.kind], one.kind
                assert len(raw) == HEAD.size + 8 * one.rows.size
                seen.add(one.kind)
    return seen


def test_only_helper_rows_loads_and_prices_cross_the_border(region, exchanged, crew, listeners):
    packets = []
    listeners[:] = [lambda *heard: packets.append(heard)]
    again = solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)
    listeners.clear()
    assert audit([packet for _, _, packet in packets], region) == set(Kind)
    for host in (0, 1):
        assert again.traffic[host] == sum(len(raw) + 5 for _, at, raw in packets if at == host)
    assert (again.value, again.bound) == (exchanged.value, exchanged.bound)
    assert np.array_equal(again.helper_of, exchanged.helper_of)


class Gossip(Municipality):
    """A part that adds the home of one of its people to what it wishes for."""

    def answer(self, message):
        asked = Message.unpack(message, self._own.helpers_in_all)
        answer = super().answer(message)
        if asked.kind == Kind.WISH:
            home = self._own.problem.requests.x_m[:1]
            return self.leak(answer, home)
        return answer

    def leak(self, answer, home):
        return answer + home.tobytes()


class Whisper(Gossip):
    """Hides the home among the loads."""

    def leak(self, answer, home):
        found = Message.unpack(answer, self._own.helpers_in_all)
        found.values[0] = home[0] * 1000
        return found.pack()


def test_a_message_with_anything_more_is_refused(region):
    with (
        Here(Gossip) as crew,
        pytest.raises(EngineError, match="more than rows and values"),
    ):
        solve_by_prices(region, *halves(region), steps=Steps(4), transport=crew)


def test_the_audit_sees_a_hidden_value(region):
    packets = []
    with Here(Whisper, witness=lambda *heard: packets.append(heard[2])) as crew:
        solve_by_prices(region, *halves(region), steps=Steps(4), transport=crew)
    with pytest.raises(AssertionError, match="WISH"):
        audit(packets, region)


def test_messages_name_helpers_in_order_and_nobody_else():
    raw = message(Kind.STEP, np.array([2, 7]), np.array([-1, 3])).pack()
    assert Message.unpack(raw, 8).rows.tolist() == [2, 7]
    for bad, helpers in ((raw, 7), (raw[:-1], 8), (raw[:5], 8), (b"\x09" + raw[1:], 8)):
        with pytest.raises(EngineError, match="border message"):
            Message.unpack(bad, helpers)
    assert Message.unpack(ask(Kind.CENSUS, -5).pack(), 0).total == -5


def test_places_are_divided_by_what_was_wished_for():
    reach = np.array([[True, True, True], [True, True, False]])
    wish = np.array([[512, 256, 0], [512, 0, 0]])
    places = divide_places(wish, reach, np.array([3, 3, 2]))
    assert places[:, 0].sum() == 3
    assert places[:, 1:].tolist() == [[2, 2], [1, 0]]


class Killer:
    """Kills a worker process after a number of packets."""

    def __init__(self, crew, host, after):
        self.crew, self.host, self.left = crew, host, after

    def __call__(self, *_heard):
        self.left -= 1
        if self.left == 0:
            os.kill(self.crew.pids[self.host], signal.SIGKILL)


@pytest.mark.crash
def test_a_killed_worker_is_replaced_and_the_result_is_the_same(
    region, exchanged, crew, listeners
):
    before = crew.pids
    listeners[:] = [Killer(crew, 1, 40)]
    result = solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)
    listeners.clear()
    assert crew.pids[0] == before[0]
    assert crew.pids[1] != before[1]
    assert np.array_equal(result.helper_of, exchanged.helper_of)
    assert result.bound == exchanged.bound


@pytest.mark.crash
def test_without_retries_a_killed_worker_ends_the_round(region):
    listeners = Listeners()
    with Processes(1, retries=0, witness=listeners) as crew:
        listeners.append(Killer(crew, 0, 8))
        with pytest.raises(EngineError, match="worker processes were lost"):
            solve_by_prices(region, *halves(region), steps=STEPS, transport=crew)


def test_parts_are_whole_numbers_for_every_row(region, crew):
    of_request, of_offer = halves(region)
    with pytest.raises(EngineInputError, match="municipality"):
        solve_by_prices(region, of_request[1:], of_offer, transport=crew)
    with pytest.raises(EngineInputError, match="offers"):
        solve_by_prices(region, of_request, of_offer.astype(str), transport=crew)


def test_an_empty_problem_has_no_parts():
    problem = generate_region(0, 0, seed=1).problem
    with Here(Municipality) as crew:
        result = solve_by_prices(problem, [], [], transport=crew)
    assert (result.value, result.bound, result.parts) == (0, 0, 0)
