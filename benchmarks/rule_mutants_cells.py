"""Every change of one cell of the access rules, tried on the dictionaries in this process.

A change is a line of Python below ``access/rules.py``. Here it is carried out on the module and
taken back; in a copy of the repository the same line is appended to the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import django

from sabotage_changes import Sabotage
from samenspel.access import rules
from samenspel.access.rules import Permission, Role
from samenspel.consent.types import DataCategory

FILE = "src/samenspel/access/rules.py"
TESTS = {
    "test_who_has_what": ("test_every_permission_has_the_roles_written_here_and_no_other",),
    "test_written_rules": (
        "test_every_cell_is_decided_as_it_is_written",
        "test_what_the_table_gives_always_to_everyone_asks_no_consent",
        "test_what_is_about_nobody_asks_for_nobodys_consent",
        "test_nobody_is_named_too_early",
    ),
    "test_rules": (
        "test_every_permission_asks_consent_or_says_why_not",
        "test_only_those_who_act_in_the_persons_name_need_no_consent",
        "test_every_role_is_granted_something_and_every_permission_has_a_role",
    ),
}
"""The tests that need no database, by module of tests/access."""


@dataclass(frozen=True)
class Cell:
    """One cell changed: its kind, and the line that does so."""

    kind: str
    line: str

    @property
    def sabotage(self) -> Sabotage:
        """The same change in a copy, with the tests that must notice it."""
        checks = tuple(
            f"tests/access/{module}.py::{test}"
            for module, tests in TESTS.items()
            for test in tests
        )
        return Sabotage(
            name=self.line, kind=self.kind, file=FILE, noticed_by=checks,
            append=f"\n\n{self.line}\n",
        )  # fmt: skip


def cells() -> Iterator[Cell]:
    """Yield every change of one cell."""
    yield from _grants()
    yield from _categories()
    for role in Role:
        name = f"NO_CONSENT_NEEDED, Role.{role.name}"
        yield _entry(rules.NO_CONSENT_NEEDED, role, name, '"for no reason at all"')
    for permission in Permission:
        yield _entry(rules.NAMELESS, permission, f"NAMELESS, P.{permission.name}", '"x"')


def _grants() -> Iterator[Cell]:
    for role in Role:
        for permission in Permission:
            row = f"GRANTS[Role.{role.name}]"
            granted = permission in rules.GRANTS[role]
            kind = "a grant taken away" if granted else "a grant too many"
            sign = "-" if granted else "|"
            yield Cell(kind, f"{row} = {row} {sign} {{P.{permission.name}}}")


def _categories() -> Iterator[Cell]:
    for permission in Permission:
        key = f"P.{permission.name}"
        needed = rules.NEEDS_CONSENT.get(permission)
        gone = f"del {'NEEDS' if needed else 'WITHOUT'}_CONSENT[{key}]"
        yield Cell("not said whether it needs consent", gone)
        for category in set(DataCategory) - {needed}:
            needs = f"NEEDS_CONSENT[{key}] = DataCategory.{category.name}"
            if needed:
                yield Cell("another category of consent", needs)
            else:
                yield Cell("consent where none is needed", f"{gone}; {needs}")
        if needed:
            free = f'{gone}; WITHOUT_CONSENT[{key}] = "for no reason at all"'
            yield Cell("no consent where it is needed", free)


def _entry(table: object, key: object, name: str, value: str) -> Cell:
    of, _, written = name.partition(", ")
    if key in table:
        return Cell(f"one less in {of}", f"del {of}[{written}]")
    return Cell(f"one more in {of}", f"{of}[{written}] = {value}")


@contextmanager
def changed(cell: Cell) -> Iterator[None]:
    """Carry the change out on the module, and take it back."""
    tables = (
        rules.GRANTS, rules.NEEDS_CONSENT, rules.WITHOUT_CONSENT, rules.NO_CONSENT_NEEDED,
        rules.NAMELESS,
    )  # fmt: skip
    before = [dict(table) for table in tables]
    try:
        exec(cell.line, dict(vars(rules)))
        yield
    finally:
        for table, kept in zip(tables, before, strict=True):
            table.clear()
            table.update(kept)


def pure_tests() -> dict[str, Callable[[], None]]:
    """The tests themselves, by file and name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.settings.test")
    django.setup()
    return {
        f"tests/access/{module}.py::{test}": getattr(
            import_module(f"tests.access.{module}"), test
        )
        for module, tests in TESTS.items()
        for test in tests
    }


def noticed_by(cell: Cell, tests: dict[str, Callable[[], None]]) -> list[str]:
    """Return the tests that fail with a cell changed."""
    with changed(cell):
        return [name for name, test in tests.items() if not _passes(test)]


def _passes(test: Callable[[], None]) -> bool:
    try:
        test()
    except AssertionError:
        return False
    return True
