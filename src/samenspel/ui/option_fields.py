"""Form fields whose choices carry a description and an icon. ``{% field %}`` draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from samenspel.ui.part_values import Option
from samenspel.vocabulary.kinds_of_help import HelpWords, TaskType

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _by_value(options: Sequence[Option]) -> Mapping[str, Option]:
    return {option.value: option for option in options}


class OptionField(forms.ChoiceField):
    """One of a few: drawn as option cards."""

    def __init__(self, *, options: Sequence[Option], **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=[(o.value, o.label) for o in options], **kwargs)
        self.options = _by_value(options)


class OptionsField(forms.MultipleChoiceField):
    """Any number of a few: drawn as tiles."""

    def __init__(self, *, options: Sequence[Option], **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=[(o.value, o.label) for o in options], **kwargs)
        self.options = _by_value(options)


def plain_options(choices: Iterable[tuple[str, Any]]) -> tuple[Option, ...]:
    """Return choices as tiles without icon or description."""
    return tuple(Option(value, label) for value, label in choices)


def help_options(explained: Callable[[HelpWords], _StrPromise]) -> tuple[Option, ...]:
    """Return a tile for every kind of help; ``explained`` picks the words for its reader."""
    return tuple(
        Option(kind.value, kind.label, explained(kind.words), kind.words.icon)
        for kind in TaskType
    )
