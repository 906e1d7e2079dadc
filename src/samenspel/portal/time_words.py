"""Saying a week, a day and a time the way people do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.circles.types import AgreementLine, WeekDay
from samenspel.ui.part_values import Day, Moment
from samenspel.ui.spoken_dates import spoken_date, spoken_time
from samenspel.vocabulary.week import WEEKDAY_LABELS

NOON = 12
EVENING = 18
HOURS = (
    gettext_lazy("twelve o'clock"),
    gettext_lazy("one o'clock"),
    gettext_lazy("two o'clock"),
    gettext_lazy("three o'clock"),
    gettext_lazy("four o'clock"),
    gettext_lazy("five o'clock"),
    gettext_lazy("six o'clock"),
    gettext_lazy("seven o'clock"),
    gettext_lazy("eight o'clock"),
    gettext_lazy("nine o'clock"),
    gettext_lazy("ten o'clock"),
    gettext_lazy("eleven o'clock"),
)
HALF_PAST = (
    gettext_lazy("half past twelve"),
    gettext_lazy("half past one"),
    gettext_lazy("half past two"),
    gettext_lazy("half past three"),
    gettext_lazy("half past four"),
    gettext_lazy("half past five"),
    gettext_lazy("half past six"),
    gettext_lazy("half past seven"),
    gettext_lazy("half past eight"),
    gettext_lazy("half past nine"),
    gettext_lazy("half past ten"),
    gettext_lazy("half past eleven"),
)


def clock(moment: time) -> str:
    """Return "9.30" in Dutch and "9:30" in English: a time without the word for it."""
    return spoken_time(moment).split(" ")[0]


def spoken_clock(moment: time) -> str:
    """Return "half past nine" and "eleven o'clock"; other times in figures."""
    if moment.minute == 0:
        return str(HOURS[moment.hour % 12])
    if moment.minute == 30:
        return str(HALF_PAST[moment.hour % 12])
    return spoken_time(moment)


def week_title(days: Sequence[WeekDay]) -> str:
    """Return "13 to 19 March" for the first and last of the days."""
    first, last = days[0].day, days[-1].day
    start = "j" if first.month == last.month else "j F"
    return _("This week, %(first)s to %(last)s") % {
        "first": date_format(first, start),
        "last": date_format(last, "j F"),
    }


def week_days(days: Sequence[WeekDay]) -> tuple[Day, ...]:
    """Return the week as its drawing needs it."""
    return tuple(
        Day(
            short=date_format(each.day, "D"),
            name=date_format(each.day, "l"),
            number=each.day.day,
            moments=tuple(
                Moment(
                    time=clock(moment.starts_at),
                    who=moment.name,
                    what=lowered(moment.what),
                    voice="own" if moment.voice == "me" else moment.voice,
                )
                for moment in each.moments
            ),
            is_today=each.is_today,
        )
        for each in days
    )


def lowered(words: str) -> str:
    """Return the words with a small first letter, to stand after a name."""
    return words[:1].lower() + words[1:]


def moments_words(agreement: AgreementLine) -> tuple[str, ...]:
    """Return "Thursday 14.00 to 16.00" for each weekly moment."""
    lines = []
    for moment in agreement.moments:
        words = {
            "day": str(WEEKDAY_LABELS[moment.weekday]),
            "starts": clock(moment.starts_at),
            "ends": clock(moment.ends_at) if moment.ends_at else "",
        }
        pattern = _("%(day)s %(starts)s to %(ends)s") if words["ends"] else "%(day)s %(starts)s"
        lines.append(pattern % words)
    return tuple(lines)


def agreement_dates(agreement: AgreementLine) -> str:
    """Return whether an agreement holds, from when, how long on trial, when to look back."""
    sentences = []
    if agreement.agreed_at:
        sentences.append(
            _("Agreed by both on %(day)s.") % {"day": spoken_date(agreement.agreed_at)}
        )
    else:
        names = ", ".join(agreement.waits_for)
        sentences.append(_("Not in force yet. Waits for: %(names)s.") % {"names": names})
    if agreement.starts_on:
        sentences.append(_("From %(day)s.") % {"day": spoken_date(agreement.starts_on)})
    if agreement.trial_until:
        day = spoken_date(agreement.trial_until)
        sentences.append(_("On trial until %(day)s.") % {"day": day})
    day = spoken_date(agreement.review_on)
    sentences.append(_("You look back together on %(day)s.") % {"day": day})
    return " ".join(sentences)


def greeting(name: str, at: datetime) -> str:
    """Return "Good morning, Riet" by the local time of day."""
    hour = timezone.localtime(at).hour
    if hour < NOON:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < EVENING:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def day_line(day: date) -> str:
    """Return "Tuesday 14 March"."""
    return date_format(day, "l j F")
