"""What the work list says above and in its rows."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.needs.reads.questions import WorkQuestion
from samenspel.ui.spoken_dates import spoken_date

NOON, EVENING = 12, 18


def greeting(given_name: str, at: datetime) -> str:
    """Return "Good morning, Noor", by the local hour."""
    hour = timezone.localtime(at).hour
    if hour < NOON:
        return _("Good morning, %(name)s") % {"name": given_name}
    if hour < EVENING:
        return _("Good afternoon, %(name)s") % {"name": given_name}
    return _("Good evening, %(name)s") % {"name": given_name}


def lead(late: int, past_promise: int, at: datetime) -> str:
    """Return the day, what cannot wait, and where the promised answer is late."""
    today = spoken_date(at, at)
    sentences = [today[:1].upper() + today[1:] + "."]
    if late:
        sentences.append(
            ngettext(
                "%(count)d question waits too long.",
                "%(count)d questions wait too long.",
                late,
            )
            % {"count": late}
        )
    else:
        sentences.append(_("No question waits too long."))
    if past_promise:
        sentences.append(
            ngettext(
                "The promise “an answer within a day” has passed for %(count)d question.",
                "The promise “an answer within a day” has passed for %(count)d questions.",
                past_promise,
            )
            % {"count": past_promise}
        )
    return " ".join(sentences)


def waited(days: int) -> tuple[str, str]:
    """Return how long something waits as a figure and a unit."""
    if days < 1:
        return "<1", ngettext("day", "days", 1)
    return str(days), ngettext("day", "days", days)


def waited_weeks(days: int) -> tuple[str, str]:
    """Return whole weeks as a figure and a unit."""
    weeks = days // 7
    return str(weeks), ngettext("week", "weeks", weeks)


def asked_by(question: WorkQuestion) -> str:
    """Return "Riet T., Zuilen, asked for her (daughter)" without a name of the asker."""
    words = f"{question.subject_name}, {question.place}"
    if not question.asked_by_other:
        return words
    if question.relation:
        return _("%(person)s, asked on behalf (%(relation)s)") % {
            "person": words,
            "relation": question.relation,
        }
    return _("%(person)s, asked by someone else") % {"person": words}
