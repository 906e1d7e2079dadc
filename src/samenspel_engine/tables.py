"""Requests and offers as spreadsheets that people can read: CSV in, CSV out.

Lists are separated by ``|`` and use the keys of ``vocabulary``; yes and no are written out. All
wrong rows are reported together, each with its line, column and what is wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.generate import Region, Whereabouts
from samenspel_engine.geography import project
from samenspel_engine.problem import Offers, Problem, Requests
from samenspel_engine.vocabulary import (
    BOUNDARIES,
    GENDERS,
    INTERESTS,
    LANGUAGES,
    SKILLS,
    TASKS,
    WINDOWS,
    Vocabulary,
)

YES, NO = "yes", "no"
YES_WORDS = {"yes", "y", "ja", "j", "1", "true"}
NO_WORDS = {"no", "n", "nee", "0", "false", ""}
MOST_REPORTED = 20


@dataclass(frozen=True)
class RowProblem:
    """One wrong cell: line in the file (the header is line 1), column, what is wrong."""

    line: int
    column: str
    rule: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.rule}"


class TableError(EngineError):
    """A file that cannot be used, with every wrong cell in ``problems``."""

    def __init__(self, path: Path, problems: Sequence[RowProblem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        shown = [str(one) for one in problems[:MOST_REPORTED]]
        if len(problems) > MOST_REPORTED:
            shown.append(f"... and {len(problems) - MOST_REPORTED} more")
        count = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
        super().__init__(f"{path.name} has {count}\n" + "\n".join(shown))


@dataclass(frozen=True)
class Field:
    """One column of a file: its name, the engine's column, and how to read and write a cell.

    ``default`` is what an empty or missing cell means; ``None`` makes the cell required.
    """

    name: str
    column: str
    read: Callable[[str], float]
    write: Callable[[Any], str]
    default: float | None = None


def _mask_field(name: str, column: str, words: Vocabulary, default: int | None) -> Field:
    @lru_cache(maxsize=1 << 16)
    def read(cell: str) -> float:
        return words.mask(key.strip() for key in cell.split("|") if key.strip())

    return Field(name, column, read, lambda mask: "|".join(words.keys_in(int(mask))), default)


def _code_field(name: str, column: str, words: Vocabulary, default: int | None) -> Field:
    return Field(name, column, words.code, lambda code: words.keys[int(code)], default)


def _read_yes_no(cell: str) -> float:
    word = cell.lower()
    if word in YES_WORDS:
        return 1
    if word in NO_WORDS:
        return 0
    raise KeyError(f"{cell!r} is neither yes nor no")


def _yes_no_field(name: str, column: str) -> Field:
    return Field(name, column, _read_yes_no, lambda value: YES if value else NO, 0)


def _read_number(cell: str) -> float:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        raise KeyError(f"{cell!r} is not a number") from None


def _number_field(name: str, column: str, default: float | None, scale: float = 1.0) -> Field:
    return Field(
        name,
        column,
        lambda cell: _read_number(cell) * scale,
        lambda value: f"{float(value) / scale:.7g}",
        default,
    )


REQUEST_FIELDS = (
    _code_field("task_type", "task", TASKS, None),
    _mask_field("windows", "windows", WINDOWS, None),
    _number_field("windows_needed", "overlap_needed", 1),
    _number_field("hours_per_week", "hours_per_week", 0),
    _mask_field("languages", "languages", LANGUAGES, 1),
    _mask_field("boundaries", "boundaries", BOUNDARIES, 0),
    _code_field("gender_wish", "gender_wish", GENDERS, 0),
    _yes_no_field("gender_required", "gender_required"),
    _mask_field("skills_needed", "skills_needed", SKILLS, 0),
    _yes_no_field("vog_needed", "vog_needed"),
    _yes_no_field("bodily_care_comfortable", "bodily_comfortable"),
    _number_field("urgency", "urgency", 3),
    _mask_field("interests", "interests", INTERESTS, 0),
)

OFFER_FIELDS = (
    _mask_field("task_types", "tasks", TASKS, None),
    _mask_field("windows", "windows", WINDOWS, 0),
    _number_field("hours_per_week", "hours_per_week", 168),
    _number_field("radius_km", "radius_m", None, 1000.0),
    _number_field("capacity", "capacity", 1),
    _mask_field("languages", "languages", LANGUAGES, 1),
    _mask_field("limits", "refused", BOUNDARIES, 0),
    _code_field("gender", "gender", GENDERS, 0),
    _mask_field("skills", "skills", SKILLS, 0),
    _yes_no_field("vog_seen", "vog_seen"),
    _yes_no_field("bodily_care_willing", "bodily_willing"),
    _yes_no_field("bodily_care_trained", "bodily_trained"),
    _yes_no_field("bodily_care_allowed", "bodily_allowed"),
    _mask_field("interests", "interests", INTERESTS, 0),
    _number_field("weeks_since_asked", "idle_weeks", 0),
)

WHERE_FIELDS = (
    _number_field("latitude", "latitude", None),
    _number_field("longitude", "longitude", None),
)


def read_problem(requests: Path, offers: Path) -> Problem:
    """Read both files. Raises ``TableError`` with every wrong cell."""
    return Problem(read_requests(requests), read_offers(offers))


def read_requests(path: Path) -> Requests:
    """Read a file of requests. Raises ``TableError``."""
    ids, columns = _read(path, REQUEST_FIELDS)
    try:
        return Requests.from_columns(ids=ids, **columns)
    except EngineInputError as error:
        raise _as_table_error(path, error, REQUEST_FIELDS) from error


def read_offers(path: Path) -> Offers:
    """Read a file of offers. Raises ``TableError``."""
    ids, columns = _read(path, OFFER_FIELDS)
    try:
        return Offers.from_columns(ids=ids, **columns)
    except EngineInputError as error:
        raise _as_table_error(path, error, OFFER_FIELDS) from error


def _as_table_error(path: Path, error: EngineInputError, fields: Sequence[Field]) -> TableError:
    names = {field.column: field.name for field in fields} | {"ids": "id"}
    line = 1 if error.row is None else error.row + 2
    return TableError(
        path, [RowProblem(line, names.get(error.column, error.column), error.rule)]
    )


def _read(path: Path, fields: Sequence[Field]) -> tuple[list[str], dict[str, NDArray[Any]]]:
    rows = _rows_of(path)
    wrong: list[RowProblem] = []
    ids = [(row.get("id") or "").strip() for row in rows]
    wrong += [RowProblem(at + 2, "id", "is empty") for at, one in enumerate(ids) if not one]
    columns = {}
    for field in (*WHERE_FIELDS, *fields):
        columns[field.column] = _read_column(rows, field, wrong)
    latitude, longitude = columns.pop("latitude"), columns.pop("longitude")
    wrong += [
        RowProblem(int(at) + 2, "latitude", "is not a place on earth")
        for at in np.flatnonzero((np.abs(latitude) > 90) | (np.abs(longitude) > 180))
    ]
    if wrong:
        raise TableError(path, sorted(wrong, key=lambda one: one.line))
    columns["x_m"], columns["y_m"] = project(latitude, longitude)
    return ids, columns


def _rows_of(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=_separator(file.readline(), file.seek)))
    except OSError as error:
        raise EngineError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise EngineError(f"{path.name} is not a CSV file in UTF-8: {error}") from error


def _separator(header: str, seek: Callable[[int], int]) -> str:
    seek(0)
    return ";" if header.count(";") > header.count(",") else ","


def _read_column(
    rows: Sequence[Mapping[str, str]], field: Field, wrong: list[RowProblem]
) -> NDArray[np.float64]:
    values = np.zeros(len(rows), np.float64)
    for at, row in enumerate(rows):
        cell = (row.get(field.name) or "").strip()
        try:
            values[at] = _read_cell(field, cell)
        except KeyError as error:
            wrong.append(RowProblem(at + 2, field.name, str(error.args[0])))
    return values


def _read_cell(field: Field, cell: str) -> float:
    if cell:
        return field.read(cell)
    if field.default is None:
        raise KeyError("is empty")
    return field.default


def write_region(region: Region, folder: Path) -> tuple[Path, Path]:
    """Write ``requests.csv`` and ``offers.csv``; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    problem = region.problem
    requests, offers = folder / "requests.csv", folder / "offers.csv"
    _write(requests, problem.requests, region.requests_at, REQUEST_FIELDS)
    _write(offers, problem.offers, region.offers_at, OFFER_FIELDS)
    return requests, offers


def _write(
    path: Path, table: Requests | Offers, at: Whereabouts, fields: Sequence[Field]
) -> None:
    cells = [
        [str(one) for one in table.ids.tolist()],
        [f"{one:.5f}" for one in at.latitude.tolist()],
        [f"{one:.5f}" for one in at.longitude.tolist()],
        at.place.tolist(),
    ]
    cells += [[*map(f.write, getattr(table, f.column).tolist())] for f in fields]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "latitude", "longitude", "place", *(f.name for f in fields)])
        writer.writerows(zip(*cells, strict=True))
