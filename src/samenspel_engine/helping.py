"""What would help: which one change serves most of the questions that stay open.

The changes are one more helper, and one more hour, kilometre or language for one helper or for
all of them. The prices of the round bound what a change can do (see ``changes``), so only the
most promising ones are worked out; each of those exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from samenspel_engine.changes import (
    Change,
    Prices,
    Rows,
    change_of,
    missing_helpers,
    new_helper_pairs,
    prices_of,
)
from samenspel_engine.explain import changed_helper, gain_of, new_id, one_more
from samenspel_engine.reasons import Help
from samenspel_engine.rules import room_left
from samenspel_engine.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from samenspel_engine.result import Result


@dataclass(frozen=True)
class _Trials:
    """Changes of one sort, one per place in the arrays.

    ``most``: the most urgency each can add; ``fits``: open questions it newly fits; ``group``:
    only the best of each group is reported; ``work_out``: works one out, exactly.
    """

    most: Rows
    fits: Rows
    group: Rows
    work_out: Callable[[int], Help]


def what_would_help(result: Result, k: int = 5, places: int = 1) -> list[Help]:
    """The single changes that serve most open questions, weighted by urgency.

    Parameters
    ----------
    result : Result
    k : int
        How many of each sort: new helpers (one for each kind of help and square of 5 km), and
        hours, kilometres and languages, each for one helper and for all of them at once.
        Changes that serve nobody more are left out.
    places : int
        How many people a new helper takes on.

    Returns
    -------
    list of Help
        Most urgency first, then most open questions that fit. Every gain is exact: for one
        helper by searches on the prices of the round, for all helpers at once by solving again.
    """
    prices = prices_of(result)
    if not prices.is_open.any():
        return []
    asked = int(np.bitwise_or.reduce(result.problem.requests.languages[prices.is_open]))
    sorts = [
        [change_of(result, prices, "hour")],
        [change_of(result, prices, "distance")],
        [change_of(result, prices, "language", code) for code in LANGUAGES.codes_in(asked)],
    ]
    trials = [_new_helpers(result, prices, places)]
    for changes in sorts:
        trials += [_for_one(result, prices, changes), _for_all(result, prices, changes)]
    found = [one for trial in trials for one in _best(result, trial, k)]
    return sorted(found, key=lambda one: _key(result, one), reverse=True)


def _key(result: Result, one: Help) -> tuple[int, int]:
    gain = one.gain
    weight = gain.urgency if result.params.urgent_first else gain.questions
    return weight, one.open


def _best(result: Result, trials: _Trials, k: int) -> list[Help]:
    """The ``k`` best trials of different groups.

    They are taken in the order of the most they can do; when that is no better than the k-th
    best found so far, the rest need not be worked out.
    """
    found: dict[int, Help] = {}
    for at in np.lexsort((-trials.fits, -trials.most)).tolist():
        keys = sorted((_key(result, one) for one in found.values()), reverse=True)
        bound = int(trials.most[at]), int(trials.fits[at])
        if bound[0] == 0 or (len(keys) >= k and keys[k - 1] >= bound):
            break
        one, group = trials.work_out(at), int(trials.group[at])
        key = _key(result, one)
        if key[0] > 0 and (group not in found or key > _key(result, found[group])):
            found[group] = one
    return sorted(found.values(), key=lambda one: _key(result, one), reverse=True)[:k]


def _new_helpers(result: Result, prices: Prices, places: int) -> _Trials:
    keys, offers = missing_helpers(result, places)
    pairs = new_helper_pairs(result, prices, offers)
    fits = pairs.open_of_owner(prices, len(offers))

    def work_out(at: int) -> Help:
        helper = replace(offers.take([at]), ids=np.array([new_id(result.problem.offers)]))
        return Help(
            kind="helper",
            everyone=False,
            open=int(fits[at]),
            gain=one_more(result, helper),
            task=int(keys[at, 0]),
            x_m=float(offers.x_m[at]),
            y_m=float(offers.y_m[at]),
            windows=int(offers.windows[at]),
        )

    _, squares = np.unique(keys[:, :3], axis=0, return_inverse=True)
    most = pairs.most_of_owner(offers.capacity.astype(np.int64))
    return _Trials(most, fits, squares.ravel(), work_out)


def _for_one(result: Result, prices: Prices, changes: list[Change]) -> _Trials:
    """Some changes, for one helper each; only the best change of each helper is reported."""
    m = len(result.problem.offers)
    room = np.maximum(room_left(result.problem), 0)
    most = [change.pairs.most_of_owner(room) for change in changes]
    fits = [change.pairs.open_of_owner(prices, m) for change in changes]

    def work_out(at: int) -> Help:
        change, j = changes[at // m], at % m
        return Help(
            kind=change.kind,
            everyone=False,
            open=int(fits[at // m][j]),
            gain=changed_helper(result, j, change.offers),
            language=change.language,
            offer=j,
            offer_id=result.problem.offers.ids[j].item(),
        )

    helpers = np.tile(np.arange(m), len(changes))
    return _Trials(np.concatenate(most), np.concatenate(fits), helpers, work_out)


def _for_all(result: Result, prices: Prices, changes: list[Change]) -> _Trials:
    """The same changes, for all helpers at once."""
    fits = np.array([change.pairs.open_of_all(prices) for change in changes], np.int64)

    def work_out(at: int) -> Help:
        change = changes[at]
        after = result.solve_again(replace(result.problem, offers=change.offers))
        return Help(
            kind=change.kind,
            everyone=True,
            open=int(fits[at]),
            gain=gain_of(result, after),
            language=change.language,
        )

    most = np.array([change.pairs.most_of_all() for change in changes], np.int64)
    return _Trials(most, fits, np.arange(len(changes)), work_out)
