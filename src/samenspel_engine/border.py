"""What crosses the border between parts: row numbers of helpers, loads, prices, and sums.

A message has a kind, one sum over the whole part, and for some helpers their row number with
one whole number: a load or a price. There is no place in it for anything about a question.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.errors import EngineError

HEAD = struct.Struct("<BqI")


class Kind(IntEnum):
    """What a message asks or tells."""

    CENSUS = 1
    """Which helpers are on the part's lists, and were not at the previous census."""
    BORDER = 2
    """Which of them are border helpers; 1 where this part counts the places."""
    PRICE = 3
    """Prices of border helpers."""
    STEP = 4
    """Changes of loads since the last step; the sum is the part's share of the bound."""
    WISH = 5
    """Loads of border helpers, averaged over the last steps."""
    PLACES = 6
    """Places of border helpers that the part may use; the sum is the part's cost."""


class Message(NamedTuple):
    """One message; ``rows`` rise and are offer rows of the whole problem."""

    kind: Kind
    rows: NDArray[np.int32]
    values: NDArray[np.int32]
    total: int = 0

    def pack(self) -> bytes:
        """As bytes: header, row numbers, values, all little-endian."""
        rows, values = self.rows.astype("<i4"), self.values.astype("<i4")
        return HEAD.pack(self.kind, self.total, rows.size) + rows.tobytes() + values.tobytes()

    @classmethod
    def unpack(cls, raw: bytes, helpers: int) -> Message:
        """Read bytes; refuse anything but row numbers below ``helpers``, one value each."""
        if len(raw) < HEAD.size:
            raise EngineError("a border message is too short")
        kind, total, count = HEAD.unpack_from(raw)
        if kind not in Kind.__members__.values() or len(raw) != HEAD.size + 8 * count:
            raise EngineError("a border message holds more than rows and values")
        both = np.frombuffer(raw, "<i4", offset=HEAD.size).astype(np.int32)
        rows, values = both[:count], both[count:]
        if count and (rows[0] < 0 or rows[-1] >= helpers or (np.diff(rows) <= 0).any()):
            raise EngineError("a border message names rows that are not helpers")
        return cls(Kind(kind), rows, values, total)


def message(kind: Kind, rows: NDArray[np.generic], values: NDArray[np.generic]) -> Message:
    """A message without a sum."""
    return Message(kind, rows.astype(np.int32), values.astype(np.int32))


def ask(kind: Kind, total: int = 0) -> Message:
    """A message without rows."""
    nothing = np.empty(0, np.int32)
    return Message(kind, nothing, nothing, total)
