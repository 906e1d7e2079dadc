"""Weeks and plans as Parquet files, when the extra ``parquet`` (pyarrow) is installed."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.arrow import SUFFIX
from samenspel_engine.columns import Column
from samenspel_engine.errors import EngineError
from samenspel_engine.weekplan.problem import Clients, PlanProblem, Suppliers, Visits
from samenspel_engine.weekplan.reports import plan_columns
from samenspel_engine.weekplan.result import PlanResult
from samenspel_engine.weekplan.tables import CLIENT_COLUMNS, SUPPLIER_COLUMNS, VISIT_COLUMNS

NAMES = ("clients", "visits", "suppliers")
SPECS = (CLIENT_COLUMNS, VISIT_COLUMNS, SUPPLIER_COLUMNS)
PAIRS = {"forbidden": 2, "known": 2, "fixed": 3}
AREAS = b"areas"


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise EngineError(
            "Parquet files need pyarrow: install samenspel with the extra 'parquet'"
        ) from error


def _write(columns: dict[str, Any], path: Path, notes: dict[bytes, str] | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = _library("pyarrow").table(columns)
    if notes:
        table = table.replace_schema_metadata(notes)
    _library("pyarrow.parquet").write_table(table, path)


def write_week(problem: PlanProblem, folder: Path) -> tuple[Path, ...]:
    """Write a week as Parquet, columns as in the tables; rows stand for people and visits."""
    paths = []
    for name, spec in zip(NAMES, SPECS, strict=True):
        table = getattr(problem, name)
        paths.append(folder / f"{name}{SUFFIX}")
        columns = {column: getattr(table, column) for column in ("ids", *spec)}
        _write(columns, paths[-1], {AREAS: json.dumps(problem.areas)})
    for name, width in PAIRS.items():
        rows = getattr(problem, name)
        paths.append(folder / f"{name}{SUFFIX}")
        _write({str(at): rows[:, at] for at in range(width)}, paths[-1])
    return tuple(paths)


def write_plan(result: PlanResult, path: Path) -> None:
    """Write the planned visits as ids and codes."""
    _write(plan_columns(result), path)


def _read(path: Path) -> Any:
    parquet, arrow = _library("pyarrow.parquet"), _library("pyarrow")
    try:
        return parquet.read_table(path)
    except (OSError, arrow.ArrowException) as error:
        raise EngineError(f"cannot read {path}: {error}") from error


def _columns(path: Path, spec: dict[str, Column]) -> dict[str, Any]:
    table = _read(path)
    if "ids" not in table.column_names:
        raise EngineError(f"{path.name} has no column ids")
    found = {
        name: table[name].to_numpy(zero_copy_only=False)
        for name in spec
        if name in table.column_names
    }
    return {"ids": np.array(table["ids"].to_pylist()), **found}


def _rows(path: Path, width: int) -> NDArray[np.int64]:
    table = _read(path)
    columns = [str(at) for at in range(width)]
    if table.column_names != columns:
        raise EngineError(f"{path.name} must have the columns {', '.join(columns)}")
    return np.stack([table[name].to_numpy() for name in columns], axis=1)


def read_week(
    clients: Path, visits: Path, suppliers: Path, more: dict[str, Path | None] | None = None
) -> PlanProblem:
    """Read a week that :func:`write_week` wrote. Raises ``EngineError``."""
    notes = _read(clients).schema.metadata or {}
    given = {name: path for name, path in (more or {}).items() if path is not None}
    return PlanProblem(
        Clients.from_columns(**_columns(clients, CLIENT_COLUMNS)),
        Visits.from_columns(**_columns(visits, VISIT_COLUMNS)),
        Suppliers.from_columns(**_columns(suppliers, SUPPLIER_COLUMNS)),
        **{name: _rows(path, PAIRS[name]) for name, path in given.items()},
        areas=tuple(json.loads(notes.get(AREAS, b"[]"))),
    )
