"""The week as a table of checkboxes in a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy

from samenspel.vocabulary.week import (
    DAYPART_LABELS,
    WEEKDAY_LABELS,
    Daypart,
    Weekday,
    Windows,
    pairs_of,
    window_words,
    windows_of,
)


def keys_of(windows: Windows) -> list[str]:
    """Return the checkboxes that stand for these windows."""
    return [f"{day}-{part}" for day, part in pairs_of(windows)]


class WeekField(forms.MultipleChoiceField):
    """Moments in the week, ticked in a table; the answer is a set of windows."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        choices = [(f"{day}-{part}", "") for day in Weekday for part in Daypart]
        super().__init__(choices=choices, required=False, **kwargs)

    def clean(self, value: Any) -> Windows:
        """Return the windows that were ticked; 0 for none."""
        chosen = super().clean(value)
        pairs = (key.split("-") for key in chosen)
        return windows_of((int(day), int(part)) for day, part in pairs)


@dataclass(frozen=True)
class WeekCell:
    """One checkbox of the week: where it stands, and its name for screen readers."""

    id: str
    value: str
    label: str
    is_checked: bool


@dataclass(frozen=True)
class WeekRow:
    """A day: short for the eye, in full for screen readers and for anyone who points at it."""

    short: str
    day: str
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True)
class WeekTable:
    """The week as a table of checkboxes: a row for each day, a column for each part of it."""

    name: str
    parts: tuple[str, ...]
    rows: tuple[WeekRow, ...]


class WithWeek(forms.Form):
    """A form with moments in the week."""

    windows = WeekField(label=gettext_lazy("Which moments suit?"))

    def week(self) -> WeekTable:
        """Return the table to draw, with what was ticked before."""
        bound = self["windows"]
        chosen = {str(value) for value in bound.value() or ()}
        rows = []
        for day in Weekday:
            cells = (self._cell(day, part, chosen) for part in Daypart)
            rows.append(
                WeekRow(str(WEEKDAYS_ABBR[day]), str(WEEKDAY_LABELS[day]), tuple(cells))
            )
        parts = tuple(str(DAYPART_LABELS[part]) for part in Daypart)
        return WeekTable(bound.html_name, parts, tuple(rows))

    def _cell(self, day: Weekday, part: Daypart, chosen: set[str]) -> WeekCell:
        value = f"{day}-{part}"
        element_id = f"{self['windows'].auto_id}_{4 * day + part}"
        return WeekCell(element_id, value, window_words(day, part), value in chosen)
