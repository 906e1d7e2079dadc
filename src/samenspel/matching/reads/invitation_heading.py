"""The question a helper reads at the top of an invitation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from samenspel.vocabulary.kinds_of_help import TaskType


def heading(task_types: Sequence[str], when: str) -> str:
    """Return "Would you like to go out with someone on Thursday afternoon?".

    ``when`` is one moment in words, or empty when there are several to choose from.
    """
    on = _(" on %(when)s") % {"when": when} if when else ""
    question = _("Would you like to help someone%(on)s?")
    if task_types:
        question = str(TaskType(task_types[0]).words.invitation)
    return question % {"on": on}
