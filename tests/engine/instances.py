"""Small random problems in which every hard rule has something to do."""

from __future__ import annotations

from itertools import product

import numpy as np

from samenspel_engine import verify
from samenspel_engine.params import Params
from samenspel_engine.problem import Offers, Problem, Requests
from samenspel_engine.rules import compatible, room_left
from samenspel_engine.score import points_table, quality_parts, total_quality


def some_bits(random, count, bits, share):
    mask = np.zeros(count, np.int64)
    for bit in range(bits):
        mask |= (random.random(count) < share).astype(np.int64) << bit
    return mask


def random_requests(random, n, ids=None):
    windows = some_bits(random, n, 28, 0.3) | (1 << random.integers(0, 28, n))
    wish = random.integers(0, 3, n) * (random.random(n) < 0.4)
    return Requests.from_columns(
        ids=np.arange(n) * 7 % 1009 if ids is None else ids,
        x_m=random.normal(0, 2500, n),
        y_m=random.normal(0, 2500, n),
        task=random.choice([0, 1, 2, 11], n, p=[0.4, 0.3, 0.2, 0.1]),
        windows=windows,
        overlap_needed=random.integers(1, 2 + (np.bitwise_count(windows) > 1)),
        hours_per_week=random.choice([0.5, 1, 2, 3], n),
        languages=some_bits(random, n, 3, 0.6) | 1 << random.integers(0, 3, n),
        boundaries=some_bits(random, n, 8, 0.15),
        gender_wish=wish,
        gender_required=(wish > 0) & (random.random(n) < 0.5),
        skills_needed=some_bits(random, n, 8, 0.05),
        vog_needed=random.random(n) < 0.3,
        bodily_comfortable=random.random(n) < 0.7,
        urgency=random.integers(1, 6, n),
        interests=some_bits(random, n, 24, 0.2),
    )


def random_offers(random, m, ids=None):
    return Offers.from_columns(
        ids=np.arange(m) * 11 % 1013 if ids is None else ids,
        x_m=random.normal(0, 2500, m),
        y_m=random.normal(0, 2500, m),
        tasks=some_bits(random, m, 12, 0.5),
        windows=some_bits(random, m, 28, 0.3),
        hours_per_week=random.choice([1, 2, 4], m),
        languages=some_bits(random, m, 3, 0.6),
        refused=some_bits(random, m, 8, 0.1),
        gender=random.integers(0, 4, m),
        skills=some_bits(random, m, 8, 0.6),
        vog_seen=random.random(m) < 0.8,
        bodily_willing=random.random(m) < 0.8,
        bodily_trained=random.random(m) < 0.8,
        bodily_allowed=random.random(m) < 0.8,
        radius_m=random.choice([1500, 4000, 9000, 60_000], m),
        capacity=random.choice([0, 1, 2, 3], m, p=[0.1, 0.5, 0.3, 0.1]),
        interests=some_bits(random, m, 24, 0.2),
        idle_weeks=random.integers(0, 70, m),
    )


def random_pairs(random, n, m, count):
    if n * m == 0:
        return np.empty((0, 2), np.int64)
    return np.stack([random.integers(0, n, count), random.integers(0, m, count)], axis=1)


def random_problem(seed, n, m):
    """A problem with vetoes, trust and, where there is room for one, a fixed match."""
    random = np.random.default_rng(seed)
    requests, offers = random_requests(random, n), random_offers(random, m)
    forbidden = random_pairs(random, n, m, n)
    trusted = random_pairs(random, n, m, n)
    fixed = random_pairs(random, n, m, 1)
    vetoed = set(map(tuple, forbidden.tolist()))
    may = [tuple(p) not in vetoed and offers.capacity[p[1]] > 0 for p in fixed.tolist()]
    if not all(may) or random.random() < 0.5:
        fixed = fixed[:0]
    return Problem(requests, offers, forbidden=forbidden, fixed=fixed, trusted=trusted)


def easy_problem(n, m, **changes):
    """All alike, all compatible, one place each; ``changes`` replaces columns by name."""
    requests = {
        "ids": [f"R{i}" for i in range(n)],
        "x_m": [0.0] * n,
        "y_m": [0.0] * n,
        "task": [0] * n,
        "windows": [1] * n,
    }
    offers = {
        "ids": [f"H{j}" for j in range(m)],
        "x_m": [0.0] * m,
        "y_m": [0.0] * m,
        "tasks": [1] * m,
        "windows": [1] * m,
        "radius_m": [1000.0] * m,
    }
    pairs = {k: changes.pop(k) for k in ("forbidden", "fixed", "trusted") if k in changes}
    for name, values in changes.items():
        side, _, column = name.partition("__")
        {"requests": requests, "offers": offers}[side][column] = values
    return Problem(Requests.from_columns(**requests), Offers.from_columns(**offers), **pairs)


def pair_qualities(problem, params=None):
    """``{(i, j): quality}`` of all compatible pairs of the requests that are not fixed."""
    points = points_table(problem, params or Params())
    found = {}
    for i in range(len(problem.requests)):
        if i in problem.fixed[:, 0]:
            continue
        helpers = compatible(problem, i)
        quality = total_quality(quality_parts(problem, points, i, helpers))
        found.update({(i, int(j)): int(q) for j, q in zip(helpers, quality, strict=True)})
    return found


def best_by_brute_force(problem):
    """Lexicographically best ``(served of class 5, ..., class 1, quality)``, fixed excluded."""
    quality = pair_qualities(problem)
    rows = [i for i in range(len(problem.requests)) if i not in problem.fixed[:, 0]]
    choices = [[None, *(j for (i, j) in quality if i == row)] for row in rows]
    room = room_left(problem)
    best = (0,) * 6
    for choice in product(*choices):
        taken = [j for j in choice if j is not None]
        if any(taken.count(j) > room[j] for j in set(taken)):
            continue
        counts = [0] * 5
        total = 0
        for row, j in zip(rows, choice, strict=True):
            if j is not None:
                counts[5 - int(problem.requests.urgency[row])] += 1
                total += quality[row, j]
        best = max(best, (*counts, total))
    return best


def level_values(problem, result):
    """The same tuple for a result."""
    rows = np.ones(len(problem.requests), bool)
    rows[problem.fixed[:, 0]] = False
    served = rows & (result.helper_of >= 0)
    counts = np.bincount(problem.requests.urgency[served], minlength=6)[5:0:-1]
    return (*counts.tolist(), int(result.quality[served].sum()))


def assert_verified(problem, result, params):
    """The plain rules and scores, without search or solver, say that the result is right."""
    wrong = verify(problem, result, params)
    assert not wrong, (
        f"certificate.verify refuses what solve made: {wrong}. It reads rules.py and score.py;"
        " the search reads packing.py and the kernels: they must say the same"
    )
