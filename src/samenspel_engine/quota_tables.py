"""Quotas as a spreadsheet: one line per group with its most matches and its helpers.

Columns: ``group`` (name), ``most``, ``part_of`` (name of the group it is a part of, or empty)
and ``offers`` (identifiers separated by ``|``). A helper is listed only in their smallest
group.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.problem import Offers
from samenspel_engine.quotas import Quotas
from samenspel_engine.tables import RowProblem, TableError

COLUMNS = ("group", "most", "part_of", "offers")
LONGEST_NUMBER = 9


def read_quotas(path: Path, offers: Offers) -> Quotas:
    """Read the groups of these helpers. Raises ``TableError`` with every wrong cell."""
    rows = _rows_of(path)
    number: dict[str, int] = {}
    wrong: list[RowProblem] = []
    for at, row in enumerate(rows):
        if not row["group"] or row["group"] in number:
            wrong.append(RowProblem(at + 2, "group", "is empty or occurs twice"))
        if not row["most"].isdecimal() or len(row["most"]) > LONGEST_NUMBER:
            wrong.append(RowProblem(at + 2, "most", "must be a whole number, 0 or more"))
        number.setdefault(row["group"], at)
    wrong += [
        RowProblem(at + 2, "part_of", f"there is no group {row['part_of']!r}")
        for at, row in enumerate(rows)
        if row["part_of"] and row["part_of"] not in number
    ]
    group_of = _members(rows, offers, wrong)
    if wrong:
        raise TableError(path, wrong)
    parent = [number[row["part_of"]] if row["part_of"] else -1 for row in rows]
    try:
        return Quotas(group_of, np.array(parent), np.array([int(row["most"]) for row in rows]))
    except EngineInputError as error:
        raise TableError(path, [RowProblem(1, "part_of", error.rule)]) from error


def _members(
    rows: list[dict[str, str]], offers: Offers, wrong: list[RowProblem]
) -> NDArray[np.int64]:
    """Group of each helper; anyone unknown or listed twice is added to ``wrong``."""
    helper = {str(one): at for at, one in enumerate(offers.ids.tolist())}
    group_of = np.full(len(offers), -1, np.int64)
    for at, row in enumerate(rows):
        for one in filter(None, map(str.strip, row["offers"].split("|"))):
            if one not in helper or group_of[helper[one]] >= 0:
                wrong.append(RowProblem(at + 2, "offers", f"{one!r} is unknown or given twice"))
            else:
                group_of[helper[one]] = at
    return group_of


def _rows_of(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            separator = ";" if header.count(";") > header.count(",") else ","
            reader = csv.DictReader(file, delimiter=separator)
            rows = [{k: (row.get(k) or "").strip() for k in COLUMNS} for row in reader]
    except OSError as error:
        raise EngineError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise EngineError(f"{path.name} is not a CSV file in UTF-8: {error}") from error
    missing = [k for k in COLUMNS if k not in (reader.fieldnames or ())]
    if missing:
        raise EngineError(f"{path.name} has no column {missing[0]}")
    return rows
