"""Compiled choice of whom to ask, and the replay of weeks in which questions come in.

One function chooses, both for a single question and in the replay, so that what is simulated is
what is done. Answers in the replay are drawn by hashing question and helper: every way of
asking meets the same questions and the same answers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.jit import compiled

NOBODY = -1
NEVER = -1_000_000
MOST_WEEKS_AWAY = 200
BY_GAIN, BY_SHARE, BY_KEY, BY_LOT = 0, 1, 2, 3
"""Orders: gain above the helper's price; by lot in proportion to the ex-ante share; a fixed
key, lowest first; least recently asked with ties by lot."""

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_LOTS = 1 << 40
_SMALL = 1e-9


class Field(NamedTuple):
    """Who could be asked for one question, one value per candidate: ``chance`` of a yes,
    ``price`` in points, ``key`` (lowest first, or share), ``idle`` weeks since asked, ``tie``
    (lowest first), and whether the candidate ``may`` be asked now."""

    chance: NDArray[np.float64]
    price: NDArray[np.int64]
    key: NDArray[np.int64]
    idle: NDArray[np.int64]
    tie: NDArray[np.int64]
    may: NDArray[np.bool_]


class Ways(NamedTuple):
    """How to choose: the order, the chance of a yes that is enough, the most people at once,
    and the step of points within which gains count as equal."""

    order: int
    target: float
    most: int
    equal: int


class Question(NamedTuple):
    """One question: row, week it comes in, points it is worth, most people to ask at once."""

    row: int
    week: int
    worth: int
    most: int


class Pairs(NamedTuple):
    """Who fits which question: row ``i`` owns ``start[i] .. start[i + 1]``; the chance of a yes
    in truth and as it is believed; the key to order by."""

    start: NDArray[np.int64]
    helper: NDArray[np.int32]
    chance: NDArray[np.float64]
    believed: NDArray[np.float64]
    key: NDArray[np.int64]


class People(NamedTuple):
    """Helpers: ``budget`` of asks, ``price`` in points, week of the last ask and of the last
    no, week from which they listen again, asks in the current period, and those per week."""

    budget: NDArray[np.int64]
    price: NDArray[np.int64]
    asked: NDArray[np.int64]
    said_no: NDArray[np.int64]
    awake: NDArray[np.int64]
    used: NDArray[np.int64]
    by_week: NDArray[np.int64]


class House(NamedTuple):
    """Weeks of rest after an ask and after a no; the chance per week that someone who was
    asked listens again, in truth and as it is believed; the seed of the answers."""

    rest: int
    rest_after_no: int
    returns: float
    believed: float
    seed: int


class Told(NamedTuple):
    """What happened: per question ``asks``, ``yes`` and the ``helper`` (-1: nobody); ``log``:
    every helper asked, question after question."""

    asks: NDArray[np.int64]
    yes: NDArray[np.int64]
    helper: NDArray[np.int64]
    log: NDArray[np.int32]


@compiled
def draw(seed: int, first: int, second: int) -> float:
    """A number in [0, 1) that depends only on the three whole numbers."""
    mixed = np.uint64(seed) * _ODD + np.uint64(first)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_A + np.uint64(second) * _ODD
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_A
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_B
    mixed = mixed ^ (mixed >> np.uint64(31))
    return float(mixed >> np.uint64(11)) / 9007199254740992.0


@compiled
def lot(order: int, seed: int, question: int, helper: int, key: int) -> int:
    """The number drawn for a candidate: lowest first; in proportion to the share if asked."""
    number = draw(seed, question, helper)
    if order == BY_SHARE:
        waiting = -np.log(1.0 - number) / (key + 1e-3)
        return int(min(waiting, 1e6) * 1e9)
    if order == BY_LOT:
        return int(number * _LOTS)
    return helper


@compiled
def listening(believed: float, idle: int) -> float:
    """The chance that someone listens, this many weeks after the last ask."""
    return float(1.0 - (1.0 - believed) ** float(idle))


@compiled
def gain_of(worth: int, chance: float, open_: float, price: int) -> int:
    """Whole points that asking brings above the price of the helper, when everyone asked so far
    says no with chance ``open_``."""
    return int(np.floor(worth * chance * open_ + _SMALL)) - price


@compiled
def earlier(a: int, b: int, field: Field) -> bool:
    """Whether ``a`` goes before ``b`` among equals: asked longest ago, then by ``tie``."""
    if field.idle[a] != field.idle[b]:
        return bool(field.idle[a] > field.idle[b])
    return bool(field.tie[a] < field.tie[b])


@compiled
def ranked(one: int, gain: int, field: Field, ways: Ways) -> int:
    """The number by which candidates are compared first; lowest first."""
    if ways.order == BY_GAIN:
        return int(-(gain // ways.equal))
    if ways.order == BY_SHARE:
        return int(field.tie[one])
    return int(field.key[one])


@compiled
def first(field: Field, worth: int, open_: float, ways: Ways) -> int:
    """The next candidate to ask; -1 when nobody may be asked or is worth it."""
    best, best_rank = NOBODY, 0
    for one in range(field.chance.size):
        if not field.may[one]:
            continue
        gain = gain_of(worth, field.chance[one], open_, field.price[one])
        if gain < 0:
            continue
        rank = ranked(one, gain, field, ways)
        lower = best == NOBODY or rank < best_rank
        if lower or (rank == best_rank and earlier(one, best, field)):
            best, best_rank = one, rank
    return best


@compiled
def choose(
    field: Field, worth: int, ways: Ways, chosen: NDArray[np.int64]
) -> tuple[int, float]:
    """Write the candidates to ask into ``chosen``, in order; they may no longer be asked.

    Returns
    -------
    count : int
    open_ : float
        The chance that all of them say no.
    """
    count, open_ = 0, 1.0
    while count < ways.most and 1.0 - open_ < ways.target:
        one = first(field, worth, open_, ways)
        if one == NOBODY:
            break
        chosen[count] = one
        field.may[one] = False
        open_ *= 1.0 - field.chance[one]
        count += 1
    return count, open_


@compiled
def new_week(week: int, people: People) -> None:
    """Forget the asks that drop out of the current period."""
    column = week % people.by_week.shape[1]
    people.used[:] -= people.by_week[:, column]
    people.by_week[:, column] = 0


@compiled
def look(at: int, question: Question, pairs: Pairs, people: People, desk: Field,
         rules: tuple[House, Ways]) -> Field:  # fmt: skip
    """The candidates of one question as they stand now."""
    house, ways = rules
    begin = pairs.start[question.row]
    size = pairs.start[question.row + 1] - begin
    for one in range(size):
        j = pairs.helper[begin + one]
        idle = question.week - people.asked[j]
        desk.chance[one] = pairs.believed[begin + one] * listening(house.believed, idle)
        desk.price[one] = people.price[j]
        desk.key[one] = pairs.key[begin + one]
        desk.idle[one] = idle
        desk.tie[one] = lot(ways.order, house.seed + 1, at, j, desk.key[one])
        rested = idle >= house.rest
        rested &= question.week - people.said_no[j] >= house.rest_after_no
        desk.may[one] = rested and people.used[j] < people.budget[j]
    return Field(
        desk.chance[:size], desk.price[:size], desk.key[:size],
        desk.idle[:size], desk.tie[:size], desk.may[:size],
    )  # fmt: skip


@compiled
def ask(at: int, j: int, chance: float, week: int, people: People, house: House) -> bool:
    """Ask a helper; return whether the answer is yes."""
    listens = week >= people.awake[j]
    yes = listens and draw(house.seed, at, j) < chance
    if listens:
        away = 1
        while away < MOST_WEEKS_AWAY:
            if draw(house.seed + 2, week * MOST_WEEKS_AWAY + away, j) < house.returns:
                break
            away += 1
        people.awake[j] = week + away
    if not yes:
        people.said_no[j] = week
    people.asked[j] = week
    people.used[j] += 1
    people.by_week[j, week % people.by_week.shape[1]] += 1
    return bool(yes)


@compiled
def replay(questions: NDArray[np.int64], pairs: Pairs, people: People,
           rules: tuple[House, Ways], desk: Field, told: Told) -> int:  # fmt: skip
    """Let all questions come in, write down what happened and return the number of asks.

    ``questions`` has a line per question in order of week: row, week, worth, most.
    """
    house, ways = rules
    chosen = np.empty(desk.chance.size, np.int64)
    now, written = 0, 0
    for at in range(questions.shape[0]):
        one = Question(questions[at, 0], questions[at, 1], questions[at, 2], questions[at, 3])
        while now < one.week:
            now += 1
            new_week(now, people)
        field = look(at, one, pairs, people, desk, rules)
        limits = Ways(ways.order, ways.target, min(one.most, ways.most), ways.equal)
        count, _ = choose(field, one.worth, limits, chosen)
        begin = pairs.start[one.row]
        for place in chosen[:count]:
            j = pairs.helper[begin + place]
            told.log[written] = j
            written += 1
            if ask(at, j, pairs.chance[begin + place], now, people, house):
                told.yes[at] += 1
                if told.helper[at] == NOBODY:
                    told.helper[at] = j
        told.asks[at] = count
    return written


@compiled
def would_say_yes(
    questions: NDArray[np.int64], pairs: Pairs, seed: int, yes: NDArray[np.bool_]
) -> None:
    """Write, for one candidate after another, whether they would say yes when they listen."""
    written = 0
    for at in range(questions.shape[0]):
        row = questions[at, 0]
        for one in range(pairs.start[row], pairs.start[row + 1]):
            yes[written] = draw(seed, at, pairs.helper[one]) < pairs.chance[one]
            written += 1
