"""The annealing keeps every limit, counts right, and depends on the seed alone."""

import numpy as np
import pytest
from tests.weekplan.instances import empty_week, random_week

from samenspel_engine.weekplan import _kernels_anneal as k
from samenspel_engine.weekplan import annealing
from samenspel_engine.weekplan.annealing import Annealing, empty_board, warmth_of
from samenspel_engine.weekplan.arrays import Choice, PlanArrays, broken_limits, cost_of
from samenspel_engine.weekplan.districts import cut_region


def annealed(week: PlanArrays, seed: int = 0, threads: int = 1, rounds: int = 8) -> Annealing:
    run = Annealing(week, seed=seed, threads=threads)
    for done in range(rounds):
        run.run_round(done / rounds)
    run.close()
    return run


def recounted(run: Annealing) -> k.Board:
    """The board of the same plan, rebuilt."""
    other = Annealing(run.arrays, start=run.choice())
    other.close()
    return other.board


@pytest.mark.parametrize("seed", range(12))
def test_never_breaks_a_limit_and_counts_right(seed: int) -> None:
    week = random_week(seed)
    run = annealed(week, seed)
    for choice, cost in ((run.choice(), run.cost), (run.best, run.best_cost)):
        assert broken_limits(week, choice) == []
        assert cost_of(week, choice) == cost
    assert run.best_cost < week.open_cost.sum()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("parts", [1, 3])
def test_state_equals_a_recount(seed: int, parts: int) -> None:
    run = Annealing(random_week(seed, 80, 20, 16), seed=seed)
    run.parts = parts
    for share in (0.0, 0.2, 0.5, 0.9, 1.0):
        run.run_round(share)
    run.close()
    fresh = recounted(run)
    linked = [k.AFTER, k.BEFORE]
    plain = [c for c in range(8) if c not in linked]
    assert (fresh.visits[:-1, plain] == run.board.visits[:-1, plain]).all()
    assert (fresh.slots[:, k.TIME_LEFT] == run.board.slots[:, k.TIME_LEFT]).all()
    assert (fresh.suppliers[:, :2] == run.board.suppliers[:, :2]).all()
    assert (fresh.clients[:, :2] == run.board.clients[:, :2]).all()
    assert (fresh.relations == run.board.relations).all()
    assert (fresh.groups == run.board.groups).all()
    assert [sorted(in_slot(run.board, at)) for at in range(len(fresh.slots))] == [
        sorted(in_slot(fresh, at)) for at in range(len(fresh.slots))
    ]


def in_slot(board: k.Board, at: int) -> list[int]:
    visits, visit = [], int(board.slots[at, k.HEAD])
    while visit >= 0:
        visits.append(visit)
        visit = int(board.visits[visit, k.AFTER])
    return visits


def test_every_limit_binds_in_the_weeks_of_these_tests() -> None:
    """Without a limit the plan breaks it: these weeks can expose a search that forgets one."""
    free = {
        "time in the daypart": ("slot_room", 1000),
        "load in the week": ("week_room", 1000),
        "people per supplier": ("people", 1000),
        "faces per client": ("faces", 1000),
        "days apart": ("day_group", -1),
    }
    for name, (field, value) in free.items():
        seen = set()
        for seed in range(6):
            week = random_week(seed)
            values = {f: getattr(week, f) for f in PlanArrays.__dataclass_fields__}
            values[field] = np.full_like(values[field], value)
            seen.update(broken_limits(week, annealed(PlanArrays(**values), seed).best))
        assert name in seen


def test_same_seed_same_plan_on_one_and_two_threads() -> None:
    week = random_week(3, 300, 60, 50)
    plans = []
    for threads in (1, 2):
        run = Annealing(week, seed=5, threads=threads)
        run.parts = 3
        for share in (0.0, 0.3, 0.6, 1.0):
            run.run_round(share)
        run.close()
        plans.append(run.choice())
    assert (plans[0].pair == plans[1].pair).all()
    assert (plans[0].slot == plans[1].slot).all()
    other = annealed(week, seed=6)
    assert (other.choice().pair != plans[0].pair).any()


def test_starts_from_a_plan_and_keeps_it_when_nothing_is_better() -> None:
    week = random_week(4)
    first = annealed(week, rounds=40)
    again = Annealing(week, start=first.best)
    again.close()
    assert again.best_cost == first.best_cost
    assert (again.best.pair == first.best.pair).all()


@pytest.mark.parametrize("visits", [0, 1, 3])
def test_visits_nobody_can_do_stay_open(visits: int) -> None:
    week = empty_week(visits)
    run = annealed(week, rounds=2)
    assert run.best_cost == week.open_cost.sum()
    assert (run.best.pair == -1).all()


def test_districts_hold_everyone_once() -> None:
    week = random_week(1, 400, 80, 60)
    cut = cut_region(week, 3, seed=2)
    assert set(cut.client) == {0, 1, 2}
    assert set(cut.supplier) <= {0, 1, 2}
    sizes = np.bincount(cut.client[week.client])
    assert sizes.min() * 2 > sizes.max()
    assert (cut_region(week, 1, seed=2).client == 0).all()


def test_temperatures_follow_the_costs() -> None:
    week = random_week(2)
    order = np.lexsort((week.supplier, week.cost, week.pair_visit))
    first, last = warmth_of(week, order)
    assert first > last > 0
    assert warmth_of(empty_week(2), order[:0]) == (1.0, 1.0)


def test_the_empty_board_is_the_empty_plan() -> None:
    week = random_week(2)
    order = np.lexsort((week.supplier, week.cost, week.pair_visit))
    board = empty_board(week, order)
    assert (board.visits[:-1, k.PAIR] == -1).all()
    assert annealing.cost_of(week, Choice.empty(week.visits)) == week.open_cost.sum()
