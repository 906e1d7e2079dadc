"""One part of a problem in a price exchange: its own questions, and the people who could help
there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_paths import insert_rows, row_prices
from samenspel_engine._kernels_prices import Slope, choose, climb
from samenspel_engine.assign import Assignment, certify, graph_of, new_paths
from samenspel_engine.border import Kind, Message, message
from samenspel_engine.candidates import Lists, Search, replace_rows
from samenspel_engine.certificate import classes_of
from samenspel_engine.layers import new_matching
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem

SCALE = 16
"""Prices are whole sixteenths of a point of quality."""

REMEMBERED = 0.95
WISH_UNIT = 256


class Steps(NamedTuple):
    """The ascent: number of steps, length of the first in points of quality, and decay."""

    number: int = 150
    first: float = 120.0
    decay: float = 0.98


class Own(NamedTuple):
    """What a part knows.

    ``problem``: its own questions and the helpers who may reach them, with the places that are
    left; ``helpers``: their rows in the whole problem, rising; ``lives_here`` per helper;
    ``helpers_in_all``: their number in the whole problem.
    """

    problem: Problem
    params: Params
    helpers: NDArray[np.int64]
    lives_here: NDArray[np.bool_]
    helpers_in_all: int
    steps: Steps


class Share(NamedTuple):
    """What the owner of a part gets: helper row (-1 for none), cost and price per question,
    compatible helpers per question, and the prices of the helpers whose places it counts."""

    helper: NDArray[np.int64]
    cost: NDArray[np.int64]
    request_price: NDArray[np.int64]
    candidates: NDArray[np.int64]
    priced: NDArray[np.int64]
    helper_price: NDArray[np.int64]


def open_costs(problem: Problem, params: Params) -> NDArray[np.int64]:
    """Cost of leaving each question open in a price exchange; shape ``(n,)``.

    A match costs ``top`` less its quality, where ``top`` is the most quality and bonus can be;
    an open question of class ``k`` costs ``(1 + k) * top``.
    """
    top = TOP_QUALITY + params.continuity
    return (1 + classes_of(problem, params)) * top


class Municipality:
    """Keeps its people to itself; answers with rows of helpers, loads, prices and sums."""

    def __init__(self, own: Own) -> None:
        problem = own.problem
        n, m = len(problem.requests), len(problem.offers)
        self._own = own
        self._rows = np.arange(n)
        self._drop = open_costs(problem, own.params)
        self._room = problem.offers.capacity.astype(np.int64)
        self._search = Search(problem, own.params, np.arange(m))
        self._lists = self._search.best(self._rows, own.params.list_length)
        start = self._optimum(np.where(own.lives_here, self._room, 0))
        price = np.where(own.lives_here, start.helper_price, 0) * float(SCALE)
        power = np.array([1.0, 1.0, own.steps.first * SCALE])
        self._slope = Slope(price, np.zeros(m), np.zeros(m), power)
        self._border = np.zeros(m, np.bool_)
        self._counted = np.ones(m, np.bool_)
        self._known = np.zeros(m, np.bool_)
        self._load, self._told = np.zeros(m, np.int64), np.zeros(m, np.int64)
        self._others = np.zeros(m, np.int64)
        self._usual = np.zeros(m)
        self._tried = self._best = self._whole_prices()
        self._found = start

    def answer(self, message: bytes) -> bytes:
        """Answer one message."""
        asked = Message.unpack(message, self._own.helpers_in_all)
        act: dict[Kind, Callable[[Message], Message | None]] = {
            Kind.CENSUS: self._census,
            Kind.BORDER: self._learn_border,
            Kind.PRICE: self._take_prices,
            Kind.STEP: self._step,
            Kind.WISH: self._wish,
            Kind.PLACES: self._settle,
        }
        answer = act[asked.kind](asked)
        return b"" if answer is None else answer.pack()

    def result(self) -> Share:
        """Matches and prices, for the owner of the part."""
        found, helpers = self._found, self._own.helpers
        held = found.helper >= 0
        row = np.full(held.size, -1, np.int64)
        row[held] = helpers[found.helper[held]]
        counted = self._counted & self._known
        return Share(
            row,
            found.cost,
            np.minimum(self._question_prices(self._best), self._limits() * SCALE),
            self._lists.total,
            helpers[counted],
            self._best[counted],
        )

    def _at(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        return np.searchsorted(self._own.helpers, rows)

    def _whole_prices(self) -> NDArray[np.int64]:
        return np.rint(self._slope.price).astype(np.int64)

    def _limits(self) -> NDArray[np.int64]:
        """The most a question can cost; a pair left out of a list costs the last or more."""
        return np.minimum(
            self._drop, np.where(self._lists.cut, last_costs(self._lists), 1 << 40)
        )

    def _choose(self, price: NDArray[np.int64]) -> int:
        """The part's share of the bound at these prices, without any rounding."""
        lists = self._lists
        arrays = lists.start, lists.helper, lists.cost
        asked = choose(arrays, self._limits() * SCALE, price, SCALE, self._load)
        counted = self._counted
        return int(asked) - int((self._room[counted] * price[counted]).sum())

    def _census(self, _asked: Message) -> Message:
        """Lengthen lists that may be too short at these prices; tell which helpers are new."""
        self._lengthen(self._question_prices(self._tried))
        before = self._known.copy()
        self._known[self._lists.helper] = True
        rows = self._own.helpers[self._known & ~before]
        return message(Kind.CENSUS, rows, np.zeros(rows.size))

    def _learn_border(self, told: Message) -> Message:
        """Note the border; answer with the prices of those whose places count here."""
        at = self._at(told.rows)
        self._border[at] = True
        self._counted[at] = told.values == 1
        self._slope.mean[at] = 0.0
        self._slope.square[at] = 0.0
        self._told[:] = 0
        self._others[:] = 0
        mine = at[told.values == 1]
        return message(Kind.PRICE, self._own.helpers[mine], self._whole_prices()[mine])

    def _take_prices(self, told: Message) -> Message | None:
        """Take prices from the part that counts the places; or answer with the best of this
        part.

        ``total`` of what is asked: bit 0 asked, bit 1 the prices just tried were the best.
        """
        if told.total:
            if told.total & 2:
                self._best = self._tried
            self._slope.price[:] = self._best
            mine = np.flatnonzero(self._border & self._counted)
            return message(Kind.PRICE, self._own.helpers[mine], self._best[mine])
        self._slope.price[self._at(told.rows)] = told.values
        self._tried = self._whole_prices()
        self._best = self._tried
        return None

    def _step(self, told: Message) -> Message:
        """Learn what the others ask for; climb, unless it is the first time; ask anew.

        ``total`` of what is told: bit 0 climb, bit 1 the prices just tried were the best.
        """
        self._others[self._at(told.rows)] += told.values
        if told.total & 2:
            self._best = self._tried
        if told.total & 1:
            surplus = self._load + np.where(self._border, self._others, 0) - self._room
            climb(self._slope, surplus, self._own.steps.decay)
            self._tried = self._whole_prices()
        value = self._choose(self._tried)
        self._usual *= REMEMBERED
        self._usual += self._load
        changed = np.flatnonzero(self._border & (self._load != self._told))
        answer = message(
            Kind.STEP, self._own.helpers[changed], (self._load - self._told)[changed]
        )
        self._told = self._load.copy()
        return answer._replace(total=value)

    def _wish(self, _asked: Message) -> Message:
        """Places of border helpers that this part used on average, in 256ths."""
        at = np.flatnonzero(self._border & (self._usual > 0))
        wish = np.rint(self._usual[at] * (1.0 - REMEMBERED) * WISH_UNIT)
        return message(Kind.WISH, self._own.helpers[at], wish)

    def _settle(self, told: Message) -> Message:
        """The exact optimum of this part with these places of border helpers."""
        room = np.where(self._known & ~self._border, self._room, 0)
        room[self._at(told.rows)] = told.values
        self._found = self._optimum(room)
        return message(Kind.PLACES, np.empty(0), np.empty(0))._replace(total=self._found.value)

    def _optimum(self, room: NDArray[np.int64]) -> Assignment:
        """The cheapest matching of the part over all its compatible pairs."""
        while True:
            found = self._on_lists(room)
            if not self._lengthen(found.request_price * SCALE):
                return found

    def _on_lists(self, room: NDArray[np.int64]) -> Assignment:
        """The cheapest matching of the part over the pairs on its lists."""
        graph = graph_of(self._lists, self._drop, room)
        matching = new_matching(graph)
        order = np.argsort(-self._drop, kind="stable")
        insert_rows(order, graph, matching, new_paths(graph))
        return certify(graph, matching.edge, matching.price)

    def _lengthen(self, price: NDArray[np.int64]) -> bool:
        """Complete the cut lists on which the price leaves room for doubt."""
        lists = self._lists
        doubtful = np.flatnonzero(lists.cut & (price > last_costs(lists) * SCALE))
        if doubtful.size:
            longer = self._search.complete(self._rows[doubtful], lists.total[doubtful])
            self._lists = replace_rows(lists, doubtful, longer)
        return bool(doubtful.size)

    def _question_prices(self, price: NDArray[np.int64]) -> NDArray[np.int64]:
        """The most that each question is sure to cost, as far as its list goes."""
        scaled = replace(self._lists, cost=self._lists.cost * np.int32(SCALE))
        asked = np.empty(self._drop.size, np.int64)
        row_prices(graph_of(scaled, self._drop * SCALE, self._room), price, asked)
        return asked


def last_costs(lists: Lists) -> NDArray[np.int64]:
    """Cost of the last pair in each row; 0 for empty rows."""
    last = np.zeros(lists.total.size, np.int64)
    filled = np.diff(lists.start) > 0
    last[filled] = lists.cost[lists.start[1:][filled] - 1]
    return last
