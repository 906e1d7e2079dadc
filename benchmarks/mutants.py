"""Changes of the code in a copy, each tried against the tests that run what is changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from code_changes import CodeChange
from sabotage_changes import Sabotage
from sabotage_tree import CameBy, Tree


@dataclass(frozen=True)
class Mutant:
    """A change of the code: its name, the room or file that it counts for, the file from the
    top with its text, and what becomes of it."""

    name: str
    kind: str
    file: str
    before: str
    change: CodeChange

    def against(self, checks: Sequence[str]) -> Sabotage:
        """Return the change as a sabotage that one of these checks must notice."""
        return Sabotage(
            name=self.name, kind=self.kind, file=self.file, noticed_by=tuple(checks),
            old=self.before, new=self.change.text,
        )  # fmt: skip


def together(trees: Sequence[Tree], folders: Sequence[str]) -> CameBy:
    """Run folders of tests, as many at a time as there are trees; SystemExit when one fails."""
    shares = [folders[number :: len(trees)] for number in range(len(trees))]
    came_by: CameBy = {}
    with ThreadPoolExecutor(len(trees)) as pool:
        for found in pool.map(lambda tree, share: tree.lines_by_test(share), trees, shares):
            for file, lines in found.items():
                for line, tests in lines.items():
                    came_by.setdefault(file, {}).setdefault(line, set()).update(tests)
    return came_by


def who_comes_by(came_by: CameBy, mutant: Mutant, under: str = "tests/") -> set[str]:
    """Return the tests under a folder that run a change; none when that is not known.

    Not every line of a statement is seen to run: those that run its function come next.
    """
    lines, change = came_by.get(mutant.file, {}), mutant.change
    found = lines.get(change.line) or {
        test for line in change.function for test in lines.get(line, ())
    }
    return {test for test in found if test.startswith(under)}


def with_reasons(changes: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """Return changes that mean the same, each with why, as figures to be read."""
    rows = [{"change": name, "reason": reason} for name, reason in sorted(changes.items())]
    return {"changes": rows}


def keep(path: Path | None, came_by: CameBy) -> None:
    """Write down which tests run which lines, when a file is named for it."""
    if path is not None:
        told = {
            file: {line: sorted(tests) for line, tests in lines.items() if tests}
            for file, lines in came_by.items()
        }
        path.write_text(json.dumps(told), encoding="utf-8")


def kept(path: Path | None) -> CameBy:
    """Return what was written down; nothing without a file."""
    if path is None or not path.exists():
        return {}
    told = json.loads(path.read_text(encoding="utf-8"))
    return {
        file: {int(line): set(tests) for line, tests in lines.items()}
        for file, lines in told.items()
    }
