"""What the sub-commands of the engine do."""

from __future__ import annotations

import resource
import sys
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from samenspel_engine import arrow
from samenspel_engine.dask_transport import DaskWorkers
from samenspel_engine.distributed import solve_in_parts
from samenspel_engine.errors import EngineError
from samenspel_engine.generate import generate_region
from samenspel_engine.params import Params
from samenspel_engine.problem import Problem
from samenspel_engine.processes import Processes
from samenspel_engine.quota_tables import read_quotas
from samenspel_engine.reports import Reports, write_reports
from samenspel_engine.result import Result
from samenspel_engine.solving import solve
from samenspel_engine.tables import read_offers, read_requests, write_region
from samenspel_engine.transports import Transport

PATIENCE_SECONDS = 2.0
"""A progress bar appears when a stage takes longer than this."""


def _bar(total: float, what: str) -> tqdm[Any]:
    return tqdm(
        total=total, desc=what, delay=PATIENCE_SECONDS, leave=False, file=sys.stderr,
        bar_format="{desc}: {percentage:3.0f}%|{bar}| {elapsed}",
    )  # fmt: skip


def generate(arguments: Namespace) -> int:
    """Write requests.csv and offers.csv of a synthetic region."""
    if arguments.requests < 0 or arguments.offers < 0:
        raise EngineError("the numbers of requests and offers must not be negative")
    with _bar(2, "generate") as bar:
        region = generate_region(arguments.requests, arguments.offers, arguments.seed)
        bar.update(1)
        if arguments.parquet:
            paths = arrow.write_problem(region.problem, arguments.output)
        else:
            paths = write_region(region, arguments.output)
        bar.update(1)
    for path in paths:
        sys.stdout.write(f"{path}\n")
    return 0


def _read(requests: Path, offers: Path) -> Problem:
    """Both tables, each from CSV or Parquet."""
    asked = arrow.read_requests if arrow.is_parquet(requests) else read_requests
    given = arrow.read_offers if arrow.is_parquet(offers) else read_offers
    return Problem(asked(requests), given(offers))


def _crew(arguments: Namespace) -> AbstractContextManager[Transport | None]:
    """The processes that share the work; nothing when this process works alone."""
    if arguments.dask is not None:
        return DaskWorkers(arguments.dask, arguments.workers)
    if arguments.workers in (None, 1):
        return nullcontext()
    return Processes(arguments.workers)


def match(arguments: Namespace) -> int:
    """Match two files and write the proposals, the open questions and the certificate."""
    began = perf_counter()
    problem = _read(arguments.requests, arguments.offers)
    if arguments.quotas is not None:
        problem = replace(problem, quotas=read_quotas(arguments.quotas, problem.offers))
    params = Params(load_step=arguments.load_step, floor=arguments.floor)
    read_at = perf_counter()
    with _bar(1.0, "match") as bar:

        def progress(_stage: str, share: float) -> None:
            bar.update(max(0.0, share - bar.n))

        with _crew(arguments) as crew:
            if crew is None:
                result = solve(problem, params=params, seed=arguments.seed, progress=progress)
            else:
                result = solve_in_parts(
                    problem, params=params, transport=crew, progress=progress
                )
    solved_at = perf_counter()
    with _bar(len(problem.requests), "write") as bar:
        files = write_reports(result, arguments.output, bar.update)
    laps = (read_at - began, solved_at - read_at, perf_counter() - solved_at)
    sys.stdout.write(_summary(result, files, laps))
    return 0


def _summary(result: Result, files: Reports, laps: tuple[float, float, float]) -> str:
    totals, certificate = result.totals, result.certificate
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    asked = totals.served + totals.open
    by_urgency = ", ".join(
        f"{urgency}: {yes} of {yes + no}"
        for urgency, (yes, no) in enumerate(
            zip(totals.served_by_urgency, totals.open_by_urgency, strict=True), start=1
        )
    )
    proof = "proven optimal" if certificate.gap == 0 else "NOT proven optimal"
    lines = (
        f"questions served   {totals.served} of {asked}",
        f"by urgency         {by_urgency}",
        f"mean quality       {totals.quality / max(1, totals.served):.0f} of 1000",
        f"compatible pairs   {result.pairs}",
        f"certificate        value {certificate.value}, bound {certificate.bound}, "
        f"gap {certificate.gap}: {proof}",
        f"result SHA-256     {certificate.result_hash}",
        f"time               {laps[0]:.1f} s reading, {laps[1]:.1f} s matching, "
        f"{laps[2]:.1f} s writing",
        f"peak memory        {peak:.0f} MB",
        f"written            {files.proposals}, {files.open}, {files.certificate}, "
        f"{files.proof}",
    )
    return "\n".join(lines) + "\n"
