"""The changes that are tried to see what would help, and the most each can do.

The bound: prices are whole units of urgency plus a remainder of quality that is smaller than
half a unit. Rounded to units they are optimal prices of the question how much urgency can be
served. A new pair of a question priced ``a`` and a helper priced ``b`` can therefore add at
most ``max(0, a - b)``, and a helper with ``p`` places the sum of the ``p`` largest of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.candidates import Search
from samenspel_engine.certificate import OPEN, classes_of
from samenspel_engine.explain import AREA_M
from samenspel_engine.people_columns import FAR_M, HOURS_IN_WEEK
from samenspel_engine.problem import Offers, Problem
from samenspel_engine.rules import squared_distance, whole_minutes
from samenspel_engine.vocabulary import WINDOWS

if TYPE_CHECKING:
    from samenspel_engine.result import Result

MORE_M = 1000.0
MORE_HOURS = 1.0

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Prices:
    """Prices in units of urgency, and which requests are open."""

    request: Rows
    helper: Rows
    is_open: NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """New pairs (request row, row of the one who offers) and the most urgency each can add."""

    request: Rows
    owner: Rows
    worth: Rows

    def most_of_owner(self, room: Rows) -> Rows:
        """The most urgency each owner can add with that many places; shape ``(len(room),)``."""
        order = np.lexsort((-self.worth, self.owner))
        owner, worth = self.owner[order], self.worth[order]
        count = np.bincount(owner, minlength=room.size)
        rank = np.arange(owner.size) - np.repeat(np.cumsum(count) - count, count)
        fits = rank < room[owner]
        return np.bincount(owner[fits], worth[fits], room.size).astype(np.int64)

    def most_of_all(self) -> int:
        """The most urgency all pairs together can add: the best of each request."""
        order = np.lexsort((-self.worth, self.request))
        _, first = np.unique(self.request[order], return_index=True)
        return int(self.worth[order[first]].sum())

    def open_of_owner(self, prices: Prices, owners: int) -> Rows:
        """Number of open requests each owner fits; shape ``(owners,)``."""
        fits: Rows = np.bincount(self.owner[prices.is_open[self.request]], minlength=owners)
        return fits

    def open_of_all(self, prices: Prices) -> int:
        """Number of open requests that some owner fits."""
        return int(prices.is_open[np.unique(self.request)].sum())


@dataclass(frozen=True)
class Change:
    """All helpers with one more of something, and the pairs that only then become possible."""

    kind: str
    offers: Offers
    pairs: Pairs
    language: int = -1


def prices_of(result: Result) -> Prices:
    """The prices of the certificate, rounded to units of urgency.

    The price of an open request is its drop cost: its class times the unit.
    """
    certificate, is_open = result.certificate, result.helper_of == OPEN
    classes = classes_of(result.problem, result.params)
    unit = int((certificate.request_prices // classes)[is_open].max(initial=0)) or 1 << 62
    return Prices(
        request=(certificate.request_prices + unit // 2) // unit,
        helper=(certificate.helper_prices + unit // 2) // unit,
        is_open=is_open,
    )


def _pairs_with(problem: Problem, result: Result, prices: Prices) -> tuple[Rows, Rows]:
    """Compatible pairs, in another problem, of the requests that have a price."""
    rows = np.flatnonzero(prices.request > 0)
    search = Search(problem, result.params, np.arange(len(problem.offers)))
    lists = search.complete(rows, search.best(rows, 1).total)
    request = rows[np.repeat(np.arange(rows.size), np.diff(lists.start))]
    return request, lists.helper.astype(np.int64)


def missing_helpers(result: Result, places: int = 1) -> tuple[Rows, Offers]:
    """The new helpers that are tried.

    One for each task, square of 5 km and window that open questions ask for; where a question
    needs several windows, also one for that many of its windows. They live in the middle of the
    questions, accept 5 km, speak every language and have every skill asked there, and may give
    bodily care. Whether they are a woman or a man is left open.

    Returns
    -------
    keys : ndarray of int64, shape (count, 4)
        Task, square east, square north, windows.
    offers : Offers
    """
    requests = result.problem.requests
    rows = np.flatnonzero(result.helper_of == OPEN)
    square = np.floor(np.stack([requests.x_m[rows], requests.y_m[rows]]) / AREA_M)
    cells = np.stack([requests.task[rows], *square], axis=1).astype(np.int64)
    places_of, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.ravel()
    x, y, spoken, skills = (np.zeros(len(places_of), kind) for kind in (float, float, int, int))
    for at in range(len(places_of)):
        here = rows[cell == at]
        x[at], y[at] = np.median(requests.x_m[here]), np.median(requests.y_m[here])
        spoken[at] = np.bitwise_or.reduce(requests.languages[here])
        skills[at] = np.bitwise_or.reduce(requests.skills_needed[here])
    tried = np.array(list(_windows_asked(result, rows, cell)), np.int64).reshape(-1, 2)
    pairs = np.unique(tried, axis=0)
    pairs = pairs[np.lexsort((pairs[:, 1], np.bitwise_count(pairs[:, 1]), pairs[:, 0]))]
    at, windows = pairs.T
    yes = np.ones(at.size, np.bool_)
    offers = Offers.from_columns(
        ids=np.arange(at.size), x_m=x[at], y_m=y[at], tasks=1 << places_of[at, 0],
        windows=windows, languages=spoken[at], skills=skills[at], vog_seen=yes,
        bodily_willing=yes, bodily_trained=yes, bodily_allowed=yes,
        radius_m=np.full(at.size, AREA_M), capacity=np.full(at.size, places),
    )  # fmt: skip
    return np.concatenate([places_of[at], windows[:, None]], axis=1), offers


def _windows_asked(result: Result, rows: Rows, cell: Rows) -> Iterator[tuple[int, int]]:
    """Cell and windows of every helper worth trying: as few windows as a question needs.

    Where that is more than one, those of its windows that most open questions there ask for.
    """
    requests = result.problem.requests
    bits = (requests.windows[rows, None] >> np.arange(len(WINDOWS))) & 1
    asked = np.zeros((int(cell.max(initial=-1)) + 1, len(WINDOWS)), np.int64)
    np.add.at(asked, cell, bits)
    for i, at in zip(rows.tolist(), cell.tolist(), strict=True):
        codes = list(WINDOWS.codes_in(int(requests.windows[i])))
        needed = int(requests.overlap_needed[i])
        if needed == 1:
            yield from ((at, 1 << code) for code in codes)
        else:
            most = sorted(zip((-asked[at, codes]).tolist(), codes, strict=True))[:needed]
            yield at, sum(1 << code for _, code in most)


def new_helper_pairs(result: Result, prices: Prices, offers: Offers) -> Pairs:
    """The pairs of helpers who are not there yet."""
    request, owner = _pairs_with(Problem(result.problem.requests, offers), result, prices)
    return Pairs(request, owner, prices.request[request])


def change_of(result: Result, prices: Prices, kind: str, language: int = -1) -> Change:
    """One more hour, kilometre or language for everyone.

    ``kind`` is ``"hour"``, ``"distance"`` or ``"language"``.
    """
    problem = result.problem
    after = _with_more(problem.offers, kind, language)
    i, j = _pairs_with(replace(problem, offers=after), result, prices)
    worth = prices.request[i] - prices.helper[j]
    new = (worth > 0) & _lacking(problem, kind, i, j)
    return Change(kind, after, Pairs(i[new], j[new], worth[new]), language)


def _with_more(offers: Offers, kind: str, language: int) -> Offers:
    if kind == "hour":
        hours = np.minimum(offers.hours_per_week + MORE_HOURS, HOURS_IN_WEEK)
        return replace(offers, hours_per_week=hours)
    if kind == "distance":
        return replace(offers, radius_m=np.minimum(offers.radius_m + MORE_M, FAR_M))
    return replace(offers, languages=offers.languages | np.uint16(1 << language))


def _lacking(problem: Problem, kind: str, i: Rows, j: Rows) -> NDArray[np.bool_]:
    """Pairs that only fit with more of it."""
    requests, offers = problem.requests, problem.offers
    lacks: NDArray[np.bool_]
    if kind == "hour":
        has = whole_minutes(offers.hours_per_week[j])
        lacks = whole_minutes(requests.hours_per_week[i]) > has
    elif kind == "distance":
        lacks = squared_distance(problem, i, j) > offers.radius_m[j] ** 2
    else:
        lacks = (requests.languages[i] & offers.languages[j]) == 0
    return lacks
