"""Hand a proof to the checker it is for: that of a round, or that of a week."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from samenspel_engine import checker
from samenspel_engine.weekplan import checker as week_checker


def command(arguments: Namespace) -> int:
    """Entry point of the sub-command: 0 when the proof holds, 1 when it does not."""
    if _is_plan(arguments.file):
        return week_checker.command(arguments)
    return checker.command(arguments)


def _is_plan(path: Path) -> bool:
    try:
        return "week" in checker.read(path)
    except (KeyError, ValueError, TypeError, ImportError, OSError):
        return False
