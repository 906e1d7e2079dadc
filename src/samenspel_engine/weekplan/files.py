"""Weeks as spreadsheets that people can read: CSV in.

Lists are separated by ``|`` and use the keys of the vocabularies; people and visits are named
by their identifiers. All wrong rows of a file are reported together, each with its line.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.geography import METRES_PER_DEGREE, project
from samenspel_engine.tables import Field, RowProblem, TableError
from samenspel_engine.vocabulary import WINDOWS
from samenspel_engine.weekplan.fields import (
    CLIENT_FIELDS,
    SUPPLIER_FIELDS,
    VISIT_FIELDS,
)
from samenspel_engine.weekplan.problem import Clients, PlanProblem, Suppliers, Visits

Rows = list[dict[str, str]]
Names = dict[str, int]

PAIR_FILES = ("forbidden", "known")


class Sheet:
    """One CSV file: its rows, and every mistake found in it so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wrong: list[RowProblem] = []
        self.rows = _rows_of(path)

    def cells(self, name: str) -> list[str]:
        """The cells of a column, empty where there are none."""
        return [(row.get(name) or "").strip() for row in self.rows]

    def tell(self, at: int, column: str, rule: str) -> None:
        """Note a mistake in row ``at``, counted from 0."""
        self.wrong.append(RowProblem(at + 2, column, rule))

    def check(self) -> None:
        """Raise ``TableError`` when there are mistakes."""
        if self.wrong:
            raise TableError(self.path, sorted(self.wrong, key=lambda one: one.line))

    def misses(self, name: str) -> bool:
        """Whether the file has no such column; noted as a mistake in its first line."""
        missing = bool(self.rows) and name not in self.rows[0]
        if missing:
            self.wrong.append(RowProblem(1, name, "is not among the columns"))
        return missing

    def column(self, field: Field) -> NDArray[np.float64]:
        """The column of ``field`` as numbers; 0 where it is wrong."""
        values = np.zeros(len(self.rows), np.float64)
        if field.default is None and self.misses(field.name):
            return values
        for at, cell in enumerate(self.cells(field.name)):
            if not cell and field.default is None:
                self.tell(at, field.name, "is empty")
                continue
            try:
                values[at] = field.read(cell) if cell else field.default
            except KeyError as error:
                self.tell(at, field.name, str(error.args[0]))
        return values

    def columns(self, fields: Sequence[Field]) -> dict[str, Any]:
        """All columns of ``fields`` by the engine's names."""
        return {field.column: self.column(field) for field in fields}

    def ids(self) -> list[str]:
        """The identifiers of the rows."""
        ids = self.cells("id")
        if self.misses("id"):
            return ids
        for at, one in enumerate(ids):
            if not one:
                self.tell(at, "id", "is empty")
        return ids

    def names(self, name: str, known: Names, *, needed: bool) -> NDArray[np.int64]:
        """Row numbers in ``known`` of the identifiers in a column; -1 for an empty cell."""
        found = np.full(len(self.rows), -1, np.int64)
        if needed and self.misses(name):
            return found
        for at, cell in enumerate(self.cells(name)):
            if cell in known:
                found[at] = known[cell]
            elif cell or needed:
                self.tell(at, name, f"{cell!r} is not known" if cell else "is empty")
        return found

    def places(self) -> dict[str, Any]:
        """``x_m`` and ``y_m`` from latitude and longitude."""
        degrees = [
            self.column(Field(name, name, _degrees(most), f"{{:.{7}f}}".format))
            for name, most in (("latitude", 90), ("longitude", 180))
        ]
        x_m, y_m = project(*degrees)
        return {"x_m": x_m, "y_m": y_m}


def _degrees(most: int) -> Callable[[str], float]:
    def read(cell: str) -> float:
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            raise KeyError(f"{cell!r} is not a number") from None
        if not abs(value) <= most:
            raise KeyError("is not a place on earth")
        return value

    return read


def _rows_of(path: Path) -> Rows:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            mark = ";" if header.count(";") > header.count(",") else ","
            return list(csv.DictReader(file, delimiter=mark))
    except OSError as error:
        raise EngineError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise EngineError(f"{path.name} is not a CSV file in UTF-8: {error}") from error


