"""Divides a region into parts to search side by side: people who share suppliers stay together.

A random wave is laid over clients and suppliers and smoothed along their relations; its contour
lines are the borders. Another seed gives other borders.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.weekplan.arrays import PlanArrays

SMOOTHINGS = 12


class Districts(NamedTuple):
    """Number of the district of each client and of each supplier."""

    client: NDArray[np.int64]
    supplier: NDArray[np.int64]


def cut_region(arrays: PlanArrays, parts: int, seed: int) -> Districts:
    """Divide into ``parts`` with about as many visits each."""
    client, supplier = arrays.relation_client, arrays.relation_supplier
    people, helpers = arrays.faces.size, arrays.suppliers
    if parts < 2:
        return Districts(np.zeros(people, np.int64), np.zeros(helpers, np.int64))
    wave = np.random.default_rng(seed).standard_normal(people)
    client_share = 1 / np.maximum(np.bincount(client, minlength=people), 1)
    supplier_share = 1 / np.maximum(np.bincount(supplier, minlength=helpers), 1)
    for _ in range(SMOOTHINGS):
        level = np.bincount(supplier, wave[client], helpers) * supplier_share
        wave = np.bincount(client, level[supplier], people) * client_share
        wave = (wave - wave.mean()) / max(float(wave.std()), 1e-12)
    order = np.argsort(wave, kind="stable")
    visits = np.cumsum(np.bincount(arrays.client, minlength=people)[order])
    ends = np.searchsorted(visits, np.linspace(0, visits[-1], parts + 1)[1:-1])
    district = np.empty(people, np.int64)
    district[order] = np.searchsorted(ends, np.arange(people))
    level = np.bincount(supplier, wave[client], helpers) * supplier_share
    return Districts(district, np.searchsorted(wave[order][ends], level))
