"""Input that cannot be used gets an error that names the row and the rule."""

import numpy as np
import pytest
from benchmarks import instances
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel_engine import (
    EngineInputError,
    EngineStoppedError,
    Offers,
    Params,
    Problem,
    Requests,
    Weights,
    solve,
    verify,
)
from samenspel_engine.geography import project
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.vocabulary import TASKS

from .instances import easy_problem

LAST = len(TASKS) - 1
BASE = {"ids": ["a", "b"], "x_m": [0, 1], "y_m": [0, 1], "task": [0, 1], "windows": [1, 2]}

WRONG = [
    ({"x_m": [0.0, np.nan]}, "requests row 1 (b): x_m must be a number"),
    ({"x_m": [np.inf, 0.0]}, "requests row 0 (a): x_m must be a number"),
    ({"task": [0, LAST + 1]}, f"requests row 1 (b): task must be between 0 and {LAST}"),
    ({"task": [-1, 0]}, f"requests row 0 (a): task must be between 0 and {LAST}"),
    ({"task": [0.5, 0]}, "requests row 0 (a): task must be a whole number"),
    ({"task": ["x", "y"]}, "task must hold numbers"),
    ({"windows": [0, 1]}, "requests row 0 (a): windows must be between 1 and"),
    ({"windows": [1, 2**28]}, "requests row 1 (b): windows must be between 1 and"),
    ({"overlap_needed": [1, 2]}, "requests row 1 (b): overlap_needed must be at most 1"),
    ({"gender_required": [False, True]}, "requests row 1 (b): gender_required needs"),
    ({"urgency": [1, 6]}, "requests row 1 (b): urgency must be between 1 and 5"),
    ({"ids": ["a", "a"]}, "requests row 1 (a): ids must be unique"),
    ({"ids": ["a", ""]}, "requests row 1 (): ids must not be empty"),
    ({"ids": [[1, 2]]}, "ids must be a list of one dimension"),
    ({"ids": [1.5, 2.5]}, "ids must be all whole numbers or all texts"),
    ({"windows": [1]}, "windows must have one value for each of the 2 rows"),
    ({"windows": None}, "windows is missing"),
    ({"colour": [1, 2]}, "colour is not a known column"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_a_wrong_request_is_named(change, message):
    with pytest.raises(EngineInputError, match=r".*") as caught:
        Requests.from_columns(**(BASE | change))
    assert message in str(caught.value)


def test_a_negative_capacity_is_named():
    with pytest.raises(EngineInputError, match=r"offers row 0 \(7\): capacity must be between"):
        Offers.from_columns(
            ids=[7], x_m=[0], y_m=[0], tasks=[1], windows=[1], radius_m=[5], capacity=[-1]
        )


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ({"forbidden": [[0, 5]]}, "which does not exist"),
        ({"trusted": [[0]]}, "must be pairs"),
        ({"trusted": [[0.5, 0.5]]}, "must be pairs"),
        ({"fixed": [[0, 0], [1, 0]]}, "exceeds the capacity of offer H0"),
        ({"fixed": [[0, 0], [0, 1]]}, "is given twice for request R0"),
        ({"fixed": [[0, 1]], "forbidden": [[0, 1]]}, "that is also forbidden"),
    ],
)
def test_wrong_pairs_are_named(pairs, message):
    with pytest.raises(EngineInputError) as caught:
        easy_problem(2, 2, **pairs)
    assert message in str(caught.value)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 1), (1, 0), (0, 5), (5, 0)])
def test_nobody_on_a_side_gives_the_empty_result(n, m):
    result = solve(easy_problem(n, m))
    assert result.totals.served == 0
    assert result.totals.open == n
    assert result.certificate.gap == 0


def test_one_request_and_one_helper():
    assert solve(easy_problem(1, 1)).matches()[0][:2] == ("R0", "H0")


