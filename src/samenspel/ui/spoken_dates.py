"""Dates and times as people say them, in the language of the page.

Those in ``__all__`` are the template filters of the same names; nothing in, nothing out.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import timezone, translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["days_between", "since_days", "spoken_date", "spoken_datetime", "spoken_time"]

_WEEKS_FROM = 14
_MONTHS_FROM = 61


def _is_dutch() -> bool:
    return (translation.get_language() or "nl").startswith("nl")


def local_date(value: dt.date) -> dt.date:
    """The day here; a moment with a time zone is first converted to local time."""
    if not isinstance(value, dt.datetime):
        return value
    return _local(value).date()


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def spoken_date(value: dt.date | None, today: dt.date | None = None) -> str:
    """``dinsdag 14 maart``; the year is added when it is not this year."""
    if value is None:
        return ""
    day = local_date(value)
    now = local_date(today) if today else timezone.localdate()
    pattern = "l j F" if day.year == now.year else "l j F Y"
    return _said(day, pattern, translation.get_language())


@lru_cache(maxsize=1024)
def _said(day: dt.date, pattern: str, _language: str | None) -> str:
    """Return the day in the current language, which the cache keeps apart."""
    return date_format(day, pattern)


def spoken_time(value: dt.datetime | dt.time | None) -> str:
    """``9.30 uur`` in Dutch, ``9:30`` in English."""
    if value is None:
        return ""
    moment = _local(value) if isinstance(value, dt.datetime) else value
    if _is_dutch():
        return f"{moment.hour}.{moment.minute:02d} uur"
    return f"{moment.hour}:{moment.minute:02d}"


def spoken_datetime(value: dt.datetime | None, today: dt.date | None = None) -> str:
    """``dinsdag 14 maart, 10.00 uur``."""
    if value is None:
        return ""
    return f"{spoken_date(value, today)}, {spoken_time(value)}"


def days_between(value: dt.date, today: dt.date | None = None) -> int:
    """Whole days from ``value`` until today; negative when it is still to come."""
    now = local_date(today) if today else timezone.localdate()
    return (now - local_date(value)).days


def since_days(value: dt.date | None, today: dt.date | None = None) -> str:
    """``vandaag``, ``gisteren``, ``9 dagen geleden``, ``5 weken geleden``, ``over 3 dagen``."""
    if value is None:
        return ""
    days = days_between(value, today)
    if days < 0:
        return _ahead(-days)
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return _ago(days)


def _ahead(days: int) -> str:
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def _ago(days: int) -> str:
    if days < _WEEKS_FROM:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    if days < _MONTHS_FROM:
        weeks = days // 7
        return ngettext("%(count)d week ago", "%(count)d weeks ago", weeks) % {"count": weeks}
    months = round(days / 30.44)
    return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}


def waited_days(days: int) -> tuple[str, str]:
    """Return how long something has waited as a figure and a unit."""
    if days < 1:
        return "<1", ngettext("day", "days", 1)
    return str(days), ngettext("day", "days", days)


def waited_weeks(days: int) -> tuple[str, str]:
    """Return whole weeks as a figure and a unit."""
    weeks = days // 7
    return str(weeks), ngettext("week", "weeks", weeks)
