"""Words of this room: what a spreadsheet is, and what can be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samenspel.core.errors import DomainError


class SheetKind(StrEnum):
    """What the rows of a spreadsheet are."""

    QUESTIONS = "questions"
    OFFERS = "offers"


class SheetError(DomainError):
    """The file as a whole cannot be used; the rest of it was not looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number as the spreadsheet shows it (from 1), and its cells."""

    number: int
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong cell: where it is, what was read, what is wrong and what is expected.

    ``message`` is the whole sentence; ``column`` is the header as it is in the file.
    """

    row: int
    column: str
    read: str
    wrong: str
    expected: str
    message: str
