"""Tables and results as Parquet files, when the extra ``parquet`` (pyarrow) is installed."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.errors import EngineError
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.problem import Offers, Problem, Requests
from samenspel_engine.proof import proof_of
from samenspel_engine.result import Result

SUFFIX = ".parquet"


def is_parquet(path: Path) -> bool:
    """Whether the name says that the file is in Parquet."""
    return path.suffix == SUFFIX


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise EngineError(
            "Parquet files need pyarrow: install samenspel with the extra 'parquet'"
        ) from error


def read_requests(path: Path) -> Requests:
    """Read a file with the columns of ``Requests``, as numbers. Raises ``EngineError``."""
    ids, columns = _read(path, tuple(REQUEST_COLUMNS))
    return Requests.from_columns(ids=ids, **columns)


def read_offers(path: Path) -> Offers:
    """Read a file with the columns of ``Offers``, as numbers. Raises ``EngineError``."""
    ids, columns = _read(path, tuple(OFFER_COLUMNS))
    return Offers.from_columns(ids=ids, **columns)


def _read(path: Path, names: tuple[str, ...]) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    parquet, arrow = _library("pyarrow.parquet"), _library("pyarrow")
    try:
        table = parquet.read_table(path)
    except (OSError, arrow.ArrowException) as error:
        raise EngineError(f"cannot read {path}: {error}") from error
    if "ids" not in table.column_names:
        raise EngineError(f"{path.name} has no column ids")
    columns = {
        name: table[name].to_numpy(zero_copy_only=False)
        for name in names
        if name in table.column_names
    }
    return np.array(table["ids"].to_pylist()), columns


def write_problem(problem: Problem, folder: Path) -> tuple[Path, Path]:
    """Write ``requests.parquet`` and ``offers.parquet``; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"requests{SUFFIX}", folder / f"offers{SUFFIX}"
    tables = (problem.requests, REQUEST_COLUMNS), (problem.offers, OFFER_COLUMNS)
    for path, (table, spec) in zip(paths, tables, strict=True):
        columns = {name: getattr(table, name) for name in ("ids", *spec)}
        _write(columns, path)
    return paths


def _write(columns: dict[str, Any], path: Path) -> None:
    parquet, arrow = _library("pyarrow.parquet"), _library("pyarrow")
    parquet.write_table(arrow.table(columns), path)


def write_proof(result: Result, path: Path) -> None:
    """Write everything the certificate checker needs to one file; see ``proof``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    proof = proof_of(result)
    _write({"part": list(proof), "json": [json.dumps(one) for one in proof.values()]}, path)
