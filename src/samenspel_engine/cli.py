"""The command line of the engine: make synthetic data, match two files, plan a week.

Importing this module is cheap, so that another command can mount its sub-commands; the work is
done by functions that are loaded by name when they are called.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from samenspel_engine.errors import EngineError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

GENERATE = "samenspel_engine.commands:generate"
MATCH = "samenspel_engine.commands:match"
CHECK = "samenspel_engine.which_checker:command"
PLAN = "samenspel_engine.weekplan.commands:plan"
GENERATE_WEEK = "samenspel_engine.weekplan.commands:generate"


def add_subcommands(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    """Add the engine's commands; each sets ``engine_command`` for :func:`run`."""
    generate = subparsers.add_parser("generate", help="make a synthetic region as two files")
    generate.add_argument("--requests", type=int, required=True, metavar="N")
    generate.add_argument("--offers", type=int, required=True, metavar="M")
    generate.add_argument("--seed", type=int, default=1)
    generate.add_argument("-o", "--output", type=Path, default=Path(), metavar="DIR")
    generate.add_argument("--parquet", action="store_true", help="Parquet instead of CSV")
    generate.set_defaults(engine_command=GENERATE)
    match = subparsers.add_parser("match", help="match requests and offers, without a database")
    match.add_argument("requests", type=Path, help="requests.csv or .parquet")
    match.add_argument("offers", type=Path, help="offers.csv or .parquet")
    match.add_argument("-o", "--output", type=Path, default=Path("proposals.csv"))
    match.add_argument("--seed", type=int, default=0, help="draw lots among equals; 0: by id")
    match.add_argument("--workers", type=int, help="processes to share the work")
    match.add_argument(
        "--dask", metavar="ADDRESS", help="share it across a Dask cluster: tcp://host:port"
    )
    match.add_argument(
        "--load-step", type=int, default=0, metavar="POINTS",
        help="extra cost of each further person of a helper: shares the load",
    )  # fmt: skip
    match.add_argument(
        "--floor", action="store_true", help="make the worst match as good as it can be"
    )
    match.add_argument(
        "--quotas", type=Path, help="quotas.csv: most matches of groups of helpers"
    )
    match.set_defaults(engine_command=MATCH)
    check = subparsers.add_parser(
        "check-certificate", help="check a proof without using the engine"
    )
    check.add_argument("file", type=Path, help="...-proof.json or a .parquet result")
    check.set_defaults(engine_command=CHECK)
    _add_week_commands(subparsers)


def _add_week_commands(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    week = subparsers.add_parser("generate-week", help="make a synthetic week for a town")
    week.add_argument("--inhabitants", type=int, required=True, metavar="N")
    week.add_argument("--seed", type=int, default=1)
    week.add_argument("-o", "--output", type=Path, default=Path("week"), metavar="DIR")
    week.add_argument("--parquet", action="store_true", help="Parquet instead of CSV")
    week.set_defaults(engine_command=GENERATE_WEEK)
    plan = subparsers.add_parser("plan", help="plan a week of care from three files")
    for name in ("clients", "visits", "suppliers"):
        plan.add_argument(name, type=Path, help=f"{name}.csv or .parquet")
    plan.add_argument("-o", "--output", type=Path, default=Path("plan"), metavar="DIR")
    plan.add_argument("--forbidden", type=Path, help="pairs of client and supplier kept apart")
    plan.add_argument(
        "--known", type=Path, help="pairs of client and supplier who know each other"
    )
    plan.add_argument("--fixed", type=Path, help="visits agreed on, with supplier and window")
    plan.add_argument("--seconds", type=float, default=60.0, help="time to search (60)")
    plan.add_argument("--rounds", type=int, help="rounds instead of seconds: repeatable")
    plan.add_argument("--gap", type=float, default=0.0, help="stop at this share, such as 0.02")
    plan.add_argument("--seed", type=int, default=0)
    plan.add_argument(
        "--strict", action="store_true", help="levels of the goal in strict order"
    )
    plan.add_argument("--quiet", action="store_true", help="no progress line")
    plan.set_defaults(engine_command=PLAN)


def run(arguments: Namespace) -> int:
    """Carry out the sub-command; return the exit code (2 for input that cannot be used)."""
    module, _, name = arguments.engine_command.partition(":")
    command: Callable[[Namespace], int] = getattr(import_module(module), name)
    try:
        return command(arguments)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
    return 2


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``python -m samenspel_engine``."""
    parser = ArgumentParser(prog="samenspel", description=__doc__)
    add_subcommands(parser.add_subparsers(required=True, metavar="COMMAND"))
    return run(parser.parse_args(argv))
