"""How far chances can be believed: Brier score, calibration table and calibration error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.errors import EngineInputError

LEAST_CHANCE = 0.005


@dataclass(frozen=True)
class Bin:
    """Proposals with a similar chance: mean chance, share that came true, and how many."""

    predicted: float
    observed: float
    count: int


def _checked(
    predicted: ArrayLike, outcome: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    chance, happened = np.asarray(predicted, np.float64), np.asarray(outcome, np.float64)
    if chance.shape != happened.shape or chance.ndim != 1:
        rule = f"must have one value per outcome, not shape {chance.shape}"
        raise EngineInputError("calibration", "predicted", rule)
    return chance, happened


def calibration_table(
    predicted: ArrayLike, outcome: ArrayLike, bins: int = 10
) -> tuple[Bin, ...]:
    """Proposals by chance in ``bins`` groups of similar size, lowest chance first."""
    chance, happened = _checked(predicted, outcome)
    if bins < 1:
        raise EngineInputError("calibration", "bins", "must be 1 or more")
    order = np.argsort(chance, kind="stable")
    groups = [group for group in np.array_split(order, bins) if group.size]
    return tuple(
        Bin(float(chance[g].mean()), float(happened[g].mean()), int(g.size)) for g in groups
    )


def brier_score(predicted: ArrayLike, outcome: ArrayLike) -> float:
    """Mean squared difference of chance and outcome; 0 is best (Brier, 1950)."""
    chance, happened = _checked(predicted, outcome)
    return float(np.mean((chance - happened) ** 2)) if chance.size else 0.0


def expected_calibration_error(
    predicted: ArrayLike, outcome: ArrayLike, bins: int = 10
) -> float:
    """Mean difference of chance and share that came true, over bins weighted by size."""
    table = calibration_table(predicted, outcome, bins)
    total = sum(one.count for one in table)
    off = sum(one.count * abs(one.predicted - one.observed) for one in table)
    return off / total if total else 0.0


def calibrated(
    odds: NDArray[np.float64],
    curve: tuple[tuple[float, ...], tuple[float, ...]] = ((), ()),
    line: tuple[float, float] = (1.0, 0.0),
) -> NDArray[np.float64]:
    """Chances from log-odds, by a rising curve if there is one, else by a line."""
    if curve[0]:
        chance = np.interp(odds, *curve)
    else:
        chance = 1.0 / (1.0 + np.exp(-(line[0] * odds + line[1])))
    return np.clip(chance, LEAST_CHANCE, 1.0 - LEAST_CHANCE)
