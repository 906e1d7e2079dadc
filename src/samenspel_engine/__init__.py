"""Exact matching of help questions and helpers, explained and certified.

The engine knows nothing of Django or of a database: arrays go in, a certified result comes out.
Importing this package is cheap; the compiled parts load when one of its public names is used.

>>> from samenspel_engine import Offers, Problem, Requests, solve  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samenspel_engine.certificate import Certificate, verify
    from samenspel_engine.errors import EngineError, EngineInputError, EngineStoppedError
    from samenspel_engine.generate import generate_region
    from samenspel_engine.params import Params, Weights
    from samenspel_engine.problem import Offers, Problem, Requests
    from samenspel_engine.replanning import Replan, replan
    from samenspel_engine.result import Result
    from samenspel_engine.solving import solve

__version__ = "0.2.0"

__all__ = [
    "Certificate",
    "EngineError",
    "EngineInputError",
    "EngineStoppedError",
    "Offers",
    "Params",
    "Problem",
    "Replan",
    "Requests",
    "Result",
    "Weights",
    "generate_region",
    "replan",
    "solve",
    "verify",
]

_HOMES = {
    "Certificate": "certificate",
    "EngineError": "errors",
    "EngineInputError": "errors",
    "EngineStoppedError": "errors",
    "Offers": "problem",
    "Params": "params",
    "Problem": "problem",
    "Requests": "problem",
    "Replan": "replanning",
    "Result": "result",
    "Weights": "params",
    "generate_region": "generate",
    "replan": "replanning",
    "solve": "solving",
    "verify": "certificate",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
