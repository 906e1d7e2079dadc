"""Reading moments in the week: "ma ochtend; do middag", "maandagochtend", "mon-morning".

Days come before the parts of the day that belong to them: "ma, di ochtend; do" is Monday and
Tuesday morning, and all of Thursday. A day without parts is morning, afternoon and evening;
parts without days are on all seven days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from samenspel.exchange.cell_reading import CellError, not_understood
from samenspel.exchange.word_matching import (
    REMEMBERED,
    data,
    find,
    squash,
    without_accents,
)
from samenspel.vocabulary.week import Daypart, Weekday, Windows, windows_of

DAYTIME = (Daypart.MORNING, Daypart.AFTERNOON, Daypart.EVENING)
TOKEN = re.compile(r"[^\W\d_]+|\d+|[;|\n]|[-–]")
DAY, PART, RANGE, BREAK, FILLER, ALWAYS = "day", "part", "range", "break", "filler", "always"


def _numbers(span: str) -> tuple[int, ...]:
    first, _dash, last = span.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


@cache
def _tokens() -> Mapping[str, tuple[str, tuple[int, ...]]]:
    """Return squashed word -> what it is and, for days and parts, which."""
    lists = data("words")
    known: dict[str, tuple[str, tuple[int, ...]]] = {}
    for kind in (FILLER, RANGE, ALWAYS):
        known |= {squash(word): (kind, ()) for word in lists[kind][kind]}
    known |= {"-": (RANGE, ()), "–": (RANGE, ())} | dict.fromkeys(";|\n", (BREAK, ()))
    for kind, name in ((DAY, "days"), (PART, "dayparts")):
        for span, words in lists[name].items():
            known |= {squash(word): (kind, _numbers(span)) for word in words}
    return known


@cache
def _phrases() -> tuple[str, ...]:
    lists = data("words")
    words = [
        word
        for name in ("days", "dayparts", "always", "range")
        for group in lists[name].values()
        for word in group
    ]
    return tuple(sorted((word for word in words if not word.isalpha()), key=len, reverse=True))


def _split(text: str) -> list[str]:
    plain = without_accents(text)
    for phrase in _phrases():
        plain = plain.replace(without_accents(phrase), squash(phrase))
    return TOKEN.findall(plain)


@dataclass
class _Group:
    """Days and the parts that belong to them."""

    days: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)


class _Reader:
    """Goes through the tokens once, making groups."""

    def __init__(self) -> None:
        self.groups = [_Group()]
        self.last = ""
        self.spans = False

    def take(self, kind: str, which: Sequence[int]) -> None:
        """Take one token."""
        if kind == BREAK:
            self.groups.append(_Group())
        elif kind == ALWAYS:
            self.groups.append(_Group(list(Weekday), list(DAYTIME)))
        elif kind == RANGE:
            self.spans = self.last in (DAY, PART)
            return
        elif kind == DAY:
            self._day(which)
        elif kind == PART:
            self._part(which)
        self.last, self.spans = kind, False

    def _day(self, which: Sequence[int]) -> None:
        if self.groups[-1].parts:
            self.groups.append(_Group())
        days = self.groups[-1].days
        if self.spans and self.last == DAY and days:
            first = days[-1]
            days.extend((first + step) % 7 for step in range(1, (which[0] - first) % 7))
        days.extend(which)

    def _part(self, which: Sequence[int]) -> None:
        parts = self.groups[-1].parts
        if self.spans and self.last == PART and parts:
            parts.extend(range(parts[-1] + 1, which[0]))
        parts.extend(which)


@lru_cache(maxsize=REMEMBERED)
def read_windows(text: str, days: tuple[int, ...] = (), parts: tuple[int, ...] = ()) -> Windows:
    """Return the windows in a text; ``days`` and ``parts`` are what the header already said.

    Raises CellError when a word is not understood or there is no moment in it.
    """
    reader = _Reader()
    for token in _split(text):
        for kind, which in _meaning(token, text):
            reader.take(kind, which)
    pairs = [
        (day, part)
        for group in reader.groups
        if group.days or group.parts
        for day in group.days or days or list(Weekday)
        for part in group.parts or parts or DAYTIME
    ]
    if not pairs:
        raise _not_a_moment(text)
    return windows_of(pairs)


def _meaning(token: str, text: str) -> list[tuple[str, tuple[int, ...]]]:
    known = _tokens()
    if token in known:
        return [known[token]]
    for cut in range(2, len(token) - 1):
        day, part = known.get(token[:cut]), known.get(token[cut:])
        if day and part and day[0] == DAY and part[0] == PART:
            return [day, part]
    raise _not_a_moment(text)


def _not_a_moment(text: str) -> CellError:
    return CellError(
        not_understood(text),
        _("Write days and parts of the day, for example: Mon morning; Thu afternoon."),
    )


def header_moment(header: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return the days and parts that a header is about ("Maandag", "ma ochtend"), or None."""
    days: list[int] = []
    parts: list[int] = []
    try:
        tokens = [one for word in _split(header) for one in _meaning(word, header)]
    except CellError:
        return None
    for kind, which in tokens:
        if kind == DAY:
            days += which
        elif kind == PART:
            parts += which
    return (tuple(days), tuple(parts)) if days or parts else None


def read_day_column(text: str, days: tuple[int, ...], parts: tuple[int, ...]) -> Windows:
    """Return the windows of a cell in a column of one day or one part of the day.

    "x" or "ja" means the whole column; "ochtend" under "Maandag" is Monday morning.
    """
    said = find("yes_no", text)
    if said == "no":
        return 0
    if said == "yes":
        return windows_of(
            (day, part) for day in days or list(Weekday) for part in parts or DAYTIME
        )
    return read_windows(text, days, parts)
