"""Weeks in which questions come in, replayed for several ways of asking.

Every way meets the same questions in the same weeks and the same answers: whether a helper
says yes to a question is drawn once. A question goes round once; a helper who is asked
does not hear the next question for a random number of weeks, whatever the answer was.

Shares are shares of what could have been achieved with hindsight, see ``hindsight``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from samenspel_engine._kernels_nudge import (
    BY_GAIN,
    BY_KEY,
    BY_LOT,
    BY_SHARE,
    NEVER,
    NOBODY,
    Field,
    House,
    People,
    Told,
    Ways,
    replay,
)
from samenspel_engine.asking import AskRules
from samenspel_engine.errors import EngineInputError
from samenspel_engine.hindsight import Scene, gini, hindsight, jain
from samenspel_engine.nudge import NotifyPolicy, as_chances, candidate_pairs, kind_of
from samenspel_engine.problem import Problem

ALL = 1 << 30
CERTAIN = 2.0
MOST_PER_WEEK = 1_000_000


@dataclass(frozen=True)
class Way:
    """One way of asking.

    Parameters
    ----------
    name : str
    order : str
        ``"policy"`` (gain above the opportunity cost), ``"share"`` (by lot, in proportion to
        the ex-ante solution), ``"chance"`` (highest chance first), ``"distance"`` (nearest
        first) or ``"turn"`` (whoever was asked longest ago first, then by lot).
    most : int, optional
        People asked at once; when left out, the target and the most people of the rules apply.
    house_rules : bool
        Whether the rest and the number of asks are respected.
    """

    name: str
    order: str
    most: int | None = None
    house_rules: bool = True


WAYS: tuple[Way, ...] = (
    Way("policy", "policy"),
    Way("policy by lot", "share"),
    Way("random fair 5", "turn", 5),
    Way("nearest 5", "distance", 5),
    Way("nearest 5, no house rules", "distance", 5, house_rules=False),
    Way("everyone", "distance", ALL),
    Way("everyone, no house rules", "distance", ALL, house_rules=False),
)


@dataclass(frozen=True)
class Weeks:
    """What to replay: ``count`` weeks with ``per_week`` questions each on average (Poisson)."""

    count: int
    per_week: float
    seed: int = 0

    def __post_init__(self) -> None:
        if self.count < 1 or not 0 <= self.per_week <= MOST_PER_WEEK:
            rule = f"must be 1 week or more with 0..{MOST_PER_WEEK} questions"
            raise EngineInputError("params", "weeks", rule)


@dataclass(frozen=True, eq=False)
class Outcome:
    """The results of one way of asking.

    Parameters
    ----------
    served, worth : int
        Questions with a yes, and their points.
    asks : int
        Asks in all.
    needless_yes : int
        People who said yes after somebody else.
    most_asked : int
        The largest number of asks to one helper.
    gini, jain : float
        Inequality of asks over the helpers who fit a question (0: equal), and Jain's index of
        fairness (1: equal).
    share : float
        Worth as a share of the bound with hindsight under the same rules.
    log : ndarray of int64, shape (asks, 3)
        Every ask: number of the arrival, offer row, week.
    """

    served: int
    worth: int
    asks: int
    needless_yes: int
    most_asked: int
    gini: float
    jain: float
    share: float
    log: NDArray[np.int64]

    @property
    def asks_per_match(self) -> float:
        """Asks per question served."""
        return self.asks / max(1, self.served)


@dataclass(frozen=True, eq=False)
class Simulation:
    """Weeks replayed.

    Parameters
    ----------
    questions : ndarray of int64, shape (k, 4)
        Arrivals in order: request row, week, worth, most people to ask at once.
    outcomes : dict of str to Outcome
        By name of the way.
    hindsight, hindsight_free : int
        Bound on the worth with hindsight, with the house rules and without.
    """

    questions: NDArray[np.int64]
    outcomes: dict[str, Outcome]
    hindsight: int
    hindsight_free: int


def simulate(
    problem: Problem,
    chance: ArrayLike,
    policy: NotifyPolicy,
    *,
    weeks: Weeks,
    ways: tuple[Way, ...] = WAYS,
    believed: ArrayLike | None = None,
) -> Simulation:
    """Replay weeks of questions for several ways of asking.

    Parameters
    ----------
    problem : Problem
        Arrivals are drawn from its requests, each equally likely.
    chance : array_like of float, shape (pairs,)
        True chance of a yes per pair of ``candidate_pairs(problem)``, when the helper listens.
    policy : NotifyPolicy
        Made for the same helpers. Its rules are the house rules; its ``returns`` is also the
        truth.
    weeks : Weeks
    ways : tuple of Way
    believed : array_like of float, shape (pairs,), optional
        The chances that the people who ask go by; the true ones when left out.
    """
    if not np.array_equal(policy.offer_ids, problem.offers.ids):
        raise EngineInputError("problem", "offers", "must be those the policy was made for")
    pairs = candidate_pairs(problem)
    random, size = np.random.default_rng(weeks.seed), pairs.helper.size
    scene = Scene(
        problem=problem,
        policy=policy,
        pairs=pairs,
        chance=as_chances("problem", chance, size),
        believed=as_chances("problem", chance if believed is None else believed, size),
        questions=_draw_questions(random, problem, policy.rules, weeks),
        seed=int(random.integers(1, 1 << 40)),
    )
    free = hindsight(scene, False)
    bounds = min(free, hindsight(scene, True)), free
    outcomes = {way.name: _run(scene, way, bounds[0 if way.house_rules else 1]) for way in ways}
    return Simulation(scene.questions, outcomes, *bounds)


def _draw_questions(
    random: Generator, problem: Problem, rules: AskRules, weeks: Weeks
) -> NDArray[np.int64]:
    per_week = random.poisson(weeks.per_week, weeks.count)
    rows = random.integers(0, max(1, len(problem.requests)), int(per_week.sum()))
    week = np.repeat(np.arange(weeks.count), per_week)
    worth, most = rules.worth_of(problem.requests), rules.most_of(problem.requests)
    return np.stack([rows, week, worth[rows], most[rows]], axis=1).astype(np.int64)


def _keys(scene: Scene, order: str) -> NDArray[np.int64]:
    """What each pair is ordered by: whole metres, chance, or share of the ex-ante solution."""
    owner, helper = scene.owner, scene.pairs.helper
    if order == "distance":
        requests, offers = scene.problem.requests, scene.problem.offers
        away = np.hypot(
            requests.x_m[owner] - offers.x_m[helper], requests.y_m[owner] - offers.y_m[helper]
        )
        return np.rint(away).astype(np.int64)
    if order == "chance":
        return np.rint(-1e6 * scene.believed).astype(np.int64)
    if order == "share":
        keys = kind_of(scene.problem.requests)[owner] + helper
        return scene.policy.shares_at(keys)
    return np.zeros(owner.size, np.int64)


ORDERS = {
    "policy": BY_GAIN,
    "share": BY_SHARE,
    "chance": BY_KEY,
    "distance": BY_KEY,
    "turn": BY_LOT,
}


def _run(scene: Scene, way: Way, bound: int) -> Outcome:
    rules, m = scene.policy.rules, len(scene.problem.offers)
    ours = way.order in ("policy", "share")
    kept = way.house_rules
    house = House(
        rest=rules.rest_weeks if kept else 0,
        rest_after_no=rules.rest_after_no_weeks if kept else 0,
        returns=rules.returns,
        believed=rules.returns if ours else 1.0,
        seed=scene.seed,
    )
    ways = Ways(
        order=ORDERS[way.order],
        target=rules.target if way.most is None else CERTAIN,
        most=ALL if way.most is None else way.most,
        equal=rules.equal,
    )
    people = People(
        budget=scene.policy.asks_most if kept else np.full(m, ALL, np.int64),
        price=scene.policy.price if ours else np.zeros(m, np.int64),
        asked=np.full(m, NEVER, np.int64),
        said_no=np.full(m, NEVER, np.int64),
        awake=np.zeros(m, np.int64),
        used=np.zeros(m, np.int64),
        by_week=np.zeros((m, rules.budget_weeks), np.int64),
    )
    questions = scene.questions.copy()
    if way.most is not None:
        questions[:, 3] = way.most
    told = _tell(scene, questions, people, (house, ways), _keys(scene, way.order))
    return _outcome(scene, told, bound)


def _tell(
    scene: Scene, questions: NDArray[np.int64], people: People, rules: tuple[House, Ways],
    key: NDArray[np.int64],
) -> Told:  # fmt: skip
    size = int(np.diff(scene.pairs.start).max(initial=0)) + 1
    price, wanted, idle, tie = np.empty((4, size), np.int64)
    desk = Field(np.empty(size), price, wanted, idle, tie, np.empty(size, np.bool_))
    count = len(questions)
    told = Told(
        asks=np.zeros(count, np.int64),
        yes=np.zeros(count, np.int64),
        helper=np.full(count, NOBODY, np.int64),
        log=np.empty(int(np.minimum(scene.fits, questions[:, 3]).sum()), np.int32),
    )
    written = replay(questions, scene.keyed(key), people, rules, desk, told)
    return told._replace(log=told.log[:written])


def _outcome(scene: Scene, told: Told, bound: int) -> Outcome:
    served = told.helper != NOBODY
    at = np.repeat(np.arange(served.size), told.asks)
    fitting = np.unique(scene.pairs.helper)
    asked = np.bincount(told.log, minlength=len(scene.problem.offers))[fitting]
    worth = int(scene.questions[served, 2].sum())
    return Outcome(
        served=int(served.sum()),
        worth=worth,
        asks=int(told.log.size),
        needless_yes=int((told.yes - served).sum()),
        most_asked=int(asked.max(initial=0)),
        gini=gini(asked),
        jain=jain(asked),
        share=worth / bound if bound else 1.0,
        log=np.stack([at, told.log, scene.questions[at, 1]], axis=1).astype(np.int64),
    )
