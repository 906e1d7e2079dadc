"""The hard rules one by one, and the packed search against the plain rules."""

from itertools import product

import numpy as np
import pytest

from samenspel_engine import Params, solve
from samenspel_engine.candidates import Search
from samenspel_engine.rules import RULE, RULES, broken_rules, compatible
from samenspel_engine.score import points_table, quality_parts, total_quality
from samenspel_engine.vocabulary import BODILY_CARE_TASK, BOUNDARIES, TASKS

from .instances import easy_problem, random_problem

BREAKERS = {
    "task": {"offers__tasks": [2]},
    "distance": {"offers__x_m": [1001.0]},
    "windows": {"offers__windows": [2]},
    "hours": {"requests__hours_per_week": [3.0], "offers__hours_per_week": [2.5]},
    "language": {"requests__languages": [2]},
    "boundaries": {"requests__boundaries": [1], "offers__refused": [1]},
    "gender": {
        "requests__gender_wish": [1],
        "requests__gender_required": [True],
        "offers__gender": [2],
    },
    "skills": {"requests__skills_needed": [3], "offers__skills": [1]},
    "vog": {"requests__vog_needed": [True]},
    "bodily_care": {"requests__boundaries": [BOUNDARIES.bit("bodily_care")]},
    "veto": {"forbidden": [[0, 0]]},
    "room": {"offers__capacity": [0]},
}  # fmt: skip


def test_every_rule_has_a_case():
    assert list(BREAKERS) == [rule.key for rule in RULES]


@pytest.mark.parametrize("key", BREAKERS)
def test_a_pair_that_breaks_one_rule_is_not_proposed(key):
    problem = easy_problem(1, 1, **dict(BREAKERS[key]))
    assert [rule.key for rule in broken_rules(problem, 0, 0)] == [key]
    assert solve(problem).helper_of.tolist() == [-1]


def test_the_pair_is_proposed_when_no_rule_is_broken():
    assert solve(easy_problem(1, 1)).helper_of.tolist() == [0]


@pytest.mark.parametrize("as_task", [True, False])
@pytest.mark.parametrize("conditions", list(product([True, False], repeat=4)))
def test_bodily_care_needs_all_four_conditions(conditions, as_task):
    comfortable, willing, trained, allowed = conditions
    part = {"requests__boundaries": [BOUNDARIES.bit("bodily_care")]}
    task = {"requests__task": [BODILY_CARE_TASK], "offers__tasks": [TASKS.all_bits]}
    problem = easy_problem(
        1,
        1,
        requests__bodily_comfortable=[comfortable],
        offers__bodily_willing=[willing],
        offers__bodily_trained=[trained],
        offers__bodily_allowed=[allowed],
        **(task if as_task else part),
    )
    assert (solve(problem).helper_of[0] == 0) == all(conditions)


@pytest.mark.parametrize("seed", range(40))
def test_the_search_finds_what_the_plain_rules_and_scores_say(seed):
    problem = random_problem(seed, 25, 60)
    lists = Search(problem, Params(), np.arange(60)).best(np.arange(25), 60)
    points = points_table(problem, Params())
    for i in range(25):
        helpers = compatible(problem, i)
        quality = total_quality(quality_parts(problem, points, i, helpers))
        place = slice(lists.start[i], lists.start[i + 1])
        found = dict(zip(lists.helper[place].tolist(), lists.cost[place].tolist(), strict=True))
        expected = zip(helpers.tolist(), (1000 - quality).tolist(), strict=True)
        assert found == dict(expected)
        assert lists.cost[place].tolist() == sorted(found.values())


def test_a_helper_at_exactly_the_radius_is_within_reach():
    assert solve(easy_problem(1, 1, offers__x_m=[1000.0])).helper_of.tolist() == [0]


def test_rules_are_named_in_both_languages():
    for rule in RULE.values():
        assert rule.nl
        assert rule.en
