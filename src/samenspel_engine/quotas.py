"""Most questions served within quotas of organisations, neighbourhoods and their unions.

Quotas may be nested (a team within an organisation within a town) but not overlap otherwise;
then the problem is still a flow in a tree and the optimum is exact. One shortest path per
question over the whole network: meant for a town, not for a country.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._kernels_flow import Network, send, shorten
from samenspel_engine.candidates import Lists
from samenspel_engine.errors import EngineInputError

Arcs = list[tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]]


@dataclass(frozen=True)
class Quotas:
    """Groups of helpers with the most matches each may have.

    Parameters
    ----------
    group_of : ndarray of int64, shape (m,)
        Smallest group of each helper, -1 for none.
    parent : ndarray of int64, shape (g,)
        Group that each group is a part of, -1 for none.
    most : ndarray of int64, shape (g,)
        Most matches of each group, its parts included.
    """

    group_of: NDArray[np.int64]
    parent: NDArray[np.int64]
    most: NDArray[np.int64]

    def __post_init__(self) -> None:
        groups = self.parent.size
        if self.most.shape != (groups,) or (self.most < 0).any():
            raise EngineInputError("quotas", "most", "must be one number, 0 or more, per group")
        for name in ("group_of", "parent"):
            values = getattr(self, name)
            if ((values < -1) | (values >= groups)).any():
                raise EngineInputError("quotas", name, "points at a group that does not exist")
        at = np.arange(groups)
        for _ in range(groups):
            at = np.where(at >= 0, self.parent[at], -1)
        if (at >= 0).any():
            raise EngineInputError("quotas", "parent", "goes round in a circle")


@dataclass(frozen=True)
class QuotaPlan:
    """An optimal plan within quotas.

    Parameters
    ----------
    helper : ndarray of int64, shape (n,)
        Helper of each request, -1 for none.
    value, bound : int
        Total cost and the proven lower bound; equal at the optimum.
    group_price : ndarray of int64, shape (g,)
        What one match more in each group's quota would save at most.
    """

    helper: NDArray[np.int64]
    value: int
    bound: int
    group_price: NDArray[np.int64]


def assign_with_quotas(
    lists: Lists, drop: NDArray[np.int64], capacity: NDArray[np.int64], quotas: Quotas
) -> QuotaPlan:
    """Cheapest assignment within capacities and quotas; see ``assign`` for the rest."""
    n, m, groups = drop.size, capacity.size, quotas.parent.size
    requests, helpers = np.arange(n), n + np.arange(m)
    source, sink = n + m + groups, n + m + groups + 1
    group = np.where(quotas.group_of >= 0, n + m + quotas.group_of, sink)
    parent = np.where(quotas.parent >= 0, n + m + quotas.parent, sink)
    arcs: Arcs = [
        (np.repeat(requests, np.diff(lists.start)), n + lists.helper, 1, lists.cost),
        (np.full(n, source), requests, 1, 0),
        (requests, np.full(n, sink), 1, drop),
        (helpers, group, capacity, 0),
        (n + m + np.arange(groups), parent, quotas.most, 0),
    ]
    network, tail = _network(arcs, sink + 1)
    room = network.left.copy()
    send(network, source, sink, n)
    used = np.flatnonzero(network.left[: 2 * lists.helper.size : 2] == 0)
    helper = np.full(n, -1, np.int64)
    helper[tail[2 * used]] = lists.helper[used]
    away = np.zeros(sink + 1, np.int64)
    spare = np.zeros(sink + 1, np.int64)
    shorten(network, away, spare, spare.copy(), np.zeros(sink + 1, np.bool_))
    reduced = (network.cost + away[tail] - away[network.head])[::2]
    saved = np.minimum(reduced, 0)
    paid = int(((room - network.left)[::2] * network.cost[::2]).sum())
    bound = n * int(away[sink] - away[source]) + int((saved * room[::2]).sum())
    return QuotaPlan(helper, paid, bound, -saved[saved.size - groups :])


def _network(arcs: Arcs, nodes: int) -> tuple[Network, NDArray[np.int64]]:
    """Arcs (tail, head, room, cost) with their ways back, and the tail of each."""
    whole = [
        np.stack(np.broadcast_arrays(*map(np.asarray, part))).astype(np.int64) for part in arcs
    ]
    there = np.concatenate(whole, axis=1)
    back = np.stack([there[1], there[0], np.zeros(there.shape[1], np.int64), -there[3]])
    tail, head, left, cost = np.stack([there, back], axis=2).reshape(4, -1)
    arc = np.argsort(tail, kind="stable")
    start = np.searchsorted(tail[arc], np.arange(nodes + 1))
    return Network(head.copy(), left.copy(), cost.copy(), start, arc), tail
