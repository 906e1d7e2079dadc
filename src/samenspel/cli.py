"""The ``samenspel`` command: a thin door to what the rooms, the runner and the engine do.

Only the parser lives here. What a sub-command needs is imported when it is called, so that
``samenspel match`` starts without Django and ``--help`` without anything.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samenspel.database.errors import DatabaseUnavailableError

DATABASE_ERROR = 3  # exit status when there is no database to work with


@dataclass(frozen=True)
class Command:
    """One sub-command: ``target`` is "module:function", taking the parsed arguments."""

    name: str
    help: str
    target: str
    configure: Callable[[argparse.ArgumentParser], object] = lambda _parser: None
    passes_on: bool = False  # the rest of the line goes to a Django management command


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument(
        "--no-demo", dest="demo", action="store_false", help="no synthetic region; real use"
    )


def _backup_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the back-up to write; it must not exist yet")


def _restore_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a back-up made by `samenspel backup`")


def _database_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["prepare", "shell", "status"])
    parser.add_argument("--role", default="owner", choices=["owner", "web", "worker"])


MANAGEMENT = "samenspel.runner.management"
SITE = "samenspel.runner.site"
ENGINE = "samenspel_engine.cli"
DUMP = "samenspel.database.dump"
COMMANDS = (
    Command("run", "start everything and serve the site", f"{SITE}:run", _run_options),
    Command(
        "migrate", "bring the database up to date", f"{MANAGEMENT}:migrate", passes_on=True
    ),
    Command("worker", "do the background work", f"{MANAGEMENT}:worker", passes_on=True),
    Command(
        "demo", "fill the database with synthetic people", f"{MANAGEMENT}:demo", passes_on=True
    ),
    Command("check", "check the installation", f"{MANAGEMENT}:check"),
    Command(
        "import",
        "read a spreadsheet of requests or offers",
        f"{MANAGEMENT}:import_",
        passes_on=True,
    ),
    Command(
        "import-postcodes",
        "read a file of four-digit postcodes",
        f"{MANAGEMENT}:import_postcodes",
        passes_on=True,
    ),
    Command(
        "person",
        "write down everything about a person, or forget them",
        f"{MANAGEMENT}:person",
        passes_on=True,
    ),
    Command(
        "retention",
        "delete what has been kept long enough",
        f"{MANAGEMENT}:retention",
        passes_on=True,
    ),
    Command("manage", "any Django management command", f"{MANAGEMENT}:manage", passes_on=True),
    Command("backup", "write the database to a file", f"{DUMP}:backup", _backup_options),
    Command(
        "restore",
        "replace the database by a back-up",
        f"{DUMP}:restore",
        _restore_options,
    ),
    Command(
        "database",
        "prepare a server of your own, open a shell, show the status",
        "samenspel.database.commands:main",
        _database_options,
    ),
)
OWN_NAMES = frozenset(command.name for command in COMMANDS)


def build_parser(first: str = "") -> argparse.ArgumentParser:
    """Return the parser, with the engine's sub-commands unless ``first`` is one of ours."""
    parser = argparse.ArgumentParser(
        prog="samenspel", description="Connects informal and formal care."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = subparsers.add_parser(
            command.name,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            add_help=not command.passes_on,
        )
        command.configure(sub)
        sub.set_defaults(run=_load(command.target), rest=[])
    if first not in OWN_NAMES:
        engine = importlib.import_module(ENGINE)
        engine.add_subcommands(subparsers)
        parser.set_defaults(run=engine.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status (0 is good)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    first = given[0] if given else ""
    passed_on = any(command.passes_on for command in COMMANDS if command.name == first)
    parser = build_parser(first)
    parsed = parser.parse_args(given[:1] if passed_on else given)
    if passed_on:
        parsed.rest = given[1:]
    try:
        return int(parsed.run(parsed) or 0)
    except DatabaseUnavailableError as error:
        sys.stderr.write(f"{error}\n")
        return DATABASE_ERROR
    except KeyboardInterrupt:
        return 130


def _load(target: str) -> Callable[[argparse.Namespace], int | None]:
    module, function = target.split(":")

    def call(parsed: argparse.Namespace) -> int | None:
        result: int | None = getattr(importlib.import_module(module), function)(parsed)
        return result

    return call
