"""The file with which anyone can check a result: the input, the answer, the prices, a hash.

``checker`` reads it without any code of the engine.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from samenspel_engine.problem import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.result import Result

FORMAT = 1
SETTINGS = (
    "near_m",
    "enough_overlap",
    "enough_interests",
    "long_idle_weeks",
    "urgent_first",
    "continuity",
)
PAIRS = ("forbidden", "fixed", "trusted", "previous")


def proof_of(result: Result) -> dict[str, Any]:
    """Input, answer, prices and hash as plain values, ready for JSON."""
    problem, params, certificate = result.problem, result.params, result.certificate
    requests = {name: getattr(problem.requests, name) for name in ("ids", *REQUEST_COLUMNS)}
    offers = {name: getattr(problem.offers, name) for name in ("ids", *OFFER_COLUMNS)}
    requests |= {"helper": result.helper_of, "quality": result.quality}
    requests |= {"price": certificate.request_prices}
    offers |= {"price": certificate.helper_prices}
    totals = result.totals
    parts: dict[str, Any] = {
        "about": {
            "format": FORMAT,
            "value": certificate.value,
            "bound": certificate.bound,
            "served": totals.served,
            "quality": totals.quality,
            "problem_sha256": certificate.problem_hash,
        },
        "settings": asdict(params.weights) | {k: getattr(params, k) for k in SETTINGS},
        "requests": {name: np.asarray(column).tolist() for name, column in requests.items()},
        "offers": {name: np.asarray(column).tolist() for name, column in offers.items()},
        "pairs": {name: getattr(problem, name).tolist() for name in PAIRS},
    }
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return parts | {"sha256": sha256(text.encode()).hexdigest()}


def write_proof(result: Result, path: Path) -> None:
    """Write the proof as a JSON file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(proof_of(result)) + "\n", encoding="utf-8")
