"""From rows to arrays and back: the only module that speaks to the engine.

Loaded on the first round of a process, never at start-up (the engine brings a compiler).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

import samenspel_engine as engine
from samenspel import __version__
from samenspel.needs.types import QuestionFacts
from samenspel.volunteering.types import OfferFacts
from samenspel_engine.explain import fits
from samenspel_engine.geography import project
from samenspel_engine.reasons import Fit, OpenReason, Scarcity
from samenspel_engine.rules import broken_rules
from samenspel_engine.vocabulary import BOUNDARIES, GENDERS, INTERESTS, LANGUAGES, TASKS

Pair = tuple[UUID, UUID]
ALTERNATIVES = 3
NEVER_ASKED_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Proposed:
    """A helper for a question with everything that explains it."""

    question_id: UUID
    offer_id: UUID
    quality: int
    is_best: bool
    fit: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Open:
    """A question for which nobody was found, and why."""

    question_id: UUID
    code: str
    suitable: int
    steps: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A solved round in plain values."""

    engine_version: str
    served: int
    pairs: int
    quality: int
    bound: int
    gap: int
    seconds: float
    content_hash: str
    proposed: tuple[Proposed, ...]
    open: tuple[Open, ...]
    scarcities: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Region:
    """Everything a round is solved on; pairs are (question id, offer id)."""

    questions: Sequence[QuestionFacts]
    offers: Sequence[OfferFacts]
    capacity: dict[UUID, int]
    forbidden: Iterable[Pair] = ()
    trusted: Iterable[Pair] = ()
    allows_bodily_care: bool = False


def build_problem(region: Region, at: datetime) -> engine.Problem:
    """Return the engine's problem; the main kind of help of a question is its first."""
    problem = engine.Problem(_requests(region.questions), _offers(region, at))
    named = (
        [(str(question), str(offer)) for question, offer in pairs]
        for pairs in (region.forbidden, region.trusted)
    )
    forbidden, trusted = (problem.pairs_by_id(pairs) for pairs in named)
    return engine.Problem(
        problem.requests, problem.offers, forbidden=forbidden, trusted=trusted
    )


def _requests(questions: Sequence[QuestionFacts]) -> engine.Requests:
    x_m, y_m = project([q.latitude for q in questions], [q.longitude for q in questions])
    wishes = [q.gender_wish.meaning for q in questions]
    return engine.Requests.from_columns(
        ids=[str(q.id) for q in questions],
        x_m=x_m,
        y_m=y_m,
        task=[TASKS.code(q.task_types[0]) for q in questions],
        windows=[q.windows for q in questions],
        overlap_needed=[q.needed_overlap for q in questions],
        hours_per_week=[q.hours_per_week for q in questions],
        languages=[LANGUAGES.mask(q.languages) for q in questions],
        boundaries=[BOUNDARIES.mask(q.boundaries) for q in questions],
        gender_wish=[GENDERS.code(wish.gender) for wish in wishes],
        gender_required=[wish.is_required for wish in wishes],
        bodily_comfortable=[q.accepts_bodily_care for q in questions],
        urgency=[q.urgency for q in questions],
        interests=[INTERESTS.mask(q.interests) for q in questions],
    )


def _offers(region: Region, at: datetime) -> engine.Offers:
    offers = region.offers
    x_m, y_m = project([o.latitude for o in offers], [o.longitude for o in offers])
    return engine.Offers.from_columns(
        ids=[str(o.id) for o in offers],
        x_m=x_m,
        y_m=y_m,
        tasks=[TASKS.mask(o.task_types) for o in offers],
        windows=[o.windows for o in offers],
        hours_per_week=[o.hours_per_week / max(1, o.capacity) for o in offers],
        languages=[LANGUAGES.mask(o.languages) for o in offers],
        refused=[BOUNDARIES.mask(o.limits) for o in offers],
        gender=[GENDERS.code(o.gender or "unsaid") for o in offers],
        vog_seen=[o.vog_is_valid for o in offers],
        bodily_willing=[o.willing_bodily_care for o in offers],
        bodily_trained=[o.trained_bodily_care for o in offers],
        bodily_allowed=[region.allows_bodily_care] * len(offers),
        radius_m=[o.radius_km * 1000 for o in offers],
        capacity=[region.capacity[o.id] for o in offers],
        interests=[INTERESTS.mask(o.interests) for o in offers],
        idle_weeks=[weeks_since(o.last_asked_at, at) for o in offers],
    )


