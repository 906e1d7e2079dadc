"""The question a helper reads on top of an invitation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from samenspel.vocabulary.kinds_of_help import TaskType


def heading(task_types: Sequence[str], when: str) -> str:
    """Return "Would you like to go out with someone on Thursday afternoon?".

    ``when`` is one moment in words, or empty when there are several to choose from.
    """
    on = _(" on %(when)s") % {"when": when} if when else ""
    kind = TaskType(task_types[0]) if task_types else None
    return _sentences().get(kind, _("Would you like to help someone%(on)s?")) % {"on": on}


def _sentences() -> dict[TaskType | None, str]:
    return {
        TaskType.COMPANY: _("Would you like to keep someone company%(on)s?"),
        TaskType.OUTDOORS: _("Would you like to go out with someone%(on)s?"),
        TaskType.GROCERIES: _("Would you like to do the shopping for someone%(on)s?"),
        TaskType.TRANSPORT: _("Would you like to take someone along%(on)s?"),
        TaskType.HOME_GARDEN: _("Would you like to do an odd job for someone%(on)s?"),
        TaskType.PAPERWORK: _("Would you like to help someone with the post%(on)s?"),
        TaskType.RESPITE: _("Would you like to take over for someone%(on)s?"),
        TaskType.LANGUAGE: _("Would you like to practise Dutch with someone%(on)s?"),
        TaskType.DIGITAL: _("Would you like to help someone with phone or computer%(on)s?"),
        TaskType.PETS: _("Would you like to look after an animal for someone%(on)s?"),
        TaskType.NIGHT_WATCH: _("Would you like to stay the night with someone%(on)s?"),
    }
