"""The file with which anyone can check a plan: the week as solved, the plan and the prices.

``weekplan.checker`` reads it without any code from the engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samenspel_engine.weekplan.arrays import Choice, PlanArrays, cost_of
from samenspel_engine.weekplan.lagrange import Bound, Prices
from samenspel_engine.weekplan.relaxation import PRICE_SCALE

if TYPE_CHECKING:
    from samenspel_engine.weekplan.result import PlanResult

FORMAT = 1
KIND = "weekplan"

Parts = dict[str, Any]


def proof_of(
    arrays: PlanArrays, choice: Choice, bound: Bound, names: Mapping[str, Any] | None = None
) -> Parts:
    """The week, the plan, its cost, the prices and the bound they prove, and a hash.

    Parameters
    ----------
    arrays : PlanArrays
    choice : Choice
    bound : Bound
    names : mapping, optional
        Identifiers beside the numbers: ``visit`` (n), ``supplier`` (m), ``problem_sha256``.
    """
    slot = bound.prices.slot.ravel()
    priced = np.flatnonzero(slot)
    parts: Parts = {
        "about": {
            "kind": KIND,
            "format": FORMAT,
            "cost": cost_of(arrays, choice),
            "bound": bound.value,
            "price_scale": PRICE_SCALE,
        },
        "week": {one.name: getattr(arrays, one.name).tolist() for one in fields(arrays)},
        "plan": {"pair": choice.pair.tolist(), "slot": choice.slot.tolist()},
        "prices": {
            "visit": bound.prices.visit.tolist(),
            "day": bound.prices.day.tolist(),
            "face": bound.prices.face.tolist(),
            "slot_at": [k.tolist() for k in np.unravel_index(priced, bound.prices.slot.shape)],
            "slot": slot[priced].tolist(),
        },
        "names": dict(names or {}),
    }
    return parts | {"sha256": sha256(_text(parts).encode()).hexdigest()}


def _text(parts: Any) -> str:
    return json.dumps(parts, sort_keys=True, separators=(",", ":"))


def proof_of_result(result: PlanResult) -> Parts:
    """The proof of a plan with the identifiers of its visits and suppliers."""
    compiled, problem = result.compiled, result.problem
    arrays, rows = compiled.arrays, compiled.rows
    by = result.supplier_of[rows]
    wanted = arrays.supplier == by[arrays.pair_visit]
    pair = np.full(rows.size, -1, np.int64)
    pair[arrays.pair_visit[wanted]] = np.flatnonzero(wanted)
    choice = Choice(pair, np.where(pair >= 0, result.slot_of[rows], -1).astype(np.int8))
    certificate = result.certificate
    bound = Bound(certificate.bound, Prices(*certificate.prices), 0, 0.0)
    names = {
        "visit": problem.visits.ids[rows].tolist(),
        "supplier": problem.suppliers.ids.tolist(),
        "problem_sha256": certificate.problem_hash,
    }
    return proof_of(arrays, choice, bound, names)


def write_proof(parts: Parts, path: Path) -> None:
    """Write a proof as JSON, or as Parquet when the path says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".parquet":
        path.write_text(_text(parts) + "\n", encoding="utf-8")
        return
    table = {"part": list(parts), "json": [_text(one) for one in parts.values()]}
    arrow, parquet = (import_module(name) for name in ("pyarrow", "pyarrow.parquet"))
    parquet.write_table(arrow.table(table), path)
