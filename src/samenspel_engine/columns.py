"""Check and convert the columns of a table; the first wrong value is named with its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.errors import EngineInputError

LONGEST_ID = 200


@dataclass(frozen=True)
class Column:
    """What a column may hold.

    Parameters
    ----------
    dtype : type
        NumPy type the values are kept in.
    low, high : float
        Smallest and largest value allowed, both included.
    default : float, optional
        Value for a column that is left out; ``None`` makes the column required.
    """

    dtype: type[np.generic]
    low: float
    high: float
    default: float | None = None


def first_wrong(
    table: str,
    ids: NDArray[Any],
    column: str,
    wrong: NDArray[np.bool_],
    rule: str | Callable[[int], str],
) -> None:
    """Raise for the first row where ``wrong`` holds; do nothing when there is none."""
    if wrong.any():
        row = int(np.argmax(wrong))
        text = rule if isinstance(rule, str) else rule(row)
        raise EngineInputError(table, column, text, row=row, row_id=ids[row].item())


def _as_array(table: str, name: str, values: ArrayLike) -> NDArray[Any]:
    try:
        return np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise EngineInputError(table, name, "must be a list of single values") from error


def clean_ids(table: str, values: ArrayLike) -> NDArray[Any]:
    """Identifiers as int64 or fixed-width text: one dimension, no duplicates, none empty."""
    raw = _as_array(table, "ids", values)
    if raw.ndim != 1:
        raise EngineInputError(table, "ids", "must be a list of one dimension")
    ids = _typed_ids(table, raw)
    if ids.dtype.kind == "U":
        first_wrong(table, ids, "ids", ids == "", "must not be empty")
    order = np.argsort(ids, kind="stable")
    twice = np.zeros(ids.size, np.bool_)
    twice[order[1:]] = ids[order[1:]] == ids[order[:-1]]
    first_wrong(table, ids, "ids", twice, "must be unique; this one occurs twice")
    return _frozen(ids)


def _typed_ids(table: str, raw: NDArray[Any]) -> NDArray[Any]:
    if raw.size == 0:
        return np.empty(0, np.int64)
    if raw.dtype.kind in "iu" and int(raw.max()) < 2**63:
        return raw.astype(np.int64)
    if raw.dtype.kind == "O" and all(isinstance(one, str) for one in raw):
        raw = raw.astype(np.str_)
    if raw.dtype.kind != "U" or raw.dtype.itemsize > 4 * LONGEST_ID:
        rule = f"must be all whole numbers or all texts of at most {LONGEST_ID} characters"
        raise EngineInputError(table, "ids", rule)
    return raw.copy()


def clean_columns(
    table: str, ids: NDArray[Any], spec: Mapping[str, Column], given: Mapping[str, Any]
) -> dict[str, NDArray[Any]]:
    """All columns of ``spec`` as read-only arrays of one value per identifier."""
    unknown = sorted(set(given) - set(spec))
    if unknown:
        raise EngineInputError(table, unknown[0], "is not a known column")
    cleaned = {}
    for name, column in spec.items():
        values = given.get(name)
        if values is None:
            if column.default is None:
                raise EngineInputError(table, name, "is missing")
            values = np.full(ids.size, column.default)
        cleaned[name] = _clean(table, ids, name, column, values)
    return cleaned


def _clean(
    table: str, ids: NDArray[Any], name: str, column: Column, values: ArrayLike
) -> NDArray[Any]:
    raw = _as_array(table, name, values)
    if raw.shape != (ids.size,):
        rule = f"must have one value for each of the {ids.size} rows, not shape {raw.shape}"
        raise EngineInputError(table, name, rule)
    if raw.size and raw.dtype.kind not in "biuf":
        raise EngineInputError(table, name, "must hold numbers")
    numbers = raw.astype(np.float64)
    first_wrong(table, ids, name, ~np.isfinite(numbers), "must be a number, not empty")
    if not issubclass(column.dtype, np.floating):
        first_wrong(table, ids, name, numbers != np.rint(numbers), "must be a whole number")
    outside = (numbers < column.low) | (numbers > column.high)
    rule = f"must be between {column.low:g} and {column.high:g}"
    first_wrong(table, ids, name, outside, rule)
    return _frozen(numbers.astype(column.dtype))


def clean_pairs(table: str, name: str, values: ArrayLike, n: int, m: int) -> NDArray[np.int64]:
    """Pairs (request row, offer row) as int64, shape (k, 2), sorted and unique."""
    raw = _as_array(table, name, values)
    if raw.size == 0:
        return _frozen(np.empty((0, 2), np.int64))
    if raw.ndim != 2 or raw.shape[1] != 2 or raw.dtype.kind not in "iu":
        raise EngineInputError(table, name, "must be pairs of whole row numbers, shape (k, 2)")
    pairs = raw.astype(np.int64)
    inside = (pairs >= 0).all(axis=1) & (pairs < np.array([n, m])).all(axis=1)
    if not inside.all():
        row = int(np.argmin(inside))
        rule = f"points at row {tuple(pairs[row].tolist())}, which does not exist"
        raise EngineInputError(table, name, rule, row=row)
    return _frozen(np.unique(pairs, axis=0))


def _frozen(values: NDArray[Any]) -> NDArray[Any]:
    values.setflags(write=False)
    return values