def weeks_since(moment: datetime | None, at: datetime) -> int:
    """Return whole weeks since a helper was last asked; never asked counts as a year."""
    return max(0, (at - moment).days // 7) if moment else NEVER_ASKED_WEEKS


def solve_round(
    region: Region,
    *,
    seed: int,
    at: datetime,
    progress: Callable[[str, float], None] | None = None,
) -> Outcome:
    """Solve a round to proven optimality and explain every answer in plain values."""
    problem = build_problem(region, at)
    result = engine.solve(problem, params=engine.Params(), seed=seed, progress=progress)
    certificate = result.certificate
    return Outcome(
        engine_version=__version__,
        served=result.totals.served,
        pairs=result.pairs,
        quality=result.totals.quality,
        bound=result.totals.quality + certificate.gap,
        gap=certificate.gap,
        seconds=round(sum(result.timings.values()), 3),
        content_hash=problem.content_hash(),
        proposed=tuple(_proposed(result, len(region.questions))),
        open=tuple(_open(result, len(region.questions))),
        scarcities=[_scarcity(one, region.questions) for one in result.scarcities(3)],
    )


def _proposed(result: engine.Result, questions: int) -> Iterable[Proposed]:
    for row in range(questions):
        best = int(result.helper_of[row])
        shown = result.alternatives(row, ALTERNATIVES)
        if best >= 0 and all(fit.offer != best for fit in shown):
            shown = [result.fit(row, best), *shown[: ALTERNATIVES - 1]]
        for fit in sorted(shown, key=lambda one: (one.offer != best, -one.quality)):
            yield _as_proposed(fit, is_best=fit.offer == best)


def _as_proposed(fit: Fit, *, is_best: bool) -> Proposed:
    return Proposed(
        question_id=UUID(fit.request_id),
        offer_id=UUID(fit.offer_id),
        quality=fit.quality,
        is_best=is_best,
        fit={
            "levels": {part.key: part.level for part in fit.parts},
            "distance_m": fit.distance_m,
            "windows": list(fit.windows),
            "interests": [INTERESTS.keys[code] for code in fit.interests],
            "idle_weeks": fit.idle_weeks,
            "gender_met": fit.gender_met,
        },
    )


def _open(result: engine.Result, questions: int) -> Iterable[Open]:
    for row in range(questions):
        reason = result.explain(row)
        if isinstance(reason, OpenReason):
            yield Open(
                question_id=UUID(reason.request_id),
                code=reason.code,
                suitable=reason.suitable,
                steps=[{"rule": step.rule, "left": step.left} for step in reason.steps],
            )


def _scarcity(one: Scarcity, questions: Sequence[QuestionFacts]) -> dict[str, Any]:
    x_m, y_m = project([q.latitude for q in questions], [q.longitude for q in questions])
    nearest = int(np.argmin((x_m - one.x_m) ** 2 + (y_m - one.y_m) ** 2))
    return {
        "task": TASKS.keys[one.task],
        "place": questions[nearest].place,
        "windows": one.windows,
        "open": one.open,
        "more_served": one.gain.questions,
    }


def fit_of(
    region: Region, *, question_id: UUID, offer_id: UUID, at: datetime
) -> Proposed | str:
    """Return how one pair fits, or the key of the first hard rule it breaks.

    A question or helper that takes no part in rounds now answers ``"not_in_round"``.
    """
    problem = build_problem(region, at)
    pair = problem.pairs_by_id([(str(question_id), str(offer_id))])
    if not len(pair):
        return "not_in_round"
    row, column = pair[0].tolist()
    broken = broken_rules(problem, row, column)
    if broken:
        return str(broken[0].key)
    (fit,) = fits(problem, engine.Params(), row, np.array([column]))
    return _as_proposed(fit, is_best=False)
