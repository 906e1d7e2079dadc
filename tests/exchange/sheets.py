"""Files as coordinators keep them, and the commands that read them."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management import call_command
from openpyxl import Workbook

Row = Sequence[Any]

OFFER_HEADERS = (
    "Nummer", "Voornaam", "Tussenvoegsel", "Achternaam", "Telefoon", "E-mail", "Postcode",
    "Soort hulp", "Dagdelen", "Uren per week", "Talen", "Liever niet", "Max afstand km",
    "VOG gezien op", "Aantal mensen",
)  # fmt: skip
OFFER = (
    "V1", "Els", "van der", "Proefstra", "06 12345678", "els@voorbeeld.example", "3551 AB",
    "gezelschap; boodschappen", "ma ochtend; do middag", "2,5 uur", "Nederlands, Turks",
    "huisdieren, roken", 5, "3-2-2026", 2,
)  # fmt: skip

QUESTION_HEADERS = (
    "Nummer", "Naam", "Telefoon", "Woonplaats", "Hulpvraag", "Omschrijving", "Beschikbaar",
    "Urgentie", "Geboortejaar", "Geslacht",
)  # fmt: skip
QUESTION = (
    "C1", "Testerink, Joost", "030 0000010", "Proefdorp", "gezelschap",
    "Ik wil graag wat aanspraak.", "do middag", "hoog", 1944, "m",
)  # fmt: skip


class Outcome(NamedTuple):
    """How a command ended: exit code, and what it wrote."""

    status: int
    out: str
    err: str


def write_xlsx(path: Path, rows: Iterable[Row], title: str = "Blad1") -> Path:
    """Write a real spreadsheet."""
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path)
    return path


def write_csv(
    path: Path, rows: Iterable[Row], separator: str = ";", encoding: str = "utf-8"
) -> Path:
    """Write a csv as spreadsheets save it."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def changed(row: Row, headers: Row, **cells: Any) -> list[Any]:
    """Return a row with some cells changed, named by header with _ for a space."""
    named = dict(zip(headers, row, strict=True))
    for name, value in cells.items():
        header = name.replace("_", " ")
        assert header in named, header
        named[header] = value
    return list(named.values())


def offers(*rows: Row) -> list[Row]:
    """Return a sheet of offers."""
    return [OFFER_HEADERS, *(rows or [OFFER])]


def questions(*rows: Row) -> list[Row]:
    """Return a sheet of questions."""
    return [QUESTION_HEADERS, *(rows or [QUESTION])]


def many_offers(count: int) -> list[Row]:
    """Return a sheet with this many offers."""
    return offers(*((f"V{number}", *OFFER[1:]) for number in range(count)))


def many_questions(count: int) -> list[Row]:
    """Return a sheet with this many questions."""
    return questions(*((f"C{number}", *QUESTION[1:]) for number in range(count)))


def run(command: str, *arguments: object) -> Outcome:
    """Run a command as from the command line."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except SystemExit as ending:
        status = int(ending.code or 0)
    return Outcome(status, out.getvalue(), err.getvalue())


def import_sheet(*arguments: object) -> Outcome:
    """Run ``samenspel import``."""
    return run("import_spreadsheet", *arguments)
