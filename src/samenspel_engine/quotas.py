"""Most matches of organisations, neighbourhoods and other groups of helpers.

Groups may be nested (a team within an organisation within a town) but may not overlap
otherwise; the round then remains a flow in a tree, and its optimum is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.errors import EngineInputError

NONE = -1
MOST_MATCHES = 1 << 31


@dataclass(frozen=True, eq=False)
class Quotas:
    """Groups of helpers with the most matches each may have.

    Parameters
    ----------
    group_of : array_like of int, shape (m,)
        Smallest group of each helper, -1 for none.
    parent : array_like of int, shape (g,)
        Group that each group is a part of, -1 for none.
    most : array_like of int, shape (g,)
        Most matches of each group, those of its parts and fixed matches included.
    """

    group_of: NDArray[np.int64]
    parent: NDArray[np.int64]
    most: NDArray[np.int64]

    def __post_init__(self) -> None:
        for name in ("group_of", "parent", "most"):
            object.__setattr__(self, name, _whole_numbers(name, getattr(self, name)))
        groups = self.parent.size
        wrong = (self.most < 0) | (self.most > MOST_MATCHES)
        if self.most.shape != (groups,) or wrong.any():
            raise EngineInputError("quotas", "most", "must be one number, 0 or more, per group")
        for name in ("group_of", "parent"):
            values = getattr(self, name)
            if ((values < NONE) | (values >= groups)).any():
                raise EngineInputError("quotas", name, "points at a group that does not exist")
        at = self.parent
        for _ in range(groups):
            if (at == NONE).all():
                return
            at = np.where(at == NONE, NONE, self.parent[at])
        if (at != NONE).any():
            raise EngineInputError("quotas", "parent", "goes round in a circle")

    def above(self, price: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sum of the prices of all groups that each helper is in; shape ``(m,)``."""
        total, at = np.zeros(self.group_of.size, np.int64), self.group_of
        while (at != NONE).any():
            total += np.where(at == NONE, 0, price[at])
            at = np.where(at == NONE, NONE, self.parent[at])
        return total

    def loads(self, load: NDArray[np.int64]) -> NDArray[np.int64]:
        """Matches of each group when helpers have ``load`` matches; shape ``(g,)``."""
        total, at = np.zeros(self.parent.size, np.int64), self.group_of
        while (at != NONE).any():
            inside = at != NONE
            np.add.at(total, at[inside], load[inside])
            at = np.where(inside, self.parent[at], NONE)
        return total

    def left(self, taken: NDArray[np.int64]) -> NDArray[np.int64]:
        """Matches each group may still have besides those taken; shape ``(g,)``.

        Raises
        ------
        EngineInputError
            When a group has more fixed matches than it may have, or the groups are for another
            number of helpers.
        """
        if taken.shape != self.group_of.shape:
            rule = f"must have {taken.size} values, one per offer"
            raise EngineInputError("quotas", "group_of", rule)
        left: NDArray[np.int64] = self.most - self.loads(taken)
        if (left < 0).any():
            row = int(np.argmax(left < 0))
            rule = "is less than the fixed matches of the group"
            raise EngineInputError("quotas", "most", rule, row=row)
        return left

    def of(self, helpers: NDArray[np.int64], most: NDArray[np.int64]) -> Quotas:
        """The same groups for helpers in another order, with other numbers of matches."""
        return Quotas(self.group_of[helpers], self.parent, most)

    def with_free_helpers(self, count: int) -> Quotas:
        """The same groups with more helpers at the end, who are in none."""
        more = np.full(count, NONE, np.int64)
        return Quotas(np.concatenate([self.group_of, more]), self.parent, self.most)


def no_groups(helpers: int) -> Quotas:
    """Quotas without any group."""
    none = np.empty(0, np.int64)
    return Quotas(np.full(helpers, NONE, np.int64), none, none)


def _whole_numbers(name: str, values: ArrayLike) -> NDArray[np.int64]:
    try:
        raw: NDArray[Any] = np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise EngineInputError("quotas", name, "must be a list of single values") from error
    if raw.ndim != 1 or (raw.size and raw.dtype.kind not in "iu"):
        raise EngineInputError("quotas", name, "must be a list of whole numbers")
    if raw.size and raw.dtype.kind == "u" and int(raw.max()) > MOST_MATCHES:
        raise EngineInputError("quotas", name, "holds a number that is too large")
    clean = raw.astype(np.int64)
    clean.setflags(write=False)
    return clean
