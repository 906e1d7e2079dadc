"""The week as asking and offering share it: days, parts of a day, and sets of both."""

from collections.abc import Iterable
from enum import IntEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


class Weekday(IntEnum):
    """Days as Python counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class Daypart(IntEnum):
    """Quarters of a day: 6-12, 12-18, 18-24 and 0-6 hours, local time."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2
    NIGHT = 3


WEEKDAY_LABELS = {
    Weekday.MONDAY: _("Monday"),
    Weekday.TUESDAY: _("Tuesday"),
    Weekday.WEDNESDAY: _("Wednesday"),
    Weekday.THURSDAY: _("Thursday"),
    Weekday.FRIDAY: _("Friday"),
    Weekday.SATURDAY: _("Saturday"),
    Weekday.SUNDAY: _("Sunday"),
}
DAYPART_LABELS = {
    Daypart.MORNING: _("morning"),
    Daypart.AFTERNOON: _("afternoon"),
    Daypart.EVENING: _("evening"),
    Daypart.NIGHT: _("night"),
}

Windows = int
"""A set of weekly windows: bit ``4 * weekday + daypart``, 28 bits."""

ALL_WINDOWS: Windows = (1 << 28) - 1


def windows_of(pairs: Iterable[tuple[int, int]]) -> Windows:
    """Return the windows for (weekday, daypart) pairs."""
    mask = 0
    for weekday, daypart in pairs:
        mask |= 1 << (4 * Weekday(weekday) + Daypart(daypart))
    return mask


def pairs_of(windows: Windows) -> tuple[tuple[Weekday, Daypart], ...]:
    """Return the (weekday, daypart) pairs in ``windows``, in the order of the week."""
    return tuple(
        (Weekday(bit // 4), Daypart(bit % 4)) for bit in range(28) if windows >> bit & 1
    )


def window_words(weekday: Weekday, daypart: Daypart) -> str:
    """Return "Thursday afternoon", in Dutch "donderdagmiddag"."""
    # Translators: the parts are a day and a part of it; Dutch writes them as one word.
    return pgettext("moment of the week", "%(day)s %(part)s") % {
        "day": WEEKDAY_LABELS[weekday],
        "part": DAYPART_LABELS[daypart],
    }