def test_people_who_live_far_apart_do_not_blow_up_the_grid():
    problem = easy_problem(2, 2, requests__x_m=[0.0, 1.9e7], offers__x_m=[0.0, 1.9e7])
    assert solve(problem).helper_of.tolist() == [0, 1]


def test_arrays_are_frozen_and_copied():
    mine = np.array([1, 1])
    table = Requests.from_columns(**(BASE | {"windows": mine}))
    mine[0] = 0
    assert table.windows.tolist() == [1, 1]
    with pytest.raises(ValueError, match="read-only"):
        table.windows[0] = 5


def test_unknown_ids_in_pairs_are_left_out():
    problem = easy_problem(2, 2)
    pairs = problem.pairs_by_id([("R1", "H0"), ("gone", "H1")])
    assert pairs.tolist() == [[1, 0]]


def test_the_hash_changes_with_any_value():
    assert easy_problem(2, 2).content_hash() == easy_problem(2, 2).content_hash()
    other = easy_problem(2, 2, offers__idle_weeks=[0, 1])
    assert other.content_hash() != easy_problem(2, 2).content_hash()


@pytest.mark.parametrize("weights", [{"nearness": -1}, {"nearness": 1000}, {"nearness": 0.5}])
def test_weights_that_do_not_add_up_are_refused(weights):
    with pytest.raises(EngineInputError):
        Weights(**weights)


def test_settings_that_make_no_sense_are_refused():
    with pytest.raises(EngineInputError, match="list_length must be more than 0"):
        Params(list_length=0)


def test_the_stop_function_ends_the_run():
    with pytest.raises(EngineStoppedError):
        solve(easy_problem(1, 1), stop=lambda: True)


def test_progress_is_reported_up_to_the_end():
    seen = []
    solve(easy_problem(3, 3), progress=lambda stage, share: seen.append((stage, share)))
    assert seen[-1] == ("assign", 1.0)


def test_the_projection_keeps_distances():
    x_m, y_m = project([52.0907, 52.1561], [5.1214, 5.3878])
    assert np.hypot(*(np.diff(x_m), np.diff(y_m)))[0] == pytest.approx(19_600, rel=0.02)


fuzz = st.lists(
    st.one_of(st.floats(), st.integers(-(2**40), 2**40), st.text(max_size=3), st.none()),
    max_size=4,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    columns=st.dictionaries(st.sampled_from([*BASE, "urgency", "languages"]), fuzz), ids=fuzz
)
def test_fuzzed_tables_are_taken_or_refused_clearly(columns, ids):
    try:
        table = Requests.from_columns(**(BASE | {"ids": ids} | columns))
    except EngineInputError:
        return
    none = Offers.from_columns(ids=[], x_m=[], y_m=[], tasks=[], windows=[], radius_m=[])
    assert solve(Problem(table, none)).totals.served == 0


SAME_IN_BENCHMARKS = {"hours_per_week", "vog_needed", "vog_seen", "bodily_comfortable"}
"""Columns in which the people of the benchmarks do not differ: the figures are without them."""


@pytest.mark.parametrize("tiles", [1, 2])
def test_the_instances_of_the_benchmarks_are_problems_of_today(monkeypatch, tiles):
    monkeypatch.setitem(instances.SIZES, "tiny", instances.Size(400, 600, tiles))
    problem = instances.instance("tiny")
    result = solve(problem)
    assert 0 < result.totals.served <= 400
    wrong = verify(problem, result, Params())
    assert not wrong, f"a round of benchmarks/instances.py is not proven: {wrong}"
    for table, columns in (
        (problem.requests, REQUEST_COLUMNS),
        (problem.offers, OFFER_COLUMNS),
    ):
        same = {name for name in columns if np.unique(getattr(table, name)).size < 2}
        assert same <= SAME_IN_BENCHMARKS, (
            f"{sorted(same - SAME_IN_BENCHMARKS)}: draw these in benchmarks/instances.py, after"
            " everything that is drawn now, so that the rest stays as it was measured; or add"
            " them to SAME_IN_BENCHMARKS when the figures are to be without them"
        )
