"""What is kept, in words: the values of the page in the file that someone takes along.

The file is read again in later years and by people without the program, so a day always has its
year, and nothing is a code or a figure that only the program understands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samenspel.access.rules import NAMELESS, Permission
from samenspel.consent.types import DataCategory
from samenspel.matching.explanations import open_words
from samenspel.own_data.reads.kept_words import FIELDS
from samenspel.ui.spoken_dates import spoken_date, spoken_datetime
from samenspel.vocabulary.week import pairs_of, window_words

YEAR_ALWAYS = date.min
"""A "today" in whose year nothing was kept, so that every day is said with its year."""

Row = Mapping[str, Any]


def value_words(field: Any, value: Any) -> str:
    """Return a stored value in words; empty when there is nothing to say."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return spoken_datetime(value, YEAR_ALWAYS)
    if isinstance(value, date):
        return spoken_date(value, YEAR_ALWAYS)
    if isinstance(value, Decimal):
        return number_format(f"{value.normalize():f}", use_l10n=True)
    if isinstance(value, (list, tuple)):
        inner = getattr(field, "base_field", None)
        return ", ".join(value_words(inner, each) for each in value)
    if isinstance(value, dict):
        pairs = ((FIELDS.get(key, key), value_words(None, each)) for key, each in value.items())
        return "; ".join(f"{name}: {words}" for name, words in pairs if words)
    labels = dict(getattr(field, "flatchoices", ()) or ())
    return str(labels.get(value, value))


def row_words(label: str, fields: Row, row: Row) -> list[tuple[str, str]]:
    """Return the name and the words of every value of a row of a table ("room.Model")."""
    told = []
    for path, value in row.items():
        spoken = SPOKEN.get((label, path))
        words = spoken(row) if spoken else value_words(fields[path], value)
        if words:
            told.append((str(FIELDS[path]), words))
    return told


def _who_looked(row: Row) -> str:
    return str(row["who"] or NAMELESS.get(Permission(row["event"]), ""))


def _seen(row: Row) -> str:
    return ", ".join(str(DataCategory(value).label) for value in row["categories"])


def _why_allowed(row: Row) -> str:
    return _("with your yes") if "consent" in row["reason"] else _("by their role")


def _windows(row: Row) -> str:
    return ", ".join(window_words(day, part) for day, part in pairs_of(row["windows"]))


def _why_nobody(row: Row) -> str:
    return open_words(row["code"], row["suitable"], row["steps"])


def _told_elsewhere(_row: Row) -> str:
    return ""


SPOKEN: dict[tuple[str, str], Callable[[Row], str]] = {
    ("access.ReadLogEntry", "categories"): _seen,
    ("access.ReadLogEntry", "reason"): _why_allowed,
    ("access.ReadLogEntry", "who"): _who_looked,
    ("matching.UnservedQuestion", "code"): _why_nobody,
    ("matching.UnservedQuestion", "steps"): _told_elsewhere,
    ("needs.HelpQuestion", "windows"): _windows,
    ("volunteering.Offer", "windows"): _windows,
}
"""Values that the program keeps as a code, and how they are said; some need their whole row."""
