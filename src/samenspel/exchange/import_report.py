"""The report of an import as a file that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samenspel.exchange.types import Fault, SheetError

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Rows = Iterable[tuple[str, ...]]


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before it."""
    return f"'{cell}" if cell.startswith(STARTS_FORMULA) else cell


def fault_rows(faults: Iterable[Fault]) -> Rows:
    """Return the rows of a report on wrong cells."""
    for fault in faults:
        yield (
            pgettext("report", "error"),
            str(fault.row),
            fault.column,
            fault.read,
            fault.wrong,
            fault.expected,
        )


def skipped_rows(rows: Iterable[tuple[int, str]]) -> Rows:
    """Return the rows of a report on what was there already."""
    for row, external_id in rows:
        yield (
            pgettext("report", "skipped"),
            str(row),
            "",
            external_id,
            pgettext("report", "was here already"),
            "",
        )


def note_rows(lines: Iterable[str]) -> Rows:
    """Return the rows of a report on what was imported differently."""
    for line in lines:
        yield pgettext("report", "note"), "", "", "", line, ""


def start_report(path: Path, source: Path) -> None:
    """Make an empty report, so that a wrong path shows before anything is stored.

    Raises SheetError when it cannot be written or would replace the file that is read.
    """
    if path.resolve() == source.resolve():
        raise SheetError(
            _("The report would replace the file itself. Choose another name."), code="report"
        )
    write_report(path, ())


def write_report(path: Path, rows: Rows) -> None:
    """Write rows with a header, for Dutch spreadsheets: semicolons, UTF-8 with a byte order
    mark."""
    header = (
        pgettext("report", "kind"),
        pgettext("report", "row"),
        pgettext("report", "column"),
        pgettext("report", "read"),
        pgettext("report", "what is wrong"),
        pgettext("report", "what we expect"),
    )
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            for row in (header, *rows):
                writer.writerow([harmless(cell) for cell in row])
    except OSError as error:
        raise SheetError(
            _("We cannot write the report %(file)s.") % {"file": path}, code="report"
        ) from error
