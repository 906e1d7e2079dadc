"""What the commands of this room share: Dutch by default, plain refusals, exit codes, a bar."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override
from tqdm import tqdm

from samenspel.core.row_security import Reason, acting_for_system

PATIENCE_SECONDS = 2.0
ERRORS_IN_ROWS, WRONG_USE = 1, 2


class PlainCommand(BaseCommand):
    """A command for people who keep spreadsheets: Dutch, help included, or ``--english``."""

    language = "nl"
    called = ""  # the name behind `samenspel` on the command line
    requires_system_checks = ()  # `samenspel check` does that; and its option is in English
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color",
    }  # fmt: skip

    def run_from_argv(self, argv: list[str]) -> None:
        """Take the language from the words given, before the help is made."""
        self.language = "en" if "--english" in argv else "nl"
        super().run_from_argv(argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make the parser with its help in the language of the command."""
        with override(self.language):
            self.help = self.description()
            parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = f"samenspel {self.called}"
        return parser

    def description(self) -> str:
        """Return what is shown above the help."""
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do the work in the language asked for."""
        language = "en" if options["english"] else "nl"
        with override(language), acting_for_system(Reason.COMMAND):
            self.work(options)

    def work(self, options: dict[str, Any]) -> None:
        """Do the work; the language has been set."""
        raise NotImplementedError

    def refuse(self, message: str, status: int) -> NoReturn:
        """Say on standard error why not, and leave with this exit code."""
        self.stderr.write(message)
        raise SystemExit(status)


class Bar:
    """A progress bar on standard error, for stages that take longer than two seconds."""

    def __init__(self) -> None:
        self.stage = ""
        self.bar: tqdm[Any] | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage has got."""
        if stage != self.stage or self.bar is None:
            self.close()
            self.stage = stage
            self.bar = tqdm(
                total=total, desc=stage, delay=PATIENCE_SECONDS, leave=False, file=sys.stderr
            )
        self.bar.update(done - self.bar.n)
        if done == total:
            self.close()

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None
