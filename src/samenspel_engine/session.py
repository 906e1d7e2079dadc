"""A running round that people can join who were not there at its start.

The pairs of somebody new come from the same rules and scores as all other pairs: for a question
the plain rules over all helpers, for a helper the candidate search over all questions. Then the
matching is mended with one shortest-path search per place; see ``live``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.assign import drop_costs
from samenspel_engine.candidates import Search
from samenspel_engine.columns import clean_pairs
from samenspel_engine.errors import EngineInputError
from samenspel_engine.growing import extended
from samenspel_engine.live import Live
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.problem import Offers, Problem, Requests
from samenspel_engine.rules import compatible
from samenspel_engine.score import pair_costs, points_table

MOST_PEOPLE = 4_000_000
"""Questions and helpers together; the cost of an open question allows for this many."""

Columns = dict[str, NDArray[Any]]


class Session:
    """Everybody who is known, and an optimal matching of those who take part.

    ``live`` is the matching: ``live.arrive``, ``withdraw``, ``join``, ``leave``, ``less_room``.
    At the start nobody takes part.

    Parameters
    ----------
    problem : Problem
        Without fixed or earlier matches and without quotas.
    params : Params, optional
        Without continuity, load step and floor.
    """

    def __init__(self, problem: Problem, params: Params | None = None) -> None:
        self.params = replace(params or Params(), threads=1)
        _refuse_the_rest(problem, self.params)
        n, m = len(problem.requests), len(problem.offers)
        if n + m > MOST_PEOPLE:
            raise EngineInputError("problem", "requests", "are too many for one session")
        self._ids = set(problem.requests.ids.tolist()), set(problem.offers.ids.tolist())
        self._requests: Columns = _copies(problem.requests, REQUEST_COLUMNS)
        self._offers: Columns = _copies(problem.offers, OFFER_COLUMNS)
        places = np.maximum(problem.offers.capacity, 1)
        self._offers["capacity"] = places.copy()
        known = replace(problem, offers=replace(problem.offers, capacity=places))
        search = Search(known, params or Params(), np.arange(m))
        lists = search.complete(np.arange(n), search.best(np.arange(n), 1).total)
        self.live = Live.idle(lists, self._drops(problem.requests), m)

    def _drops(self, requests: Requests) -> NDArray[np.int64]:
        urgency = requests.urgency.astype(np.int64)
        classes = urgency if self.params.urgent_first else np.ones_like(urgency)
        return drop_costs(classes, MOST_PEOPLE - classes.size, TOP_QUALITY)

    def new_request(
        self, one: Requests, *, forbidden: ArrayLike = (), trusted: ArrayLike = ()
    ) -> int:
        """Take in a question (a table of one row) and let it take part; return its row.

        ``forbidden`` and ``trusted`` are numbers of helpers.
        """
        _new_id("requests", one, self._ids[0])
        offers = Offers(ids=np.arange(self._offers["x_m"].size), **self._offers)
        pairs = [_beside(0, some) for some in (forbidden, trusted)]
        problem = Problem(one, offers, forbidden=pairs[0], trusted=pairs[1])
        helpers = compatible(problem, 0)
        costs = pair_costs(problem, points_table(problem, self.params), 0, helpers)
        for name in REQUEST_COLUMNS:
            self._requests[name] = extended(self._requests[name], getattr(one, name)[0])
        order = np.argsort(costs, kind="stable")
        self._ids[0].add(one.ids[0].item())
        return self.live.new_request(helpers[order], costs[order], int(self._drops(one)[0]))

    def new_helper(
        self, one: Offers, *, forbidden: ArrayLike = (), trusted: ArrayLike = ()
    ) -> int:
        """Take in a helper (a table of one row) and let them take part; return the number.

        ``forbidden`` and ``trusted`` are rows of questions.
        """
        _new_id("offers", one, self._ids[1])
        asked = self._requests
        near = np.hypot(asked["x_m"] - one.x_m[0], asked["y_m"] - one.y_m[0])
        offered = (int(one.tasks[0]) >> asked["task"].astype(np.int64)) & 1 == 1
        rows = np.flatnonzero(offered & (near <= one.radius_m[0] + 2.0))
        requests = Requests(ids=rows, **{k: asked[k][rows] for k in REQUEST_COLUMNS})
        places = np.maximum(one.capacity, 1)
        pairs = [
            clean_pairs("offers", name, _beside(0, some), 1, asked["x_m"].size)[:, 1]
            for name, some in (("forbidden", forbidden), ("trusted", trusted))
        ]
        known = [np.flatnonzero(np.isin(rows, some)) for some in pairs]
        problem = Problem(
            requests, replace(one, capacity=places),
            forbidden=_beside(0, known[0])[:, ::-1], trusted=_beside(0, known[1])[:, ::-1],
        )  # fmt: skip
        found = Search(problem, self.params, np.zeros(1, np.int64)).best(
            np.arange(rows.size), 1
        )
        for name in OFFER_COLUMNS:
            value = places[0] if name == "capacity" else getattr(one, name)[0]
            self._offers[name] = extended(self._offers[name], value)
        self._ids[1].add(one.ids[0].item())
        return self.live.new_helper(rows[found.total > 0], found.cost, int(one.capacity[0]))


def _copies(table: Requests | Offers, names: Iterable[str]) -> Columns:
    return {name: np.array(getattr(table, name)) for name in names}


def _beside(first: int, others: ArrayLike) -> NDArray[np.int64]:
    """Pairs of ``first`` with each of the others, shape ``(k, 2)``."""
    some = np.atleast_1d(np.asarray(others)).astype(np.int64)
    return np.stack([np.full_like(some, first), some], axis=1)


def _new_id(table: str, one: Requests | Offers, known: set[Any]) -> None:
    if len(one) != 1:
        raise EngineInputError(table, "ids", "must be one row")
    if one.ids[0].item() in known:
        raise EngineInputError(table, "ids", "is already known", row=0, row_id=one.ids[0])


def _refuse_the_rest(problem: Problem, params: Params) -> None:
    if problem.fixed.size or problem.previous.size or problem.quotas is not None:
        rule = "earlier matches and quotas have no place in a session"
        raise EngineInputError("problem", "fixed,", rule)
    if params.continuity or params.load_step or params.floor:
        rule = "load step and floor have no place in a session"
        raise EngineInputError("params", "continuity,", rule)
