"""Chances learned from what happened: honest, never from who people are, readable."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.engine.instances import easy_problem, random_problem

from samenspel_engine import solve
from samenspel_engine.calibration import (
    brier_score,
    calibration_table,
    expected_calibration_error,
)
from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.expectations import expected_served, waiting_sentence, waiting_weeks
from samenspel_engine.followup import (
    FEATURES,
    NEVER_USED,
    FollowUp,
    clean_features,
    pair_features,
    refuse_columns,
)
from samenspel_engine.success import Prior, SuccessModel
from samenspel_engine.vocabulary import BOUNDARIES, INTERESTS, LANGUAGES

NAMES = [one.key for one in FEATURES]


def drawn(random, n):
    """Features such as real pairs could have."""
    return {
        "nearness": random.integers(0, 301, n),
        "overlap": random.integers(0, 201, n),
        "interests": random.integers(0, 151, n),
        "room": random.integers(0, 151, n),
        "trusted": 100 * (random.random(n) < 0.1),
        "weeks_idle": random.integers(0, 53, n),
        "earlier_yes": random.poisson(1.0, n),
        "earlier_no": random.poisson(1.5, n),
        "task": random.integers(0, 12, n),
    }


def truth(features):
    """A known chance: near, trusted and willing helpers say yes more often."""
    odds = -1.5 + features["nearness"] / 150 + features["trusted"] / 80
    odds += 0.6 * np.log1p(features["earlier_yes"]) - 0.7 * np.log1p(features["earlier_no"])
    return 1 / (1 + np.exp(-(odds + 0.3 * (features["task"] == 2))))


def happened(seed, n, chance_of=truth):
    random = np.random.default_rng(seed)
    features = drawn(random, n)
    outcome = random.random(n) < chance_of(features)
    return FollowUp.from_columns(outcome=outcome, week=np.arange(n) * 52 // n, **features)


@cache
def model_of(seed=0, n=6000):
    return SuccessModel.fit(happened(seed, n))


def test_without_follow_up_the_chance_is_the_prior():
    model = SuccessModel.fit(FollowUp.none(), Prior(mean=0.4))
    features = drawn(np.random.default_rng(0), 5)
    assert model.kind == "prior"
    assert model.probability(features) == pytest.approx(0.4)
    assert model.calibration() == ()


def test_a_little_follow_up_moves_the_prior_a_little_and_tasks_towards_all():
    random = np.random.default_rng(1)
    features = drawn(random, 40) | {"task": np.repeat([0, 1], 20)}
    outcome = np.repeat([True, False], 20)
    follow_up = FollowUp.from_columns(outcome=outcome, week=np.zeros(40), **features)
    model = SuccessModel.fit(follow_up, Prior(mean=0.2, strength=20))
    one, other, unseen = model.probability(
        {key: values[:3] for key, values in features.items()} | {"task": [0, 1, 5]}
    )
    assert model.kind == "shrunk"
    assert unseen == pytest.approx((20 * 0.2 + 20) / 60)
    assert one == pytest.approx((20 * 0.4 + 20) / 40)
    assert other == pytest.approx((20 * 0.4 + 0) / 40)


def test_prior_and_shrinking_need_no_scikit_learn():
    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "from samenspel_engine.success import SuccessModel\n"
        "from samenspel_engine.followup import FollowUp\n"
        "from samenspel_engine.errors import EngineError\n"
        "SuccessModel.fit(FollowUp.none())\n"
        "from tests.engine.test_success import happened\n"
        "try: SuccessModel.fit(happened(0, 900))\n"
        "except EngineError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    assert "learning needs scikit-learn" in done.stdout, done.stderr


@pytest.mark.parametrize(("n", "worst"), [(900, 0.08), (6000, 0.04)])
def test_learned_chances_come_true(n, worst):
    model = model_of(0, n)
    fresh = happened(99, 20_000)
    assert model.kind == "logistic"
    assert model.curve == ((), ())
    assert model.calibration_error(follow_up=fresh) < worst
    assert np.abs(model.probability(fresh.features) - truth(fresh.features)).mean() < worst
    ignorant = np.full(len(fresh), fresh.outcome.mean())
    assert model.brier(fresh) < brier_score(ignorant, fresh.outcome) - 0.02
    assert len(model.checked[0]) == n - 4 * n // 5


def test_a_model_that_predicts_wrong_chances_is_noticed():
    fresh = happened(98, 5000)
    boastful = replace(model_of(), curve=((), ()), line=(1.0, 1.5))
    honest = model_of()
    assert honest.calibration_error(follow_up=fresh) < 0.04
    assert boastful.calibration_error(follow_up=fresh) > 0.15
    assert boastful.brier(fresh) > honest.brier(fresh)


def test_calibration_repairs_what_a_straight_line_cannot_follow():
    def bent(features):
        return 0.1 + 0.8 * (truth(features) > 0.45)

    model = SuccessModel.fit(happened(5, 8000, bent))
    plain = replace(model, curve=((), ()))
    assert model.curve[0]
    fresh = happened(6, 8000, bent)
    assert model.calibration_error(follow_up=fresh) < 0.03
    assert plain.calibration_error(follow_up=fresh) > 0.06


def test_effects_add_up_and_are_put_in_words():
    model, features = model_of(), drawn(np.random.default_rng(3), 4)
    parts = model.explain(features, 2)
    odds = sum(part.effect for part in parts)
    plain = replace(model, curve=((), ()), line=(1.0, 0.0))
    assert 1 / (1 + np.exp(-odds)) == pytest.approx(plain.probability(features)[2])
    assert {part.key for part in parts} == {*NAMES, "experience"}
    near = {key: [0] for key in NAMES} | {"nearness": [300]}
    said = {part.key: part for part in model.explain(near, 0)}
    assert said["nearness"].sentence() == "Dichtbij: maakt een ja veel waarschijnlijker."
    assert said["nearness"].sentence("en") == "Close by: makes a yes much more likely."
    assert "weinig verschil" in replace(said["task"], effect=0.0).sentence()


def test_a_saved_model_is_readable_and_the_same(tmp_path):
    model, features = model_of(), drawn(np.random.default_rng(4), 50)
    model.save(tmp_path / "model.json")
    data = json.loads((tmp_path / "model.json").read_text())
    assert data["kind"] == "logistic" and len(data["columns"]) == len(data["coefficient"])
    again = SuccessModel.load(tmp_path / "model.json")
    assert again == model
    assert np.array_equal(again.probability(features), model.probability(features))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2, "columns": []}'])
def test_what_is_not_a_model_is_refused(text):
    with pytest.raises(EngineError):
        SuccessModel.from_json(text)


@pytest.mark.parametrize("name", sorted(name for one in NEVER_USED for name in one.names))
def test_a_protected_characteristic_is_refused_everywhere(name):
    features = {key: [1] for key in NAMES}
    with pytest.raises(EngineInputError, match="never used"):
        FollowUp.from_columns(outcome=[1], week=[1], **features, **{name: [1]})
    with pytest.raises(EngineInputError, match="never used"):
        model_of().probability(features | {name: [1]})
    with pytest.raises(EngineInputError, match="never used"):
        model_of().probability(features | {name.upper(): [1]})


@pytest.mark.parametrize("name", NAMES)
def test_what_may_be_used_is_not_refused_and_must_be_there(name):
    refuse_columns("features", {name: [1]})
    with pytest.raises(EngineInputError, match=f"{name} is missing"):
        clean_features("features", {key: [1] for key in NAMES if key != name})


def test_any_other_column_is_refused_too():
    with pytest.raises(EngineInputError, match="not on the list"):
        clean_features("features", {key: [1] for key in NAMES} | {"shoe_size": [43]})


def test_every_refusal_gives_its_reason_and_source():
    keys = {one.key for one in NEVER_USED}
    assert keys >= {
        "gender", "age", "origin", "nationality", "language", "religion", "health",
        "disability", "sexual_orientation", "income", "postcode", "identity",
    }  # fmt: skip
    assert all(one.nl and one.en and one.source for one in NEVER_USED)
    assert not {name for one in NEVER_USED for name in one.names} & set(NAMES)


def chances(problem, pairs):
    return model_of().probability(pair_features(problem, pairs))


def someone_else(problem, seed):
    """The same problem with other genders, languages, health, faith, and another town."""
    random = np.random.default_rng(seed)
    n, m = len(problem.requests), len(problem.offers)
    faith = np.uint32(INTERESTS.bit("faith"))
    requests = replace(
        problem.requests,
        x_m=problem.requests.x_m + 70_000,
        gender_wish=random.integers(0, 4, n).astype(np.uint8),
        languages=random.integers(1, LANGUAGES.all_bits, n).astype(np.uint16),
        boundaries=random.integers(0, BOUNDARIES.all_bits, n).astype(np.uint16),
        interests=problem.requests.interests ^ faith,
    )
    offers = replace(
        problem.offers,
        x_m=problem.offers.x_m + 70_000,
        gender=random.integers(0, 4, m).astype(np.uint8),
        languages=random.integers(0, LANGUAGES.all_bits, m).astype(np.uint16),
        refused=random.integers(0, BOUNDARIES.all_bits, m).astype(np.uint16),
        interests=problem.offers.interests ^ (faith * (random.random(m) < 0.5)).astype("u4"),
    )
    return replace(problem, requests=requests, offers=offers)


@pytest.mark.parametrize("seed", range(5))
def test_who_people_are_does_not_change_the_chance(seed):
    problem = replace(random_problem(seed, 20, 20), fixed=np.empty((0, 2), np.int64))
    pairs = np.argwhere(np.ones((20, 20), bool))
    before = chances(problem, pairs)
    assert np.array_equal(before, chances(someone_else(problem, seed), pairs))
    nearer = replace(problem, offers=replace(problem.offers, x_m=problem.requests.x_m.copy()))
    assert not np.array_equal(before, chances(nearer, pairs))


def test_expected_is_less_than_planned_and_agreed_matches_count_in_full():
    problem = easy_problem(6, 6)
    result = solve(problem)
    model = SuccessModel.fit(FollowUp.none(), Prior(mean=0.25))
    found = expected_served(result, model)
    assert found.planned == 6
    assert found.expected == pytest.approx(1.5)
    assert 0 <= found.low < 1.5 < found.high <= 6
    agreed = expected_served(solve(easy_problem(6, 6, fixed=[[0, 0], [1, 1]])), model)
    assert agreed.expected == pytest.approx(3)


def test_table_score_and_error_of_a_small_example():
    predicted, outcome = [0.1, 0.2, 0.8, 0.9], [0, 1, 1, 1]
    table = calibration_table(predicted, outcome, 2)
    assert [(b.predicted, b.observed, b.count) for b in table] == [
        (pytest.approx(0.15), 0.5, 2),
        (pytest.approx(0.85), 1.0, 2),
    ]
    assert brier_score(predicted, outcome) == pytest.approx(0.7 / 4)
    assert expected_calibration_error(predicted, outcome, 2) == pytest.approx(0.25)


REMISSION = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_waiting_agrees_with_the_textbook():
    # Freireich et al. 1963, the 6-MP arm: median 23 weeks, S(6) = 0.857
    found = waiting_weeks(REMISSION, RELAPSED, level=0.95)
    assert (found.weeks, found.low, found.high) == (23, 13, None)
    assert (found.questions, found.answered) == (21, 9)
    assert waiting_weeks(REMISSION, RELAPSED, share=0.14).weeks == 6
    assert waiting_weeks(REMISSION, RELAPSED, share=0.15).weeks == 7


def test_open_questions_count_and_leaving_them_out_flatters():
    random = np.random.default_rng(0)
    inside, naive = 0, []
    for _ in range(200):
        truth_weeks, seen = random.exponential(10, 300), random.uniform(0, 15, 300)
        weeks, found = np.minimum(truth_weeks, seen), truth_weeks <= seen
        told = waiting_weeks(weeks, found)
        inside += told.low <= 10 * np.log(2) <= (told.high or np.inf)
        naive.append(np.median(weeks[found]))
    assert 170 <= inside <= 192
    assert np.mean(naive) < 5 < 10 * np.log(2)


def test_waiting_longer_than_can_be_seen_says_so():
    found = waiting_weeks([4, 5, 6], [False, False, True], share=0.5)
    assert found.weeks == 6
    nobody = waiting_weeks([4, 5, 6], [False, False, False])
    assert nobody.weeks is None and nobody.answered == 0
    assert "nog niet te zeggen" in waiting_sentence(nobody)
    assert "50% binnen 23 weken" in waiting_sentence(waiting_weeks(REMISSION, RELAPSED))
    assert waiting_weeks([], []).weeks is None


@pytest.mark.parametrize(
    ("weeks", "answered", "rule"),
    [([1, -1], [1, 1], "row 1: weeks must be 0"), ([1], [1, 0], "one value per answer")],
)
def test_waiting_that_makes_no_sense_is_refused(weeks, answered, rule):
    with pytest.raises(EngineInputError, match=rule):
        waiting_weeks(weeks, answered)


@pytest.mark.parametrize("wrong", [{"mean": 0}, {"mean": 1}, {"strength": 0}])
def test_a_prior_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(EngineInputError):
        Prior(**wrong)
