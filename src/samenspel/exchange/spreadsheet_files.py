"""Opening the files that coordinators keep: .xlsx, and .csv as spreadsheets save it."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from samenspel.exchange.types import Line, SheetError

SEPARATORS = (";", ",", "\t")
LOOKS_AT = 5  # lines in which the separator is counted
UNREADABLE = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError,
    EOFError,
)  # fmt: skip
"""What openpyxl raises for files that are damaged, protected or something else."""


def read_lines(path: Path, sheet: str = "") -> list[Line]:
    """Return the rows that have something in them, numbered as the spreadsheet does.

    Raises SheetError when the file is absent, of another kind, damaged or empty.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise SheetError(_("There is no file %(file)s.") % {"file": path}, code="no_file")
    if suffix in (".xlsx", ".xlsm"):
        rows: Iterator[Any] = iter(_excel_rows(path, sheet))
    elif suffix in (".csv", ".txt", ".tsv"):
        rows = csv_rows(decoded(path))
    else:
        raise SheetError(
            _("We cannot read %(file)s. Save it as .xlsx or .csv and try again.")
            % {"file": path.name},
            code="file_type",
        )
    lines = [Line(number, row) for number, row in enumerate(rows, start=1) if _has_content(row)]
    if not lines:
        raise SheetError(_("%(file)s is empty.") % {"file": path.name}, code="empty")
    return lines


def _has_content(row: Any) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row)


def _excel_rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about extensions that do not matter for values
            workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                return _rows_of(workbook, sheet)
            finally:
                workbook.close()
    except (OSError, *UNREADABLE) as error:
        raise SheetError(
            _(
                "We cannot open %(file)s. Is it damaged or protected with a password? "
                "Save it again as .xlsx without a password."
            )
            % {"file": path.name},
            code="unreadable",
        ) from error


def _rows_of(workbook: Any, name: str) -> list[tuple[Any, ...]]:
    names = [one.title for one in workbook.worksheets]
    if name and name not in names:
        raise SheetError(
            _("There is no sheet '%(sheet)s'. The sheets are: %(names)s.")
            % {"sheet": name, "names": ", ".join(names)},
            code="no_sheet",
        )
    chosen = workbook[name] if name else workbook.worksheets[0]
    chosen.reset_dimensions()  # what other programs write there is often wrong
    return list(chosen.iter_rows(values_only=True))


def decoded(path: Path) -> str:
    """Return the text of a file."""
    try:
        return decode(path.read_bytes(), path.name)
    except OSError as error:
        raise _no_csv(path.name) from error


def decode(content: bytes, name: str) -> str:
    """Return text: UTF-8 or UTF-16 with its mark, UTF-8 without, else cp1252."""
    encodings = ["utf-8", "cp1252"]
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif content.startswith(BOM_UTF8):
        encodings = ["utf-8-sig"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise _no_csv(name)


def csv_rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a csv text; a first line "sep=;" names the separator."""
    separator, text = _separator(text)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise _no_csv("csv") from error


def _separator(text: str) -> tuple[str, str]:
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        return first[4], rest
    start = "\n".join(text.split("\n", LOOKS_AT)[:LOOKS_AT])
    return max(SEPARATORS, key=start.count), text


def _no_csv(name: str) -> SheetError:
    return SheetError(
        _("We cannot read %(file)s as text. Save it again as CSV UTF-8.") % {"file": name},
        code="unreadable",
    )