def degrees_of(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitude and longitude of places in metres; the inverse of ``project``."""
    scale = float(project(0.0, 1.0)[0])
    return y_m / METRES_PER_DEGREE, x_m / scale


def _numbered(ids: Sequence[Any]) -> Names:
    return {str(one): row for row, one in enumerate(ids)}


def _built(sheet: Sheet, fields: Sequence[Field], table: Any, columns: dict[str, Any]) -> Any:
    """The checked table; a wrong value is reported with its line."""
    ids = sheet.ids()
    sheet.check()
    try:
        return table.from_columns(ids=ids, **columns)
    except EngineInputError as error:
        names = {field.column: field.name for field in fields} | {"ids": "id"}
        line = 1 if error.row is None else error.row + 2
        wrong = RowProblem(line, names.get(error.column, error.column), error.rule)
        raise TableError(sheet.path, [wrong]) from error


def read_clients(path: Path) -> tuple[Clients, tuple[str, ...]]:
    """Clients and the names of their areas. Raises ``TableError``."""
    sheet = Sheet(path)
    told = sheet.cells("area")
    areas = tuple(dict.fromkeys(one for one in told if one))
    number = _numbered(areas)
    columns = sheet.places() | sheet.columns(CLIENT_FIELDS)
    columns["area"] = [number.get(one, -1) for one in told]
    return _built(sheet, CLIENT_FIELDS, Clients, columns), areas


def read_suppliers(path: Path, clients: Clients) -> Suppliers:
    """Suppliers; own network with the client it belongs to. Raises ``TableError``."""
    sheet = Sheet(path)
    columns = sheet.places() | sheet.columns(SUPPLIER_FIELDS)
    columns["client"] = sheet.names("client", _numbered(clients.ids.tolist()), needed=False)
    suppliers: Suppliers = _built(sheet, SUPPLIER_FIELDS, Suppliers, columns)
    return suppliers


def read_visits(path: Path, clients: Clients, suppliers: Suppliers) -> Visits:
    """Visits, with client and previous supplier by identifier. Raises ``TableError``."""
    sheet = Sheet(path)
    columns = sheet.columns(VISIT_FIELDS)
    columns["client"] = sheet.names("client", _numbered(clients.ids.tolist()), needed=True)
    by = _numbered(suppliers.ids.tolist())
    columns["previous_supplier"] = sheet.names("previous_supplier", by, needed=False)
    series = sheet.cells("series")
    number = _numbered(tuple(dict.fromkeys(one for one in series if one)))
    columns["series"] = [number.get(one, -1) for one in series]
    visits: Visits = _built(sheet, VISIT_FIELDS, Visits, columns)
    return visits


def read_pairs(path: Path, clients: Clients, suppliers: Suppliers) -> NDArray[np.int64]:
    """Pairs of the columns ``client`` and ``supplier``. Raises ``TableError``."""
    sheet = Sheet(path)
    who = sheet.names("client", _numbered(clients.ids.tolist()), needed=True)
    by = sheet.names("supplier", _numbered(suppliers.ids.tolist()), needed=True)
    sheet.check()
    return np.stack([who, by], axis=1)


def read_fixed(path: Path, visits: Visits, suppliers: Suppliers) -> NDArray[np.int64]:
    """Agreed visits: ``visit``, ``supplier`` and ``window``. Raises ``TableError``."""
    sheet = Sheet(path)
    what = sheet.names("visit", _numbered(visits.ids.tolist()), needed=True)
    by = sheet.names("supplier", _numbered(suppliers.ids.tolist()), needed=True)
    when = sheet.names("window", _numbered(WINDOWS.keys), needed=True)
    sheet.check()
    return np.stack([what, by, when], axis=1)


def read_week(
    clients: Path, visits: Path, suppliers: Path, more: dict[str, Path | None] | None = None
) -> PlanProblem:
    """Read a week from CSV files.

    Parameters
    ----------
    clients, visits, suppliers : Path
    more : dict of str to Path, optional
        Files of ``forbidden``, ``known`` and ``fixed``, each optional.

    Raises
    ------
    TableError, EngineError
        With every wrong cell of the first file that has one.
    """
    who, areas = read_clients(clients)
    by = read_suppliers(suppliers, who)
    what = read_visits(visits, who, by)
    given = {name: path for name, path in (more or {}).items() if path is not None}
    pairs = {
        name: read_pairs(path, who, by) for name, path in given.items() if name in PAIR_FILES
    }
    if "fixed" in given:
        pairs["fixed"] = read_fixed(given["fixed"], what, by)
    return PlanProblem(who, what, by, **pairs, areas=areas)
