"""Reading the rows of a spreadsheet, one by one, and collecting everything that is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samenspel.exchange.bsn_guard import hide_bsn
from samenspel.exchange.cell_reading import CellError, is_empty, not_understood, text_of
from samenspel.exchange.column_headers import PHONES, Columns, name_of
from samenspel.exchange.column_types import four_digits, readers
from samenspel.exchange.import_notes import Note, Notes
from samenspel.exchange.row_conversion import (
    Values,
    ask_of,
    details_of,
    names_of,
    offering_of,
    vog_of,
)
from samenspel.exchange.time_windows import read_day_column
from samenspel.exchange.types import Fault, Line, SheetKind
from samenspel.exchange.word_matching import squash
from samenspel.needs.types import Ask
from samenspel.people.services import PersonDetails
from samenspel.volunteering.types import Offering

if TYPE_CHECKING:
    from samenspel.people.model_types import PostcodeArea

NAME_FIELDS = ("given_name", "full_name", "family_name", "initials", "external_id")
SHORT_ID = 24


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row that can be imported; offers have ``vog_seen_on``, questions ``asked_at``."""

    row: int
    external_id: str
    details: PersonDetails
    area: PostcodeArea
    what: Ask | Offering
    asked_at: datetime
    vog_seen_on: date | None


class Places:
    """Finds areas by postcode or name, with or without accents and punctuation."""

    def __init__(self, areas: Mapping[str, PostcodeArea]) -> None:
        self.areas = areas
        self.squashed = {squash(name): area for name, area in areas.items()}

    def find(self, written: str) -> PostcodeArea | None:
        """Return the area of a postcode or the name of a place."""
        wanted = four_digits(written) or written.strip().lower()
        return self.areas.get(wanted) or self.squashed.get(squash(wanted))


