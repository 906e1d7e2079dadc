"""Weeks as spreadsheets that people can read: CSV out; ``files`` reads them back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.tables import Field
from samenspel_engine.vocabulary import WINDOWS
from samenspel_engine.weekplan.fields import CLIENT_FIELDS, SUPPLIER_FIELDS, VISIT_FIELDS
from samenspel_engine.weekplan.files import degrees_of
from samenspel_engine.weekplan.problem import PlanProblem


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write one CSV file; its folder is created if it does not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _cells(table: Any, fields: Sequence[Field]) -> list[list[str]]:
    return [[*map(field.write, getattr(table, field.column).tolist())] for field in fields]


def _places(table: Any) -> list[list[str]]:
    return [
        [f"{one:.7f}" for one in part.tolist()] for part in degrees_of(table.x_m, table.y_m)
    ]


def _names(ids: NDArray[Any], rows: NDArray[np.integer]) -> list[str]:
    """Identifiers of ``rows``, empty for -1."""
    known = ids.tolist()
    return [str(known[row]) if row >= 0 else "" for row in rows.tolist()]


def write_week(problem: PlanProblem, folder: Path) -> tuple[Path, ...]:
    """Write a week as ``clients.csv``, ``visits.csv``, ``suppliers.csv`` and its pairs."""
    clients, visits, suppliers = problem.clients, problem.visits, problem.suppliers
    areas = [problem.areas[one] if one >= 0 else "" for one in clients.area.tolist()]
    tables: dict[str, tuple[Any, Sequence[Field], dict[str, list[str]]]] = {
        "clients": (clients, CLIENT_FIELDS, {"area": areas}),
        "visits": (
            visits,
            VISIT_FIELDS,
            {
                "client": _names(clients.ids, visits.client),
                "series": [str(one) if one >= 0 else "" for one in visits.series.tolist()],
                "previous_supplier": _names(suppliers.ids, visits.previous_supplier),
            },
        ),
        "suppliers": (
            suppliers,
            SUPPLIER_FIELDS,
            {"client": _names(clients.ids, suppliers.client)},
        ),
    }
    paths = []
    for name, (table, fields, extra) in tables.items():
        columns = {"id": [str(one) for one in table.ids.tolist()], **extra}
        if table is not visits:
            columns["latitude"], columns["longitude"] = _places(table)
        header = [*columns, *(field.name for field in fields)]
        paths.append(folder / f"{name}.csv")
        rows = zip(*columns.values(), *_cells(table, fields), strict=True)
        write_rows(paths[-1], header, rows)
    return (*paths, *_write_pairs(problem, folder))


def _write_pairs(problem: PlanProblem, folder: Path) -> tuple[Path, ...]:
    clients, visits, suppliers = problem.clients.ids, problem.visits.ids, problem.suppliers.ids
    paths = []
    for name in ("forbidden", "known"):
        who, by = getattr(problem, name).T
        paths.append(folder / f"{name}.csv")
        rows = zip(_names(clients, who), _names(suppliers, by), strict=True)
        write_rows(paths[-1], ("client", "supplier"), rows)
    what, by, slot = problem.fixed.T
    paths.append(folder / "fixed.csv")
    windows = [WINDOWS.keys[one] for one in slot.tolist()]
    agreed = zip(_names(visits, what), _names(suppliers, by), windows, strict=True)
    write_rows(paths[-1], ("visit", "supplier", "window"), agreed)
    return tuple(paths)
