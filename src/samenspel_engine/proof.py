"""The file with which anyone can check a result: the input, the answer, the prices, a hash.

``checker`` reads it without any code from the engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.quotas import no_groups
from samenspel_engine.result import Result

FORMAT = 2
SETTINGS = (
    "near_m",
    "enough_overlap",
    "enough_interests",
    "long_idle_weeks",
    "urgent_first",
    "continuity",
    "load_step",
    "floor",
)
PAIRS = ("forbidden", "fixed", "trusted", "previous")


def proof_of(result: Result) -> dict[str, Any]:
    """Input, answer, prices and hashes as plain values, ready for JSON."""
    problem, params, certificate = result.problem, result.params, result.certificate
    requests = {name: getattr(problem.requests, name) for name in ("ids", *REQUEST_COLUMNS)}
    offers = {name: getattr(problem.offers, name) for name in ("ids", *OFFER_COLUMNS)}
    quotas = problem.quotas or no_groups(len(problem.offers))
    given: dict[str, Any] = {
        "settings": asdict(params.weights) | {k: getattr(params, k) for k in SETTINGS},
        "requests": _plain(requests),
        "offers": _plain(offers),
        "pairs": {name: getattr(problem, name).tolist() for name in PAIRS},
        "quotas": _plain({k: getattr(quotas, k) for k in ("group_of", "parent", "most")}),
    }
    floor = certificate.floor
    answer = {"helper": result.helper_of, "quality": result.quality}
    parts = given | {
        "about": {
            "format": FORMAT,
            "value": certificate.value,
            "bound": certificate.bound,
            "served": result.totals.served,
            "quality": result.totals.quality,
            "input_sha256": _digest(given),
        },
        "answer": _plain(answer) | {"prices": _plain(certificate.prices._asdict())},
        "floor": floor
        and {
            "quality": floor.quality,
            "most": _plain(floor.most._asdict()),
            "higher": _plain(floor.higher._asdict()),
        },
    }
    return parts | {"sha256": _digest(parts)}


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: np.asarray(column).tolist() for name, column in columns.items()}


def _digest(parts: Mapping[str, Any]) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def write_proof(result: Result, path: Path) -> None:
    """Write the proof as a JSON file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(proof_of(result)) + "\n", encoding="utf-8")
