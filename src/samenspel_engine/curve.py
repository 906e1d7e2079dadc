"""What fairness costs: the same round with a rising load step, or with the best worst match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from samenspel_engine.params import Params
from samenspel_engine.problem import Problem
from samenspel_engine.solving import solve


@dataclass(frozen=True)
class CurvePoint:
    """One round of the curve.

    Parameters
    ----------
    load_step : int
        See ``Params.load_step``.
    floor : bool
        See ``Params.floor``.
    served : int
        Questions served; the same at every point without quotas.
    quality : int
        Sum of the quality of all matches.
    worst : int
        Quality of the worst match; 0 without matches.
    gini : float
        How unevenly the matches are spread over the helpers with places: 0 is even.
    max_load : int
        Most matches of one helper.
    """

    load_step: int
    floor: bool
    served: int
    quality: int
    worst: int
    gini: float
    max_load: int


def fairness_curve(
    problem: Problem,
    steps: Iterable[int],
    *,
    floor: bool = False,
    params: Params | None = None,
    seed: int = 0,
) -> list[CurvePoint]:
    """Solve the round once for each load step.

    Parameters
    ----------
    problem : Problem
    steps : iterable of int
        Load steps, such as ``(0, 25, 50, 100, 200)``.
    floor : bool
        Raise the worst match first, at every step.
    params : Params, optional
        All other settings.
    seed : int
        See ``solve``.

    Returns
    -------
    list of CurvePoint
        In the order of ``steps``; each point is a proven optimum.
    """
    points = []
    for step in steps:
        settings = replace(params or Params(), load_step=step, floor=floor)
        result = solve(problem, params=settings, seed=seed)
        served = result.helper_of[result.helper_of >= 0]
        load = np.bincount(served, minlength=len(problem.offers))
        totals, quality = result.totals, result.quality[result.quality > 0]
        points.append(
            CurvePoint(
                load_step=step,
                floor=floor,
                served=totals.served,
                quality=totals.quality,
                worst=int(quality.min()) if quality.size else 0,
                gini=gini(load[problem.offers.capacity > 0]),
                max_load=int(load.max(initial=0)),
            )
        )
    return points


def gini(loads: ArrayLike) -> float:
    """Gini coefficient of loads, 0 (all equal) to almost 1 (one has all); 0 without any load.

    Mean absolute difference between two helpers over twice the mean (Gini 1912).
    """
    ordered = np.sort(np.asarray(loads, np.int64))
    total = int(ordered.sum())
    if total == 0:
        return 0.0
    ranks = 2 * np.arange(1, ordered.size + 1) - ordered.size - 1
    return int((ranks * ordered).sum()) / (ordered.size * total)
