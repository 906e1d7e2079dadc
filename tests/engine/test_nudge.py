"""Whom to ask: rests, budgets, opportunity costs, order, and words."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.instances import easy_problem, random_offers, random_problem, random_requests

from samenspel_engine.asking import NEVER_ASKED, AskRules, Standing
from samenspel_engine.asking_words import ask_sentences, left_alone_sentence, plan_sentence
from samenspel_engine.errors import EngineInputError
from samenspel_engine.fluid import solve_fluid
from samenspel_engine.nudge import NotifyPolicy, candidate_pairs, whom_to_ask
from samenspel_engine.problem import Offers, Problem
from samenspel_engine.rules import broken_rules


def policy_for(problem, *, chance=0.4, weeks=4, asks_most=2, rules=None):
    pairs = candidate_pairs(problem)
    return NotifyPolicy.prepare(
        problem,
        np.full(pairs.helper.size, chance),
        weeks=weeks,
        asks_most=np.full(len(problem.offers), asks_most),
        rules=rules,
        pairs=pairs,
    )


def standing(problem, **columns):
    return Standing.from_columns(ids=problem.offers.ids, **columns)


def plan(problem, i=0, *, chance=0.4, rules=None, policy=None, **columns):
    m = len(problem.offers)
    policy = policy or policy_for(problem, rules=rules)
    chances = np.broadcast_to(chance, m)
    return whom_to_ask(
        policy, problem, i, chance=chances, standing=standing(problem, **columns)
    )


def codes(found):
    return {one.offer: one.code for one in found.left_alone}


def test_everyone_at_rest_is_left_alone_with_the_reason():
    problem = easy_problem(1, 5)
    found = plan(
        problem,
        asked_weeks_ago=[0, 9, 9, 9, 9],
        no_weeks_ago=[9, 0, 9, 9, 9],
        asks_used=[0, 0, 2, 3, 1],
    )
    assert [ask.offer for ask in found.asks] == [4]
    assert codes(found) == {0: "rest", 1: "rest_after_no", 2: "budget", 3: "budget"}


def test_enough_people_are_asked_for_the_chance_and_no_more():
    problem = easy_problem(1, 9)
    found = plan(problem, rules=AskRules(target=0.8, most=9))
    assert len(found.asks) == 4
    assert found.reached and found.chance == pytest.approx(1 - 0.6**4)
    assert set(codes(found).values()) == {"enough"}


def test_urgent_questions_may_ask_more_people_at_once():
    few = easy_problem(1, 20, requests__urgency=[3])
    many = easy_problem(1, 20, requests__urgency=[5])
    rules = AskRules(target=0.99, most=3, most_urgent=7)
    assert len(plan(few, chance=0.2, rules=rules).asks) == 3
    assert len(plan(many, chance=0.2, rules=rules).asks) == 7


def test_among_equals_the_one_asked_longest_ago_goes_first():
    problem = easy_problem(1, 4)
    found = plan(problem, rules=AskRules(returns=1), asked_weeks_ago=[3, NEVER_ASKED, 8, 5])
    assert [ask.offer for ask in found.asks] == [1, 2, 3, 0]


def test_a_higher_chance_goes_before_a_longer_rest():
    problem = easy_problem(1, 2)
    found = plan(problem, chance=[0.2, 0.7], asked_weeks_ago=[NEVER_ASKED, 20])
    assert found.asks[0].offer == 1


def two_kinds():
    """Helper 0 fits both kinds of question, helper 1 only the first kind."""
    return easy_problem(
        8, 2, requests__task=[0, 0, 0, 0, 1, 1, 1, 1], requests__urgency=[1] * 4 + [5] * 4,
        offers__tasks=[3, 1],
    )  # fmt: skip


def test_nobody_is_asked_below_their_opportunity_cost():
    problem = two_kinds()
    policy = policy_for(problem)
    assert policy.price[0] > policy.price[1]
    found = plan(problem, 0, policy=policy)
    assert [ask.offer for ask in found.asks] == [1]
    assert codes(found) == {0: "needed_elsewhere"}
    assert [ask.offer for ask in plan(problem, 7, policy=policy).asks] == [0]


def test_without_its_price_the_scarce_helper_would_be_asked():
    problem = two_kinds()
    policy = replace(policy_for(problem), price=np.zeros(2, np.int64))
    assert {ask.offer for ask in plan(problem, 0, policy=policy).asks} == {0, 1}


@pytest.mark.parametrize("seed", range(12))
def test_no_ask_breaks_a_rule_and_everybody_who_fits_is_accounted_for(seed):
    problem = random_problem(seed, 30, 40)
    policy = policy_for(problem, rules=AskRules(by_lot=seed % 2 == 1))
    random = np.random.default_rng(seed)
    now = {
        "asked_weeks_ago": random.integers(0, 4, 40),
        "no_weeks_ago": random.integers(0, 4, 40),
        "asks_used": random.integers(0, 4, 40),
    }
    chance = random.random(40)
    for i in range(30):
        found = plan(problem, i, policy=policy, chance=chance, **now)
        asked = [ask.offer for ask in found.asks]
        assert len(set(asked)) == len(asked) <= found.most
        for ask in found.asks:
            assert broken_rules(problem, i, ask.offer) == ()
            assert now["asked_weeks_ago"][ask.offer] >= 1
            assert now["no_weeks_ago"][ask.offer] >= 1
            assert now["asks_used"][ask.offer] < 2
            assert ask.success >= ask.opportunity_cost
        fits = [j for j in range(40) if not broken_rules(problem, i, j)]
        assert sorted([*asked, *codes(found)]) == fits


def test_a_helper_who_breaks_a_rule_is_seen_by_the_check():
    problem = easy_problem(1, 2, offers__tasks=[1, 2])
    assert [ask.offer for ask in plan(problem).asks] == [0]
    assert broken_rules(problem, 0, 1) != ()


@pytest.mark.parametrize("by_lot", [False, True])
def test_the_same_question_gives_the_same_plan_in_any_order_of_helpers(by_lot):
    random = np.random.default_rng(4)
    requests, offers = random_requests(random, 20), random_offers(random, 30)
    one, other = Problem(requests, offers), Problem(requests, offers.take(np.arange(30)[::-1]))
    policy = policy_for(one, rules=AskRules(by_lot=by_lot))
    seen = 0
    for i in range(20):
        first, second = plan(one, i, policy=policy), plan(other, i, policy=policy)
        assert [a.offer_id for a in first.asks] == [a.offer_id for a in second.asks]
        seen += len(first.asks)
    assert seen > 10


def test_helpers_who_are_new_have_no_opportunity_cost():
    problem = two_kinds()
    policy = policy_for(problem)
    ids = ["H0", "H1", "H2"]
    columns = {name: [0.0] * 3 for name in ("x_m", "y_m")}
    more = Offers.from_columns(
        ids=ids, tasks=[3, 1, 1], windows=[1] * 3, radius_m=[1000.0] * 3, **columns
    )
    assert policy.price_of(more).tolist() == [*policy.price.tolist(), 0]
    found = plan(Problem(problem.requests, more), 0, policy=policy)
    assert found.asks[0].offer == 2


def best_by_trying(start, helper, points, room):
    """The most points that any filling of places gives, where every row is one place."""
    best = {tuple(room): 0}
    for row in range(len(start) - 1):
        after = dict(best)
        for left, value in best.items():
            for at in range(start[row], start[row + 1]):
                j = helper[at]
                if left[j]:
                    fewer = (*left[:j], left[j] - 1, *left[j + 1 :])
                    after[fewer] = max(after.get(fewer, 0), value + points[at])
        best = after
    return max(best.values())


@pytest.mark.parametrize("seed", range(25))
def test_the_ex_ante_solution_is_optimal_and_proven(seed):
    random = np.random.default_rng(seed)
    n, m = 6, 4
    size = random.integers(0, m + 1, n)
    start = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    helper = np.concatenate([random.permutation(m)[:k] for k in size] or [np.empty(0)]).astype(
        np.int32
    )
    chance, worth = random.random(helper.size), random.integers(1, 1001, n)
    room = random.integers(0, 3, m)
    found = solve_fluid((start, helper, chance), (worth, np.ones(n, np.int64)), room)
    owner = np.repeat(np.arange(n), size)
    points = np.floor(worth[owner] * chance).astype(int)
    assert found.value == found.bound == best_by_trying(start, helper, points, room.tolist())
    assert (np.bincount(helper, found.asks, m) <= room).all()
    assert (found.asks * points).sum() == found.value


def test_reasons_are_given_in_dutch_and_english():
    problem = easy_problem(1, 3)
    found = plan(problem, asked_weeks_ago=[5, 0, NEVER_ASKED])
    first, second = found.asks
    assert first.parts == {"success": 240, "opportunity_cost": 0, "gain": 240}
    assert ask_sentences(first)[:2] == (
        "De kans op een ja is ongeveer 40%.",
        "Is nog nooit gevraagd.",
    )
    assert ask_sentences(second, "en")[1] == "Was last asked 5 weeks ago."
    assert left_alone_sentence(found.left_alone[0], "en").startswith("Was asked a short while")
    assert plan_sentence(found).startswith("Vraag 2 helpers tegelijk")
    costly = plan(two_kinds(), 7, policy=policy_for(two_kinds())).asks[0]
    assert "elsewhere" in " ".join(ask_sentences(costly, "en"))


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"target": 0}, "target must be above 0"),
        ({"most": 0}, "most must be 1 or more"),
        ({"rest_weeks": -1}, "rest_weeks must be 0 or more"),
        ({"worth": (1, 2, 3, 4, 1001)}, "worth must be five"),
    ],
)
def test_rules_that_make_no_sense_are_refused(wrong, rule):
    with pytest.raises(EngineInputError, match=rule):
        AskRules(**wrong)


def test_input_that_makes_no_sense_is_refused():
    problem = easy_problem(1, 2)
    policy = policy_for(problem)
    fine = standing(problem)
    with pytest.raises(EngineInputError, match="row 1: chance must be between 0 and 1"):
        whom_to_ask(policy, problem, 0, chance=[0.5, 1.2], standing=fine)
    with pytest.raises(EngineInputError, match="must have 2 values"):
        whom_to_ask(policy, problem, 0, chance=[0.5], standing=fine)
    with pytest.raises(EngineInputError, match="those of the offers"):
        other = Standing.from_columns(ids=["H1", "H0"])
        whom_to_ask(policy, problem, 0, chance=[0.5, 0.5], standing=other)
    with pytest.raises(EngineInputError, match="standing row 1"):
        standing(problem, asks_used=[0, -1])
