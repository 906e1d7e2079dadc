"""Whatever is given is taken or refused with a message that names the table."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel_engine import EngineInputError, Offers, Params, Problem, Requests, solve
from samenspel_engine.quotas import Quotas
from samenspel_engine.vocabulary import BOUNDARIES

from .instances import assert_verified, easy_problem

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
        assert str(error).startswith("offers"), "the message must begin with the table"
        return
    problem = Problem(easy_problem(2, 0).requests, offers)
    assert_verified(problem, solve(problem), Params())


@often
@given(name=st.sampled_from(["forbidden", "fixed", "trusted", "previous"]), pairs=LISTS)
def test_fuzzed_pairs_are_taken_or_refused_clearly(name, pairs):
    base = easy_problem(2, 2)
    try:
        problem = replace(base, **{name: pairs})
    except EngineInputError as error:
        assert str(error).startswith("problem"), "the message must begin with the table"
        return
    assert_verified(problem, solve(problem), Params())


@often
@given(parts=st.tuples(LISTS, LISTS, LISTS))
def test_fuzzed_quotas_are_taken_or_refused_clearly(parts):
    try:
        problem = replace(easy_problem(2, 2), quotas=Quotas(*parts))
    except EngineInputError as error:
        assert str(error).startswith("quotas"), "the message must begin with the table"
        return
    assert_verified(problem, solve(problem), Params())


@often
@given(
    name=st.sampled_from(sorted(set(Params.__dataclass_fields__) - {"threads", "list_length"})),
    value=ANYTHING,
)
def test_fuzzed_settings_are_taken_or_refused_clearly(name, value):
    try:
        params = Params(**{name: value})
    except EngineInputError as error:
        assert str(error).startswith("params"), "the message must begin with the table"
        return
    problem = easy_problem(2, 2)
    assert_verified(problem, solve(problem, params=params), params)


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
    told = {one for one, _, _ in result.matches()}
    assert told == {int(one) for one in ids}, "columns.clean_ids changed an identifier"


def test_a_table_without_rows_takes_every_kind_of_empty_list():
    for empty in ([], (), np.empty(0), np.empty(0, np.str_)):
        columns = dict.fromkeys(("ids", "x_m", "y_m", "task", "windows"), empty)
        said = f"columns.py does not take {empty!r} as a column without rows"
        assert len(Requests.from_columns(**columns)) == 0, said


def test_bits_that_are_not_in_a_vocabulary_are_refused():
    with pytest.raises(EngineInputError, match="boundaries must be between 0"):
        easy_problem(1, 0, requests__boundaries=[BOUNDARIES.all_bits + 1])
