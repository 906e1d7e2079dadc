"""The second wall with one change: a condition dropped, a relation widened, a date off by one.

Every change is found by program in the functions and policies as they are registered, made in
the database inside a transaction, compared with the written wall, and taken back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from django.apps import apps
from django.db import connection, transaction

from samenspel.core import row_policies
from samenspel.core.row_policies import Ids, Policy

_BEFORE_A_CONDITION = re.compile(r" (?:AND|OR|WHERE|ON) ")
_SEPARATOR = re.compile(r" (?:AND|OR|WHERE|ON|UNION ALL|JOIN) ")
_DATES = {"<= (now()": "< (now()", ">= (now()": "> (now()"}
Owner = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Hole:
    """One change of the wall: what it is called, and the statement that makes it."""

    name: str
    statement: str


class _UndoneError(Exception):
    """Ends the savepoint of a change."""


def _closing(sql: str, opened: int) -> int:
    depth = 0
    for place in range(opened, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if not depth:
            return place
    raise ValueError(f"nothing closes what opens at {opened}: {sql}")


def conditions(sql: str, start: int, end: int, *, is_one: bool) -> Iterator[tuple[int, int]]:
    """Yield where each condition stands, the nested ones as well.

    ``is_one`` says whether what stands first is a condition, and not a query.
    """
    begin, place = start, start
    while place < end:
        if sql[place] == "(":
            closing = _closing(sql, place)
            inside = sql[place + 1 : closing]
            nested = not inside.startswith("SELECT ") and bool(
                _BEFORE_A_CONDITION.search(inside)
            )
            yield from conditions(sql, place + 1, closing, is_one=nested)
            place = closing
        elif found := _SEPARATOR.match(sql, place, end):
            if is_one:
                yield begin, place
            is_one = bool(_BEFORE_A_CONDITION.match(found.group()))
            begin, place = found.end(), found.end() - 1
        place += 1
    if is_one:
        yield begin, end


def changes(sql: str) -> Iterator[tuple[str, str]]:
    """Yield every change of a condition or query, with a name: a condition always or never
    true, one value less in a list, a day that no longer counts."""
    is_one = not sql.startswith("SELECT ")
    for begin, end in conditions(sql, 0, len(sql), is_one=is_one):
        for word in ("true", "false"):
            yield f"{sql[begin:end]} -> {word}", f"{sql[:begin]}{word}{sql[end:]}"
    for found in re.finditer(r"IN \(('\w+'(?:, '\w+')+)\)", sql):
        values = found[1].split(", ")
        for value in values:
            rest = ", ".join(one for one in values if one != value)
            yield f"{found[0]} without {value}", sql.replace(found[0], f"IN ({rest})")
    for old, new in _DATES.items():
        for found in re.finditer(re.escape(old), sql):
            yield (
                f"{sql[found.start() - 12 : found.end()]} -> {new}",
                sql[: found.start()] + new + sql[found.end() :],
            )


def holes() -> Iterator[Hole]:
    """Yield every change of the wall as it is registered."""
    met: Counter[str] = Counter()
    for entry in row_policies.registered():
        found = _of_policy(entry) if isinstance(entry, Policy) else _of_function(entry)
        for hole in found:
            met[hole.name] += 1
            again = f" ({met[hole.name]})" if met[hole.name] > 1 else ""
            yield replace(hole, name=f"{hole.name}{again}")


def _of_policy(policy: Policy) -> Iterator[Hole]:
    table = apps.get_model(policy.table)._meta.db_table
    name = f"samenspel_{policy.name}_read"
    for what, shows in changes(policy.shows):
        statement = f'ALTER POLICY {name} ON "{table}" USING ({shows})'
        yield Hole(f"{policy.table} {policy.name}: {what}", statement)
    yield Hole(
        f"{policy.table} {policy.name}: open", f'ALTER POLICY {name} ON "{table}" USING (true)'
    )
    yield Hole(f"{policy.table} {policy.name}: gone", f'DROP POLICY {name} ON "{table}"')


def _of_function(function: Ids) -> Iterator[Hole]:
    for what, select in changes(function.select):
        sql = replace(function, select=select).sql
        sql = sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        yield Hole(f"{function.name}(): {what}", sql)


def write_holes() -> Iterator[Hole]:
    """Yield every way to write more or less behind the wall than its policies say."""
    for policy in row_policies.registered():
        if isinstance(policy, Policy):
            yield from _of_writing(policy)


def _of_writing(policy: Policy) -> Iterator[Hole]:
    table = apps.get_model(policy.table)._meta.db_table
    told, name = f"{policy.table} {policy.name}", f"samenspel_{policy.name}"
    made = 'CREATE POLICY {} ON "{}" FOR {} TO samenspel_web {}'.format
    if policy.takes is None:
        using = f"USING ({policy.shows})"
        yield Hole(f"{told}: changes", made(f"{name}_change", table, "UPDATE", using))
        yield Hole(f"{told}: removes", made(f"{name}_remove", table, "DELETE", using))
    else:
        for what in ("change", "remove"):
            yield Hole(f"{told}: no {what}", f'DROP POLICY {name}_{what} ON "{table}"')
            yield Hole(
                f"{told}: {what} any", f'ALTER POLICY {name}_{what} ON "{table}" USING (true)'
            )
        yield Hole(
            f"{told}: into anything",
            f'ALTER POLICY {name}_change ON "{table}" WITH CHECK (true)',
        )
    if None in (policy.takes, policy.inserts):
        check = f"WITH CHECK ({policy.shows})"
        yield Hole(f"{told}: adds", made(f"{name}_add", table, "INSERT", check))
    else:
        yield Hole(f"{told}: no add", f'DROP POLICY {name}_add ON "{table}"')
        yield Hole(
            f"{told}: adds anything", f'ALTER POLICY {name}_add ON "{table}" WITH CHECK (true)'
        )


def first_difference(hole: Hole, as_owner: Owner, compare: Callable[[], str]) -> str:
    """Make the change, return what ``compare`` says of it, and take it back."""
    said = ""
    try:
        with transaction.atomic():
            with as_owner(), connection.cursor() as cursor:
                cursor.execute(hole.statement)
            said = compare()
            raise _UndoneError
    except _UndoneError:
        return said
