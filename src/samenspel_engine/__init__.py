"""Exact matching of help questions and helpers, explained and certified; and plans for a week.

The engine knows nothing of Django or of a database: arrays go in, a certified result comes out.
Importing this package is cheap; the compiled parts load when one of its public names is used.

>>> from samenspel_engine import Offers, Problem, Requests, solve  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samenspel_engine.asking import AskRules, Standing
    from samenspel_engine.certificate import Certificate, verify
    from samenspel_engine.curve import fairness_curve
    from samenspel_engine.errors import EngineError, EngineInputError, EngineStoppedError
    from samenspel_engine.expectations import expected_served, waiting_weeks
    from samenspel_engine.followup import FollowUp, pair_features
    from samenspel_engine.generate import generate_region
    from samenspel_engine.nudge import NotifyPolicy, whom_to_ask
    from samenspel_engine.params import Params, Weights
    from samenspel_engine.problem import Offers, Problem, Requests
    from samenspel_engine.quotas import Quotas
    from samenspel_engine.replanning import Replan, replan
    from samenspel_engine.result import Result
    from samenspel_engine.session import Session
    from samenspel_engine.solving import solve
    from samenspel_engine.success import Prior, SuccessModel

__version__ = "0.2.0"

__all__ = [
    "AskRules",
    "Certificate",
    "EngineError",
    "EngineInputError",
    "EngineStoppedError",
    "FollowUp",
    "NotifyPolicy",
    "Offers",
    "Params",
    "Prior",
    "Problem",
    "Quotas",
    "Replan",
    "Requests",
    "Result",
    "Session",
    "Standing",
    "SuccessModel",
    "Weights",
    "expected_served",
    "fairness_curve",
    "generate_region",
    "pair_features",
    "replan",
    "solve",
    "verify",
    "waiting_weeks",
    "whom_to_ask",
]

_HOMES = {
    "AskRules": "asking",
    "Certificate": "certificate",
    "EngineError": "errors",
    "EngineInputError": "errors",
    "EngineStoppedError": "errors",
    "FollowUp": "followup",
    "NotifyPolicy": "nudge",
    "Offers": "problem",
    "Params": "params",
    "Prior": "success",
    "Problem": "problem",
    "Replan": "replanning",
    "Requests": "problem",
    "Session": "session",
    "fairness_curve": "curve",
    "Quotas": "quotas",
    "Result": "result",
    "Standing": "asking",
    "SuccessModel": "success",
    "Weights": "params",
    "expected_served": "expectations",
    "generate_region": "generate",
    "pair_features": "followup",
    "replan": "replanning",
    "solve": "solving",
    "verify": "certificate",
    "waiting_weeks": "expectations",
    "whom_to_ask": "nudge",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
