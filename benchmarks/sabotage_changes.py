"""What a sabotage is, where it is written down, and how it changes a tree.

A sabotage is a way to make the product worse: a line of it is changed in a copy of the
repository, and the check named beside it must say so. Most stand in ``sabotages/*.toml``; those
that come back at many places (every look, every outline) are found by ``sabotage_finders``.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LISTS = Path(__file__).parent / "sabotages"
LINT, COVERAGE = "lint:", "coverage:"
WAYS = {"new", "append", "create", "delete"}
KEYS = {"name", "kind", "file", "noticed_by", "says", "old"} | WAYS


DOES_NOT_APPLY = "does not stand once"


class DoesNotApplyError(Exception):
    """The place that a sabotage changes is not there (any more)."""


@dataclass(frozen=True)
class Sabotage:
    """One change for the worse and the checks of which one must notice it.

    ``noticed_by`` are tests (a file or ``file::test``), ``lint:GATE`` for a gate of
    tools/lint.py, or ``coverage:ROOM`` for the floor under a room that its own tests cover.
    Exactly one of the ways is given: ``new`` in the place of ``old``, which must stand in the
    file exactly once; ``append``, ``create`` or ``delete``. ``says`` are words that the check
    must use, where it could fail for another reason.
    """

    name: str
    kind: str
    file: str
    noticed_by: tuple[str, ...]
    says: str = ""
    old: str = ""
    new: str | None = None
    append: str | None = None
    create: str | None = None
    delete: bool = False

    def changed(self, tree: Path) -> bytes | None:
        """Return what the file becomes, None for no file; DoesNotApplyError when it cannot."""
        path = tree / self.file
        if self.create is not None:
            if path.exists():
                raise DoesNotApplyError(f"{self.name}: {self.file} is there already")
            return self.create.encode()
        if not path.is_file():
            raise DoesNotApplyError(f"{self.name}: there is no {self.file}")
        if self.delete:
            return None
        text = path.read_text(encoding="utf-8")
        if self.append is not None:
            return (text + self.append).encode()
        if (times := text.count(self.old)) != 1:
            raise DoesNotApplyError(
                f"{self.name}: its text {DOES_NOT_APPLY} in {self.file}, but {times} times"
            )
        return text.replace(self.old, self.new or "").encode()


def read(entry: dict[str, Any], source: str) -> Sabotage:
    """Return a sabotage of a list; ValueError when the entry is not in order."""
    name = f"{source}, {entry.get('name', 'without a name')}"
    if odd := set(entry) - KEYS:
        raise ValueError(f"{name}: nothing reads {sorted(odd)}")
    if len(WAYS & set(entry)) != 1 or ("old" in entry) != ("new" in entry):
        raise ValueError(f"{name}: give old and new, or one of append, create and delete")
    if not entry["noticed_by"]:
        raise ValueError(f"{name}: name the check that must notice it")
    return Sabotage(**(entry | {"noticed_by": tuple(entry["noticed_by"])}))


def from_lists(folder: Path = LISTS) -> Iterator[Sabotage]:
    """Yield the sabotages that are written down, list by list."""
    for path in sorted(folder.glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["sabotage"]
        yield from (read(entry, path.name) for entry in entries)


def missing_checks(sabotage: Sabotage, tree: Path, gates: set[str]) -> list[str]:
    """The checks of a sabotage that are not there: a gate, a file of tests, a test in it."""
    return [check for check in sabotage.noticed_by if not _is_there(check, tree, gates)]


def _is_there(check: str, tree: Path, gates: set[str]) -> bool:
    if check.startswith(LINT):
        return check.removeprefix(LINT) in gates
    if check.startswith(COVERAGE):
        return (tree / "tests" / check.removeprefix(COVERAGE)).is_dir()
    file, _, test = check.partition("::")
    path = tree / file
    if not test:
        return path.exists()
    return path.is_file() and test in {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
