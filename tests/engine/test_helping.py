"""What would help: every gain equals solving again, and nothing better is left out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel_engine import Params, Problem, solve
from samenspel_engine.changes import missing_helpers, prices_of
from samenspel_engine.people_columns import OFFER_COLUMNS
from samenspel_engine.problem import Offers
from samenspel_engine.sentences import help_sentences
from samenspel_engine.vocabulary import LANGUAGES, TASKS, WINDOWS

from .instances import easy_problem, level_values, random_problem

few = settings(max_examples=20, deadline=None, derandomize=True)
cases = given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 30), m=st.integers(0, 20))


def small_solve(problem):
    return solve(problem, params=Params(list_length=4))


def short_of_everything(seed, n, m):
    """Helpers with little time, a small radius and few languages."""
    problem = random_problem(seed, n, m)
    random = np.random.default_rng(seed)
    offers = replace(
        problem.offers,
        hours_per_week=random.choice([0.0, 0.5, 1.5], m),
        radius_m=random.choice([500.0, 1500.0, 4000.0], m),
        languages=(1 << random.integers(0, 3, m)).astype(np.uint16),
    )
    return replace(problem, offers=offers)


def gained(problem, before, after):
    """Gain of one result over another, by urgency (1 first) and by quality."""
    *counts, quality = np.subtract(
        level_values(problem, after), level_values(problem, before)
    ).tolist()
    return tuple(counts[::-1]), quality


def with_helper(problem, helper):
    ids = [*problem.offers.ids.tolist(), 10_000]
    columns = {
        name: np.append(getattr(problem.offers, name), getattr(helper, name))
        for name in OFFER_COLUMNS
    }
    return replace(problem, offers=Offers.from_columns(ids=ids, **columns))


def for_one(problem, offers, j):
    """The problem in which only helper ``j`` is as in ``offers``."""
    columns = {name: getattr(problem.offers, name).copy() for name in OFFER_COLUMNS}
    for name, values in columns.items():
        values[j] = getattr(offers, name)[j]
    return replace(problem, offers=Offers.from_columns(ids=problem.offers.ids, **columns))


def more_of(offers, kind, language=-1):
    """All helpers with one more of something, written out independently."""
    if kind == "hour":
        return replace(offers, hours_per_week=offers.hours_per_week + 1)
    if kind == "distance":
        return replace(offers, radius_m=offers.radius_m + 1000)
    return replace(offers, languages=(offers.languages | 1 << language).astype(np.uint16))


def weight(problem, before, after):
    by_urgency, _ = gained(problem, before, after)
    return sum(level * count for level, count in enumerate(by_urgency, 1))


def changed_problem(problem, one):
    offers = more_of(problem.offers, one.kind, one.language)
    if one.everyone:
        return replace(problem, offers=offers)
    return for_one(problem, offers, one.offer)


@few
@cases
def test_every_gain_equals_solving_again(seed, n, m):
    problem = short_of_everything(seed, n, m)
    result = small_solve(problem)
    keys, helpers = missing_helpers(result)
    for one in result.what_would_help(2):
        if one.kind == "helper":
            at = np.flatnonzero(
                (keys[:, 0] == one.task)
                & (keys[:, 3] == one.windows)
                & (helpers.x_m == one.x_m)
            )[0]
            after = solve(with_helper(problem, helpers.take([at])))
        else:
            after = solve(changed_problem(problem, one))
        assert (one.gain.by_urgency, one.gain.quality) == gained(problem, result, after)
        assert one.gain.questions == sum(one.gain.by_urgency)


@few
@cases
def test_no_change_for_one_or_for_all_is_better_than_the_first(seed, n, m):
    problem = short_of_everything(seed, n, m)
    result = small_solve(problem)
    if result.totals.open == 0:
        assert result.what_would_help() == []
        return
    told = result.what_would_help(1)
    best = {(one.kind, one.everyone): one.gain.urgency for one in told}
    spoken = int(np.bitwise_or.reduce(problem.requests.languages[result.helper_of < 0]))
    for kind in ("hour", "distance", "language"):
        for code in LANGUAGES.codes_in(spoken) if kind == "language" else [-1]:
            offers = more_of(problem.offers, kind, code)
            all_ = weight(problem, result, solve(replace(problem, offers=offers)))
            assert all_ <= best.get((kind, True), 0)
            for j in range(m):
                one = weight(problem, result, solve(for_one(problem, offers, j)))
                assert one <= best.get((kind, False), 0)


@few
@cases
def test_no_new_helper_is_better_than_the_first(seed, n, m):
    problem = short_of_everything(seed, n, m)
    result = small_solve(problem)
    told = [one for one in result.what_would_help(1, places=2) if one.kind == "helper"]
    best = told[0].gain.urgency if told else 0
    if result.totals.open:
        _, helpers = missing_helpers(result, places=2)
        for at in range(0, len(helpers), 7):
            after = solve(with_helper(problem, helpers.take([at])))
            assert weight(problem, result, after) <= best


@few
@cases
def test_the_order_is_by_urgency_served(seed, n, m):
    told = small_solve(short_of_everything(seed, n, m)).what_would_help()
    keys = [(one.gain.urgency, one.open) for one in told]
    assert keys == sorted(keys, reverse=True)
    assert all(one.gain.urgency > 0 for one in told)


def test_prices_that_are_too_low_would_miss_a_change():
    problem = easy_problem(
        4, 1, requests__x_m=[0.0, 1500.0, 1500.0, 1500.0], offers__capacity=[2]
    )
    result = solve(problem)
    (change,) = [
        one
        for one in result.what_would_help(1)
        if (one.kind, one.everyone) == ("distance", True)
    ]
    assert (change.gain.questions, change.open) == (1, 3)
    low = replace(result.certificate, request_prices=result.certificate.request_prices * 0)
    assert replace(result, certificate=low).what_would_help(1) == []


def test_prices_in_urgency_prove_what_stays_open():
    """The rounded prices are feasible and their sum is the urgency that stays open."""
    for seed in range(30):
        problem = replace(random_problem(seed, 30, 12), fixed=[])
        result = solve(problem)
        prices = prices_of(result)
        bound = prices.request.sum() - (prices.helper * problem.offers.capacity).sum()
        assert bound == problem.requests.urgency[result.helper_of < 0].astype(int).sum()
        assert (prices.request <= problem.requests.urgency).all()
        assert (prices.helper >= 0).all()


def test_it_also_works_on_a_round_that_keeps_earlier_matches():
    problem = short_of_everything(3, 20, 8)
    plain = solve(problem).what_would_help(1)
    kept = solve(problem, params=Params(continuity=1)).what_would_help(1)
    assert [one.gain.urgency for one in kept] == [one.gain.urgency for one in plain]


def test_without_urgency_the_number_of_questions_counts():
    problem = short_of_everything(5, 25, 10)
    told = solve(problem, params=Params(urgent_first=False)).what_would_help()
    counts = [one.gain.questions for one in told]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0


@pytest.fixture(scope="module")
def groceries():
    """Three questions on Tuesday morning in Turkish, one helper who is too far away."""
    code = TASKS.code("groceries")
    return easy_problem(
        3, 1, requests__task=[code] * 3, offers__tasks=[1 << code],
        requests__windows=[WINDOWS.mask(["tue-morning"])] * 3,
        offers__windows=[WINDOWS.all_bits],
        requests__x_m=[1800.0] * 3, requests__languages=[LANGUAGES.mask(["tr"])] * 3,
        offers__languages=[LANGUAGES.mask(["tr"])], offers__capacity=[2],
    )  # fmt: skip


def test_it_is_put_in_plain_words(groceries):
    told = solve(groceries).what_would_help(1, places=3)
    assert help_sentences(told[0], place="Zuilen") == (
        "Eén helper meer in Zuilen op dinsdagochtend voor boodschappen helpt 3 vragen meer.",
    )
    assert help_sentences(told[0], "en") == (
        "One more helper on Tuesday morning for groceries serves 3 more questions.",
    )
    one, all_ = sorted(told[1:], key=lambda change: change.everyone)
    assert help_sentences(one) == (
        "Als helper H0 1 km verder wil reizen, kunnen 2 vragen meer worden geholpen.",
        "Dit past bij 3 open vragen.",
    )
    assert help_sentences(all_)[0] == (
        "Als alle helpers 1 km verder willen reizen, kunnen 2 vragen meer worden geholpen."
    )
    assert help_sentences(all_, "en") == (
        "If all helpers travel 1 km further, 2 more questions can be served.",
        "This fits 3 open questions.",
    )


def test_hours_and_languages_are_put_in_words_too(groceries):
    near = replace(groceries, offers=replace(groceries.offers, radius_m=np.array([5000.0])))
    short = Problem(
        replace(near.requests, hours_per_week=np.full(3, 2.0)),
        replace(near.offers, hours_per_week=np.array([1.0])),
    )
    hour = next(one for one in solve(short).what_would_help(1) if one.kind == "hour")
    assert help_sentences(hour)[0].startswith("Als ")
    assert "1 uur per week meer" in help_sentences(hour)[0]
    mute = replace(near, offers=replace(near.offers, languages=np.array([1], np.uint16)))
    tongue = next(one for one in solve(mute).what_would_help(1) if one.kind == "language")
    assert "ook Turks" in help_sentences(tongue)[0]
    assert "also speak" in help_sentences(tongue, "en")[0]


def test_a_new_helper_has_as_few_windows_as_the_questions_need():
    problem = easy_problem(
        3, 0, requests__windows=[0b110, 0b1100, 0b1], requests__overlap_needed=[2, 2, 1]
    )
    _, helpers = missing_helpers(solve(problem))
    assert sorted(helpers.windows.tolist()) == [0b1, 0b110, 0b1100]
