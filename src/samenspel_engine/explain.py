"""Explanations: why this helper, why not that one, why nobody, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from samenspel_engine.params import Params
from samenspel_engine.people_columns import OFFER_COLUMNS
from samenspel_engine.problem import Offers, Problem
from samenspel_engine.reasons import Fit, Gain, OpenReason, Part, Scarcity, WhyNot
from samenspel_engine.rules import (
    Helpers,
    broken_rules,
    compatible,
    room_left,
    search_steps,
)
from samenspel_engine.score import (
    PARTS,
    Points,
    distance_m,
    level,
    most_points,
    points_table,
    quality_parts,
    total_quality,
)
from samenspel_engine.vocabulary import BODILY_CARE_TASK, INTERESTS, WINDOWS

if TYPE_CHECKING:
    from samenspel_engine.result import Result

AREA_M = 5000.0
"""Side of the squares in which open questions are counted together."""


def fits(
    problem: Problem, params: Params, i: int, helpers: Helpers, points: Points | None = None
) -> list[Fit]:
    """The fit of request row ``i`` with each of ``helpers``; hard rules are not looked at.

    ``points`` saves time when the same problem is asked about often.
    """
    points = points or points_table(problem, params)
    parts = quality_parts(problem, points, i, helpers)
    away = np.rint(distance_m(problem, i, helpers)).astype(np.int64)
    quality = total_quality(parts)
    return [
        _fit(
            problem, params, (i, int(j)), (parts[at].tolist(), int(quality[at]), int(away[at]))
        )
        for at, j in enumerate(helpers)
    ]


def _fit(
    problem: Problem, params: Params, pair: tuple[int, int], known: tuple[list[int], int, int]
) -> Fit:
    i, j = pair
    points, quality, away = known
    requests, offers = problem.requests, problem.offers
    wish = int(requests.gender_wish[i])
    most = most_points(params.weights)
    return Fit(
        request=i,
        offer=j,
        request_id=requests.ids[i].item(),
        offer_id=offers.ids[j].item(),
        quality=quality,
        parts=tuple(
            Part(part.key, got, top, level(got, top))
            for part, got, top in zip(PARTS, points, most, strict=True)
        ),
        distance_m=away,
        windows=tuple(WINDOWS.codes_in(int(requests.windows[i] & offers.windows[j]))),
        interests=tuple(INTERESTS.codes_in(int(requests.interests[i] & offers.interests[j]))),
        idle_weeks=int(offers.idle_weeks[j]),
        gender_wish=wish,
        gender_met=wish == 0 or bool(offers.gender[j] == wish),
    )


def best_fits(problem: Problem, params: Params, i: int, k: int) -> list[Fit]:
    """The ``k`` best compatible helpers of request row ``i``; ties by identifier."""
    helpers = compatible(problem, i)
    points = points_table(problem, params)
    parts = quality_parts(problem, points, i, helpers)
    best = np.lexsort((problem.offers.ids[helpers], -total_quality(parts)))[:k]
    return fits(problem, params, i, helpers[best], points)


def open_reason(problem: Problem, i: int, suitable: int) -> OpenReason:
    """Why request row ``i`` stays open, with ``suitable`` compatible helpers."""
    name = problem.requests.ids[i].item()
    if suitable:
        return OpenReason(i, name, "needed_elsewhere", suitable, ())
    if len(problem.offers) == 0:
        return OpenReason(i, name, "no_helpers", 0, ())
    steps = search_steps(problem, i)
    bodily = problem.requests.task[i] == BODILY_CARE_TASK or steps[-1].rule == "bodily_care"
    if bodily and not problem.requests.bodily_comfortable[i]:
        return OpenReason(i, name, "not_comfortable", 0, steps)
    return OpenReason(i, name, "nobody_fits", 0, steps)


def why_not(result: Result, i: int, j: int) -> WhyNot:
    """See :meth:`samenspel_engine.result.Result.why_not`."""
    problem = result.problem
    names = problem.requests.ids[i].item(), problem.offers.ids[j].item()
    if result.helper_of[i] == j:
        return WhyNot(*names, "chosen")
    if i in problem.fixed[:, 0]:
        return WhyNot(*names, "fixed")
    broken = broken_rules(problem, i, j)
    if broken:
        return WhyNot(*names, "rules", tuple(rule.key for rule in broken))
    if result.what_if is not None:
        return WhyNot(*names, "cost", change=result.what_if.forced(i, j))
    forced = replace(problem, fixed=np.concatenate([problem.fixed, [[i, j]]]))
    return WhyNot(*names, "cost", change=gain_of(result, result.solve_again(forced)))


def gain_of(before: Result, after: Result) -> Gain:
    """What one round serves beyond another."""
    old, new = before.totals, after.totals
    by_urgency = np.subtract(new.served_by_urgency, old.served_by_urgency)
    return Gain(
        questions=new.served - old.served,
        by_urgency=tuple(by_urgency.tolist()),
        quality=new.quality - old.quality,
    )


def price(result: Result, j: int) -> Gain:
    """See :meth:`samenspel_engine.result.Result.price`."""
    problem = result.problem
    if result.what_if is not None:
        columns = {name: getattr(problem.offers, name)[[j]] for name in OFFER_COLUMNS}
        twin = Offers.from_columns(ids=[0], **{**columns, "capacity": [1]})
        return result.what_if.one_more(twin, j)
    capacity = problem.offers.capacity.copy()
    capacity[j] += 1
    more = replace(problem, offers=replace(problem.offers, capacity=capacity))
    return gain_of(result, result.solve_again(more))


def one_more(result: Result, helper: Offers) -> Gain:
    """See :meth:`samenspel_engine.result.Result.what_one_more_helper_would_do`."""
    offers = result.problem.offers
    if result.what_if is not None and len(helper) == 1:
        return result.what_if.one_more(helper)
    ids = np.array([*offers.ids.tolist(), *helper.ids.tolist()])
    columns = {
        name: np.concatenate([getattr(offers, name), getattr(helper, name)])
        for name in OFFER_COLUMNS
    }
    quotas = result.problem.quotas and result.problem.quotas.with_free_helpers(len(helper))
    more = replace(
        result.problem, offers=Offers.from_columns(ids=ids, **columns), quotas=quotas
    )
    return gain_of(result, result.solve_again(more))


def changed_helper(result: Result, j: int, offers: Offers) -> Gain:
    """What the round would gain if offer row ``j`` were as in ``offers``, exactly."""
    problem = result.problem
    if result.what_if is not None:
        room = np.maximum(room_left(problem)[[j]], 0).astype(np.int32)
        return result.what_if.changed(j, replace(offers.take([j]), capacity=room))
    columns = {}
    for name in OFFER_COLUMNS:
        columns[name] = getattr(problem.offers, name).copy()
        columns[name][j] = getattr(offers, name)[j]
    after = replace(problem, offers=replace(problem.offers, **columns))
    return gain_of(result, result.solve_again(after))


def scarcities(result: Result, k: int) -> list[Scarcity]:
    """See :meth:`samenspel_engine.result.Result.scarcities`."""
    requests = result.problem.requests
    rows = np.flatnonzero(result.helper_of < 0)
    place = np.floor(np.stack([requests.x_m[rows], requests.y_m[rows]]) / AREA_M)
    keys = np.stack([requests.task[rows], *place], axis=1)
    groups, group, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    largest = np.argsort(-count, kind="stable")[:k]
    members = [rows[group.ravel() == one] for one in largest]
    found = [
        _scarcity(result, int(groups[g, 0]), m) for g, m in zip(largest, members, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.gain.questions, -one.open))


def new_id(offers: Offers) -> int | str:
    """An identifier that no helper has and that comes after all others."""
    if offers.ids.dtype.kind == "i":
        return int(offers.ids.max(initial=0)) + 1
    return "\uffff extra helper"


def _scarcity(result: Result, task: int, rows: Sequence[int] | Helpers) -> Scarcity:
    """One extra helper for one group of open questions, in its middle."""
    requests = result.problem.requests
    x, y = float(np.median(requests.x_m[rows])), float(np.median(requests.y_m[rows]))
    windows = int(np.bitwise_or.reduce(requests.windows[rows]))
    helper = Offers.from_columns(
        ids=[new_id(result.problem.offers)], x_m=[x], y_m=[y], tasks=[1 << task],
        windows=[windows],
        languages=[int(np.bitwise_or.reduce(requests.languages[rows]))],
        skills=[int(np.bitwise_or.reduce(requests.skills_needed[rows]))],
        vog_seen=[True], bodily_willing=[True], bodily_trained=[True], bodily_allowed=[True],
        radius_m=[AREA_M], capacity=[1],
    )  # fmt: skip
    return Scarcity(task, x, y, windows, len(rows), one_more(result, helper))
