"""Changes of the code in a copy, each tried against the tests that run what is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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


class ComesBy:
    """Which tests run which lines, and how much each of them runs."""

    def __init__(self, lines: CameBy) -> None:
        self.lines = lines
        self.breadth = Counter(
            test for of in lines.values() for tests in of.values() for test in tests
        )

    @classmethod
    def run(cls, trees: Sequence[Tree], folders: Sequence[str]) -> ComesBy:
        """Run folders of tests, as many at a time as there are trees; SystemExit when one
        fails."""
        shares = [folders[number :: len(trees)] for number in range(len(trees))]
        lines: CameBy = {}
        with ThreadPoolExecutor(len(trees)) as pool:
            for found in pool.map(lambda tree, share: tree.lines_by_test(share), trees, shares):
                for file, of in found.items():
                    for line, tests in of.items():
                        lines.setdefault(file, {}).setdefault(line, set()).update(tests)
        return cls(lines)

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the tests that run a change, those that run little else first; none when that
        is not known.

        Not every line of a statement is seen to run: those that run its function come next.
        """
        lines, change = self.lines.get(mutant.file, {}), mutant.change
        found = lines.get(change.line) or {
            test for line in change.function for test in lines.get(line, ())
        }
        return sorted(found, key=lambda test: (self.breadth[test], test))


def with_reasons(changes: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """Return changes that mean the same, each with why, as figures to be read."""
    rows = [{"change": name, "reason": reason} for name, reason in sorted(changes.items())]
    return {"changes": rows}
