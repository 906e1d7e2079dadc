"""What each column of a spreadsheet is, by its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from samenspel.exchange.bsn_guard import header_names_bsn, looks_like_bsn_column
from samenspel.exchange.cell_reading import text_of
from samenspel.exchange.column_types import TITLES
from samenspel.exchange.time_windows import header_moment
from samenspel.exchange.types import Line, SheetError, SheetKind
from samenspel.exchange.word_matching import data, squash

HEADER_WITHIN = 10
"""The header is among the first rows with something in them; a title may stand above it."""
PHONES = {"phone", "mobile"}
Moment = tuple[tuple[int, ...], tuple[int, ...]]
FILE_NAMES = {
    SheetKind.QUESTIONS: ("vraag", "vragen", "request", "question", "client", "aanvra"),
    SheetKind.OFFERS: ("aanbod", "vrijwillig", "offer", "helper", "volunteer", "maatje"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where everything is: positions count from 0.

    ``fields`` by field, ``moments`` by position for columns of one day or part of the day,
    ``ignored`` are the headers that are not used.
    """

    kind: SheetKind
    headers: tuple[str, ...]
    fields: Mapping[str, int]
    moments: Mapping[int, Moment]
    ignored: tuple[str, ...]

    def header_of(self, field: str) -> str:
        """Return what a field is called in this file, or its usual name when it is absent."""
        if field in self.fields:
            return self.headers[self.fields[field]]
        return str(TITLES[field])

    def has(self, *fields: str) -> bool:
        """Say whether any of these fields has a column."""
        return any(field in self.fields for field in fields)


@cache
def known_headers(kind: SheetKind) -> Mapping[str, str]:
    """Return squashed header -> field for one kind of file; a field's own name counts too."""
    known = {}
    for field, entry in data("columns").items():
        if kind in entry.get("kinds", list(SheetKind)):
            for name in (field, *entry["names"]):
                known[squash(name)] = field
    return known


def find_header(lines: Sequence[Line]) -> int:
    """Return the index of the header: the row with most known headers, if two or more."""
    best, best_score = 0, 1
    for index, line in enumerate(lines[:HEADER_WITHIN]):
        names = [squash(text_of(cell)) for cell in line.cells]
        score = max(sum(name in known_headers(kind) for name in names) for kind in SheetKind)
        if score > best_score:
            best, best_score = index, score
    return best


def recognise_kind(headers: Sequence[str], file_name: str) -> SheetKind:
    """Return what a file holds, by headers that only one kind has, else by the file name.

    Raises SheetError when neither tells.
    """
    squashed = {squash(header) for header in headers}
    questions = squashed & known_headers(SheetKind.QUESTIONS).keys()
    offers = squashed & known_headers(SheetKind.OFFERS).keys()
    balance = len(questions - offers) - len(offers - questions)
    if balance:
        return SheetKind.QUESTIONS if balance > 0 else SheetKind.OFFERS
    named = [
        kind
        for kind, words in FILE_NAMES.items()
        if any(word in squash(file_name) for word in words)
    ]
    if len(named) == 1:
        return named[0]
    raise SheetError(
        _(
            "We cannot tell whether this file holds questions or offers. "
            "Say so with --kind questions or --kind offers."
        ),
        code="kind_unknown",
    )


def map_columns(headers: Sequence[str], kind: SheetKind) -> Columns:
    """Return where everything is.

    Raises SheetError for a BSN in the header, the same column twice, or one that is missing.
    """
    fields: dict[str, int] = {}
    moments: dict[int, Moment] = {}
    ignored = []
    for position, header in enumerate(headers):
        if header_names_bsn(header):
            raise bsn_refused(header)
        field = known_headers(kind).get(squash(header))
        moment = None if field or not header else header_moment(header)
        if field:
            if field in fields:
                raise _twice(headers[fields[field]], header)
            fields[field] = position
        elif moment:
            moments[position] = moment
        else:
            ignored.append(name_of(headers, position))
    columns = Columns(kind, tuple(headers), fields, moments, tuple(ignored))
    _require(columns)
    return columns


def name_of(headers: Sequence[str], position: int) -> str:
    """Return the header, or the letter of a column without one."""
    return headers[position] or _("column %(letter)s (no name)") % {
        "letter": get_column_letter(position + 1)
    }


def _twice(first: str, second: str) -> SheetError:
    return SheetError(
        _("The columns '%(first)s' and '%(second)s' mean the same thing. Keep one of them.")
        % {"first": first, "second": second},
        code="column_twice",
    )


def _require(columns: Columns) -> None:
    needed = {
        "name": columns.has(
            "given_name", "initials", "family_name", "full_name", "external_id"
        ),
        "place": columns.has("postcode", "place"),
    }
    if columns.kind == SheetKind.OFFERS:
        needed["task_types"] = columns.has("task_types")
        needed["windows"] = columns.has("windows") or bool(columns.moments)
    else:
        needed["what"] = columns.has("task_types", "own_words")
    missing = [str(TITLES[key]) for key, present in needed.items() if not present]
    if missing:
        raise SheetError(
            _("These columns are missing: %(names)s. Headers we saw: %(headers)s.")
            % {
                "names": ", ".join(missing),
                "headers": ", ".join(header for header in columns.headers if header) or "-",
            },
            code="column_missing",
        )


def refuse_bsn(columns: Columns, lines: Sequence[Line]) -> None:
    """Raise SheetError when a column holds BSNs under any name; phone numbers can look
    alike."""
    field_at = {position: field for field, position in columns.fields.items()}
    for position in range(len(columns.headers)):
        if field_at.get(position) in PHONES:
            continue
        cells = (text_of(line.cells[position]) for line in lines if len(line.cells) > position)
        if looks_like_bsn_column(cells):
            raise bsn_refused(name_of(columns.headers, position))


def bsn_refused(header: str) -> SheetError:
    """Return the refusal; it never repeats a number."""
    return SheetError(
        _(
            "The column '%(column)s' seems to hold citizen service numbers (BSN). We are not "
            "allowed to have those. Take the column out of the file and try again. Nothing was "
            "stored."
        )
        % {"column": header},
        code="bsn",
    )
