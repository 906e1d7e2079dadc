"""``samenspel demo``: fill an empty database with synthetic people."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.core.clock import now
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.demo.services import AlreadyFilledError, fill


class Command(BaseCommand):
    """Fill an empty database with a synthetic region, matched."""

    help = "Fill an empty database with synthetic people of the province of Utrecht."

    def add_arguments(self, parser: CommandParser) -> None:
        """Sizes and seed."""
        parser.add_argument("--questions", type=int, default=2000, help="open help questions")
        parser.add_argument("--offers", type=int, default=4000, help="helpers")
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed, the same people"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are people already"
        )

    @acting_for_system(Reason.COMMAND)
    def handle(self, *_args: Any, **options: Any) -> None:
        """Fill, and say what was made and how long it took."""
        began = time.monotonic()
        try:
            made = fill(
                questions=options["questions"],
                offers=options["offers"],
                seed=options["seed"],
                at=now(),
                progress=lambda step: self.stdout.write(f"{step} ..."),
            )
        except AlreadyFilledError as refusal:
            if options["if_empty"]:
                return
            raise CommandError(
                "There are people in this database already. The demo needs an empty one."
            ) from refusal
        self.stdout.write(
            f"Demo ready: {made.questions} questions, {made.offers} helpers, "
            f"{made.organisations} organisations, {made.served} questions with a proposal "
            f"({time.monotonic() - began:.0f} s)."
        )
