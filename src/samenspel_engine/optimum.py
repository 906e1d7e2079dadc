"""The cheapest plan within everything that limits a round, and the prices that prove it.

A round may let each further person of a helper cost more (convex load), and may limit the
matches of nested groups. One set of prices proves all of these: with a price ``v`` of each
helper and ``w`` of each group, a plan costs at least::

    sum(u) - sum over places k of max(0, v - step * k) - sum(w * most)

when ``u`` is at most the drop cost of the request and, for every compatible pair, at most its
cost plus ``v`` of the helper plus ``w`` of every group the helper is in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel_engine._kernels_matching import NONE
from samenspel_engine._kernels_paths import row_prices
from samenspel_engine.assign import Assignment, assign, graph_of
from samenspel_engine.candidates import Lists
from samenspel_engine.errors import EngineError
from samenspel_engine.flows import cheapest_flow
from samenspel_engine.quotas import Quotas

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Limits:
    """The limits a plan has to keep; requests and helpers by rank.

    Parameters
    ----------
    drop : ndarray of int64, shape (n,)
        Cost of leaving each request open.
    room, taken : ndarray of int64, shape (m,)
        Places of each helper that are free, and those that fixed matches take.
    step : int
        How much more the second person of a helper costs than the first, the third than the
        second, and so on.
    quotas : Quotas, optional
        Groups with the matches each may have besides the fixed ones.
    """

    drop: Numbers
    room: Numbers
    taken: Numbers
    step: int = 0
    quotas: Quotas | None = None

    def places(self, lists: Lists) -> Numbers:
        """Places that matter: one more than the requests a helper could serve."""
        asked = np.bincount(lists.helper, minlength=self.room.size)
        return np.minimum(self.room, asked + 1)


def load_cost(load: Numbers, taken: Numbers, step: int) -> int:
    """What the loads of all helpers cost, fixed matches left out."""
    return step * int((load * taken + load * (load - 1) // 2).sum())


def worth_of_places(price: Numbers, room: Numbers, taken: Numbers, step: int) -> int:
    """``sum over places of max(0, price - step * k)``, ``k`` counting from the places taken."""
    if step == 0:
        return int((price * room).sum())
    paid = np.clip(-(-price // step) - taken, 0, room)
    return int((paid * price).sum()) - load_cost(paid, taken, step)


def optimum(lists: Lists, limits: Limits) -> Assignment:
    """Cheapest plan over the pairs in ``lists``, with prices that prove it for those pairs."""
    if limits.step == 0 and limits.quotas is None:
        return assign(lists, limits.drop, limits.room)
    found = _with_load(lists, limits) if limits.step else None
    found = found or assign(lists, limits.drop, limits.room)
    if limits.quotas is None:
        return found
    load = np.bincount(found.helper[found.helper != NONE], minlength=limits.room.size)
    group_price = np.zeros(limits.quotas.parent.size, np.int64)
    if (limits.quotas.loads(load) <= limits.quotas.most).all():
        return priced(lists, limits, found.helper, (found.helper_price, group_price))
    steps = limits.taken, limits.step
    plan = cheapest_flow(lists, limits.drop, limits.places(lists), limits.quotas, steps)
    return priced(lists, limits, plan.helper, (plan.helper_price, plan.group_price))


def _with_load(lists: Lists, limits: Limits) -> Assignment:
    """Solve with every place as a helper of its own, each dearer than the one before."""
    places = limits.places(lists)
    owner = np.repeat(np.arange(limits.drop.size), np.diff(lists.start))
    copies = places[lists.helper]
    number = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    first = np.cumsum(places) - places
    step = np.repeat(limits.step * limits.taken[lists.helper], copies) + limits.step * number
    wide = from_pairs(
        np.repeat(owner, copies),
        np.repeat(first[lists.helper], copies) + number,
        np.repeat(lists.cost.astype(np.int64), copies) + step,
        limits.drop.size,
    )
    found = assign(wide, limits.drop, np.ones(int(places.sum()), np.int64))
    of_place = np.repeat(np.arange(places.size), places)
    served = found.helper != NONE
    helper = found.helper.copy()
    helper[served] = of_place[found.helper[served]]
    before = limits.taken[of_place] + np.arange(of_place.size) - first[of_place]
    price = np.full(places.size, np.iinfo(np.int64).max)
    np.minimum.at(price, of_place, found.helper_price + limits.step * before)
    price[places == 0] = limits.drop.max(initial=0)
    none = np.empty(0, np.int64)
    return priced(lists, limits, helper, (price, none))


def from_pairs(owner: Numbers, helper: Numbers, cost: Numbers, n: int) -> Lists:
    """Lists of pairs in any order, for ``n`` requests."""
    order = np.lexsort((helper, cost, owner))
    count = np.bincount(owner, minlength=n).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return Lists(start, helper[order].astype(np.int32), cost[order].astype(np.int32), count)


def priced(
    lists: Lists, limits: Limits, helper: NDArray[np.integer], prices: tuple[Numbers, Numbers]
) -> Assignment:
    """A plan with the totals that follow from it and from the prices alone.

    ``prices`` are those of the helpers (groups left out) and of the groups.
    """
    price, group_price = prices
    quotas = limits.quotas if group_price.size else None
    whole = price + quotas.above(group_price) if quotas else price
    request_price = np.empty(limits.drop.size, np.int64)
    row_prices(graph_of(lists, limits.drop, limits.room), whole, request_price)
    owner = np.repeat(np.arange(limits.drop.size), np.diff(lists.start))
    pair = np.flatnonzero(lists.helper == helper[owner])
    cost = limits.drop.copy()
    cost[owner[pair]] = lists.cost[pair]
    load = np.bincount(helper[owner[pair]], minlength=limits.room.size)
    over = bool(quotas and (quotas.loads(load) > quotas.most).any())
    if over or (load > limits.room).any() or (whole < price).any() or (price < 0).any():
        raise EngineError("the plan breaks a capacity or has a negative price")
    bound = int(request_price.sum())
    bound -= worth_of_places(price, limits.room, limits.taken, limits.step)
    if quotas:
        bound -= int((group_price * quotas.most).sum())
    return Assignment(
        helper=helper.astype(np.int32),
        cost=cost,
        request_price=request_price,
        helper_price=price,
        value=int(cost.sum()) + load_cost(load, limits.taken, limits.step),
        bound=bound,
        group_price=group_price,
    )
