"""The chance that a proposal becomes a match, learned from what happened, and stated honestly.

With no follow-up the chance is the prior. With some, it is the prior moved by what was seen
(beta and binomial, for all tasks together and then per task). With enough, it is a logistic
regression on the oldest weeks, calibrated on later weeks (by Platt's line, or by an isotonic
curve where that predicts better) and checked on the newest, which took no part in either.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._learning import calibrate, fit_logistic
from samenspel_engine.calibration import (
    Bin,
    brier_score,
    calibrated,
    calibration_table,
    expected_calibration_error,
)
from samenspel_engine.errors import EngineError, EngineInputError
from samenspel_engine.followup import FEATURES, FollowUp, clean_features
from samenspel_engine.success_words import Contribution
from samenspel_engine.vocabulary import TASKS

Floats = NDArray[np.float64]
FORMAT = 1
COUNTS = ("weeks_idle", "earlier_yes", "earlier_no")
COLUMNS = (
    *(one.key for one in FEATURES if one.key != "task"),
    *(f"task={key}" for key in TASKS.keys),
)
ENOUGH_ROWS, ENOUGH_OF_EACH = 300, 15


@dataclass(frozen=True)
class Prior:
    """What is believed beforehand.

    Parameters
    ----------
    mean : float
        Chance of a match, between 0 and 1.
    strength : float
        How many proposals the belief counts for, above 0.
    """

    mean: float = 0.3
    strength: float = 20.0

    def __post_init__(self) -> None:
        if not 0 < self.mean < 1:
            raise EngineInputError("params", "mean", "must be between 0 and 1")
        if not self.strength > 0:
            raise EngineInputError("params", "strength", "must be more than 0")


def _zeros() -> tuple[float, ...]:
    return (0.0,) * len(COLUMNS)


@dataclass(frozen=True)
class SuccessModel:
    """Chances of a match; plain readable numbers, see :meth:`save`.

    Parameters
    ----------
    kind : str
        ``"prior"``, ``"shrunk"`` or ``"logistic"``.
    prior : Prior
    rows : int
        Rows of follow-up it was fitted on.
    base : float
        Log-odds of an average proposal.
    coefficient : tuple of float
        Log-odds per standard deviation of each of :data:`COLUMNS`.
    mean, scale : tuple of float
        Mean and standard deviation of each column.
    curve : tuple of (tuple of float, tuple of float)
        Log-odds before and chance after calibration, corners of a rising line; empty for none.
    line : tuple of float
        Slope and height of Platt's line on the log-odds; (1, 0) for none.
    checked : tuple of (tuple of float, tuple of float)
        Chance and outcome of the newest rows, which were not used for fitting.
    """

    kind: str
    prior: Prior
    rows: int
    base: float
    coefficient: tuple[float, ...] = field(default_factory=_zeros)
    mean: tuple[float, ...] = field(default_factory=_zeros)
    scale: tuple[float, ...] = field(default_factory=lambda: (1.0,) * len(COLUMNS))
    curve: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    line: tuple[float, float] = (1.0, 0.0)
    checked: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    @classmethod
    def fit(cls, follow_up: FollowUp, prior: Prior | None = None) -> Self:
        """Learn from what happened; see the module for what is used when.

        Raises
        ------
        EngineError
            When there is enough follow-up but scikit-learn is not installed.
        """
        belief = prior or Prior()
        order = np.argsort(follow_up.week, kind="stable")
        old, later, newest = np.split(order, _cuts(len(follow_up)))
        if all(_enough(follow_up.outcome[part]) for part in (old, later)) and (
            len(follow_up) >= ENOUGH_ROWS
        ):
            return cls._fit_logistic(follow_up, belief, (old, later, newest))
        return cls._fit_shrunk(follow_up, belief)

    @classmethod
    def _fit_shrunk(cls, follow_up: FollowUp, prior: Prior) -> Self:
        """Beta and binomial: all tasks together towards the prior, each one towards all."""
        strength, yes = prior.strength, follow_up.outcome
        overall = (strength * prior.mean + int(yes.sum())) / (strength + yes.size)
        task = follow_up.features["task"].astype(np.int64)
        count = np.bincount(task, minlength=len(TASKS))
        good = np.bincount(task, yes, minlength=len(TASKS))
        chance = (strength * overall + good) / (strength + count)
        per_task = _logit(chance) - _logit(np.array([overall]))
        first = len(COLUMNS) - len(TASKS)
        return cls(
            kind="shrunk" if yes.size else "prior",
            prior=prior,
            rows=int(yes.size),
            base=float(_logit(np.array([overall]))[0]),
            coefficient=(*(0.0,) * first, *per_task.tolist()),
        )

    @classmethod
    def _fit_logistic(
        cls, follow_up: FollowUp, prior: Prior, parts: tuple[NDArray[Any], ...]
    ) -> Self:
        old, later, newest = (follow_up.take(part) for part in parts)
        table = _table(old.features)
        mean, deviation = table.mean(axis=0), table.std(axis=0)
        scale = np.where(deviation > 0, deviation, 1.0)
        weights, base = fit_logistic((table - mean) / scale, old.outcome, 1.0)
        columns = {
            "coefficient": tuple(weights.tolist()),
            "mean": tuple(mean.tolist()),
            "scale": tuple(scale.tolist()),
        }
        plain = cls("logistic", prior, len(follow_up), base, **columns)
        how = calibrate(plain._log_odds(later.features), later.outcome)
        model = cls("logistic", prior, len(follow_up), base, **columns, **how)
        told = model._chance(newest.features)
        seen = tuple(newest.outcome.astype(float).tolist())
        return cls(
            "logistic", prior, len(follow_up), base, **columns, **how,
            checked=(tuple(told.tolist()), seen),
        )  # fmt: skip

    def _log_odds(self, features: Mapping[str, NDArray[Any]]) -> Floats:
        table = (_table(features) - np.array(self.mean)) / np.array(self.scale)
        odds: Floats = self.base + table @ np.array(self.coefficient)
        return odds

    def _chance(self, features: Mapping[str, NDArray[Any]]) -> Floats:
        return calibrated(self._log_odds(features), self.curve, self.line)

    def probability(self, features: Mapping[str, ArrayLike]) -> Floats:
        """Chance that each proposal becomes a match; shape ``(n,)``.

        ``features`` has the columns of ``followup.FEATURES``, each of shape ``(n,)``; any other
        column raises ``EngineInputError``.
        """
        return self._chance(clean_features("features", features))

    def explain(self, features: Mapping[str, ArrayLike], row: int) -> tuple[Contribution, ...]:
        """What each part adds to the log-odds of one proposal, largest first.

        The effects add up to the log-odds before calibration.
        """
        clean = clean_features("features", features)
        one = {key: values[[row]] for key, values in clean.items()}
        table = (_table(one)[0] - np.array(self.mean)) / np.array(self.scale)
        effects = {"experience": self.base}
        for name, effect in zip(COLUMNS, table * np.array(self.coefficient), strict=True):
            key = name.partition("=")[0]
            effects[key] = effects.get(key, 0.0) + float(effect)
        found = [Contribution(key, effect) for key, effect in effects.items()]
        return tuple(sorted(found, key=lambda part: -abs(part.effect)))

    def _to_check(
        self, follow_up: FollowUp | None
    ) -> tuple[Floats | tuple[float, ...], NDArray[np.bool_] | tuple[float, ...]]:
        if follow_up is None:
            return self.checked
        return self._chance(follow_up.features), follow_up.outcome

    def calibration(self, bins: int = 10, follow_up: FollowUp | None = None) -> tuple[Bin, ...]:
        """Predicted chances against what happened, on the newest rows or on other follow-up."""
        return calibration_table(*self._to_check(follow_up), bins)

    def brier(self, follow_up: FollowUp | None = None) -> float:
        """Brier score on the newest rows or on other follow-up."""
        return brier_score(*self._to_check(follow_up))

    def calibration_error(self, bins: int = 10, follow_up: FollowUp | None = None) -> float:
        """Expected calibration error on the newest rows or on other follow-up."""
        return expected_calibration_error(*self._to_check(follow_up), bins)

    def to_json(self) -> str:
        """Every number of the model, readable."""
        return json.dumps({"format": FORMAT, "columns": COLUMNS, **asdict(self)}, indent=1)

    def save(self, path: Path) -> None:
        """Write the model as JSON."""
        path.write_text(self.to_json() + "\n", encoding="utf-8")

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote. Raises ``EngineError``."""
        try:
            data = json.loads(text)
            if data.pop("format") != FORMAT or tuple(data.pop("columns")) != COLUMNS:
                raise EngineError("this model was made with other columns; fit it again")
            data["prior"] = Prior(**data["prior"])
            return cls(**{key: _tuples(value) for key, value in data.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EngineError(f"this is not a model of success: {error}") from error

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote. Raises ``EngineError``."""
        return cls.from_json(path.read_text(encoding="utf-8"))


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def _cuts(rows: int) -> list[int]:
    """Three fifths to learn from, a fifth to calibrate on, a fifth to check on."""
    return [3 * rows // 5, 4 * rows // 5]


def _enough(outcome: NDArray[np.bool_]) -> bool:
    yes = int(outcome.sum())
    return min(yes, outcome.size - yes) >= ENOUGH_OF_EACH


def _logit(chance: Floats) -> Floats:
    odds: Floats = np.log(chance) - np.log1p(-chance)
    return odds


def _table(features: Mapping[str, NDArray[Any]]) -> Floats:
    """The columns of :data:`COLUMNS`; counts as their logarithm; shape ``(n, columns)``."""
    plain = [one.key for one in FEATURES if one.key != "task"]
    columns = [np.log1p(features[k]) if k in COUNTS else features[k] for k in plain]
    tasks = [features["task"] == code for code in range(len(TASKS))]
    return np.stack([np.asarray(one, np.float64) for one in (*columns, *tasks)], axis=1)