class RowReader:
    """Reads rows with known columns; ``faults`` and ``notes`` fill up on the way."""

    def __init__(self, columns: Columns, places: Places, at: datetime) -> None:
        self.columns = columns
        self.places = places
        self.at = at
        self.readers = readers(timezone.localdate(at))
        self.faults: list[Fault] = []
        self.notes = Notes()
        self.seen: dict[str, int] = {}
        self.row = 0

    def read(self, line: Line) -> ReadRow | None:
        """Return what a row says, or None when something in it is wrong."""
        self.row = line.number
        before = len(self.faults)
        values = self._values(line)
        self._complete(values)
        area = self._area(values)
        own_id = values.get("external_id", "")
        values["external_id"] = own_id or _content_id(values)
        self._once(values["external_id"], own=bool(own_id))
        if area is None or len(self.faults) > before:
            return None
        return self._read_row(values, area)

    def _read_row(self, values: Values, area: PostcodeArea) -> ReadRow:
        is_offer = self.columns.kind == SheetKind.OFFERS
        what = (
            offering_of(values, area.code)
            if is_offer
            else ask_of(values, area.code, self._note)
        )
        if "interests" in values and values["interests"].unknown:
            self._note(Note.INTERESTS)
        return ReadRow(
            row=self.row,
            external_id=values["external_id"],
            details=details_of(values, self._note),
            area=area,
            what=what,
            asked_at=self._asked_at(values),
            vog_seen_on=vog_of(values, self._note),
        )

    def _values(self, line: Line) -> dict[str, Any]:
        """Return the values of the cells that say something, by field."""
        values: dict[str, Any] = {}
        for field, position in self.columns.fields.items():
            cell = line.cells[position] if position < len(line.cells) else None
            if is_empty(cell):
                continue
            try:
                values[field] = self.readers[field](cell)
            except CellError as error:
                self._fault(field, text_of(cell), error)
        windows = 0
        for position, (days, parts) in self.columns.moments.items():
            cell = line.cells[position] if position < len(line.cells) else None
            if is_empty(cell):
                continue
            try:
                windows |= read_day_column(text_of(cell), days, parts)
            except CellError as error:
                self._fault_at(name_of(self.columns.headers, position), text_of(cell), error)
        if windows:
            values["windows"] = windows | values.get("windows", 0)
        return values

    def _complete(self, values: Values) -> None:
        """Report what a row lacks, unless the cell itself was already wrong."""
        faulty = {fault.column for fault in self.faults if fault.row == self.row}
        is_offer = self.columns.kind == SheetKind.OFFERS
        can_be_named = any(names_of(values)) or (
            "external_id" in values and not self.columns.has(*NAME_FIELDS[:-1])
        )
        first_name = next(name for name in NAME_FIELDS if self.columns.has(name))
        lacks = {
            first_name: not can_be_named,
            "task_types": is_offer and not values.get("task_types"),
            "windows": is_offer and not values.get("windows"),
        }
        asks = values.get("task_types") or values.get("own_words")
        if not is_offer and not asks:
            lacks["own_words" if self.columns.has("own_words") else "task_types"] = True
        for field, lacking in lacks.items():
            if lacking and self.columns.header_of(field) not in faulty:
                self._fault(field, "", _lacks(field))
        if values.get("agreed") is False:
            self._fault("agreed", pgettext("report", "no"), _not_agreed())

    def _area(self, values: Values) -> PostcodeArea | None:
        """Return where the row is; when we do not know the postcode, the place decides."""
        postcode, place = values.get("postcode", ""), values.get("place", "")
        if not postcode and not place:
            self._fault("postcode" if self.columns.has("postcode") else "place", "", _nowhere())
            return None
        area = self.places.find(postcode or place)
        if area is None and place and four_digits(postcode):
            area = self.places.find(place)
            if area:
                self._note(Note.PLACE_FOR_POSTCODE)
        if area is None:
            self._fault(
                "postcode" if postcode else "place",
                postcode or place,
                _unknown(postcode or place),
            )
        return area

    def _asked_at(self, values: Values) -> datetime:
        if "asked_on" not in values:
            return self.at
        noon = datetime.combine(values["asked_on"], time(12))
        return min(timezone.make_aware(noon), self.at)

    def _once(self, external_id: str, *, own: bool) -> None:
        first = self.seen.setdefault(external_id, self.row)
        if first == self.row:
            return
        if own:
            wrong = _("the number '%(read)s' is in row %(row)d too.")
            expected = _("Give every row its own number.")
        else:
            wrong = _("this row is the same as row %(row)d.")
            expected = _("Keep one of them, or give both a number.")
        error = CellError(wrong % {"read": external_id, "row": first}, expected)
        self._fault("external_id", external_id if own else "", error)

    def _note(self, note: Note) -> None:
        self.notes.add(note, self.row)

    def _fault(self, field: str, read: str, error: CellError) -> None:
        header = self.columns.header_of(field)
        self._fault_at(header, read, error, hide=field not in PHONES)

    def _fault_at(self, header: str, read: str, error: CellError, *, hide: bool = True) -> None:
        wrong, read = (hide_bsn(error.wrong), hide_bsn(read)) if hide else (error.wrong, read)
        message = _("Row %(row)d, column %(column)s: %(wrong)s %(expected)s") % {
            "row": self.row,
            "column": header,
            "wrong": wrong,
            "expected": error.expected,
        }
        self.faults.append(Fault(self.row, header, read, wrong, error.expected, message))


def _content_id(values: Values) -> str:
    """Return a number for a row without one: the same content, the same number."""
    content = json.dumps(values, sort_keys=True, default=str)
    return "rij-" + hashlib.sha256(content.encode()).hexdigest()[:SHORT_ID]


def _lacks(field: str) -> CellError:
    expected = {
        "external_id": _("Give every row its own number."),
        "task_types": _("Write at least one kind of help."),
        "windows": _("Write at least one moment in the week, for example: Thu afternoon."),
        "own_words": _("Write in a few words what is needed, or choose a kind of help."),
    }
    return CellError(_("there is nothing here."), expected.get(field, _("Write a name.")))


def _nowhere() -> CellError:
    return CellError(
        _("there is nothing here."), _("Write four digits or the name of a place.")
    )


def _unknown(written: str) -> CellError:
    if four_digits(written):
        return CellError(
            _("we do not know the postcode '%(read)s'.") % {"read": written},
            _("Check it, or write the name of the place in a column Place."),
        )
    return CellError(not_understood(written), _("Write four digits or the name of a place."))


def _not_agreed() -> CellError:
    return CellError(
        _("the person does not agree."),
        _("Take the row out, or ask the person first. We import no question without a yes."),
    )
