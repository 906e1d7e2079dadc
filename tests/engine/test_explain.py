"""Explanations: exact where they give figures, readable where they give words."""

from dataclasses import replace

import numpy as np
import pytest

from samenspel_engine import generate_region, solve
from samenspel_engine.reasons import Fit, OpenReason
from samenspel_engine.rules import compatible
from samenspel_engine.score import level
from samenspel_engine.sentences import (
    fit_sentences,
    gain_sentences,
    open_sentences,
    why_not_sentences,
)
from samenspel_engine.vocabulary import BODILY_CARE_TASK

from .instances import best_by_brute_force, easy_problem, level_values, random_problem


@pytest.fixture(scope="module")
def region_result():
    return solve(generate_region(400, 300, seed=2).problem)


def test_every_question_is_explained_in_both_languages(region_result):
    for i in range(400):
        reason = region_result.explain(i)
        words = fit_sentences if isinstance(reason, Fit) else open_sentences
        for language in ("nl", "en"):
            sentences = words(reason, language)
            assert sentences
            assert all(sentence.endswith(".") for sentence in sentences)


def test_parts_add_up_to_the_quality(region_result):
    for i in np.flatnonzero(region_result.helper_of >= 0).tolist():
        fit = region_result.explain(i)
        assert sum(part.points for part in fit.parts) == fit.quality == region_result.quality[i]
        assert all(1 <= part.level <= 5 for part in fit.parts)


def test_levels_run_from_one_to_five():
    assert [level(points, 100) for points in (0, 19, 20, 59, 80, 100)] == [1, 1, 2, 3, 5, 5]
    assert level(0, 0) == 1


def test_a_match_is_explained_from_near_to_far_reasons():
    problem = easy_problem(
        1,
        1,
        requests__interests=[0b11],
        offers__interests=[0b01],
        requests__gender_wish=[1],
        offers__gender=[1],
        offers__idle_weeks=[12],
        trusted=[[0, 0]],
    )
    assert fit_sentences(solve(problem).explain(0)) == (
        "Woont op 50 m afstand.",
        "Past bij de wens: vrouw.",
        "Zij kennen en vertrouwen elkaar al.",
        "Kan op maandagochtend.",
        "Houdt ook van wandelen.",
        "Is al 12 weken niet gevraagd.",
    )


def test_an_open_question_explains_the_search_step_by_step():
    problem = easy_problem(1, 4, offers__x_m=[0, 0, 2000, 0], offers__windows=[2, 4, 1, 2])
    reason = solve(problem).explain(0)
    assert [(step.rule, step.left) for step in reason.steps] == [
        ("task", 4),
        ("distance", 3),
        ("windows", 0),
    ]
    assert open_sentences(reason) == (
        "Er is nu geen helper die past.",
        "Gezocht is iemand die zo ver wil reizen (3) en op deze dagdelen kan (0).",
    )
    assert open_sentences(reason, "en")[1] == (
        "It takes someone who accepts this distance (3) and"
        " is free on these parts of the week (0)."
    )


def test_a_question_that_lost_says_so():
    result = solve(easy_problem(2, 1, requests__urgency=[1, 5]))
    assert result.explain(0) == OpenReason(0, "R0", "needed_elsewhere", 1, ())
    assert open_sentences(result.explain(0)) == (
        "Bij deze vraag past 1 helper.",
        "Deze helper heeft nu een andere vraag, die minstens zo dringend is.",
    )


def test_helpers_of_an_open_question_serve_questions_at_least_as_urgent(region_result):
    urgency = region_result.problem.requests.urgency
    for i in np.flatnonzero((region_result.helper_of < 0) & (region_result.candidates > 0)):
        others = np.isin(region_result.helper_of, compatible(region_result.problem, int(i)))
        assert (urgency[others] >= urgency[i]).all()


def test_bodily_care_without_comfort_is_explained():
    problem = easy_problem(
        1, 1, requests__task=[BODILY_CARE_TASK], offers__tasks=[1 << BODILY_CARE_TASK]
    )
    reason = solve(problem).explain(0)
    assert reason.code == "not_comfortable"
    assert "lichamelijke verzorging" in open_sentences(reason)[0]


def test_a_region_without_helpers_says_so():
    assert open_sentences(solve(easy_problem(1, 0)).explain(0)) == (
        "Er zijn nog geen helpers.",
    )


def test_alternatives_come_best_first_and_ties_by_id():
    problem = easy_problem(1, 4, offers__idle_weeks=[0, 52, 0, 26])
    names = [fit.offer_id for fit in solve(problem).alternatives(0, k=3)]
    assert names == ["H1", "H3", "H0"]


def test_why_not_names_the_broken_rules():
    problem = easy_problem(1, 2, offers__tasks=[1, 2], requests__hours_per_week=[1.0])
    why = solve(problem).why_not(0, 1)
    assert why.broken == ("task",)
    assert why_not_sentences(why) == (
        "Deze helper past niet.",
        "Nodig is een helper die deze hulp aanbiedt.",
    )


def test_why_not_knows_what_was_chosen_and_agreed():
    result = solve(easy_problem(2, 2, fixed=[[0, 0]]))
    assert result.why_not(0, 0).code == "chosen"
    assert result.why_not(0, 1).code == "fixed"
    for code in (result.why_not(0, 0), result.why_not(0, 1)):
        assert why_not_sentences(code, "nl") != why_not_sentences(code, "en")


@pytest.mark.parametrize("seed", range(40))
def test_the_cost_of_another_choice_is_exact(seed):
    problem = replace(random_problem(seed, 4, 5), fixed=[])
    result = solve(problem)
    for i in range(4):
        for j in compatible(problem, i).tolist():
            if result.helper_of[i] == j:
                continue
            change = result.why_not(i, j).change
            forced = replace(problem, fixed=[[i, j]])
            best = np.array(best_by_brute_force(forced))
            best[5 - int(problem.requests.urgency[i])] += 1
            best[5] += result.fit(i, j).quality
            lost = best - np.array(level_values(problem, result))
            assert (*change.by_urgency[::-1], change.quality) == tuple(lost.tolist())


@pytest.mark.parametrize("seed", range(20))
def test_the_price_of_a_place_is_exact(seed):
    problem = replace(random_problem(seed, 4, 4), fixed=[])
    result = solve(problem)
    for j in range(4):
        capacity = problem.offers.capacity.copy()
        capacity[j] += 1
        more = replace(problem, offers=replace(problem.offers, capacity=capacity))
        gained = np.subtract(best_by_brute_force(more), level_values(problem, result))
        gain = result.price(j)
        assert (*gain.by_urgency[::-1], gain.quality) == tuple(gained.tolist())


def test_scarcities_show_where_one_helper_helps():
    problem = easy_problem(3, 1, requests__task=[3, 3, 0], requests__x_m=[100.0, 200.0, 0.0])
    (first, *_) = solve(problem).scarcities(k=2)
    assert (first.task, first.open, first.gain.questions) == (3, 2, 1)


def test_gains_are_put_into_words():
    result = solve(easy_problem(2, 1, requests__urgency=[5, 1]))
    assert why_not_sentences(result.why_not(1, 0)) == (
        "Als u deze helper kiest: een vraag met minder spoed gaat vóór een dringender vraag.",
    )
    assert gain_sentences(result.price(0), "en") == ("1 more question served.",)
    assert gain_sentences(result.price(0)) == ("1 vraag meer geholpen.",)
    tie = solve(easy_problem(2, 2)).why_not(0, 1).change
    assert gain_sentences(tie) == ("verder verandert er niets.",)
