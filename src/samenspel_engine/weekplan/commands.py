"""What the sub-commands of the weekly plan do."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from time import perf_counter
from typing import Any

from samenspel_engine.arrow import is_parquet
from samenspel_engine.errors import EngineError
from samenspel_engine.weekplan import files, parquet, writing
from samenspel_engine.weekplan.params import PlanParams
from samenspel_engine.weekplan.planning import plan as plan_week
from samenspel_engine.weekplan.region import generate_week
from samenspel_engine.weekplan.reports import PlanFiles, write_plan
from samenspel_engine.weekplan.result import PlanResult
from samenspel_engine.weekplan.search import Progress, Stop

PAIRS = ("forbidden", "known", "fixed")


def generate(arguments: Namespace) -> int:
    """Write a synthetic week of a town as six files."""
    problem = generate_week(arguments.inhabitants, arguments.seed)
    write = parquet.write_week if arguments.parquet else writing.write_week
    for path in write(problem, arguments.output):
        sys.stdout.write(f"{path}\n")
    return 0


def _progress_line() -> Callable[[Progress], None]:
    """Shows cost, bound and gap on one line of the terminal, at most twice a second."""
    told_at = 0.0

    def tell(now: Progress) -> None:
        nonlocal told_at
        if perf_counter() - told_at < 0.5:
            return
        told_at = perf_counter()
        sys.stderr.write(
            f"\r{now.seconds:6.1f} s  cost {now.cost:,}  bound {now.bound:,}  "
            f"gap {100 * now.gap:.2f}%\x1b[K"
        )
        sys.stderr.flush()

    return tell


def plan(arguments: Namespace) -> int:
    """Plan a week from files; write the plan, the open visits and the certificate."""
    began = perf_counter()
    tables = arguments.clients, arguments.visits, arguments.suppliers
    kinds = {is_parquet(path) for path in tables}
    if len(kinds) > 1:
        raise EngineError("the three tables must be all CSV or all Parquet")
    more: dict[str, Path | None] = {name: getattr(arguments, name) for name in PAIRS}
    read = parquet.read_week if kinds == {True} else files.read_week
    problem = read(*tables, more)
    read_at = perf_counter()
    result = plan_week(
        problem,
        params=PlanParams(strict=arguments.strict),
        stop=_stop(arguments),
        seed=arguments.seed,
        progress=None if arguments.quiet else _progress_line(),
    )
    if not arguments.quiet:
        sys.stderr.write("\r\x1b[K")
    planned_at = perf_counter()
    written = write_plan(result, arguments.output, parquet=kinds == {True})
    if kinds == {True}:
        parquet.write_plan(result, written.plan.with_suffix(".parquet"))
    laps = read_at - began, planned_at - read_at, perf_counter() - planned_at
    sys.stdout.write(_summary(result, written, laps))
    return 0


def _stop(arguments: Namespace) -> Stop:
    """When rounds are given the seconds do not count, so that the plan depends on the seed."""
    if not 0 <= arguments.gap < 1:
        raise EngineError("--gap must be at least 0 and less than 1, such as 0.02 for 2%")
    for name in ("seconds", "rounds"):
        value = getattr(arguments, name)
        if value is not None and not value > 0:
            raise EngineError(f"--{name} must be more than 0")
    seconds = None if arguments.rounds else arguments.seconds
    return Stop(seconds=seconds, rounds=arguments.rounds, gap=arguments.gap)


def _summary(result: PlanResult, written: PlanFiles, laps: tuple[float, float, float]) -> str:
    totals, proof = result.totals, result.certificate
    paid = totals.professional_hours_on_informal
    by_urgency = ", ".join(
        f"{urgency}: {hours:.1f}"
        for urgency, hours in enumerate(totals.open_hours_by_urgency, start=1)
    )
    own, informal, professional = totals.hours_by_tier
    paths: list[Any] = [getattr(written, one.name) for one in fields(written)]
    lines = (
        f"visits planned     {totals.planned} of {totals.planned + totals.open}",
        f"open, by urgency   {by_urgency} hours",
        f"hours of care      own network {own:.0f}, neighbours and volunteers "
        f"{informal:.0f}, professionals {professional:.0f}",
        f"of professionals   {paid:.0f} hours on what informal care may do",
        f"new faces          {totals.new_faces}",
        f"mean fit           {totals.mean_fit:.0f} of 100",
        f"pairs              {totals.pairs} looked at, {totals.left_out} left out",
        f"certificate        cost {proof.cost}, bound {proof.bound}, "
        f"gap {100 * proof.gap:.2f}% of cost, {100 * proof.gap_of_value:.3f}% of value served",
        f"result SHA-256     {proof.result_hash}",
        f"time               {laps[0]:.1f} s reading, {laps[1]:.1f} s planning, "
        f"{laps[2]:.1f} s writing",
        f"written            {', '.join(map(str, paths))}",
    )
    return "\n".join(lines) + "\n"
