"""Kinds of help as who asks reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from samenspel.ui.part_values import Option
from samenspel.vocabulary.kinds_of_help import TaskType

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNKNOWN_KIND = "unknown"

_KINDS: dict[TaskType, tuple[str, _StrPromise]] = {
    TaskType.COMPANY: ("cup", gettext_lazy("a cup of coffee, a chat")),
    TaskType.OUTDOORS: ("walk", gettext_lazy("a walk, the market, church or mosque")),
    TaskType.GROCERIES: ("cart", gettext_lazy("together or for you")),
    TaskType.TRANSPORT: ("car", gettext_lazy("to the hospital or to family")),
    TaskType.HOME_GARDEN: ("tools", gettext_lazy("a lamp, the grass, a dustbin")),
    TaskType.PAPERWORK: ("document", gettext_lazy("post, forms, money matters")),
    TaskType.RESPITE: ("swap", gettext_lazy("so that who cares for you can rest")),
    TaskType.LANGUAGE: ("chat", gettext_lazy("talking and reading together")),
    TaskType.DIGITAL: ("phone", gettext_lazy("calling, messages, internet")),
    TaskType.PETS: ("heart", gettext_lazy("walking the dog, feeding the cat")),
    TaskType.NIGHT_WATCH: ("moon", gettext_lazy("someone in the house at night")),
    TaskType.BODILY_CARE: ("person", gettext_lazy("only with someone trained, in agreement")),
}
KIND_OPTIONS: tuple[Option, ...] = tuple(
    Option(kind.value, kind.label, words, icon) for kind, (icon, words) in _KINDS.items()
)
KIND_OPTIONS_OR_UNKNOWN: tuple[Option, ...] = (
    *KIND_OPTIONS,
    Option(
        UNKNOWN_KIND,
        gettext_lazy("I do not know yet"),
        gettext_lazy("we work it out together"),
        "question",
    ),
)


def task_types_of(values: Sequence[str]) -> tuple[TaskType, ...]:
    """Return the kinds of help among the tiles; "I do not know yet" is none."""
    return tuple(TaskType(value) for value in values if value != UNKNOWN_KIND)
