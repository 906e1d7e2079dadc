"""The weekly care plan: own network first, then neighbours and volunteers, then professionals.

Visits, suppliers and relations go in; a plan with a proven bound on its cost comes out.
Importing this package is cheap; the compiled parts load when a public name is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samenspel_engine.weekplan.params import PlanParams, PlanWeights
    from samenspel_engine.weekplan.planning import plan
    from samenspel_engine.weekplan.problem import PlanProblem
    from samenspel_engine.weekplan.region import generate_week
    from samenspel_engine.weekplan.result import PlanResult
    from samenspel_engine.weekplan.search import Stop
    from samenspel_engine.weekplan.tables import Clients, Suppliers, Visits

__all__ = [
    "Clients",
    "PlanParams",
    "PlanProblem",
    "PlanResult",
    "PlanWeights",
    "Stop",
    "Suppliers",
    "Visits",
    "generate_week",
    "plan",
]

_HOMES = {
    "Clients": "tables",
    "PlanParams": "params",
    "PlanProblem": "problem",
    "PlanResult": "result",
    "PlanWeights": "params",
    "Stop": "search",
    "Suppliers": "tables",
    "Visits": "tables",
    "generate_week": "region",
    "plan": "planning",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
