"""``samenspel retention``: delete what has been kept long enough, as happens every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from samenspel.core.clock import now
from samenspel.own_data import clean_up as cleaning


class Command(BaseCommand):
    """Delete what has been kept long enough, and say how much of what."""

    help = "Delete what has been kept long enough. The worker does the same every night."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look only."""
        parser.add_argument("--dry-run", action="store_true", help="count, delete nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, one line for each table with rows that are over."""
        look_only = options["dry_run"]
        counts = cleaning.count_over(now()) if look_only else cleaning.clean_up(now())
        for label, count in counts.items():
            if count:
                self.stdout.write(f"{label}: {count}")
        done = "would be deleted" if look_only else "deleted"
        self.stdout.write(f"{sum(counts.values())} rows {done}.")
