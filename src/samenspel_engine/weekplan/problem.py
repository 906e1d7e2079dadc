"""A week to plan: the three tables and what is known about pairs of people."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.columns import clean_pairs
from samenspel_engine.errors import EngineInputError
from samenspel_engine.vocabulary import WINDOWS
from samenspel_engine.weekplan.tables import (
    CLIENT_COLUMNS,
    SUPPLIER_COLUMNS,
    VISIT_COLUMNS,
    Clients,
    Suppliers,
    Visits,
)

__all__ = ["Clients", "PlanProblem", "Suppliers", "Visits"]

LONGEST_AREA = 200


def _no_pairs() -> NDArray[np.int64]:
    return np.empty((0, 2), np.int64)


def _none_fixed() -> NDArray[np.int64]:
    return np.empty((0, 3), np.int64)


@dataclass(frozen=True, eq=False)
class PlanProblem:
    """Clients, visits and suppliers, and what is known about pairs of them.

    Parameters
    ----------
    clients : Clients
    visits : Visits
    suppliers : Suppliers
    forbidden : array_like of int, shape (k, 2)
        Pairs (client row, supplier row) that are never planned: a veto of either side.
    known : array_like of int, shape (k, 2)
        Pairs (client row, supplier row) who know each other; not a new face.
    fixed : array_like of int, shape (k, 3)
        (visit row, supplier row, slot) that people have agreed on: they are kept as they are
        and use up room. They may break a rule of fit, never a veto or a limit.
    areas : tuple of str
        Names that ``Clients.area`` points at.
    """

    clients: Clients
    visits: Visits
    suppliers: Suppliers
    forbidden: NDArray[np.int64] = field(default_factory=_no_pairs)
    known: NDArray[np.int64] = field(default_factory=_no_pairs)
    fixed: NDArray[np.int64] = field(default_factory=_none_fixed)
    areas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        c, m = len(self.clients), len(self.suppliers)
        _check_rows("visits", self.visits, "client", c)
        _check_rows("visits", self.visits, "previous_supplier", m)
        _check_rows("suppliers", self.suppliers, "client", c)
        _check_rows("clients", self.clients, "area", len(self.areas))
        _check_areas(self.areas)
        for name in ("forbidden", "known"):
            pairs = clean_pairs("problem", name, getattr(self, name), c, m)
            object.__setattr__(self, name, pairs)
        object.__setattr__(self, "fixed", _clean_fixed(self.fixed, len(self.visits), m))
        self._check_fixed()

    def _check_fixed(self) -> None:
        visit, supplier, slot = self.fixed.T
        twice = np.zeros(visit.size, np.bool_)
        twice[1:] = visit[1:] == visit[:-1]
        self._refuse_fixed(twice, "is given twice for visit")
        pairs = np.stack([self.visits.client[visit], supplier], axis=1).astype(np.int64)
        vetoed = np.isin(_codes(self, pairs), _codes(self, self.forbidden))
        self._refuse_fixed(
            vetoed, "holds a client and a supplier who are kept apart, for visit"
        )
        own = self.suppliers.client[supplier]
        stranger = (own >= 0) & (own != self.visits.client[visit])
        self._refuse_fixed(stranger, "uses another client's own network, for visit")
        series = self.visits.series[visit]
        days = np.where(series < 0, -1 - np.arange(visit.size), series * 7 + slot // 4)
        _, first = np.unique(days, return_index=True)
        again = np.ones(visit.size, np.bool_)
        again[first] = False
        self._refuse_fixed(again, "has two visits of one series on one day, the second")

    def _refuse_fixed(self, wrong: NDArray[np.bool_], rule: str) -> None:
        if wrong.any():
            row = int(np.argmax(wrong))
            one = self.visits.ids[self.fixed[row, 0]]
            raise EngineInputError("problem", "fixed", f"{rule} {one}", row=row)

    def content_hash(self) -> str:
        """SHA-256 of all values, in row order: the same input gives the same hash."""
        digest = sha256()
        tables = (
            (self.clients, CLIENT_COLUMNS),
            (self.visits, VISIT_COLUMNS),
            (self.suppliers, SUPPLIER_COLUMNS),
        )
        for table, spec in tables:
            digest.update(f"{table.ids.dtype.str}{table.ids.size}".encode())
            digest.update(np.ascontiguousarray(table.ids).view(np.uint8).data)
            for name in spec:
                digest.update(np.ascontiguousarray(getattr(table, name)).view(np.uint8).data)
        for rows in (self.forbidden, self.known, self.fixed):
            digest.update(rows.shape[0].to_bytes(8, "little") + rows.tobytes())
        for name in self.areas:
            digest.update(f"{len(name)}:{name}".encode())
        return digest.hexdigest()


def _codes(problem: PlanProblem, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """One whole number per pair (client row, supplier row)."""
    codes: NDArray[np.int64] = pairs[:, 0] * max(1, len(problem.suppliers)) + pairs[:, 1]
    return codes


def _check_rows(name: str, table: Any, column: str, rows: int) -> None:
    wrong = getattr(table, column) >= rows
    if wrong.any():
        row = int(np.argmax(wrong))
        rule = f"points at row {getattr(table, column)[row]}, which does not exist"
        raise EngineInputError(name, column, rule, row=row, row_id=table.ids[row].item())


def _check_areas(areas: tuple[str, ...]) -> None:
    for row, name in enumerate(areas):
        if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_AREA:
            rule = f"must be a name of 1 to {LONGEST_AREA} characters"
            raise EngineInputError("problem", "areas", rule, row=row)


def _clean_fixed(values: Any, n: int, m: int) -> NDArray[np.int64]:
    """Fixed visits as int64, shape (k, 3), sorted by visit."""
    try:
        raw = np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise EngineInputError("problem", "fixed", "must be rows of three numbers") from error
    if raw.size == 0:
        return _none_fixed()
    if raw.ndim != 2 or raw.shape[1] != 3 or raw.dtype.kind not in "iu":
        rule = "must be (visit row, supplier row, slot) in whole numbers, shape (k, 3)"
        raise EngineInputError("problem", "fixed", rule)
    rows = raw.astype(np.int64)
    inside = ((rows >= 0) & (rows < np.array([n, m, len(WINDOWS)]))).all(axis=1)
    if not inside.all():
        row = int(np.argmin(inside))
        rule = f"holds {tuple(rows[row].tolist())}, which does not exist"
        raise EngineInputError("problem", "fixed", rule, row=row)
    return np.unique(rows, axis=0)
