"""Reading files of Dutch postcodes: the format of GeoNames, or a plain csv with a header."""

from __future__ import annotations

import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.utils.translation import gettext as _

from samenspel.exchange.column_types import four_digits
from samenspel.exchange.spreadsheet_files import csv_rows, decode, decoded
from samenspel.exchange.types import Fault, SheetError
from samenspel.exchange.word_matching import squash

GEONAMES = "GeoNames, CC BY 4.0"
GEONAMES_COLUMNS = 12
COUNTRY = "NL"
HEADERS = {
    "code": ("code", "postcode", "pc", "pc4", "pc6", "postalcode", "zip"),
    "place": ("place", "plaats", "woonplaats", "placename", "plaatsnaam"),
    "municipality": ("municipality", "gemeente", "gemeentenaam"),
    "latitude": ("latitude", "lat", "breedtegraad"),
    "longitude": ("longitude", "lon", "lng", "long", "lengtegraad"),
}
NEEDED = ("code", "place", "latitude", "longitude")
PLACE_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Spot:
    """One postcode on the map, in WGS 84 degrees."""

    code: str
    place: str
    municipality: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class PostcodeFile:
    """What a file says: one spot per four digits, wrong rows, and where it comes from."""

    spots: Sequence[Spot]
    faults: Sequence[Fault]
    source: str


def read_postcodes(path: Path) -> PostcodeFile:
    """Read a file of postcodes; several rows with the same four digits become one spot.

    Raises SheetError when the file is absent or neither of the two formats.
    """
    if not path.is_file():
        raise SheetError(_("There is no file %(file)s.") % {"file": path}, code="no_file")
    text = _unzipped(path) if path.suffix.lower() == ".zip" else decoded(path)
    first = text.partition("\n")[0]
    is_geonames = first.count("\t") == GEONAMES_COLUMNS - 1 and not _header(first.split("\t"))
    if is_geonames:
        rows = (line.split("\t") for line in text.splitlines())
        found, faults = _read(enumerate(rows, 1), _GEONAMES_PLACES, COUNTRY)
    else:
        lines = list(csv_rows(text))
        places = _header(lines[0]) if lines else {}
        if any(name not in places for name in NEEDED):
            raise SheetError(
                _(
                    "%(file)s is neither a GeoNames file nor a csv with the columns code, "
                    "place, latitude and longitude."
                )
                % {"file": path.name},
                code="postcode_format",
            )
        found, faults = _read(enumerate(lines[1:], 2), places, "")
    if not found and not faults:
        raise SheetError(
            _("There are no Dutch postcodes in %(file)s.") % {"file": path.name}, code="empty"
        )
    return PostcodeFile(merged(found), faults, GEONAMES if is_geonames else path.name)


_GEONAMES_PLACES = {"code": 1, "place": 2, "municipality": 5, "latitude": 9, "longitude": 10}


def _unzipped(path: Path) -> str:
    """Return the text of the postcode file in a zip as GeoNames offers it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [
                name
                for name in archive.namelist()
                if name.lower().endswith((".txt", ".csv")) and "readme" not in name.lower()
            ]
            if len(names) == 1:
                return decode(archive.read(names[0]), names[0])
    except zipfile.BadZipFile:
        names = []
    raise SheetError(
        _("We expect one file with postcodes in %(file)s, besides the readme.")
        % {"file": path.name},
        code="zip",
    )


def _header(cells: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for position, cell in enumerate(cells):
        for name, words in HEADERS.items():
            if squash(cell) in words:
                places.setdefault(name, position)
    return places


def _read(
    rows: Iterable[tuple[int, Sequence[str]]], places: dict[str, int], country: str
) -> tuple[list[Spot], list[Fault]]:
    found: list[Spot] = []
    faults: list[Fault] = []
    for number, row in rows:
        if not any(cell.strip() for cell in row) or (country and row[0] != country):
            continue
        cells = {
            name: row[position].strip() if position < len(row) else ""
            for name, position in places.items()
        }
        try:
            found.append(_spot(cells))
        except KeyError as error:
            faults.append(_fault(number, str(error.args[0]), cells))
    return found, faults


def _spot(cells: dict[str, str]) -> Spot:
    """Return the spot of a row; raises KeyError with the name of the wrong column."""
    code = four_digits(cells["code"])
    if code is None:
        raise KeyError("code")
    if not 0 < len(cells["place"]) <= PLACE_LIMIT:
        raise KeyError("place")
    return Spot(
        code,
        cells["place"],
        cells.get("municipality", "")[:PLACE_LIMIT],
        _degrees(cells, "latitude", 90),
        _degrees(cells, "longitude", 180),
    )


def _degrees(cells: dict[str, str], name: str, most: int) -> float:
    try:
        value = float(cells[name].replace(",", "."))
    except ValueError:
        raise KeyError(name) from None
    if not abs(value) <= most:
        raise KeyError(name)
    return value


def _fault(number: int, column: str, cells: dict[str, str]) -> Fault:
    expected = {
        "code": _("Write four digits, or four digits and two letters."),
        "place": _("Write the name of the place."),
    }.get(column, _("Write degrees, for example 52.0907."))
    wrong = _("we do not recognise '%(read)s'.") % {"read": cells[column][:60]}
    message = _("Row %(row)d, column %(column)s: %(wrong)s %(expected)s") % {
        "row": number,
        "column": column,
        "wrong": wrong,
        "expected": expected,
    }
    return Fault(number, column, cells[column], wrong, expected, message)


def merged(spots: Iterable[Spot]) -> list[Spot]:
    """Return one spot per four digits: the median position and the name used most."""
    groups: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[spot.code].append(spot)
    return [
        Spot(
            code,
            Counter(spot.place for spot in group).most_common(1)[0][0],
            Counter(spot.municipality for spot in group).most_common(1)[0][0],
            median(spot.latitude for spot in group),
            median(spot.longitude for spot in group),
        )
        for code, group in sorted(groups.items())
    ]
