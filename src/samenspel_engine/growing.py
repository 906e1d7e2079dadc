"""Arrays that grow when somebody new joins a running matching."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_live import Scout, Store

SLACK = 1 << 16


def extended(values: NDArray[Any], value: Any) -> NDArray[Any]:
    """The same values and one more; the memory behind them doubles when it is full.

    The values own their memory or are the front of an array that this function made before.
    """
    size, whole = values.size, values.base
    if whole is None or whole.size == size:
        whole = np.empty(2 * size + 16, values.dtype)
        whole[:size] = values
    whole[size] = value
    return whole[: size + 1]


def one_list_more(store: Store) -> Store:
    """One more empty list, at the end."""
    return store._replace(
        start=extended(store.start, int(store.end[0])),
        size=extended(store.size, 0),
        room=extended(store.room, 0),
    )


def roomier(store: Store) -> Store:
    """The lists moved together again, each with some room, and as much room behind them."""
    total, room = int(store.size.sum()), store.size + store.size // 4 + 2
    start, end = np.cumsum(room) - room, int(room.sum())
    place = np.arange(total) - np.repeat(np.cumsum(store.size) - store.size, store.size)
    source, to = (np.repeat(one, store.size) + place for one in (store.start, start))
    parts = []
    for values in (store.other, store.cost):
        parts.append(np.empty(SLACK + 2 * end, np.int32))
        parts[-1][to] = values[source]
    store.start[:], store.room[:], store.end[0] = start, room, end
    return store._replace(other=parts[0], cost=parts[1])


def one_column_more(scout: Scout) -> Scout:
    """Working memory for one more column."""
    names = ("label", "row", "cost", "origin", "seen", "done", "touched")
    longer = scout._replace(**{name: extended(getattr(scout, name), 0) for name in names})
    if scout.heap_label.size > 2 * longer.label.size:
        return longer
    size = 4 * longer.label.size
    return longer._replace(
        heap_label=np.empty(size, np.int64), heap_column=np.empty(size, np.int32)
    )


def new_scout(n: int, m: int) -> Scout:
    """Working memory for searches over ``m`` columns."""
    heap = SLACK + 64 * (n + m)
    return Scout(
        label=np.zeros(m, np.int64),
        row=np.zeros(m, np.int32),
        cost=np.zeros(m, np.int32),
        origin=np.zeros(m, np.int32),
        seen=np.zeros(m, np.int64),
        done=np.zeros(m, np.int64),
        touched=np.empty(m, np.int32),
        heap_label=np.empty(heap, np.int64),
        heap_column=np.empty(heap, np.int32),
        best=np.zeros(8, np.int64),
    )
