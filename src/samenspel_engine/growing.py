"""Arrays that grow when somebody new comes into a running matching."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_live import Scout, Store

SLACK = 1 << 16


def extended(values: NDArray[Any], value: Any) -> NDArray[Any]:
    """The same values and one more; what lies behind them doubles when it is full.

    The values own their memory or are the front of what this function made before.
    """
    size, whole = values.size, values.base
    if whole is None or whole.size == size:
        whole = np.empty(2 * size + 16, values.dtype)
        whole[:size] = values
    whole[size] = value
    return whole[: size + 1]


def one_list_more(store: Store) -> Store:
    """One empty list more, at the end."""
    return store._replace(
        start=extended(store.start, int(store.end[0])),
        size=extended(store.size, 0),
        room=extended(store.room, 0),
    )


def roomier(store: Store) -> Store:
    """The lists close together again, with as much room behind them as they take."""
    total = int(store.size.sum())
    start = np.cumsum(store.size) - store.size
    gather = np.arange(total) + np.repeat(store.start - start, store.size)
    free = np.empty(SLACK + total, np.int32)
    store.start[:], store.room[:], store.end[0] = start, store.size, total
    return store._replace(
        other=np.concatenate([store.other[gather], free]),
        cost=np.concatenate([store.cost[gather], free]),
    )


def one_column_more(scout: Scout) -> Scout:
    """Working memory for one column more."""
    names = ("label", "row", "cost", "origin", "seen", "done", "touched")
    longer = scout._replace(**{name: extended(getattr(scout, name), 0) for name in names})
    if scout.heap_label.size > 2 * longer.label.size:
        return longer
    size = 4 * longer.label.size
    return longer._replace(
        heap_label=np.empty(size, np.int64), heap_column=np.empty(size, np.int32)
    )
