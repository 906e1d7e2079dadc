"""Fitting with scikit-learn (the extra ``learn``); the results are plain numbers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.calibration import brier_score, calibrated
from samenspel_engine.errors import EngineError

Floats = NDArray[np.float64]
ENOUGH_FOR_ISOTONIC = 1000


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise EngineError(
            "learning needs scikit-learn: install samenspel with the extra 'learn'"
        ) from error


def fit_logistic(
    table: Floats, outcome: NDArray[np.bool_], strength: float
) -> tuple[Floats, float]:
    """Coefficients and intercept of a logistic regression; ``strength`` of the shrinkage."""
    model = _library("sklearn.linear_model").LogisticRegression(
        C=1.0 / strength, max_iter=1000, tol=1e-8
    )
    model.fit(table, outcome)
    return np.asarray(model.coef_[0], np.float64), float(model.intercept_[0])


def fit_isotonic(logit: Floats, outcome: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Corners of the rising line through outcomes by log-odds."""
    model = _library("sklearn.isotonic").IsotonicRegression(out_of_bounds="clip")
    model.fit(logit, outcome.astype(np.float64))
    return (
        np.asarray(model.X_thresholds_, np.float64),
        np.asarray(model.y_thresholds_, np.float64),
    )


def _platt(odds: Floats, outcome: NDArray[np.bool_]) -> dict[str, Any]:
    slope, height = fit_logistic(odds[:, None], outcome, 1e-6)
    return {"line": (float(slope[0]), height)}


def _isotonic(odds: Floats, outcome: NDArray[np.bool_]) -> dict[str, Any]:
    before, after = fit_isotonic(odds, outcome)
    return {"curve": (tuple(before.tolist()), tuple(after.tolist()))}


def calibrate(odds: Floats, outcome: NDArray[np.bool_]) -> dict[str, Any]:
    """Platt's line, or the isotonic curve where there are many rows and it predicts better.

    Better is a lower Brier score on every other row, after fitting on the rows between.
    """
    if odds.size < ENOUGH_FOR_ISOTONIC:
        return _platt(odds, outcome)

    def score(fit: Callable[[Floats, NDArray[np.bool_]], dict[str, Any]]) -> float:
        halves = np.arange(odds.size) % 2 == 0
        return sum(
            brier_score(calibrated(odds[~one], **fit(odds[one], outcome[one])), outcome[~one])
            for one in (halves, ~halves)
        )

    return min((_platt, _isotonic), key=score)(odds, outcome)
