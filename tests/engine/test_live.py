"""Events: after each one the matching is the optimum of those who take part."""

import numpy as np
import pytest

from samenspel_engine import Params, generate_region
from samenspel_engine.assign import assign, drop_costs
from samenspel_engine.candidates import Lists, Search
from samenspel_engine.certificate import classes_of
from samenspel_engine.errors import EngineError
from samenspel_engine.live import Live


def all_pairs(problem):
    search = Search(problem, Params(), np.arange(len(problem.offers)))
    rows = np.arange(len(problem.requests))
    return search.complete(rows, search.best(rows, 1).total)


def from_scratch(lists, live):
    """Optimal value of those who take part, without the session."""
    rows = np.flatnonzero(live.state.active)
    parts = [
        np.stack([lists.helper[a:b], lists.cost[a:b]])
        for a, b in zip(lists.start[rows], lists.start[rows + 1], strict=True)
    ]
    sizes = [part.shape[1] for part in parts]
    both = np.concatenate([*parts, np.empty((2, 0), np.int32)], axis=1).astype(np.int32)
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    some = Lists(start, both[0].copy(), both[1].copy(), np.array(sizes, np.int64))
    found = assign(some, live.state.drop[rows], live.state.capacity.copy())
    assert found.value == found.bound
    return found.value


@pytest.mark.parametrize("sizes", [(40, 60), (60, 40), (80, 25)])
@pytest.mark.parametrize("seed", range(4))
def test_after_every_event_the_matching_is_optimal(seed, sizes):
    random = np.random.default_rng(seed)
    problem = generate_region(*sizes, seed=seed).problem
    lists = all_pairs(problem)
    drop = drop_costs(classes_of(problem, Params()), sizes[1])
    live = Live.idle(lists, drop, sizes[1])
    for _ in range(250):
        i, j = int(random.integers(sizes[0])), int(random.integers(sizes[1]))
        kind = random.random()
        if kind < 0.45:
            live.arrive(i)
        elif kind < 0.6:
            live.withdraw(i)
        elif kind < 0.85 and not live.state.capacity[j]:
            live.join(j, int(problem.offers.capacity[j]))
        elif kind < 0.95:
            live.leave(j)
        else:
            live.less_room(j)
        assert (live.state.load <= live.state.capacity).all()
        assert live.value() == from_scratch(lists, live)
        assert_matches_cost_what_they_should(live)


def assert_matches_cost_what_they_should(live):
    """Every match is a pair of the question, at the cost of that pair."""
    for i in np.flatnonzero(live.state.column >= 0).tolist():
        own = slice(live.rows.start[i], live.rows.start[i] + live.rows.size[i])
        pairs = dict(
            zip(live.rows.other[own].tolist(), live.rows.cost[own].tolist(), strict=True)
        )
        assert pairs[int(live.state.column[i])] == live.state.paid[i]


def test_a_long_day_of_events_ends_at_the_optimum():
    random = np.random.default_rng(5)
    problem = generate_region(250, 300, seed=11).problem
    lists = all_pairs(problem)
    live = Live.idle(lists, drop_costs(classes_of(problem, Params()), 300), 300)
    for _ in range(6000):
        i, j = int(random.integers(250)), int(random.integers(300))
        if random.random() < 0.6:
            (live.withdraw if random.random() < 0.4 else live.arrive)(i)
        elif live.state.capacity[j]:
            live.leave(j)
        else:
            live.join(j, int(problem.offers.capacity[j]))
    assert_matches_cost_what_they_should(live)
    assert live.value() == from_scratch(lists, live)


@pytest.mark.parametrize("seed", range(4))
def test_a_question_that_changes_stays_exact(seed):
    random = np.random.default_rng(seed)
    problem = generate_region(40, 40, seed=seed).problem
    lists = all_pairs(problem)
    live = Live.idle(lists, drop_costs(classes_of(problem, Params()), 40), 40)
    for i in range(40):
        live.arrive(i)
        live.join(i, 1)
    cost = lists.cost.copy()
    for i in random.permutation(40).tolist():
        own = slice(lists.start[i], lists.start[i + 1])
        new = random.integers(0, 1000, cost[own].size).astype(np.int32)
        order = np.argsort(new, kind="stable")
        lists.helper[own] = lists.helper[own][order]
        lists.cost[own] = new[order]
        live.set_pairs(i, lists.helper[own], lists.cost[own])
        assert live.value() == from_scratch(lists, live)


def test_a_helper_cannot_join_twice():
    problem = generate_region(5, 5, seed=1).problem
    live = Live.idle(all_pairs(problem), drop_costs(classes_of(problem, Params()), 5), 5)
    live.join(0, 1)
    with pytest.raises(EngineError, match="already takes part"):
        live.join(0, 1)
