"""Compiled cheapest flow through a network, one unit after another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

FAR = 1 << 60


class Network(NamedTuple):
    """Arcs in pairs: arc ``2k`` and its way back ``2k + 1``.

    ``head``, ``left`` (room that is left) and ``cost`` per arc; ``start`` and ``arc``: the arcs
    that leave each node.
    """

    head: NDArray[np.int64]
    left: NDArray[np.int64]
    cost: NDArray[np.int64]
    start: NDArray[np.int64]
    arc: NDArray[np.int64]


@compiled
def shorten(
    network: Network, away: NDArray[np.int64], via: NDArray[np.int64], queue: NDArray[np.int64],
    waiting: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Shortest ways over arcs with room, from every node that is near already."""
    nodes = away.size
    first, count = 0, 0
    for node in range(nodes):
        waiting[node] = away[node] < FAR
        if waiting[node]:
            queue[count] = node
            count += 1
    while count > 0:
        node = queue[first]
        first = (first + 1) % nodes
        count -= 1
        waiting[node] = False
        for at in range(network.start[node], network.start[node + 1]):
            arc = network.arc[at]
            other = network.head[arc]
            reach = away[node] + network.cost[arc]
            if network.left[arc] > 0 and reach < away[other]:
                away[other] = reach
                via[other] = arc
                if not waiting[other]:
                    waiting[other] = True
                    queue[(first + count) % nodes] = other
                    count += 1


@compiled
def send(network: Network, source: int, sink: int, units: int) -> int:
    """Send units one by one the cheapest way; return how many could be sent."""
    nodes = network.start.size - 1
    away, via = np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    queue, waiting = np.empty(nodes, np.int64), np.zeros(nodes, np.bool_)
    for sent in range(units):
        away[:] = FAR
        away[source] = 0
        shorten(network, away, via, queue, waiting)
        if away[sink] == FAR:
            return sent
        node = sink
        while node != source:
            arc = via[node]
            network.left[arc] -= 1
            network.left[arc ^ 1] += 1
            node = network.head[arc ^ 1]
    return units
