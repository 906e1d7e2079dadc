"""Weeks as files: what is written is read back, and mistakes are reported with their line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.weekplan.weeks import first_plan, random_week

from samenspel_engine.errors import EngineError
from samenspel_engine.tables import TableError
from samenspel_engine.weekplan import files, parquet, writing
from samenspel_engine.weekplan.region import generate_week

NAMES = ("clients", "visits", "suppliers")
PAIRS = ("forbidden", "known", "fixed")


def agreed_town():
    week = generate_week(2500, 3)
    result = first_plan(week)
    rows = result.usage.planned[::7]
    fixed = np.stack([rows, result.supplier_of[rows], result.slot_of[rows]], axis=1)
    previous = np.where(np.arange(len(week.visits)) % 5, -1, result.supplier_of)
    visits = replace(week.visits, previous_supplier=previous.astype(np.int32))
    return replace(week, visits=visits, fixed=fixed)


def read_back(reader, folder, suffix):
    more = {name: folder / f"{name}{suffix}" for name in PAIRS}
    return reader.read_week(*(folder / f"{name}{suffix}" for name in NAMES), more)


def same_weeks(one, other):
    """Areas and series may be numbered differently; nothing else may differ."""
    for name in NAMES:
        table, again = getattr(one, name), getattr(other, name)
        for column in set(vars(table)) - {"area", "series", "ids"}:
            assert (getattr(table, column) == getattr(again, column)).all(), column
        assert table.ids.astype(str).tolist() == again.ids.astype(str).tolist()
    for name in PAIRS:
        assert (getattr(one, name) == getattr(other, name)).all()
    area = [week.areas[k] for week in (one, other) for k in week.clients.area]
    assert area[: len(area) // 2] == area[len(area) // 2 :]
    series = [np.unique(week.visits.series, return_inverse=True)[1] for week in (one, other)]
    first = [np.unique(codes, return_index=True)[1][codes] for codes in series]
    assert (first[0] == first[1]).all()


@pytest.mark.parametrize(("kind", "suffix"), [(writing, ".csv"), (parquet, ".parquet")])
def test_a_week_is_read_back_as_it_was_written(kind, suffix, tmp_path):
    week = agreed_town()
    paths = kind.write_week(week, tmp_path)
    assert [path.stem for path in paths] == [*NAMES, *PAIRS]
    again = read_back(files if kind is writing else parquet, tmp_path, suffix)
    same_weeks(week, again)
    if kind is parquet:
        assert again.content_hash() == week.content_hash()


def test_the_pairs_are_optional(tmp_path):
    week = agreed_town()
    writing.write_week(week, tmp_path)
    again = files.read_week(*(tmp_path / f"{name}.csv" for name in NAMES))
    assert not again.forbidden.size
    assert not again.fixed.size


CLIENTS = "id,latitude,longitude,area\nC1,52.1,5.1,Zuilen\nC2,52.1,5.1,\n"
VISITS = "id;client;task;minutes;windows;urgency\nV1;C1;company;60;mon-morning|tue-evening;3\n"
SUPPLIERS = (
    "id,tier,client,latitude,longitude,tasks,windows,minutes_per_week\n"
    "S1,own,C1,52.1,5.1,company|household,mon-morning,240\n"
)
WRONG = [
    ("clients", "C1,52.1", "C1,north", "line 2, latitude: 'north' is not a number"),
    ("clients", "C1,52.1", "C1,nan", "line 2, latitude: is not a place on earth"),
    ("clients", "C1,52.1", "C1,99", "line 2, latitude: is not a place on earth"),
    ("clients", "C2", "C1", "line 3, id: must be unique"),
    ("clients", "C2", "", "line 3, id: is empty"),
    ("clients", "id,", "name,", "line 1, id: is not among the columns"),
    ("visits", "client;", "who;", "line 1, client: is not among the columns"),
    ("visits", "minutes", "hours", "line 1, minutes: is not among the columns"),
    ("visits", ";C1;", ";C9;", "line 2, client: 'C9' is not known"),
    ("visits", ";C1;", ";;", "line 2, client: is empty"),
    ("visits", "company", "singing", "line 2, task: unknown task of the week 'singing'"),
    ("visits", ";60;", ";50;", "line 2, minutes: must be a multiple of 15"),
    ("visits", ";60;", ";;", "line 2, minutes: is empty"),
    ("visits", "mon-morning|", "moonday|", "line 2, windows: unknown weekday and part"),
    ("visits", ";3", ";9", "line 2, urgency: must be between 1 and 5"),
    ("suppliers", "own,C1", "own,", "line 2, client: must be given for own network"),
    ("suppliers", "own,C1", "informal,C1", "line 2, client: must be given for own network"),
    ("suppliers", "own", "family", "line 2, tier: unknown tier 'family'"),
    ("suppliers", ",240", ",-15", "line 2, minutes_per_week: must be between 0"),
    ("suppliers", "company", "company,x", "line 2, windows: unknown weekday"),
]


def written(folder, changed=None, old="", new=""):
    texts = {"clients": CLIENTS, "visits": VISITS, "suppliers": SUPPLIERS}
    for name, text in texts.items():
        told = text.replace(old, new, 1) if name == changed else text
        assert told != text or name != changed
        (folder / f"{name}.csv").write_text(told, encoding="utf-8")
    return [folder / f"{name}.csv" for name in NAMES]


def test_a_small_week_needs_few_columns(tmp_path):
    week = files.read_week(*written(tmp_path))
    assert week.areas == ("Zuilen",)
    assert week.clients.area.tolist() == [0, -1]
    assert week.visits.slots.tolist() == [1 | 1 << 6]
    assert week.suppliers.client.tolist() == [0]
    assert first_plan(week).totals.planned == 1


@pytest.mark.parametrize(("table", "old", "new", "said"), WRONG)
def test_a_mistake_is_reported_with_its_line(table, old, new, said, tmp_path):
    paths = written(tmp_path, table, old, new)
    with pytest.raises(TableError) as caught:
        files.read_week(*paths)
    assert str(caught.value).startswith(f"{table}.csv has")
    assert said in str(caught.value)


def test_all_mistakes_in_a_file_are_reported_together(tmp_path):
    paths = written(tmp_path, "clients", "52.1,5.1,\n", "x,y,\nC3,52.1,200,\n")
    with pytest.raises(TableError) as caught:
        files.read_week(*paths)
    assert [(one.line, one.column) for one in caught.value.problems] == [
        (3, "latitude"), (3, "longitude"), (4, "longitude"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("known", "client,supplier\nC1,S9\n", "line 2, supplier: 'S9' is not known"),
        ("forbidden", "client,supplier\n,S1\n", "line 2, client: is empty"),
        ("fixed", "visit,supplier,window\nV1,S1,noon\n", "window: 'noon' is not known"),
    ],
)
def test_a_mistake_in_the_pairs_is_reported(name, text, said, tmp_path):
    paths = written(tmp_path)
    (tmp_path / "pairs.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=said):
        files.read_week(*paths, {name: tmp_path / "pairs.csv"})


def test_a_file_that_is_missing_or_not_a_table(tmp_path):
    paths = written(tmp_path)
    with pytest.raises(EngineError, match="cannot read"):
        files.read_week(tmp_path / "none.csv", *paths[1:])
    paths[0].write_bytes(b"id,latitude\nC\xff,1\n")
    with pytest.raises(EngineError, match="is not a CSV file in UTF-8"):
        files.read_week(*paths)
    with pytest.raises(EngineError, match="cannot read"):
        parquet.read_week(*paths)
    parquet.write_week(random_week(1), tmp_path)
    tables = [tmp_path / f"{name}.parquet" for name in NAMES]
    with pytest.raises(EngineError, match="has no column ids"):
        parquet.read_week(tmp_path / "known.parquet", *tables[1:])
    with pytest.raises(EngineError, match="must have the columns 0, 1"):
        parquet.read_week(*tables, {"known": tables[0]})
