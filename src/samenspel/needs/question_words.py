"""Saying in a few words what is asked and when, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import WEEKDAY_LABELS, Weekday, Windows, pairs_of, window_words

MANY_WINDOWS = 3


def windows_words(windows: Windows) -> str:
    """Return the windows in words, or how many there are when it would become a list."""
    pairs = pairs_of(windows)
    if not pairs:
        return _("time to be agreed")
    if len(pairs) <= MANY_WINDOWS:
        return joined(window_words(day, part) for day, part in pairs)
    days = {day for day, _part in pairs}
    if len(days) == len(Weekday):
        return _("any day")
    return joined(str(WEEKDAY_LABELS[day]) for day in sorted(days))


def joined(words: Iterable[str]) -> str:
    """Return "a, b and c"."""
    items = [str(word) for word in words]
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def kinds_words(task_types: Iterable[str]) -> str:
    """Return "Company and going out together", or "" without any."""
    kinds = [str(TaskType(kind).label) for kind in task_types]
    return joined([*kinds[:1], *(kind.lower() for kind in kinds[1:])])


def question_title(task_types: Iterable[str], windows: Windows) -> str:
    """Return the title of a question: "Company on Thursday afternoon"."""
    what = kinds_words(task_types)
    if not what:
        return _("A question, not clear yet")
    pairs = pairs_of(windows)
    if len(pairs) == 1:
        return _("%(what)s on %(when)s") % {"what": what, "when": window_words(*pairs[0])}
    return what
