"""Compatible pairs counted with other people's tools: Polars, DuckDB, SciPy's cKDTree.

Each gets one grid or tree per task and accepted distance, like ours, and only counts; ours also
works out every quality and keeps the best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel_engine import Problem
from samenspel_engine.packing import helper_words, pack_requests
from samenspel_engine.vocabulary import TASKS

Rows = NDArray[np.int64]
AROUND = np.array([(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)], np.int64)
CHUNK = 500


def columns(problem: Problem) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides with their attributes packed in words, as ours has them."""
    asked = pack_requests(problem, np.arange(len(problem.offers)))
    names = ("x", "y", "want", "care", "languages", "windows", "overlap")
    requests = {name: getattr(asked, name).astype(np.int64) for name in names}
    offers = {
        "x": problem.offers.x_m,
        "y": problem.offers.y_m,
        "word": helper_words(problem),
        "tongue": problem.offers.languages,
        "weeks": problem.offers.windows,
        "reach": problem.offers.radius_m,
    }
    return requests, {name: values.astype(np.int64) for name, values in offers.items()}


def groups(problem: Problem) -> Iterator[tuple[Rows, Rows, int]]:
    """Requests and helpers of each task and accepted distance."""
    for task in range(len(TASKS)):
        asked = np.flatnonzero(problem.requests.task == task)
        offering = (problem.offers.tasks >> task & 1) == 1
        for reach in np.unique(problem.offers.radius_m).tolist():
            given = np.flatnonzero(offering & (problem.offers.radius_m == reach))
            if asked.size and given.size:
                yield asked, given, int(reach)


def polars(problem: Problem) -> int:
    """Join on cells as wide as the accepted distance, then filter."""
    pl = import_module("polars")
    requests, offers = columns(problem)
    around = pl.DataFrame({"dx": AROUND[:, 0], "dy": AROUND[:, 1]})
    total = 0
    for asked, given, reach in groups(problem):
        left = pl.DataFrame({name: values[asked] for name, values in requests.items()})
        right = pl.DataFrame({name: values[given] for name, values in offers.items()})
        left = left.with_columns(gx=pl.col("x") // reach, gy=pl.col("y") // reach)
        right = right.join(around, how="cross").with_columns(
            gx=pl.col("x") // reach + pl.col("dx"), gy=pl.col("y") // reach + pl.col("dy")
        )
        away = (pl.col("x") - pl.col("x_right")) ** 2 + (pl.col("y") - pl.col("y_right")) ** 2
        found = left.lazy().join(right.lazy(), on=["gx", "gy"]).filter(
            (away <= reach * reach)
            & (((pl.col("word") ^ pl.col("want")) & pl.col("care")) == 0)
            & ((pl.col("tongue") & pl.col("languages")) != 0)
            & ((pl.col("weeks") & pl.col("windows")).bitwise_count_ones() >= pl.col("overlap"))
        )  # fmt: skip
        total += int(found.select(pl.len()).collect().item())
    return total


def duckdb(problem: Problem) -> int:
    """The same join and filters in SQL, on two threads."""
    frames, tool = import_module("pandas"), import_module("duckdb").connect()
    tool.execute("SET threads=2")
    requests, offers = columns(problem)
    total = 0
    for asked, given, reach in groups(problem):
        tool.register("r", frames.DataFrame({k: v[asked] for k, v in requests.items()}))
        tool.register("o", frames.DataFrame({k: v[given] for k, v in offers.items()}))
        query = f"""
            select count(*) from (select *, x // {reach} gx, y // {reach} gy from r) r join (
                select o.*, x // {reach} + dx gx, y // {reach} + dy gy
                from o, range(-1, 2) a(dx), range(-1, 2) b(dy)
            ) o using (gx, gy)
            where (o.x - r.x) * (o.x - r.x) + (o.y - r.y) * (o.y - r.y) <= {reach * reach}
            and (xor(o.word, r.want) & r.care) = 0 and (o.tongue & r.languages) <> 0
            and bit_count(o.weeks & r.windows) >= r.overlap"""
        total += int(tool.execute(query).fetchall()[0][0])
    return total


def ckdtree(problem: Problem) -> int:
    """A tree per group on two threads, then NumPy filters."""
    spatial = import_module("scipy.spatial")
    requests, offers = columns(problem)
    total = 0
    for asked, given, reach in groups(problem):
        tree = spatial.cKDTree(np.stack([offers["x"][given], offers["y"][given]], axis=1))
        for at in range(0, asked.size, CHUNK):
            some = asked[at : at + CHUNK]
            places = np.stack([requests["x"][some], requests["y"][some]], axis=1)
            near = tree.query_ball_point(places, reach, workers=2)
            sizes = np.array([len(one) for one in near])
            i = np.repeat(some, sizes)
            j = given[np.concatenate([np.array(one, np.int64) for one in near])]
            keep = ((offers["word"][j] ^ requests["want"][i]) & requests["care"][i]) == 0
            keep &= (offers["tongue"][j] & requests["languages"][i]) != 0
            common = np.bitwise_count(offers["weeks"][j] & requests["windows"][i])
            total += int((keep & (common >= requests["overlap"][i])).sum())
    return total


PEERS: dict[str, Callable[[Problem], int]] = {
    "polars": polars,
    "duckdb": duckdb,
    "ckdtree": ckdtree,
}
