"""Kinds of help as the asker reads them, with one for people who do not know yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from samenspel.ui.option_fields import help_options
from samenspel.ui.part_values import Option
from samenspel.vocabulary.kinds_of_help import TaskType

UNKNOWN_KIND = "unknown"
KIND_OPTIONS_OR_UNKNOWN: tuple[Option, ...] = (
    *help_options(lambda words: words.asked),
    Option(
        UNKNOWN_KIND,
        gettext_lazy("I do not know yet"),
        gettext_lazy("we work it out together"),
        "question",
    ),
)


def task_types_of(values: Sequence[str]) -> tuple[TaskType, ...]:
    """Return the kinds of help among the tiles; "I do not know yet" is not one."""
    return tuple(TaskType(value) for value in values if value != UNKNOWN_KIND)
