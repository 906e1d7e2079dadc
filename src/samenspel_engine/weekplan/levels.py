"""Weights that put the levels of the goal in strict order, worked out from the problem.

Level one is the open time weighed by urgency, level two the professional time on what informal
care may and will do, level three fit and new faces. A unit of a level weighs more than all the
levels below can cost together, so that no saving below pays for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from samenspel_engine.errors import EngineInputError
from samenspel_engine.weekplan.params import PlanParams, PlanWeights
from samenspel_engine.weekplan.problem import PlanProblem

LARGEST = 2**56
"""The largest total cost allowed: leaves room in 64 bits for prices in fractions of a unit."""


class Levels(NamedTuple):
    """The most each level can cost: lack of fit, faces, professional quarters, open quarters
    times urgency."""

    fit: int
    faces: int
    professional: int
    open_: int


def level_weights(problem: PlanProblem, params: PlanParams, most: Levels) -> PlanWeights:
    """Weights with the levels in strict order. Raises ``EngineInputError`` when too large."""
    given = params.weights
    third = given.fit * most.fit + given.new_face * most.faces
    professional = third + 1
    open_ = professional * (most.professional + 1)
    if open_ * max(1, most.open_) > LARGEST:
        rule = (
            f"needs whole numbers above 2^56 for {len(problem.visits)} visits; "
            "plan smaller areas or leave out strict"
        )
        raise EngineInputError("params", "strict", rule)
    return replace(given, open_=open_, professional=professional, professional_only=0)
