"""The chance of a match: does it come true, before and after calibration?

The truth is known: the chance rises with nearness, trust and earlier yeses, falls with earlier
noes, and bends in a way a logistic regression cannot follow. Rows of follow-up: 0 to 50,000,
judged on 50,000 fresh rows. ``floor``: the Brier score of the truth itself. Negative control:
the same model with 1.5 added to the log-odds must be noticed, as an error at least five times
that of the model. Also: planned, expected and actually served matches of a round, and how often
the interval of the median waiting time holds the truth while half of the questions are still
open.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from common import emit, machine, timed
from instances import instance
from samenspel_engine import solve
from samenspel_engine.calibration import (
    brier_score,
    calibration_table,
    expected_calibration_error,
)
from samenspel_engine.expectations import expected_served, waiting_weeks
from samenspel_engine.followup import FollowUp, pair_features
from samenspel_engine.success import SuccessModel

FRESH, SIZES = 50_000, (0, 100, 1_000, 10_000, 50_000)
SHIFT = 1.5


def drawn(random, n):
    """Features such as real pairs could have."""
    return {
        "nearness": random.integers(0, 301, n),
        "overlap": random.integers(0, 201, n),
        "interests": random.integers(0, 151, n),
        "room": random.integers(0, 151, n),
        "trusted": 100 * (random.random(n) < 0.1),
        "weeks_idle": random.integers(0, 53, n),
        "earlier_yes": random.poisson(1.0, n),
        "earlier_no": random.poisson(1.5, n),
        "task": random.integers(0, 12, n),
    }


def truth(features):
    """The chance to be learned: rising, and flat beyond a knee."""
    odds = -2.0 + features["nearness"] / 90 + features["trusted"] / 60
    odds = odds + 0.6 * np.log1p(features["earlier_yes"])
    odds = odds - 0.9 * np.log1p(features["earlier_no"])
    return 0.05 + 0.6 * (1 / (1 + np.exp(-3 * odds)))


def happened(seed, n):
    random = np.random.default_rng(seed)
    features = drawn(random, n)
    outcome = random.random(n) < truth(features)
    return FollowUp.from_columns(
        outcome=outcome, week=np.arange(n) * 52 // max(n, 1), **features
    )


def judged(model, fresh):
    """Brier score, calibration error and mean distance from the truth."""
    chance = model.probability(fresh.features)
    return {
        "brier": round(brier_score(chance, fresh.outcome), 4),
        "calibration_error": round(expected_calibration_error(chance, fresh.outcome), 4),
        "distance_from_truth": round(float(np.abs(chance - truth(fresh.features)).mean()), 4),
    }


def table(model, fresh):
    """Predicted chances and what happened, in ten groups."""
    chance = model.probability(fresh.features)
    return {
        f"group {number}": {
            "predicted": round(one.predicted, 3),
            "observed": round(one.observed, 3),
            "count": one.count,
        }
        for number, one in enumerate(calibration_table(chance, fresh.outcome), start=1)
    }


def by_rows(fresh):
    """Scores for each size of follow-up, before and after calibration."""
    found, seconds = {}, {}
    for n in SIZES:
        seconds[n], model = timed(lambda n=n: SuccessModel.fit(happened(1, n)))
        how = "curve" if model.curve[0] else "line"
        name = f"{n} rows, {model.kind}"
        if model.kind == "logistic":
            plain = replace(model, curve=((), ()), line=(1.0, 0.0))
            found[f"{name}, before"] = judged(plain, fresh)
            name = f"{name}, after ({how})"
        found[name] = judged(model, fresh)
    return found, seconds, model


def a_round(model):
    """Planned, expected and actually served matches of one round."""
    result = solve(instance("S"))
    rows = np.flatnonzero(result.helper_of >= 0)
    features = pair_features(result.problem, np.stack([rows, result.helper_of[rows]], axis=1))
    told = expected_served(result, model)
    random = np.random.default_rng(2)
    real = [int((random.random(rows.size) < truth(features)).sum()) for _ in range(1000)]
    inside = np.mean([told.low <= one <= told.high for one in real])
    return {
        "planned": told.planned,
        "expected": round(told.expected, 1),
        "interval": [round(told.low, 1), round(told.high, 1)],
        "really_served_mean": round(float(np.mean(real)), 1),
        "interval_holds_pct": round(100 * float(inside), 1),
    }


def waiting():
    """How often the interval holds the true median, and the median without the open
    questions."""
    random, inside, medians, naive = np.random.default_rng(3), 0, [], []
    true_median = 10 * np.log(2)
    for _ in range(500):
        until, seen = random.exponential(10, 400), random.uniform(0, 20, 400)
        told = waiting_weeks(np.minimum(until, seen), until <= seen)
        inside += told.low <= true_median <= (told.high or np.inf)
        medians.append(told.weeks)
        naive.append(np.median(until[until <= seen]))
    return {
        "true_median_weeks": round(float(true_median), 2),
        "told_mean": round(float(np.mean(medians)), 2),
        "interval_holds_pct": round(float(inside) / 5, 1),
        "answered_only_mean": round(float(np.mean(naive)), 2),
    }


def main() -> None:
    figures, fresh = machine(), happened(1000, FRESH)
    SuccessModel.fit(happened(2, 1000))
    found, seconds, model = by_rows(fresh)
    wrong = replace(model, curve=((), ()), line=(1.0, SHIFT))
    after, boastful = judged(model, fresh), judged(wrong, fresh)
    assert boastful["calibration_error"] > 5 * after["calibration_error"]
    found["negative control, 1.5 too high"] = boastful
    emit(
        "success",
        figures
        | {
            "floor_brier": round(brier_score(truth(fresh.features), fresh.outcome), 4),
            "fit_seconds_50000": round(seconds[50_000], 2),
            "wrong_model_noticed": True,
            "chances": found,
            "calibration_before": table(replace(model, curve=((), ()), line=(1.0, 0.0)), fresh),
            "calibration_after": table(model, fresh),
            "a_round": {"matches": a_round(model)},
            "waiting": {"median of 400 questions, 500 draws": waiting()},
        },
    )


if __name__ == "__main__":
    sys.exit(main())
