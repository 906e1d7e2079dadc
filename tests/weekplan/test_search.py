"""The whole search: allowed plans, a true bound, and an honest end however it comes about."""

from itertools import product

import numpy as np
import pytest
from tests.weekplan.instances import empty_week, random_week

from samenspel_engine.errors import EngineInputError
from samenspel_engine.weekplan import exact
from samenspel_engine.weekplan.annealing import Annealing
from samenspel_engine.weekplan.arrays import Choice, PlanArrays, broken_limits, cost_of
from samenspel_engine.weekplan.bound import value_of
from samenspel_engine.weekplan.search import Found, Progress, Stop, gap_between, search


def is_sound(week: PlanArrays, found: Found) -> bool:
    """Whether the plan is allowed, its cost right, and its bound proven by its prices."""
    assert broken_limits(week, found.choice) == []
    assert cost_of(week, found.choice) == found.cost
    assert found.bound.value <= found.cost
    assert value_of(week, found.bound.prices) == found.bound.value
    assert found.gap == pytest.approx(gap_between(found.cost, found.bound.value))
    return True


def cheapest(week: PlanArrays) -> int:
    """Cost of the best plan, by trying all."""
    choices = []
    for visit in range(week.visits):
        ways = [(-1, -1)]
        for pair in range(week.start[visit], week.start[visit + 1]):
            ways += [(pair, s) for s in range(28) if int(week.slots[pair]) >> s & 1]
        choices.append(ways)
    best = int(week.open_cost.sum())
    for ways in product(*choices):
        pair, slot = (np.array(part) for part in zip(*ways, strict=True))
        choice = Choice(pair.astype(np.int64), slot.astype(np.int8))
        cost = cost_of(week, choice)
        if cost < best and not broken_limits(week, choice):
            best = cost
    return best


def narrow(week: PlanArrays) -> PlanArrays:
    """The week with few slots, so that all plans can be tried."""
    values = {name: getattr(week, name) for name in PlanArrays.__dataclass_fields__}
    values["slots"] = week.slots & np.uint32(0b1001_0011)
    return PlanArrays(**values)


@pytest.mark.parametrize("seed", range(8))
def test_finds_the_best_of_all_plans(seed: int) -> None:
    week = narrow(random_week(seed, 4, 3, 2))
    found = search(week, stop=Stop(rounds=5), seed=seed)
    assert is_sound(week, found)
    assert found.exact
    assert found.cost == cheapest(week)


def test_annealing_alone_finds_the_best_of_all_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "available", lambda: False)
    for seed in range(8):
        week = narrow(random_week(seed, 4, 3, 2))
        found = [search(week, stop=Stop(rounds=30), seed=other) for other in range(4)]
        assert all(is_sound(week, one) and not one.exact for one in found)
        assert min(one.cost for one in found) == cheapest(week)


def test_annealing_alone_comes_near_the_optimum() -> None:
    for seed in range(4):
        week = random_week(seed, 20, 8, 6)
        best = exact.solve_exactly(week, seconds=60).cost
        run = Annealing(week, seed=1)
        for done in range(600):
            run.run_round(done / 600)
        run.close()
        assert best <= run.best_cost <= 1.05 * best


def test_same_seed_same_plan_on_one_and_two_threads() -> None:
    week = random_week(3, 200, 50, 40)
    one, two = (search(week, stop=Stop(rounds=12), seed=7, threads=t) for t in (1, 2))
    assert (one.choice.pair == two.choice.pair).all()
    assert (one.choice.slot == two.choice.slot).all()
    assert one.bound.value == two.bound.value
    assert [now.cost for now in one.trace] == [now.cost for now in two.trace]
    assert is_sound(week, one)


def test_stops_when_the_listener_says_so() -> None:
    week = random_week(3, 200, 50, 40)
    heard: list[Progress] = []

    def enough(now: Progress) -> bool:
        heard.append(now)
        return len(heard) < 3

    found = search(week, stop=Stop(rounds=10_000), progress=enough)
    assert found.interrupted
    assert len(found.trace) == 3
    assert found.trace == heard
    assert is_sound(week, found)
    assert found.cost == min(now.cost for now in heard)


def test_an_interruption_returns_the_best_plan() -> None:
    week = random_week(5, 200, 50, 40)

    def interrupt(now: Progress) -> None:
        raise KeyboardInterrupt

    found = search(week, stop=Stop(rounds=10_000), progress=interrupt)
    assert found.interrupted
    assert is_sound(week, found)
    assert found.cost < week.open_cost.sum()


def test_an_error_of_the_listener_is_not_swallowed() -> None:
    def fail(now: Progress) -> None:
        raise ValueError("listener")

    with pytest.raises(ValueError, match="listener"):
        search(random_week(5), stop=Stop(rounds=5), progress=fail)


def test_stops_at_the_gap_that_was_asked_for() -> None:
    week = random_week(3, 410, 40, 60)
    found = search(week, stop=Stop(seconds=20, gap=0.9))
    assert found.gap <= 0.9
    assert found.trace[-1].seconds < 15
    assert is_sound(week, found)


def test_progress_only_gets_better() -> None:
    found = search(random_week(8, 200, 50, 40), stop=Stop(rounds=15))
    costs = [now.cost for now in found.trace]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == found.cost


@pytest.mark.parametrize("visits", [0, 1, 3])
def test_weeks_without_pairs(visits: int) -> None:
    week = empty_week(visits)
    found = search(week, stop=Stop(rounds=2))
    assert is_sound(week, found)
    assert found.cost == week.open_cost.sum()
    assert found.gap == 0


def test_one_visit_is_planned() -> None:
    week = random_week(6, 1, 4, 1)
    found = search(week, stop=Stop(rounds=3))
    assert is_sound(week, found)
    assert found.choice.pair[0] >= 0


@pytest.mark.parametrize(
    ("stop", "row"),
    [
        (Stop(seconds=0), "seconds"),
        (Stop(seconds=float("nan")), "seconds"),
        (Stop(rounds=0), "rounds"),
        (Stop(gap=1.0), "gap"),
        (Stop(gap=-0.1), "gap"),
    ],
)
def test_a_stop_that_makes_no_sense_is_refused(stop: Stop, row: str) -> None:
    with pytest.raises(EngineInputError, match=row):
        search(random_week(0), stop=stop)
