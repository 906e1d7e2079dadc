"""Whom to ask for a question, in what order, and who is left alone.

Asking somebody has a cost: they rest afterwards, and whoever is asked too often stops. The
policy weighs what an ask may bring here against what it would bring elsewhere (see ``fluid``),
respects the rest and the number of asks of every helper, and asks no more people at once than
are needed to hear a yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._kernels_nudge import (
    BY_GAIN,
    BY_SHARE,
    Field,
    Ways,
    choose,
    gain_of,
    listening,
    lot,
)
from samenspel_engine.asking import Ask, AskPlan, AskRules, LeftAlone, Standing
from samenspel_engine.candidates import Lists, Search
from samenspel_engine.errors import EngineInputError
from samenspel_engine.explain import AREA_M
from samenspel_engine.fluid import solve_fluid
from samenspel_engine.params import Params
from samenspel_engine.problem import Offers, Problem, Requests
from samenspel_engine.rules import compatible

MOST_ROWS = 1 << 28
SQUARES = 1 << 14


def candidate_pairs(problem: Problem, params: Params | None = None) -> Lists:
    """All compatible pairs in rows; ``cost`` is 1000 less the quality of the pair."""
    rows, ranks = np.arange(len(problem.requests)), np.arange(len(problem.offers))
    search = Search(problem, params or Params(), ranks)
    return search.complete(rows, search.best(rows, 1).total)


@dataclass(frozen=True, eq=False)
class NotifyPolicy:
    """What an ask of each helper is worth, ready to decide whom to ask.

    Parameters
    ----------
    rules : AskRules
    offer_ids : ndarray, shape (m,)
    asks_most : ndarray of int64, shape (m,)
        Asks that each helper chose per ``rules.budget_weeks``.
    price : ndarray of int64, shape (m,)
        Opportunity cost of one ask in points.
    kinds, shares : ndarray of int64, shape (k,)
        Kind of question (task and square of 5 km) with helper, sorted, and the asks of the
        ex-ante solution.
    value, bound : int
        Points of the ex-ante solution and the proven bound on them; equal.
    """

    rules: AskRules
    offer_ids: NDArray[Any]
    asks_most: NDArray[np.int64]
    price: NDArray[np.int64]
    kinds: NDArray[np.int64]
    shares: NDArray[np.int64]
    value: int
    bound: int

    @classmethod
    def prepare(
        cls, sample: Problem, chance: ArrayLike, *, weeks: float, asks_most: ArrayLike,
        rules: AskRules | None = None, pairs: Lists | None = None,
    ) -> Self:  # fmt: skip
        """Work out the opportunity costs from the questions of some weeks.

        Parameters
        ----------
        sample : Problem
            Questions that stand for those to come, and the helpers.
        chance : array_like of float, shape (pairs,)
            Chance of a yes of each pair of ``candidate_pairs(sample)``.
        weeks : float
            Weeks in which that many questions come in.
        asks_most : array_like of int, shape (m,)
            Asks that each helper chose per ``rules.budget_weeks``.
        rules : AskRules, optional
        pairs : Lists, optional
            ``candidate_pairs(sample)``, if it has been worked out already.
        """
        rules = rules or AskRules()
        if not weeks > 0:
            raise EngineInputError("params", "weeks", "must be more than 0")
        pairs = pairs or candidate_pairs(sample)
        chances, budget = as_chances("sample", chance, pairs.helper.size), np.asarray(asks_most)
        if budget.shape != (len(sample.offers),) or (budget < 0).any():
            rule = "must be a number, 0 or more, per helper"
            raise EngineInputError("params", "asks_most", rule)
        longest = rules.budget_weeks // max(1, rules.rest_weeks)
        usual = np.minimum(budget, max(1, longest))
        between = rules.budget_weeks / np.maximum(usual, 1)
        heard = chances * (1.0 - (1.0 - rules.returns) ** between)[pairs.helper]
        room = np.rint(usual * (weeks / rules.budget_weeks)).astype(np.int64)
        questions = rules.worth_of(sample.requests), rules.most_of(sample.requests)
        found = solve_fluid((pairs.start, pairs.helper, heard), questions, room)
        owner = np.repeat(np.arange(len(sample.requests)), np.diff(pairs.start))
        kinds, shares = _by_kind(kind_of(sample.requests)[owner], pairs.helper, found.asks)
        return cls(
            rules=rules,
            offer_ids=sample.offers.ids,
            asks_most=budget.astype(np.int64),
            price=found.price,
            kinds=kinds,
            shares=shares,
            value=found.value,
            bound=found.bound,
        )

    def price_of(self, offers: Offers) -> NDArray[np.int64]:
        """Opportunity cost of each offer row; 0 for helpers who are new; shape ``(m,)``."""
        known, at = _places(self.offer_ids, offers.ids)
        return np.where(known, self.price[at], 0) if self.price.size else known * 0

    def share_of(self, requests: Requests, i: int, offers: Offers) -> NDArray[np.int64]:
        """Asks of the ex-ante solution for questions like ``i``, per offer row."""
        known, at = _places(self.offer_ids, offers.ids)
        return np.where(known, self.shares_at(kind_of(requests)[i] + at), 0)

    def shares_at(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Asks of the ex-ante solution at each key: kind of question plus row of the helper."""
        if self.kinds.size == 0:
            return np.zeros(keys.size, np.int64)
        place = np.minimum(np.searchsorted(self.kinds, keys), self.kinds.size - 1)
        return np.where(self.kinds[place] == keys, self.shares[place], 0)


