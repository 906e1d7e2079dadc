"""Cheapest plan within nested quotas: a flow in a tree.

One shortest path per question, with prices that keep the searches short. Holds the network of
the candidate lists, about 130 bytes per pair: meant for a town or a region.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._kernels_flow import Network, send_all
from samenspel_engine.candidates import Lists
from samenspel_engine.growing import new_scout
from samenspel_engine.quotas import Quotas

Numbers = NDArray[np.int64]
Arcs = list[tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]]


@dataclass(frozen=True)
class FlowPlan:
    """An optimal plan within quotas, and the prices of its places.

    Parameters
    ----------
    helper : ndarray of int64, shape (n,)
        Helper of each request, -1 for none.
    helper_price : ndarray of int64, shape (m,)
        Without the prices of the groups.
    group_price : ndarray of int64, shape (g,)
        The most that one more match in each group's quota would save.
    """

    helper: Numbers
    helper_price: Numbers
    group_price: Numbers


def cheapest_flow(
    lists: Lists,
    drop: Numbers,
    places: Numbers,
    quotas: Quotas,
    load: tuple[Numbers, int],
) -> FlowPlan:
    """Cheapest plan within places and quotas.

    Parameters
    ----------
    lists, drop
        See ``assign``.
    places : ndarray of int64, shape (m,)
        Free places of each helper.
    quotas : Quotas
        With the matches that each group may have besides the fixed ones.
    load : tuple
        Places of each helper that are taken, shape ``(m,)``, and the extra cost of each further
        person of a helper.
    """
    n, m, groups = drop.size, places.size, quotas.parent.size
    requests, helpers = np.arange(n), n + np.arange(m)
    sink = n + m + groups
    group = np.where(quotas.group_of >= 0, n + m + quotas.group_of, sink)
    parent = np.where(quotas.parent >= 0, n + m + quotas.parent, sink)
    arcs: Arcs = [
        (np.repeat(requests, np.diff(lists.start)), n + lists.helper, 1, lists.cost),
        (requests, np.full(n, sink), 1, drop),
        (n + m + np.arange(groups), parent, quotas.most, 0),
        _places(helpers, group, places, load),
    ]
    network, tail = _network(arcs, sink + 1)
    send_all(n, sink, network, new_scout(0, sink + 1))
    used = np.flatnonzero(network.left[: 2 * lists.helper.size : 2] == 0)
    helper = np.full(n, -1, np.int64)
    helper[tail[2 * used]] = lists.helper[used]
    away = network.away
    return FlowPlan(
        helper,
        np.maximum(away[group] - away[helpers], 0),
        np.maximum(away[parent] - away[n + m : n + m + groups], 0),
    )


def _places(
    helpers: Numbers, group: Numbers, places: Numbers, load: tuple[Numbers, int]
) -> tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]:
    """Arcs of the helpers to their groups: one for all places, or one each when they rise."""
    taken, step = load
    if step == 0:
        return helpers, group, places, 0
    number = np.arange(places.sum()) - np.repeat(np.cumsum(places) - places, places)
    cost = step * (np.repeat(taken, places) + number)
    return np.repeat(helpers, places), np.repeat(group, places), 1, cost


def _network(arcs: Arcs, nodes: int) -> tuple[Network, Numbers]:
    """Arcs (tail, head, room, cost) with their ways back, and the tail of each."""
    whole = [
        np.stack(np.broadcast_arrays(*map(np.asarray, part))).astype(np.int64) for part in arcs
    ]
    there = np.concatenate(whole, axis=1)
    back = np.stack([there[1], there[0], np.zeros(there.shape[1], np.int64), -there[3]])
    tail, head, left, cost = np.stack([there, back], axis=2).reshape(4, -1)
    arc = np.argsort(tail, kind="stable")
    start = np.searchsorted(tail[arc], np.arange(nodes + 1))
    away = np.zeros(nodes, np.int64)
    return Network(head.copy(), left.copy(), cost.copy(), start, arc, away), tail
