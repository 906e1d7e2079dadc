"""The side of a price exchange that adds the answers up: it knows rows of helpers, and no
person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.border import Kind, Message, ask, message
from samenspel_engine.certificate import OPEN
from samenspel_engine.municipality import WISH_UNIT
from samenspel_engine.transports import Transport


class Exchange:
    """One exchange over parts that have settled.

    Parameters
    ----------
    crew : Transport
    owner : ndarray of int64, shape (m,)
        Part where each helper lives, -1 for none; it gives the first price.
    room : ndarray of int64, shape (m,)
        Places of each helper.
    parts : int
    """

    def __init__(
        self, crew: Transport, owner: NDArray[np.int64], room: NDArray[np.int64], parts: int
    ) -> None:
        self._crew = crew
        self._room = np.maximum(room, 0)
        self._owner = owner
        self._keeper = np.full(room.size, OPEN, np.int64)
        self._reach = np.zeros((parts, room.size), np.bool_)
        self.border = np.zeros(room.size, np.bool_)

    def ascend(self, count: int) -> int:
        """Raise the bound in ``count`` steps; return the best, in sixteenths.

        Halfway, the lists are looked at again: the prices show which were too short.
        """
        self._climb(count // 2)
        return self._agree(self._climb(count - count // 2))

    def divide(self) -> int:
        """Divide the places of border helpers, let the parts solve; return the total cost."""
        wish = np.zeros(self._reach.shape, np.int64)
        for part, answer in enumerate(self._ask([ask(Kind.WISH)] * len(wish))):
            wish[part, answer.rows] = answer.values
        places = divide_places(wish, self._reach & self.border, self._room)
        told = [
            message(Kind.PLACES, mine, of_part[mine])
            for of_part in places
            for mine in [np.flatnonzero(of_part)]
        ]
        return sum(answer.total for answer in self._ask(told))

    def _climb(self, count: int) -> int:
        """Agree on the border and take some steps; bit 1: the last was the best."""
        self._learn_border()
        best, flag = None, 0
        told = [ask(Kind.STEP)] * len(self._reach)
        for _ in range(count):
            answers = self._ask([one._replace(total=flag) for one in told])
            value = sum(one.total for one in answers)
            flag = 1 if best is not None and value <= best else 3
            best = value if flag & 2 else best
            told = self._changes(answers)
        return flag

    def _learn_border(self) -> None:
        for part, answer in enumerate(self._ask([ask(Kind.CENSUS)] * len(self._reach))):
            self._reach[part, answer.rows] = True
        self.border = self._reach.sum(axis=0) > 1
        at = np.arange(self.border.size)
        by_owner = (self._owner != OPEN) & self._reach[self._owner, at]
        first = np.where(by_owner, self._owner, self._reach.argmax(axis=0))
        fresh = self._reach.any(axis=0) & (self._keeper == OPEN)
        self._keeper[fresh] = first[fresh]
        told = []
        for part, reach in enumerate(self._reach):
            mine = np.flatnonzero(reach & self.border)
            told.append(message(Kind.BORDER, mine, self._keeper[mine] == part))
        self._share_prices(self._ask(told))

    def _share_prices(self, answers: Sequence[Message]) -> None:
        """Pass the prices on to every other part that reaches the helper."""
        price = np.zeros(self.border.size, np.int32)
        for answer in answers:
            price[answer.rows] = answer.values
        told = []
        for part, reach in enumerate(self._reach):
            others = np.flatnonzero(reach & self.border & (self._keeper != part))
            told.append(message(Kind.PRICE, others, price[others]))
        self._crew.broadcast([one.pack() for one in told])

    def _changes(self, answers: Sequence[Message]) -> list[Message]:
        """For each part, how the loads of the other parts changed."""
        size = self.border.size
        total = np.zeros(size, np.int64)
        for answer in answers:
            total[answer.rows] += answer.values
        told = []
        for part, answer in enumerate(answers):
            change = total.copy()
            change[answer.rows] -= answer.values
            mine = np.flatnonzero((change != 0) & self._reach[part])
            told.append(message(Kind.STEP, mine, change[mine]))
        return told

    def _agree(self, flag: int) -> int:
        """All take the best prices of those who count the places; return the bound there."""
        parts = len(self._reach)
        self._share_prices(self._ask([ask(Kind.PRICE, 1 | flag)] * parts))
        return sum(answer.total for answer in self._ask([ask(Kind.STEP)] * parts))

    def _ask(self, asked: Sequence[Message]) -> list[Message]:
        answers = self._crew.all_reduce([one.pack() for one in asked])
        return [Message.unpack(answer, self.border.size) for answer in answers]


def divide_places(
    wish: NDArray[np.int64], reach: NDArray[np.bool_], room: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Whole places of each helper for each part, close to the wishes and never too many.

    Parameters
    ----------
    wish : ndarray of int64, shape (parts, m)
        Places wished for, in 256ths.
    reach : ndarray of bool, shape (parts, m)
        Where a part may get places.
    room : ndarray of int64, shape (m,)

    Returns
    -------
    ndarray of int64, shape (parts, m)
        Largest remainders first; what is then left goes to the largest of all.
    """
    whole = np.maximum(wish.sum(axis=0), WISH_UNIT * np.maximum(room, 1))
    places, rest = np.divmod(wish * room, whole)
    left = np.where(reach.any(axis=0), room - places.sum(axis=0), 0)
    order = np.argsort(np.where(reach, -rest, 1), axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    places += (rank < left) & reach
    places[order[0], np.arange(room.size)] += np.maximum(left - reach.sum(axis=0), 0)
    return places