def whom_to_ask(
    policy: NotifyPolicy,
    problem: Problem,
    i: int,
    *,
    chance: ArrayLike,
    standing: Standing,
    seed: int = 0,
) -> AskPlan:
    """Whom to ask for request row ``i``, in order, and who is left alone and why.

    Only helpers who break no rule are looked at. A helper who rests or whose number of asks is
    used up is left alone, and so is one whose opportunity cost is above what asking brings
    here. The others are asked by gain (success less opportunity cost), among equals the one
    asked longest ago first, until the chance of a yes is high enough or the most are asked.

    Parameters
    ----------
    policy : NotifyPolicy
    problem : Problem
        The question and the current helpers; helpers the policy does not know cost nothing.
    i : int
    chance : array_like of float, shape (m,)
        Chance of a yes of each offer row, when the helper listens.
    standing : Standing
        Its ``ids`` are those of the offers, in the same order.
    seed : int
        Decides the lots of ``AskRules.by_lot``; other ties go by identifier.
    """
    rules, helpers = policy.rules, compatible(problem, i)
    chances = as_chances("params", chance, len(problem.offers))[helpers]
    if not np.array_equal(standing.ids, problem.offers.ids):
        raise EngineInputError("standing", "ids", "must be those of the offers, in that order")
    worth = int(rules.worth_of(problem.requests)[i])
    most = int(rules.most_of(problem.requests)[i])
    idle = standing.asked_weeks_ago[helpers]
    order = BY_SHARE if rules.by_lot else BY_GAIN
    key = policy.share_of(problem.requests, i, problem.offers)[helpers]
    heard = [listening(rules.returns, weeks) for weeks in idle.tolist()]
    rank = np.argsort(np.argsort(problem.offers.ids, kind="stable"))[helpers]
    drawn = zip(rank.tolist(), key.tolist(), strict=True)
    why = _rest_codes(rules, standing, helpers)
    field = Field(
        chance=chances * np.array(heard, np.float64),
        price=policy.price_of(problem.offers)[helpers],
        key=key,
        idle=idle,
        tie=np.array([lot(order, seed + 1, i, one, share) for one, share in drawn], np.int64),
        may=why == "",
    )
    chosen = np.empty(helpers.size, np.int64)
    ways = Ways(order, rules.target, min(most, helpers.size), rules.equal)
    count, open_ = choose(field, worth, ways, chosen)
    asked = _asks(problem, helpers, field, (worth, chosen[:count]))
    full = count >= most or 1.0 - open_ >= rules.target
    return AskPlan(
        request=i,
        request_id=problem.requests.ids[i].item(),
        asks=asked,
        left_alone=_left_alone(problem, helpers, why, field, (worth, 1.0 if full else open_)),
        chance=1.0 - open_,
        target=rules.target,
        most=most,
    )


