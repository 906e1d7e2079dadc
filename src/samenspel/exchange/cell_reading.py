"""Reading one cell: text, numbers, dates, choices and lists, or saying what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from samenspel.core.one_line import problem_of, visible
from samenspel.exchange.bsn_guard import holds_bsn
from samenspel.exchange.word_matching import find, find_all, says_nothing
from samenspel.people.types import LONGEST_PHONE

Read = Callable[[Any], Any]
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
NUMBER = re.compile(
    r"^(?:ca\.?|circa|max\.?|ongeveer|about|±)?\s*(-?\d{1,6}(?:[.,]\d{1,8})?)\s*"
    r"(?:u|uur|uren|h|hours?|km|kilometers?|x|keer|mensen|personen|people)?\.?\s*"
    r"(?:per week|p/w|pw|a week)?$",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTHS_ELSEWHERE = {"maa": 3, "mar": 3, "may": 5, "oct": 10}
DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](\d{4}|\d{2})$")
YEAR_FIRST = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$")


class CellError(Exception):
    """A cell that cannot be used: what is wrong, and what is expected."""

    def __init__(self, wrong: str, expected: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Partly:
    """A list in which some items were not understood and may be left out."""

    values: tuple[str, ...]
    unknown: tuple[str, ...]


def text_of(cell: Any) -> str:
    """Return a cell as text: 1001.0 as "1001", a date as 2026-02-03, no control characters."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return CONTROL.sub("", str(cell).replace("\u00a0", " ")).strip()


def not_understood(text: str) -> str:
    """Return the usual first sentence about a cell."""
    return _("we do not recognise '%(read)s'.") % {"read": text}


def text(limit: int) -> Read:
    """Read free text of at most ``limit`` characters, without a BSN in it."""

    def read(cell: Any) -> str:
        written = text_of(cell)
        if len(written) > limit:
            raise CellError(
                _("the text has %(length)d characters.") % {"length": len(written)},
                _("Write at most %(limit)d characters.") % {"limit": limit},
            )
        if holds_bsn(written):
            raise CellError(
                _("this text seems to contain a citizen service number (BSN)."),
                _("Take it out. We never store a BSN."),
            )
        return written

    return read


def line(limit: int, *, is_name: bool = False) -> Read:
    """Read a name or another text of one line; a line break in the cell becomes a space."""
    words = text(limit)

    def read(cell: Any) -> str:
        written = visible(" ".join(words(cell).split()))
        problem = problem_of(written, is_name=is_name)
        if problem:
            raise CellError(not_understood(written), problem)
        return written

    return read


def number(least: float, most: float, *, whole: bool = False) -> Read:
    """Read a number with one decimal, or a whole one; "2,5 uur" is 2.5."""

    def read(cell: Any) -> float | int:
        written = text_of(cell)
        found = None if isinstance(cell, date) else NUMBER.match(written)
        value = round(float(found[1].replace(",", ".")), 1) if found else -1.0
        if found and least <= value <= most and (not whole or value.is_integer()):
            return int(value) if whole else value
        kind = (
            _("Write a whole number from %(least)g to %(most)g.")
            if whole
            else _("Write one number from %(least)g to %(most)g, for example 2 or 2.5.")
        )
        raise CellError(not_understood(written), kind % {"least": least, "most": most})

    return read


def day(*, today: date, earliest: int = 2000) -> Read:
    """Read a date up to today; day before month."""

    def read(cell: Any) -> date:
        written = text_of(cell)
        found = cell.date() if isinstance(cell, datetime) else _date_in(written.casefold())
        if found is None or found.year < earliest:
            raise CellError(
                not_understood(written),
                _("Write a date as day-month-year, for example 3-2-2026."),
            )
        if found > today:
            raise CellError(
                _("'%(read)s' is in the future.") % {"read": written},
                _("Write today's date or an earlier one."),
            )
        return found

    return read


def _date_in(written: str) -> date | None:
    if found := YEAR_FIRST.match(written):
        year, month, day_of_month = found[1], found[2], found[3]
    elif found := DAY_FIRST.match(written):
        day_of_month, month, year = found[1], found[2], found[3]
    else:
        return None
    try:
        return date(
            int(year) + (2000 if len(year) == 2 else 0), _month(month), int(day_of_month)
        )
    except ValueError:
        return None


def _month(written: str) -> int:
    """Return the number of a month; raises ValueError."""
    if written.isdecimal():
        return int(written)
    short = written[:3]
    return MONTHS_ELSEWHERE.get(short) or MONTHS.index(short) + 1


def yes_no(cell: Any) -> bool:
    """Read yes or no."""
    written = text_of(cell)
    found = find("yes_no", written)
    if found is None:
        raise CellError(not_understood(written), _("Write yes or no."))
    return found == "yes"


def choice(name: str, expected: Callable[[], str]) -> Read:
    """Read one of the values of a list of words."""

    def read(cell: Any) -> str:
        written = text_of(cell)
        found = find(name, written)
        if found is None:
            raise CellError(
                not_understood(written),
                _("Write one of these: %(words)s.") % {"words": expected()},
            )
        return found

    return read


def several(name: str, expected: Callable[[], str]) -> Read:
    """Read a list; every item must be understood."""

    def read(cell: Any) -> tuple[str, ...]:
        values, unknown = find_all(name, text_of(cell))
        if unknown:
            raise CellError(
                not_understood(unknown[0]),
                _("Write one or more of these: %(words)s.") % {"words": expected()},
            )
        return values

    return read


def as_far_as_known(name: str) -> Read:
    """Read a list from which unknown items may be left out."""

    def read(cell: Any) -> Partly:
        values, unknown = find_all(name, text_of(cell))
        return Partly(values, unknown)

    return read


def email(cell: Any) -> str:
    """Read an e-mail address."""
    written = visible(text_of(cell).removeprefix("mailto:"))
    try:
        validate_email(written)
    except ValidationError:
        raise CellError(
            _("'%(read)s' is not an e-mail address.") % {"read": written},
            _("Write one address, for example els@voorbeeld.nl, or leave the cell empty."),
        ) from None
    return written


def phone(cell: Any) -> str:
    """Read a phone number; spreadsheets drop the first 0, so nine digits get it back."""
    written = visible(" ".join(text_of(cell).split()))
    digits = re.sub(r"\D", "", written)
    if re.fullmatch(r"[1-9]\d{8}", written):
        return f"0{written}"
    if 8 <= len(digits) <= 15 and len(written) <= LONGEST_PHONE and not problem_of(written):
        return written
    raise CellError(
        _("'%(read)s' is not a phone number.") % {"read": written},
        _("Write one number, for example 06 12345678, or leave the cell empty."),
    )


def is_empty(cell: Any) -> bool:
    """Say whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and says_nothing(cell))
