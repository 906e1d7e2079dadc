"""What a round would become if one thing were different, without solving it again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.assign import drop_costs
from samenspel_engine.candidates import Lists, Search
from samenspel_engine.certificate import classes_of
from samenspel_engine.live import Live
from samenspel_engine.params import TOP_QUALITY
from samenspel_engine.problem import Offers, Problem
from samenspel_engine.reasons import Gain
from samenspel_engine.rules import room_left

if TYPE_CHECKING:
    from samenspel_engine.result import Result

MOST_PAIRS = 30_000_000
"""With more compatible pairs than this, or with a bonus, the round is solved again instead."""


@dataclass(frozen=True)
class WhatIf:
    """A solved round, ready for trying out changes.

    Parameters
    ----------
    result : Result
    live : Live
        Its optimum with all compatible pairs, and one spare helper who has none.
    """

    result: Result
    live: Live

    def forced(self, i: int, j: int) -> Gain:
        """What giving request row ``i`` a place of offer row ``j`` would change."""
        live = self.live.copy()
        live.give(i, j)
        quality = self.result.fit(i, j).quality
        return self._gain(live, int(self.result.problem.requests.urgency[i]), quality)

    def one_more(self, helper: Offers, twin: int | None = None) -> Gain:
        """What one extra helper would change; ``twin`` shares vetoes and trust with them."""
        requests, costs = self._pairs_of(helper, twin)
        live = self.live.copy()
        spare = live.state.capacity.size - 1
        live.lend(spare, requests, costs)
        live.join(spare, int(helper.capacity[0]))
        return self._gain(live)

    def changed(self, j: int, helper: Offers) -> Gain:
        """What would change if offer row ``j`` were ``helper``, with that many places."""
        requests, costs = self._pairs_of(helper, j)
        live = self.live.copy()
        live.leave(j)
        spare = live.state.capacity.size - 1
        live.lend(spare, requests, costs)
        live.join(spare, int(helper.capacity[0]))
        return self._gain(live)

    def _pairs_of(
        self, helper: Offers, twin: int | None
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Requests that take part and fit a helper, and the cost of each pair."""
        problem = self.result.problem
        ours = {}
        for name in ("forbidden", "trusted"):
            pairs = getattr(problem, name)
            rows = pairs[pairs[:, 1] == twin, 0]
            ours[name] = np.stack([rows, np.zeros_like(rows)], axis=1)
        alone = Problem(
            problem.requests, helper, forbidden=ours["forbidden"], trusted=ours["trusted"]
        )
        search = Search(alone, replace(self.result.params, threads=1), np.zeros(1, np.int64))
        open_to = np.flatnonzero(self.live.state.active)
        found = search.best(open_to, 1)
        return open_to[found.total > 0], found.cost

    def _gain(self, live: Live, urgency: int = 0, quality: int = 0) -> Gain:
        """Difference from the round, after adding one forced match."""
        classes = self.result.problem.requests.urgency.astype(np.int64)
        before, paid = self.live.totals(classes)
        after, pays = live.totals(classes)
        if quality:
            after[urgency] += 1
        by_urgency = after - before
        questions = int(by_urgency.sum())
        lost = pays + (TOP_QUALITY - quality if quality else 0) - paid
        return Gain(questions, tuple(by_urgency[1:].tolist()), TOP_QUALITY * questions - lost)


def what_if(result: Result) -> WhatIf | None:
    """The round with all its pairs at hand, or nothing when there are too many of them."""
    problem, params = result.problem, result.params
    if result.pairs > MOST_PAIRS or params.continuity:
        return None
    n, m = len(problem.requests), len(problem.offers)
    free = np.setdiff1d(np.arange(n), problem.fixed[:, 0])
    search = Search(problem, params, np.arange(m))
    lists = search.complete(free, result.candidates[free])
    size, drop = np.zeros(n, np.int64), np.zeros(n, np.int64)
    size[free] = np.diff(lists.start)
    start = np.concatenate([[0], np.cumsum(size)])
    drop[free] = drop_costs(classes_of(problem, params)[free], m)
    live = Live.idle(Lists(start, lists.helper, lists.cost, size), drop, m + 1)
    helper_of = np.full(n, -1, np.int64)
    helper_of[free] = result.helper_of[free]
    prices = np.append(result.certificate.helper_prices, 0)
    room = np.append(np.maximum(room_left(problem), 0), 0)
    live.seat_all(helper_of, TOP_QUALITY - result.quality, prices, room)
    live.state.active[problem.fixed[:, 0]] = False
    return WhatIf(result, live)