def as_chances(table: str, values: ArrayLike, size: int) -> NDArray[np.float64]:
    """Chances as float64, shape ``(size,)``. Raises ``EngineInputError``."""
    chance = np.asarray(values, np.float64)
    if chance.shape != (size,):
        raise EngineInputError(table, "chance", f"must have {size} values, one after another")
    wrong = ~((chance >= 0) & (chance <= 1))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise EngineInputError(table, "chance", "must be between 0 and 1", row=row)
    return chance


def kind_of(requests: Requests) -> NDArray[np.int64]:
    """Kind of each question, task and square of 5 km, with room for a helper's row."""
    east, north = (
        np.floor(at / AREA_M).astype(np.int64) % SQUARES for at in (requests.x_m, requests.y_m)
    )
    return ((requests.task.astype(np.int64) * SQUARES + east) * SQUARES + north) * MOST_ROWS


def _by_kind(
    kind: NDArray[np.int64], helper: NDArray[np.int32], asks: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Asks of the ex-ante solution, added up per kind of question and helper."""
    used = asks > 0
    kinds, place = np.unique(kind[used] + helper[used], return_inverse=True)
    shares = np.bincount(place.ravel(), asks[used], minlength=kinds.size)
    return kinds, shares.astype(np.int64)


def _places(known: NDArray[Any], ids: NDArray[Any]) -> tuple[NDArray[np.bool_], Any]:
    """Whether each identifier is known, and its row among the known (0 if not)."""
    if known.size == 0 or ids.dtype.kind != known.dtype.kind:
        return np.zeros(ids.size, np.bool_), np.zeros(ids.size, np.int64)
    order = np.argsort(known, kind="stable")
    place = np.minimum(np.searchsorted(known[order], ids), known.size - 1)
    found: NDArray[np.bool_] = known[order[place]] == ids
    return found, np.where(found, order[place], 0)


def _rest_codes(rules: AskRules, standing: Standing, helpers: NDArray[np.int64]) -> Any:
    """Why each helper is at rest, empty for those who may be asked."""
    why = np.full(helpers.size, "", "U20")
    why[standing.asks_used[helpers] >= standing.asks_most[helpers]] = "budget"
    why[standing.asked_weeks_ago[helpers] < rules.rest_weeks] = "rest"
    why[standing.no_weeks_ago[helpers] < rules.rest_after_no_weeks] = "rest_after_no"
    return why


def _asks(
    problem: Problem,
    helpers: NDArray[np.int64],
    field: Field,
    decided: tuple[int, NDArray[np.int64]],
) -> tuple[Ask, ...]:
    """The asks in order, each with the points that decided."""
    worth, chosen = decided
    asks, open_ = [], 1.0
    for turn, one in enumerate(chosen.tolist(), start=1):
        j, chance = int(helpers[one]), float(field.chance[one])
        asks.append(
            Ask(
                offer=j,
                offer_id=problem.offers.ids[j].item(),
                turn=turn,
                chance=chance,
                success=gain_of(worth, chance, open_, 0),
                opportunity_cost=int(field.price[one]),
                idle_weeks=int(field.idle[one]),
            )
        )
        open_ *= 1.0 - chance
    return tuple(asks)


def _left_alone(
    problem: Problem,
    helpers: NDArray[np.int64],
    why: Any,
    field: Field,
    value: tuple[int, float],
) -> tuple[LeftAlone, ...]:
    """Everyone who fits and is not asked, with the reason."""
    (worth, open_), left = value, []
    for one, j in enumerate(helpers.tolist()):
        code = str(why[one])
        if not code and not field.may[one]:
            continue
        if not code:
            gain = gain_of(worth, float(field.chance[one]), open_, int(field.price[one]))
            code = "needed_elsewhere" if gain < 0 else "enough"
        left.append(LeftAlone(j, problem.offers.ids[j].item(), code))
    return tuple(left)
