"""What each column holds: how its cells are read, and what is expected of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.core.one_line import problem_of, visible
from samenspel.exchange import cell_reading
from samenspel.exchange.cell_reading import CellError, Read, not_understood, text_of
from samenspel.exchange.time_windows import read_windows
from samenspel.exchange.word_matching import find, find_all
from samenspel.needs.types import Frequency, WhoMayKnow
from samenspel.people.types import Channel, Gender
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.volunteering.types import HelperKind

OLDEST_BIRTH_YEAR = 1890
TITLES = {
    "external_id": gettext_lazy("Number"),
    "name": gettext_lazy("Name"),
    "place": gettext_lazy("Postcode or place"),
    "task_types": gettext_lazy("Kind of help"),
    "what": format_lazy(
        "{kind} / {words}", kind=gettext_lazy("Kind of help"), words=gettext_lazy("Own words")
    ),
    "windows": gettext_lazy("Parts of the day"),
}
"""What to call columns that are not there."""


def labels(options: Iterable[tuple[str, Any]]) -> Callable[[], str]:
    """Return a function that lists the labels of choices in the current language."""
    known = list(options)
    return lambda: ", ".join(str(label).lower() for _value, label in known)


def _task_types(cell: Any) -> tuple[str, ...]:
    """Read kinds of help; "anders" gives none, which is enough with words of their own."""
    written = text_of(cell)
    if find("any_task", written):
        return ()
    values, unknown = find_all("task_types", written)
    strange = [item for item in unknown if not find("any_task", item)]
    if strange:
        raise CellError(
            not_understood(strange[0]),
            _("Write one or more of these: %(words)s.") % {"words": labels(TaskType.choices)()},
        )
    return values


def _languages(cell: Any) -> tuple[str, ...]:
    values, unknown = find_all("languages", text_of(cell))
    if unknown:
        raise CellError(
            not_understood(unknown[0]),
            _("Write one or more of these: %(words)s.") % {"words": labels(Language.choices)()},
        )
    return values


def _windows(cell: Any) -> int:
    return read_windows(text_of(cell))


def _vog(today: date) -> Read:
    """Read the day on which a VOG was seen; True when the cell only says that it was."""
    seen_on = cell_reading.day(today=today)

    def read(cell: Any) -> date | bool:
        said = find("yes_no", text_of(cell))
        return seen_on(cell) if said is None else said == "yes"

    return read


def _birth_year(today: date) -> Read:
    return cell_reading.number(OLDEST_BIRTH_YEAR, today.year, whole=True)


def _birth_date(today: date) -> Read:
    """Read a date of birth and keep only the year."""
    born_on = cell_reading.day(today=today, earliest=OLDEST_BIRTH_YEAR)
    return lambda cell: born_on(cell).year


def _external_id(cell: Any) -> str:
    written = visible(" ".join(text_of(cell).split()))
    if len(written) > 80:
        raise CellError(
            _("the number has %(length)d characters.") % {"length": len(written)},
            _("Write at most %(limit)d characters.") % {"limit": 80},
        )
    if problem := problem_of(written):
        raise CellError(cell_reading.not_understood(written), problem)
    return written


def _urgency(cell: Any) -> int:
    written = text_of(cell)
    found = find("urgency", written)
    if found is None:
        raise CellError(
            not_understood(written), _("Write a number from 1 to 5, or low, normal or high.")
        )
    return int(found)


def _plain(cell: Any) -> str:
    return text_of(cell)


def readers(today: date) -> Mapping[str, Read]:
    """Return how to read each column, by field."""
    share = cell_reading.choice("who_may_know", labels(WhoMayKnow.choices))
    return {
        "external_id": _external_id,
        "given_name": cell_reading.line(60, is_name=True),
        "initials": cell_reading.line(30, is_name=True),
        "prefix": cell_reading.line(20, is_name=True),
        "family_name": cell_reading.line(60, is_name=True),
        "full_name": cell_reading.line(150, is_name=True),
        "gender": cell_reading.choice("gender", labels(Gender.choices)),
        "birth_year": _birth_year(today),
        "birth_date": _birth_date(today),
        "email": cell_reading.email,
        "phone": cell_reading.phone,
        "mobile": cell_reading.phone,
        "postcode": _plain,
        "place": _plain,
        "channel": cell_reading.choice("channel", labels(Channel.choices)),
        "languages": _languages,
        "interests": cell_reading.as_far_as_known("interests"),
        "boundaries": cell_reading.several("boundaries", labels(Boundary.choices)),
        "hours_per_week": cell_reading.number(0.1, 168),
        "task_types": _task_types,
        "windows": _windows,
        "own_words": cell_reading.text(4000),
        "public_note": cell_reading.text(600),
        "urgency": _urgency,
        "frequency": cell_reading.choice("frequency", labels(Frequency.choices)),
        "gender_wish": cell_reading.choice(
            "gender_wish", lambda: _("woman, man, no preference")
        ),
        "gender_required": cell_reading.yes_no,
        "accepts_bodily_care": cell_reading.yes_no,
        "who_may_know": share,
        "agreed": cell_reading.yes_no,
        "asked_on": cell_reading.day(today=today),
        "radius_km": cell_reading.number(0.1, 300),
        "vog_seen_on": _vog(today),
        "capacity": cell_reading.number(1, 50, whole=True),
        "asks_per_month": cell_reading.number(0, 31, whole=True),
        "helper_kind": cell_reading.choice("helper_kind", labels(HelperKind.choices)),
        "willing_bodily_care": cell_reading.yes_no,
        "motive": cell_reading.text(4000),
    }


def four_digits(written: str) -> str | None:
    """Return the four digits of "3554", "3554AB" or "3554 AB"; None for anything else."""
    found = re.fullmatch(r"(\d{4})\s*(?:[A-Za-z]{2})?", written)
    return found[1] if found else None
