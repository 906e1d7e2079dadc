"""The parts that several forms about asking share: kinds of help, the week, a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy

from samenspel.core.vocabulary import (
    DAYPART_LABELS,
    WEEKDAY_LABELS,
    Daypart,
    TaskType,
    Weekday,
    Windows,
    windows_of,
)
from samenspel.needs.describe import window_words
from samenspel.ui.data import Option

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNKNOWN_KIND = "unknown"

_KINDS: dict[TaskType, tuple[str, _StrPromise]] = {
    TaskType.COMPANY: ("cup", gettext_lazy("a cup of coffee, a chat")),
    TaskType.OUTDOORS: ("walk", gettext_lazy("a walk, the market, church or mosque")),
    TaskType.GROCERIES: ("cart", gettext_lazy("together or for you")),
    TaskType.TRANSPORT: ("car", gettext_lazy("to the hospital or to family")),
    TaskType.HOME_GARDEN: ("tools", gettext_lazy("a lamp, the grass, a dustbin")),
    TaskType.PAPERWORK: ("document", gettext_lazy("post, forms, money matters")),
    TaskType.RESPITE: ("swap", gettext_lazy("so that who cares for you can rest")),
    TaskType.LANGUAGE: ("chat", gettext_lazy("talking and reading together")),
    TaskType.DIGITAL: ("phone", gettext_lazy("calling, messages, internet")),
    TaskType.PETS: ("heart", gettext_lazy("walking the dog, feeding the cat")),
    TaskType.NIGHT_WATCH: ("moon", gettext_lazy("someone in the house at night")),
    TaskType.BODILY_CARE: ("person", gettext_lazy("only with someone trained, in agreement")),
}
KIND_OPTIONS: tuple[Option, ...] = tuple(
    Option(kind.value, kind.label, words, icon) for kind, (icon, words) in _KINDS.items()
)
KIND_OPTIONS_OR_UNKNOWN: tuple[Option, ...] = (
    *KIND_OPTIONS,
    Option(
        UNKNOWN_KIND,
        gettext_lazy("I do not know yet"),
        gettext_lazy("we work it out together"),
        "question",
    ),
)


def plain_options(choices: Iterable[tuple[str, Any]]) -> tuple[Option, ...]:
    """Return choices as tiles without icon or description."""
    return tuple(Option(value, label) for value, label in choices)


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
    """One checkbox of the week: where it stands and what it is called for who listens."""

    id: str
    value: str
    label: str
    is_checked: bool


@dataclass(frozen=True)
class WeekRow:
    """A day, short for the eye and in full for who asks or listens."""

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


class PlaceField(forms.CharField):
    """A place or a postcode, with the places we know as suggestions."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Place or postcode"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"list": "places", "autocomplete": "off"})
        )
        super().__init__(max_length=80, **kwargs)


def task_types_of(values: Sequence[str]) -> tuple[TaskType, ...]:
    """Return the kinds of help among the tiles; "I do not know yet" is none."""
    return tuple(TaskType(value) for value in values if value != UNKNOWN_KIND)
