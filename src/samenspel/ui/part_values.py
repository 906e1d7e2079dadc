"""Values the parts draw. Frozen and plain: a page builds them, a part never asks for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Voice = Literal["own", "vol", "pro", "me"]
State = Literal["done", "current", "todo"]


@dataclass(frozen=True)
class Column:
    """A column of a table; figures are aligned right."""

    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption. The first cell of a row is that row's heading."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a wizard. Only steps that are done may have an address."""

    label: str
    state: State = "todo"
    url: str = ""


@dataclass(frozen=True)
class Rung:
    """A rung of the ladder own network, neighbours and volunteers, professionals."""

    label: str
    words: str
    state: State = "todo"


@dataclass(frozen=True)
class Moment:
    """Something in the week. ``voice`` is own, vol, pro, or open while nobody has been
    found."""

    time: str
    who: str
    what: str
    voice: Literal["own", "vol", "pro", "open"]
    url: str = ""
    action: str = ""
    action_context: str = ""


@dataclass(frozen=True)
class Day:
    """A day of the week with its moments in order."""

    short: str
    name: str
    number: int
    moments: tuple[Moment, ...] = ()
    is_today: bool = False


@dataclass(frozen=True)
class Fact:
    """A fact with an icon: when, how far, how long."""

    icon: str
    term: str
    words: str


@dataclass(frozen=True)
class WorkItem:
    """A row of a coordinator's list: how long it has waited, what it is, what to do."""

    amount: str
    unit: str
    title: str
    url: str
    who: str
    why: str
    action: str
    action_url: str = ""
    is_late: bool = False
    is_current: bool = False


@dataclass(frozen=True)
class Option:
    """A choice with words below it and, in tiles, an icon. Words may be translated lazily."""

    value: str
    label: str | _StrPromise
    description: str | _StrPromise = ""
    icon: str = ""


@dataclass(frozen=True)
class Press:
    """The options of a button or of a link that looks like one."""

    label: str
    url: str = ""
    variant: Literal["primary", "secondary", "subtle"] = "secondary"
    icon: str = ""
    context: str = ""
    name: str = ""
    value: str = ""
    type: Literal["submit", "button"] = "submit"
    form: str = ""
    formaction: str = ""
    key: str = ""
    key_mode: Literal["", "focus"] = ""
    id: str = ""

    @property
    def variant_class(self) -> str:
        """The class of the variant in the component package."""
        suffix = "" if self.variant == "subtle" else "-action"
        return f"utrecht-button--{self.variant}{suffix}"
