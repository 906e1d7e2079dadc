"""Tables of a week: wrong values are named, good ones are kept as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.weekplan.weeks import random_week

from samenspel_engine.errors import EngineInputError
from samenspel_engine.weekplan.problem import Clients, PlanProblem, Suppliers, Visits
from samenspel_engine.weekplan.region import generate_week
from samenspel_engine.weekplan.tables import (
    CLIENT_COLUMNS,
    SUPPLIER_COLUMNS,
    VISIT_COLUMNS,
)

TABLES = {
    "clients": (Clients, CLIENT_COLUMNS),
    "visits": (Visits, VISIT_COLUMNS),
    "suppliers": (Suppliers, SUPPLIER_COLUMNS),
}


def columns_of(table, spec):
    return {name: getattr(table, name).copy() for name in ("ids", *spec)}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_takes_its_own_columns_back(name):
    table, spec = TABLES[name]
    given_ = getattr(random_week(1), name)
    again = table.from_columns(**columns_of(given_, spec))
    for column in spec:
        assert (getattr(again, column) == getattr(given_, column)).all()
        with pytest.raises(ValueError, match="read-only"):
            getattr(again, column)[0] = 0


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(sorted(TABLES)),
    st.integers(0, 30),
    st.integers(0, 11),
    st.sampled_from(["nan", "inf", "low", "high", "half", "short", "deep", "text", "none"]),
)
def test_a_wrong_value_is_named_with_table_and_column(name, at, row, how):
    table, spec = TABLES[name]
    columns = columns_of(getattr(random_week(2), name), spec)
    column = sorted(spec)[at % len(spec)]
    values = columns[column].astype(np.float64)
    row %= values.size
    one = spec[column]
    if how == "half" and (issubclass(one.dtype, np.floating) or one.high == one.low):
        return
    values[row] = {
        "nan": np.nan, "inf": np.inf, "low": one.low - 1, "high": one.high + 1,
        "half": values[row] + 0.5,
    }.get(how, values[row])  # fmt: skip
    wrong = {
        "short": values[:-1], "deep": values[:, None], "text": values.astype(str),
        "none": values.astype(object),
    }  # fmt: skip
    columns[column] = wrong.get(how, values)
    if how == "none":
        columns[column][row] = None
    with pytest.raises(EngineInputError) as caught:
        table.from_columns(**columns)
    assert (caught.value.table, caught.value.column) == (name, column)
    if how in ("nan", "inf", "low", "high", "half"):
        assert caught.value.row == row


@pytest.mark.parametrize("name", TABLES)
def test_two_rows_with_one_identifier_are_refused(name):
    table, spec = TABLES[name]
    columns = columns_of(getattr(random_week(3), name), spec)
    columns["ids"][1] = columns["ids"][0]
    with pytest.raises(EngineInputError, match="must be unique"):
        table.from_columns(**columns)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_and_an_unknown_column(name):
    table, spec = TABLES[name]
    assert len(table.from_columns(ids=[], **{column: [] for column in spec})) == 0
    with pytest.raises(EngineInputError, match="colour is not a known column"):
        table.from_columns(ids=[], colour=[], **{column: [] for column in spec})


def test_a_visit_lasts_whole_quarters():
    columns = columns_of(random_week(4).visits, VISIT_COLUMNS)
    columns["minutes"][3] = 50
    with pytest.raises(EngineInputError, match=r"row 3 \(V3\): minutes must be a multiple"):
        Visits.from_columns(**columns)


def test_a_series_has_one_client():
    columns = columns_of(random_week(4).visits, VISIT_COLUMNS)
    columns["series"][:2], columns["client"][:2] = 99, [0, 1]
    with pytest.raises(EngineInputError, match=r"row 1 .*series also belongs to another"):
        Visits.from_columns(**columns)


@pytest.mark.parametrize(("tier", "client"), [(0, -1), (1, 0), (2, 0)])
def test_own_network_belongs_to_a_client_and_others_do_not(tier, client):
    columns = columns_of(random_week(4).suppliers, SUPPLIER_COLUMNS)
    columns["tier"][2], columns["client"][2] = tier, client
    with pytest.raises(EngineInputError, match=r"row 2 .*only for own network"):
        Suppliers.from_columns(**columns)


def test_bodily_care_is_given_per_visit():
    columns = columns_of(random_week(4).clients, CLIENT_COLUMNS)
    columns["boundaries"][1] |= 16
    with pytest.raises(EngineInputError, match=r"row 1 .*given per visit"):
        Clients.from_columns(**columns)


def test_rows_that_do_not_exist_are_named():
    week = random_week(5)
    for table, column in (("visits", "client"), ("visits", "previous_supplier")):
        columns = columns_of(week.visits, VISIT_COLUMNS)
        columns["series"][:] = -1
        columns[column][2] = 10
        with pytest.raises(EngineInputError, match=f"{table} row 2 .*points at row 10"):
            replace(week, visits=Visits.from_columns(**columns))
    with pytest.raises(EngineInputError, match="area points at row"):
        replace(week, areas=())
    for name in ("forbidden", "known"):
        with pytest.raises(EngineInputError, match="does not exist"):
            replace(week, **{name: [[0, 10]]})


def open_week(seed=6):
    """A week without vetoes and series, in which anyone may be agreed on."""
    week = random_week(seed)
    columns = columns_of(week.visits, VISIT_COLUMNS)
    columns["series"][:] = -1
    return replace(week, visits=Visits.from_columns(**columns), forbidden=np.empty((0, 2)))


def test_agreed_visits_are_checked():
    week = open_week()
    j = int(np.flatnonzero(week.suppliers.tier > 0)[0])
    assert replace(week, fixed=[[3, j, 4], [1, j, 5]]).fixed.tolist() == [[1, j, 5], [3, j, 4]]
    wrong = {
        "given twice": [[1, j, 4], [1, j, 5]],
        "does not exist": [[1, j, 28]],
        "whole numbers": [[1.5, j, 0]],
        "shape": [[1, j]],
        "three numbers": [[1, j, 0], [1]],
    }
    for rule, fixed in wrong.items():
        with pytest.raises(EngineInputError, match=rule):
            replace(week, fixed=fixed)
    with pytest.raises(EngineInputError, match="kept apart, for visit V1"):
        replace(week, fixed=[[1, j, 4]], forbidden=[[week.visits.client[1], j]])
    own = int(np.flatnonzero(week.suppliers.tier == 0)[0])
    other = int(np.flatnonzero(week.visits.client != week.suppliers.client[own])[0])
    with pytest.raises(EngineInputError, match="another client's own network"):
        replace(week, fixed=[[other, own, 0]])


def test_two_agreed_visits_of_one_series_fall_on_two_days():
    week = open_week()
    columns = columns_of(week.visits, VISIT_COLUMNS)
    columns["series"][:2], columns["client"][:2] = 7, 0
    week = replace(week, visits=Visits.from_columns(**columns))
    j = int(np.flatnonzero(week.suppliers.tier > 0)[0])
    replace(week, fixed=[[0, j, 3], [1, j, 4]])
    with pytest.raises(EngineInputError, match="two visits of one series on one day"):
        replace(week, fixed=[[0, j, 0], [1, j, 3]])


def test_the_hash_sees_every_value():
    week = random_week(7)
    assert week.content_hash() == random_week(7).content_hash()
    columns = columns_of(week.visits, VISIT_COLUMNS)
    columns["minutes"][0] += 15
    other = replace(week, visits=Visits.from_columns(**columns))
    changes = [other, replace(week, known=week.known[1:]), replace(week, areas=("A", "B"))]
    hashes = {one.content_hash() for one in changes} | {week.content_hash()}
    assert len(hashes) == 4


def test_the_same_seed_draws_the_same_town():
    first, again, other = (generate_week(6000, seed) for seed in (1, 1, 2))
    assert first.content_hash() == again.content_hash() != other.content_hash()
    assert isinstance(first, PlanProblem)
    assert first.forbidden.size
    assert first.known.size
    assert (first.visits.series >= 0).any()
    assert first.areas[0] == "Zuilen"
    pairs = set(map(tuple, first.known.tolist())) & set(map(tuple, first.forbidden.tolist()))
    assert not pairs


@pytest.mark.parametrize("inhabitants", [0, 10, 70, 150])
def test_a_hamlet_is_drawn_too(inhabitants):
    assert len(generate_week(inhabitants, 3).clients) == int(inhabitants * 0.0145)


@pytest.mark.parametrize(("inhabitants", "seed"), [(-1, 0), (10**9, 0), (10, -1)])
def test_a_town_outside_the_limits_is_refused(inhabitants, seed):
    with pytest.raises(EngineInputError, match="must be between"):
        generate_week(inhabitants, seed)
