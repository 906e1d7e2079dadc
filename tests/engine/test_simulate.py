"""Weeks of asking replayed: rules kept, the same for the same seed, never below the other
ways."""

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from itertools import pairwise, product

import numpy as np
import pytest
from tests.engine.instances import easy_problem

from samenspel_engine.asking import AskRules, Standing
from samenspel_engine.errors import EngineInputError
from samenspel_engine.generate import generate_region
from samenspel_engine.hindsight import gini, jain
from samenspel_engine.nudge import NotifyPolicy, candidate_pairs, whom_to_ask
from samenspel_engine.problem import Problem
from samenspel_engine.rules import broken_rules
from samenspel_engine.simulate import WAYS, Way, Weeks, simulate

SHRINK = 0.2
OTHERS = {
    order: tuple(Way(f"{order} {k}", order, k) for k in (1, 2, 3, 5, 8, 13))
    for order in ("turn", "distance", "chance")
}
STEPS = tuple(way for ways in OTHERS.values() for way in ways)


@cache
def town(seed, helpers=500):
    """A dense town, its pairs, and a chance per pair that grows with fit and readiness."""
    problem = generate_region(400, helpers, seed).problem
    near = {
        side: replace(table, x_m=table.x_m * SHRINK, y_m=table.y_m * SHRINK)
        for side, table in (("requests", problem.requests), ("offers", problem.offers))
    }
    problem = Problem(**near)
    pairs = candidate_pairs(problem)
    ready = np.random.default_rng(seed).beta(2, 3, helpers)[pairs.helper]
    return problem, np.clip(ready * (1000 - pairs.cost) / 600, 0.02, 0.95)


def weeks_of(seed, *, rules=None, per_week=60.0, asks_most=2, ways=WAYS, helpers=500):
    problem, chance = town(seed, helpers)
    most = np.full(len(problem.offers), asks_most)
    policy = NotifyPolicy.prepare(
        problem, chance, weeks=400 / per_week, asks_most=most, rules=rules
    )
    weeks = Weeks(20, per_week, seed)
    return simulate(problem, chance, policy, weeks=weeks, ways=ways)


def kept_to(log, rules, asks_most):
    """Whether every helper had their rest, and in no period more asks than they chose."""
    by_helper = defaultdict(list)
    for _, helper, week in log.tolist():
        by_helper[helper].append(week)
    for weeks in by_helper.values():
        if any(b - a < rules.rest_weeks for a, b in pairwise(weeks)):
            return False
        for begin in weeks:
            period = [week for week in weeks if begin <= week < begin + rules.budget_weeks]
            if len(period) > asks_most:
                return False
    return True


