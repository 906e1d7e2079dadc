"""The generalised assignment problem: each job to one agent, within every agent's room.

It is the kernel of the weekly plan: a visit takes a different time and cost with each supplier,
and a supplier has only so many hours. The problem is NP-hard. A plan comes from ejection chains
and path relinking (Yagiura, Ibaraki and Glover: An ejection chain approach for the generalized
assignment problem, INFORMS J. Computing 16 (2004); A path relinking approach with ejection
chains, EJOR 169 (2006)). A proof comes from a price per job: with prices the problem splits
into one exact knapsack per agent (Fisher, Jaikumar and Van Wassenhove 1986), and any prices
give a valid lower bound.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.errors import EngineInputError
from samenspel_engine.gap_instance import (
    MOST,
    UNIT,
    exact_bound,
    read_instance,
    whole_numbers,
)
from samenspel_engine.gap_search import Prices, Search

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class GapResult:
    """A plan, and prices that prove how far from the best it can be.

    Parameters
    ----------
    agent_of : ndarray of int64, shape (n,)
        Agent of each job; -1 everywhere when no plan was found.
    cost : int or None
        Cost of the plan; None when there is none.
    bound : int
        No plan costs less; what ``gap_bound`` returns for ``prices``.
    prices : ndarray of int64, shape (n,)
        Price of each job in thousandths of the unit of cost.
    impossible : bool
        Whether it is proven that no plan exists.
    rounds : int
        Rounds of search that were carried out.
    proven : str
        ``"prices"`` when cost and bound are equal (or the prices prove that there is no plan),
        ``"core"`` when a complete search of the pairs that the prices left open found nothing
        better, empty when optimality is not proven.
    """

    agent_of: Whole
    cost: int | None
    bound: int
    prices: Whole
    impossible: bool = False
    rounds: int = 0
    proven: str = ""


def gap_bound(
    cost: ArrayLike, weight: ArrayLike, capacity: ArrayLike, prices: ArrayLike
) -> int:
    """Lower bound on the cost of every plan, from any prices, in whole numbers.

    Parameters
    ----------
    cost, weight, capacity
        As for ``solve_gap``.
    prices : array of int, shape (n,)
        Thousandths of the unit of cost per job. Whatever they are, the bound holds; other
        prices only make it weaker or stronger.

    Returns
    -------
    int
        Sum of the prices minus what each agent's best knapsack yields at these prices, rounded
        up to a whole cost. Rooms above 20,000 are counted on a coarser grid, which keeps the
        bound valid but makes it weaker.

    Raises
    ------
    EngineInputError
        When the tables break a rule or there is not one price per job.
    """
    instance = read_instance(cost, weight, capacity)
    price = whole_numbers("prices", prices)
    if price.shape != instance.cost.shape[1:]:
        raise EngineInputError("gap", "prices", "must be one number per job")
    return -(-exact_bound(instance, price) // UNIT)


class Limits(TypedDict, total=False):
    """How far to search; see ``solve_gap``."""

    seed: int
    rounds: int
    seconds: float | None
    threads: int


FIRST_STEPS, LATER_STEPS, FIRST_ROUNDS = 400, 800, 8


def solve_gap(
    cost: ArrayLike, weight: ArrayLike, capacity: ArrayLike, **limits: Unpack[Limits]
) -> GapResult:
    """Cheapest plan that gives each job one agent within the rooms, with a proven bound.

    Parameters
    ----------
    cost, weight : array of int, shape (m, n)
        Cost (may be negative) and room it takes (0 or more) when agent ``i`` does job ``j``. A
        pair whose weight exceeds the agent's room is not allowed.
    capacity : array of int, shape (m,)
        Room of each agent.
    seed : int, default 0
        Seed of the random numbers. Equal seeds and rounds give equal results, for any
        ``threads``.
    rounds : int, default 500
        Most rounds of search, of four descents each. It ends sooner when cost meets bound.
    seconds : float, optional
        Also end after this time; the result then depends on the machine.
    threads : int, default 1
        Threads for the descents of a round.

    Returns
    -------
    GapResult
        ``agent_of`` is -1 everywhere when no plan was found; ``impossible`` says whether that
        is proven.

    Raises
    ------
    EngineInputError
        When a table breaks a rule.
    """
    instance = read_instance(cost, weight, capacity)
    rounds, seconds = limits.get("rounds", 500), limits.get("seconds")
    seed, threads = limits.get("seed", 0), limits.get("threads", 1)
    if min(seed, rounds, threads - 1) < 0 or (seconds is not None and not seconds > 0):
        raise EngineInputError(
            "gap", "limits", "must be 0 or more; seconds and threads above 0"
        )
    prices = Prices(instance)
    if not instance.fits.any(axis=0).all():
        return _result(prices, None, 0, impossible=True)
    until = None if seconds is None else monotonic() + seconds
    worst = int(np.where(instance.fits, instance.cost, -MOST).max(axis=0).sum())
    prices.improve(FIRST_STEPS, worst)
    search = Search(instance, prices.worth(), np.random.default_rng(seed))
    with ThreadPoolExecutor(threads) as lanes:
        first = _look(search, prices, lanes, min(rounds, FIRST_ROUNDS), until)
        prices.improve(
            LATER_STEPS, worst + 1 if search.agent_of is None else search.cost // UNIT
        )
        if search.agent_of is not None and _apart(search, prices):
            prices.improve(LATER_STEPS, prices.bound + 1 + _apart(search, prices) // 4)
        search.guide(instance, prices.worth())
        more = _look(search, prices, lanes, rounds - first, until)
    return _result(prices, search, first + more, impossible=prices.bound > worst)


def _apart(search: Search, prices: Prices) -> int:
    """How far the cost of the plan is above the bound."""
    return search.cost // UNIT - prices.bound


def _look(
    search: Search, prices: Prices, lanes: ThreadPoolExecutor, rounds: int, until: float | None
) -> int:
    """Search until the plan meets the bound, or the rounds or the time have run out."""
    for made in range(rounds):
        if not _apart(search, prices) or (until is not None and monotonic() > until):
            return made
        search.round(lanes)
    return rounds


def _result(
    prices: Prices, search: Search | None, rounds: int, *, impossible: bool
) -> GapResult:
    if search is None or search.agent_of is None:
        nobody = np.full(prices.best.size, -1)
        proof = "prices" if impossible else ""
        return GapResult(nobody, None, prices.bound, prices.best, impossible, rounds, proof)
    cost = search.cost // UNIT
    proof = "prices" if cost == prices.bound else ""
    return GapResult(search.agent_of, cost, prices.bound, prices.best, False, rounds, proof)
