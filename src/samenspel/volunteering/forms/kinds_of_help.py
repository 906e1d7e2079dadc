"""Kinds of help as a helper reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from samenspel.ui.part_values import Option
from samenspel.vocabulary.kinds_of_help import TaskType

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_KINDS: dict[TaskType, tuple[str, _StrPromise]] = {
    TaskType.COMPANY: ("cup", gettext_lazy("a cup of coffee, a chat")),
    TaskType.OUTDOORS: ("walk", gettext_lazy("walking, the market, church or mosque")),
    TaskType.GROCERIES: ("cart", gettext_lazy("together or for someone")),
    TaskType.TRANSPORT: ("car", gettext_lazy("to the hospital or to family")),
    TaskType.HOME_GARDEN: ("tools", gettext_lazy("a lamp, the grass, a dustbin")),
    TaskType.PAPERWORK: ("document", gettext_lazy("post and forms, never the bank card")),
    TaskType.RESPITE: ("swap", gettext_lazy("so that who cares can rest for a while")),
    TaskType.LANGUAGE: ("chat", gettext_lazy("talking and reading together")),
    TaskType.DIGITAL: ("phone", gettext_lazy("calling, messages, internet")),
    TaskType.PETS: ("heart", gettext_lazy("walking the dog, feeding the cat")),
    TaskType.NIGHT_WATCH: ("moon", gettext_lazy("being in the house at night")),
    TaskType.BODILY_CARE: ("person", gettext_lazy("only after training, in agreement")),
}
KIND_OPTIONS: tuple[Option, ...] = tuple(
    Option(kind.value, kind.label, words, icon) for kind, (icon, words) in _KINDS.items()
)
