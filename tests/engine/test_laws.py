"""Laws that hold for every kind of round: load, floor and quotas, alone and together."""

from dataclasses import replace

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel_engine import (
    EngineInputError,
    Offers,
    Params,
    Problem,
    Requests,
    Weights,
    generate_region,
    solve,
    verify,
)
from samenspel_engine.people_columns import OFFER_COLUMNS
from samenspel_engine.quotas import Quotas
from samenspel_engine.rules import RULES, broken_rules
from samenspel_engine.vocabulary import BOUNDARIES, LANGUAGES, SKILLS, TASKS, WINDOWS

from .instances import easy_problem, random_offers
from .test_properties import with_columns
from .test_variants import KINDS, variant


def classes_served(problem, params):
    """Served of class 5, of class 4, and so on: a list to compare item by item."""
    return solve(problem, params=params).totals.served_by_urgency[::-1]


def never_fewer(before, after, params):
    """By class, the most urgent first; without urgency only the sum counts."""
    if params.urgent_first:
        return after >= before and sum(after) >= sum(before)
    return sum(after) >= sum(before)


@pytest.mark.parametrize("kind", KINDS)
def test_no_pair_that_breaks_a_rule_is_ever_chosen(kind):
    for seed in range(400, 425):
        problem, params = variant(seed, kind)
        result = solve(problem, params=params)
        free = replace(problem, fixed=[])
        fixed = set(problem.fixed[:, 0].tolist())
        for i, j in enumerate(result.helper_of.tolist()):
            assert j < 0 or i in fixed or broken_rules(free, i, j) == ()
        load = np.bincount(
            result.helper_of[result.helper_of >= 0], minlength=len(problem.offers)
        )
        assert (load <= problem.offers.capacity).all()
        assert result.helper_of[problem.fixed[:, 0]].tolist() == problem.fixed[:, 1].tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_one_and_two_threads_of_the_compiler_give_the_same_result(kind):
    step, floor, quotas = kind
    problem = generate_region(90, 70, seed=8).problem
    if quotas:
        problem = replace(problem, quotas=Quotas(np.arange(70) % 2, [-1, -1], [9, 14]))
    params = Params(load_step=step, floor=floor, list_length=4)
    before, hashes = numba.get_num_threads(), set()
    try:
        for threads in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
            numba.set_num_threads(threads)
            for own in (1, 2):
                result = solve(problem, params=replace(params, threads=own), seed=5)
                hashes.add(result.certificate.result_hash)
    finally:
        numba.set_num_threads(before)
    assert len(hashes) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_one_more_helper_never_serves_fewer(kind):
    for seed in range(500, 515):
        problem, params = variant(seed, kind)
        extra = random_offers(np.random.default_rng(seed), 1, ids=[10_000])
        old = problem.offers
        columns = {
            name: np.concatenate([getattr(old, name), getattr(extra, name)])
            for name in OFFER_COLUMNS
        }
        offers = Offers.from_columns(ids=[*old.ids.tolist(), 10_000], **columns)
        quotas = problem.quotas and problem.quotas.with_free_helpers(1)
        more = replace(problem, offers=offers, quotas=quotas)
        assert never_fewer(
            classes_served(problem, params), classes_served(more, params), params
        ), seed


def everywhere(problem, value, names):
    """The columns of the helpers with one value."""
    return with_columns(
        problem, offers={name: np.full(len(problem.offers), value) for name in names}
    )


def asked(problem, value, *names):
    return with_columns(
        problem, requests={name: np.full(len(problem.requests), value) for name in names}
    )


BODILY = ("bodily_willing", "bodily_trained", "bodily_allowed")
WITHOUT = {
    "task": lambda p: everywhere(p, TASKS.all_bits, ["tasks"]),
    "distance": lambda p: everywhere(p, 1e6, ["radius_m"]),
    "windows": lambda p: everywhere(p, WINDOWS.all_bits, ["windows"]),
    "hours": lambda p: everywhere(p, 168, ["hours_per_week"]),
    "language": lambda p: everywhere(p, LANGUAGES.all_bits, ["languages"]),
    "boundaries": lambda p: everywhere(p, 0, ["refused"]),
    "gender": lambda p: asked(p, 0, "gender_required"),
    "skills": lambda p: everywhere(p, SKILLS.all_bits, ["skills"]),
    "vog": lambda p: asked(p, 0, "vog_needed"),
    "bodily_care": lambda p: everywhere(asked(p, 1, "bodily_comfortable"), 1, BODILY),
    "veto": lambda p: replace(p, forbidden=[]),
    "room": lambda p: with_columns(p, offers={"capacity": p.offers.capacity + 1}),
}  # fmt: skip


def test_every_rule_is_taken_out_once():
    assert list(WITHOUT) == [rule.key for rule in RULES]


@pytest.mark.parametrize("rule", WITHOUT)
def test_one_rule_fewer_never_serves_fewer_and_sometimes_more(rule):
    gained = 0
    for seed in range(600, 624):
        problem, params = variant(seed, KINDS[seed % len(KINDS)])
        if rule == "vog":
            problem = asked(problem, 1, "vog_needed")
        before = classes_served(problem, params)
        after = classes_served(WITHOUT[rule](problem), params)
        assert never_fewer(before, after, params), seed
        gained += sum(after) - sum(before)
    assert gained > 0


