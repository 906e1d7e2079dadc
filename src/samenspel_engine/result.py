"""What comes out of a round: who helps whom, what stays open, the proof, and explanations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine import explain, helping
from samenspel_engine.certificate import OPEN, Certificate
from samenspel_engine.params import Params
from samenspel_engine.problem import Offers, Problem
from samenspel_engine.reasons import Fit, Gain, Help, OpenReason, Scarcity, WhyNot
from samenspel_engine.rules import compatible
from samenspel_engine.score import Points, points_table
from samenspel_engine.whatif import WhatIf, what_if


@dataclass(frozen=True)
class Totals:
    """Totals of a round.

    Parameters
    ----------
    served, open : int
        Questions with and without a helper; fixed matches count as served.
    quality : int
        Sum of the quality of all matches.
    served_by_urgency, open_by_urgency : tuple of int
        The same per urgency class, 1 first.
    """

    served: int
    open: int
    quality: int
    served_by_urgency: tuple[int, ...]
    open_by_urgency: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Result:
    """An optimal round of matching. Requests and offers are named by their row.

    Parameters
    ----------
    problem : Problem
    params : Params
    helper_of : ndarray of int64, shape (n,)
        Offer row of each request, -1 where the question stays open.
    quality : ndarray of int64, shape (n,)
        Quality 1..1000 of each match, 0 where the question stays open.
    candidates : ndarray of int64, shape (n,)
        Number of compatible helpers with room for each request; 0 for fixed requests.
    certificate : Certificate
    timings : mapping of str to float
        Seconds per stage.
    rounds : int
        How many times the assignment was solved before the cut lists were proven long enough.
    """

    problem: Problem
    params: Params
    helper_of: NDArray[np.int64]
    quality: NDArray[np.int64]
    candidates: NDArray[np.int64]
    certificate: Certificate
    timings: Mapping[str, float]
    rounds: int
    solve_again: Callable[[Problem], Result]

    @property
    def totals(self) -> Totals:
        """Totals per level of the goal."""
        served = self.helper_of != OPEN
        urgency = self.problem.requests.urgency
        yes = np.bincount(urgency[served], minlength=6)[1:]
        no = np.bincount(urgency[~served], minlength=6)[1:]
        return Totals(
            served=int(served.sum()),
            open=int((~served).sum()),
            quality=int(self.quality.sum()),
            served_by_urgency=tuple(yes.tolist()),
            open_by_urgency=tuple(no.tolist()),
        )

    @cached_property
    def _points(self) -> Points:
        return points_table(self.problem, self.params)

    @cached_property
    def what_if(self) -> WhatIf | None:
        """The round made ready for questions about changes; nothing when it is too large."""
        fair = self.params.load_step or self.params.floor or self.problem.quotas is not None
        return None if fair else what_if(self)

    @property
    def pairs(self) -> int:
        """Number of compatible pairs that were considered."""
        return int(self.candidates.sum())

    def matches(self) -> list[tuple[Any, Any, int]]:
        """``(request id, offer id, quality)`` of every match, in request order."""
        requests, offers = self.problem.requests.ids, self.problem.offers.ids
        rows = np.flatnonzero(self.helper_of != OPEN)
        return list(
            zip(
                requests[rows].tolist(),
                offers[self.helper_of[rows]].tolist(),
                self.quality[rows].tolist(),
                strict=True,
            )
        )

    def explain(self, i: int) -> Fit | OpenReason:
        """Why request row ``i`` got this helper, or why it stays open."""
        j = int(self.helper_of[i])
        if j == OPEN:
            reason = explain.open_reason(self.problem, i, int(self.candidates[i]))
            return replace(reason, code="quota") if self._kept_back(i) else reason
        return self.fit(i, j)

    def _kept_back(self, i: int) -> bool:
        """Whether a quota keeps a helper with room from open request row ``i``."""
        if self.problem.quotas is None:
            return False
        helpers = compatible(self.problem, i)
        load = np.bincount(
            self.helper_of[self.helper_of != OPEN], minlength=len(self.problem.offers)
        )
        return bool((load[helpers] < self.problem.offers.capacity[helpers]).any())

    def fit(self, i: int, j: int) -> Fit:
        """Quality of the pair (request row ``i``, offer row ``j``) with its parts."""
        return explain.fits(self.problem, self.params, i, np.array([j]), self._points)[0]

    def alternatives(self, i: int, k: int = 3) -> list[Fit]:
        """The ``k`` best compatible helpers of request row ``i``, best first.

        A helper among them may be matched elsewhere; :meth:`why_not` tells what choosing them
        would cost. Works for open requests too.
        """
        return explain.best_fits(self.problem, self.params, i, k)

    def why_not(self, i: int, j: int) -> WhyNot:
        """Why request row ``i`` is not matched to offer row ``j``, exactly.

        Either the hard rules the pair breaks, or what the whole round would lose if it were
        forced: one or two searches on the prices that were kept.
        """
        return explain.why_not(self, i, j)

    def price(self, j: int) -> Gain:
        """What one more place at offer row ``j`` would change, exactly."""
        return explain.price(self, j)

    def what_one_more_helper_would_do(self, helper: Offers) -> Gain:
        """What the round would gain from the extra helpers in ``helper``, exactly.

        Their identifiers must be new. For several helpers at once the round is solved again.
        """
        return explain.one_more(self, helper)

    def what_would_help(self, k: int = 5, places: int = 1) -> list[Help]:
        """The single changes that serve the most open questions, with their exact gains.

        One more helper with that many ``places``, and one more hour, kilometre or language for
        one helper or for all: the ``k`` best of each; see ``helping.what_would_help``.
        """
        return helping.what_would_help(self, k, places)

    def scarcities(self, k: int = 5) -> list[Scarcity]:
        """The kinds of helper missed most: task and place, with the exact gain of one.

        Open questions are grouped by task type and square of 5 km; each of the ``k`` largest
        groups gets one extra helper, free in every window the group asks for, and the places
        that this frees look for questions.
        """
        return explain.scarcities(self, k)
