"""Compiled cheapest flow through a network, one unit at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_live import COST, TOUCHED, Scout, begin, nearest, reach
from samenspel_engine._kernels_matching import NONE
from samenspel_engine.jit import compiled

FAR = 1 << 60


class Network(NamedTuple):
    """Arcs in pairs: arc ``2k`` and its way back ``2k + 1``.

    ``head``, ``left`` (room that is left) and ``cost`` per arc; ``start`` and ``arc``: the arcs
    that leave each node; ``away`` per node: no arc with room costs less than ``away`` rises
    from its tail to its head.
    """

    head: NDArray[np.int64]
    left: NDArray[np.int64]
    cost: NDArray[np.int64]
    start: NDArray[np.int64]
    arc: NDArray[np.int64]
    away: NDArray[np.int64]


@compiled
def look_around(node: int, end: int, network: Network, scout: Scout) -> None:
    """Extend the search from a node over the arcs with room."""
    base = scout.label[node] + network.away[node]
    for at in range(network.start[node], network.start[node + 1]):
        arc = network.arc[at]
        other = network.head[arc]
        label = base + network.cost[arc] - network.away[other]
        if network.left[arc] > 0 and label < scout.best[COST]:
            reach(other, label, arc, 0, scout)
            if other == end:
                scout.best[COST] = label + 1


@compiled
def send_one(source: int, end: int, network: Network, scout: Scout) -> None:
    """Send one unit by the cheapest way; there must be a way."""
    begin(FAR, 0, source, scout)
    reach(source, 0, NONE, 0, scout)
    node = nearest(scout)
    while node != end:
        look_around(node, end, network, scout)
        node = nearest(scout)
    for k in range(scout.best[TOUCHED]):
        node = scout.touched[k]
        network.away[node] += scout.label[node] - scout.label[end]
    node = end
    while node != source:
        arc = scout.row[node]
        network.left[arc] -= 1
        network.left[arc ^ 1] += 1
        node = network.head[arc ^ 1]


@compiled
def send_all(sources: int, end: int, network: Network, scout: Scout) -> None:
    """Send one unit from each of the first nodes; the flow so far is cheapest after each."""
    for source in range(sources):
        send_one(source, end, network, scout)