@pytest.mark.parametrize("kind", KINDS[1::2])
def test_a_wider_quota_never_serves_fewer_and_a_load_step_always_as_many(kind):
    for seed in range(700, 715):
        problem, params = variant(seed, kind)
        before = classes_served(problem, params)
        wider = replace(problem.quotas, most=problem.quotas.most + 1)
        assert never_fewer(
            before, classes_served(replace(problem, quotas=wider), params), params
        )
        assert never_fewer(
            before, classes_served(replace(problem, quotas=None), params), params
        )
        other = replace(params, load_step=500, floor=not params.floor)
        if params.urgent_first:
            assert classes_served(problem, other) == before
        else:
            assert sum(classes_served(problem, other)) == sum(before)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 3), (3, 0), (1, 1), (4, 4)])
@pytest.mark.parametrize("somebody", [True, False])
def test_tiny_rounds_are_right_whatever_is_asked(kind, n, m, somebody):
    step, floor, quotas = kind
    problem = easy_problem(n, m, offers__tasks=[1 if somebody else 2] * m)
    if quotas:
        problem = replace(problem, quotas=Quotas([0] * m, [-1], [2]))
    params = Params(load_step=step, floor=floor)
    result = solve(problem, params=params)
    most = min(n, m, 2) if quotas else min(n, m)
    assert result.totals.served == (most if somebody else 0)
    assert result.certificate.gap == 0
    assert verify(problem, result, params) == ()


def test_a_kept_match_has_at_least_one_point_besides_the_bonus():
    problem = easy_problem(1, 1, requests__gender_wish=[1], offers__gender=[2])
    problem = replace(problem, previous=[[0, 0]])
    weights = Weights(nearness=0, overlap=0, interests=0, wishes=100, room=0, trusted=0)
    params = Params(weights=weights, continuity=50)
    result = solve(problem, params=params)
    assert result.quality.tolist() == [1]
    assert verify(problem, result, params) == ()


OFFER = {"ids": ["a", "b"], "x_m": [0, 1], "y_m": [0, 1], "tasks": [1, 1], "windows": [1, 1]}
OFFER |= {"radius_m": [5, 5]}
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(-(2**70), 2**70), st.text(max_size=3),
    st.binary(max_size=3), st.lists(st.integers(0, 3), max_size=2),
)  # fmt: skip
LISTS = st.one_of(ANYTHING, st.lists(ANYTHING, max_size=3), st.lists(st.integers(0, 2)))
often = settings(max_examples=250, deadline=None, derandomize=True)


@often
@given(columns=st.dictionaries(st.sampled_from([*OFFER, "capacity", "idle_weeks"]), LISTS))
def test_fuzzed_offers_are_taken_or_refused_clearly(columns):
    try:
        offers = Offers.from_columns(**(OFFER | columns))
    except EngineInputError as error:
        assert str(error).startswith("offers")
        return
    problem = Problem(easy_problem(2, 0).requests, offers)
    assert verify(problem, solve(problem), Params()) == ()


@often
@given(name=st.sampled_from(["forbidden", "fixed", "trusted", "previous"]), pairs=LISTS)
def test_fuzzed_pairs_are_taken_or_refused_clearly(name, pairs):
    base = easy_problem(2, 2)
    try:
        problem = replace(base, **{name: pairs})
    except EngineInputError as error:
        assert str(error).startswith("problem")
        return
    assert verify(problem, solve(problem), Params()) == ()


@often
@given(parts=st.tuples(LISTS, LISTS, LISTS))
def test_fuzzed_quotas_are_taken_or_refused_clearly(parts):
    try:
        problem = replace(easy_problem(2, 2), quotas=Quotas(*parts))
    except EngineInputError as error:
        assert str(error).startswith("quotas")
        return
    assert verify(problem, solve(problem), Params()) == ()


@often
@given(
    name=st.sampled_from(sorted(set(Params.__dataclass_fields__) - {"threads", "list_length"})),
    value=ANYTHING,
)
def test_fuzzed_settings_are_taken_or_refused_clearly(name, value):
    try:
        params = Params(**{name: value})
    except EngineInputError as error:
        assert str(error).startswith("params")
        return
    problem = easy_problem(2, 2)
    assert verify(problem, solve(problem, params=params), params) == ()


@pytest.mark.parametrize("seed", [-1, 1.5, "1", None, float("nan")])
def test_a_seed_that_makes_no_sense_is_refused(seed):
    with pytest.raises(EngineInputError, match="seed must be a whole number"):
        solve(easy_problem(1, 1), seed=seed)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([2**63, 1], "whole numbers or all texts"),
        ([10**30, 1], "whole numbers or all texts"),
        ([b"a", b"b"], "whole numbers or all texts"),
        ([True, False], "whole numbers or all texts"),
        ([None, None], "whole numbers or all texts"),
        (["a" * 201, "b"], "at most 200 characters"),
        ("ab", "one dimension"),
        ([1, 1], "must be unique"),
    ],
)
def test_identifiers_that_do_not_fit_are_refused(ids, message):
    with pytest.raises(EngineInputError, match=message):
        Offers.from_columns(**(OFFER | {"ids": ids}))


@pytest.mark.parametrize("ids", [[-(2**63), 2**63 - 1], np.array([0, 255], np.uint8)])
def test_identifiers_at_the_edge_are_kept(ids):
    problem = easy_problem(2, 2, requests__ids=ids, offers__ids=ids)
    result = solve(problem)
    assert {one for one, _, _ in result.matches()} == {int(one) for one in ids}


def test_a_table_without_rows_takes_every_kind_of_empty_list():
    for empty in ([], (), np.empty(0), np.empty(0, np.str_)):
        columns = dict.fromkeys(("ids", "x_m", "y_m", "task", "windows"), empty)
        assert len(Requests.from_columns(**columns)) == 0


def test_bits_that_are_not_in_a_vocabulary_are_refused():
    with pytest.raises(EngineInputError, match="boundaries must be between 0"):
        easy_problem(1, 0, requests__boundaries=[BOUNDARIES.all_bits + 1])