@pytest.mark.parametrize("rest", [1, 2])
def test_rest_and_budget_are_respected_and_no_pair_breaks_a_rule(rest):
    rules = AskRules(rest_weeks=rest, rest_after_no_weeks=rest + 1)
    found = weeks_of(1, rules=rules)
    problem, _ = town(1)
    for way in WAYS:
        outcome = found.outcomes[way.name]
        assert outcome.asks == len(outcome.log) > 0
        if way.house_rules:
            assert kept_to(outcome.log, rules, 2)
        pairs = np.unique(
            np.stack([found.questions[outcome.log[:, 0], 0], outcome.log[:, 1]]), axis=1
        )
        for i, j in pairs.T[:: max(1, pairs.shape[1] // 300)].tolist():
            assert broken_rules(problem, i, j) == ()


def test_the_check_on_rests_sees_ways_that_do_not_keep_them():
    outcome = weeks_of(1).outcomes["everyone, no house rules"]
    assert not kept_to(outcome.log, AskRules(), 2)


def test_nobody_is_asked_twice_for_one_question():
    log = weeks_of(2).outcomes["policy"].log
    assert max(Counter(map(tuple, log[:, :2].tolist())).values()) == 1


def test_the_same_seed_gives_the_same_weeks_and_another_seed_others():
    one, same, other = weeks_of(3), weeks_of(3), weeks_of(4)
    assert np.array_equal(one.questions, same.questions)
    for name, outcome in one.outcomes.items():
        assert np.array_equal(outcome.log, same.outcomes[name].log)
    assert not np.array_equal(one.outcomes["policy"].log, other.outcomes["policy"].log)


@pytest.mark.parametrize(("per_week", "helpers"), [(30.0, 500), (60.0, 500), (120.0, 300)])
@pytest.mark.parametrize("seed", range(4))
def test_never_less_than_the_best_other_way_within_as_many_asks(seed, per_week, helpers):
    ways = (*WAYS, *STEPS)
    outcomes = weeks_of(seed, per_week=per_week, ways=ways, helpers=helpers).outcomes
    ours, crowd = outcomes["policy"], outcomes["everyone"]
    reached = []
    for steps in OTHERS.values():
        asks, worth = zip(
            (0, 0), *((outcomes[w.name].asks, outcomes[w.name].worth) for w in steps),
            strict=True,
        )  # fmt: skip
        assert ours.worth >= np.interp(ours.asks, asks, worth)
        reached.append(np.interp(crowd.asks, asks, worth))
    assert crowd.worth < max(reached)
    for way in WAYS[2:]:
        if way.house_rules and outcomes[way.name].asks <= ours.asks:
            assert ours.worth >= outcomes[way.name].worth


def test_hindsight_is_out_of_reach_but_close_when_all_say_yes():
    found = weeks_of(0)
    assert all(0 < outcome.share <= 1 for outcome in found.outcomes.values())
    assert found.hindsight <= found.hindsight_free
    problem, chance = town(0)
    certain = np.ones_like(chance)
    most = np.full(len(problem.offers), 100)
    policy = NotifyPolicy.prepare(
        problem, certain, weeks=1000, asks_most=most, rules=AskRules(returns=1)
    )
    calm = simulate(problem, certain, policy, weeks=Weeks(50, 1.0))
    assert calm.outcomes["policy"].share > 0.97


def best_in_hindsight(questions, willing, budget, weeks):
    """The most worth of any plan with one ask per helper per week and ``budget`` asks per
    period."""
    options = [[None, *np.flatnonzero(willing[row]).tolist()] for row in questions[:, 0]]
    best = 0
    for plan in product(*options):
        asks = [
            (j, int(w)) for j, w in zip(plan, questions[:, 1], strict=True) if j is not None
        ]
        if len(set(asks)) < len(asks):
            continue
        in_period = [sum(k == j and w <= v < w + weeks for k, v in asks) for j, w in asks]
        if max(in_period, default=0) <= budget:
            served = [j is not None for j in plan]
            best = max(best, int(questions[served, 2].sum()))
    return best


@pytest.mark.parametrize("seed", range(10))
def test_the_bound_is_never_below_the_best_plan_and_exact_without_budgets(seed):
    random = np.random.default_rng(seed)
    problem = easy_problem(4, 3, requests__urgency=random.integers(1, 6, 4))
    willing = random.random((4, 3)) < 0.6
    chance = willing.astype(np.float64).ravel()
    for budget in (1, 100):
        most = np.full(3, budget)
        policy = NotifyPolicy.prepare(problem, chance, weeks=4, asks_most=most)
        found = simulate(problem, chance, policy, weeks=Weeks(4, 1.6, seed))
        best = best_in_hindsight(found.questions, willing, budget, policy.rules.budget_weeks)
        assert found.outcomes["policy"].worth <= best <= found.hindsight
        if budget == 100:
            assert best == found.hindsight


def test_one_week_follows_whom_to_ask():
    problem, chance = town(5)
    pairs = candidate_pairs(problem)
    most = np.full(len(problem.offers), 2)
    policy = NotifyPolicy.prepare(problem, chance, weeks=8, asks_most=most, pairs=pairs)
    fresh = Standing.from_columns(ids=problem.offers.ids)
    seen = 0
    for seed in range(40):
        week = Weeks(1, 1.0, seed)
        found = simulate(problem, chance, policy, weeks=week, ways=WAYS[:1])
        if len(found.questions) != 1:
            continue
        i = int(found.questions[0, 0])
        wide = np.zeros(len(problem.offers))
        mine = slice(pairs.start[i], pairs.start[i + 1])
        wide[pairs.helper[mine]] = chance[mine]
        plan = whom_to_ask(policy, problem, i, chance=wide, standing=fresh)
        assert [ask.offer for ask in plan.asks] == found.outcomes["policy"].log[:, 1].tolist()
        seen += len(plan.asks)
    assert seen > 20


def test_measures_of_inequality():
    assert gini(np.array([3, 3, 3])) == pytest.approx(0)
    assert gini(np.array([0, 0, 0, 8])) == pytest.approx(0.75)
    assert jain(np.array([3, 3, 3])) == 1
    assert jain(np.array([0, 0, 0, 8])) == pytest.approx(0.25)
    assert gini(np.zeros(3, np.int64)) == 0 and jain(np.zeros(3, np.int64)) == 1


def test_a_policy_for_other_helpers_is_refused():
    problem, chance = town(0)
    other = NotifyPolicy.prepare(*town(0, 300), weeks=5, asks_most=np.full(300, 2))
    with pytest.raises(EngineInputError, match="those the policy was made for"):
        simulate(problem, chance, other, weeks=Weeks(1, 1.0))


def test_what_is_believed_decides_and_what_is_true_answers():
    problem, chance = town(0)
    most = np.full(len(problem.offers), 2)
    policy = NotifyPolicy.prepare(problem, chance, weeks=5, asks_most=most)
    week = Weeks(8, 40.0)
    never = simulate(problem, np.zeros_like(chance), policy, weeks=week, believed=chance)
    assert never.outcomes["policy"].asks > 0 and never.outcomes["policy"].served == 0
    nobody = simulate(problem, chance, policy, weeks=week, believed=np.zeros_like(chance))
    assert never.hindsight == 0 < nobody.hindsight


def test_weeks_that_make_no_sense_are_refused():
    with pytest.raises(EngineInputError, match="weeks must be 1 week or more"):
        Weeks(0, 1.0)


def test_no_questions_and_no_helpers_are_fine():
    problem = generate_region(0, 3, 0).problem
    policy = NotifyPolicy.prepare(problem, [], weeks=1, asks_most=[1, 1, 1])
    found = simulate(problem, [], policy, weeks=Weeks(3, 0.0))
    assert found.outcomes["policy"].served == 0
