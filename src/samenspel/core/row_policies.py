"""The second wall: which rows PostgreSQL shows to whom, whatever the product asks for.

Each room registers policies for its tables, and functions that give the ids someone has a
relation with as one array, looked up once for a statement. A room above may open more of a
lower room's table. What is registered here is put in the database after every migration, by
the owner of the tables; doing so again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from samenspel.core.row_security import Reason
from samenspel.database.roles import Role

_NAME = "samenspel_"
_USERS = f"{Role.WEB.user}, {Role.WORKER.user}"


@dataclass(frozen=True, slots=True)
class Ids:
    """A function without arguments that gives ids (``select``) as one array.

    It runs with the rights of the tables' owner, who sees all rows, so it must say itself for
    whom: with ``ACTOR``. ``name`` comes after ``samenspel_``.
    """

    name: str
    select: str
    kind: str = "uuid"

    @property
    def sql(self) -> str:
        """The statements that make it, for web and worker alone."""
        return _function(
            self.name, f"{self.kind}[]", f"RETURN ARRAY({self.select});", definer=True
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """Rows of a table that a relation opens: ``shows`` for reading and for what is changed.

    ``takes`` is what a row may be after a change; the same when empty, nothing when None.
    ``inserts`` is the same for a new row, and ``takes`` when empty. ``table`` is the label of a
    model, of this room or a lower one.
    """

    table: str
    name: str
    shows: str
    takes: str | None = ""
    inserts: str | None = ""

    def statements(self, table: str) -> Iterator[str]:
        """Yield what makes the policies of this relation."""
        takes = self.shows if self.takes == "" else self.takes
        inserts = takes if self.inserts == "" else self.inserts
        start = f'CREATE POLICY "{{}}" ON "{table}" FOR {{}} TO {_USERS}'
        name = f"{_NAME}{self.name}"
        yield f"{start.format(f'{name}_read', 'SELECT')} USING ({self.shows})"
        if takes is not None:
            change = start.format(f"{name}_change", "UPDATE")
            yield f"{change} USING ({self.shows}) WITH CHECK ({takes})"
            yield f"{start.format(f'{name}_remove', 'DELETE')} USING ({self.shows})"
        if inserts is not None:
            yield f"{start.format(f'{name}_add', 'INSERT')} WITH CHECK ({inserts})"


ACTOR = "(SELECT samenspel_actor())"
"""The person in whose name PostgreSQL is asked, looked up once for a statement."""


TODAY = "(now() AT TIME ZONE 'UTC')::date"
"""The day on which PostgreSQL decides; the product counts days in UTC as well."""


def among(column: str, ids: str, kind: str = "uuid") -> str:
    """Return the condition that a column is one of the ids of a function."""
    return f"{column} = ANY((SELECT {_NAME}{ids}())::{kind}[])"


def among_many(column: str, ids: str) -> str:
    """Return the same condition for ids that may be thousands: they are hashed."""
    return f"{column} IN (SELECT unnest({_NAME}{ids}()))"


_policies: list[Policy] = []
_functions: dict[str, Ids] = {}
_without: dict[str, str] = {}


def register(*entries: Ids | Policy) -> None:
    """Add functions and policies; a room does so in its row_policies.py."""
    for entry in entries:
        if isinstance(entry, Ids):
            _functions[entry.name] = entry
        elif entry not in _policies:
            _policies.append(entry)


def leave_out(because: str, *tables: str) -> None:
    """Say why tables about people have no second wall."""
    _without.update(dict.fromkeys(tables, because))


def guarded() -> frozenset[str]:
    """Return the labels of the tables behind the wall."""
    return frozenset(policy.table for policy in _policies)


def registered() -> tuple[Ids | Policy, ...]:
    """Return every function and policy, as the rooms registered them."""
    return (*_functions.values(), *_policies)


def left_out() -> dict[str, str]:
    """Return the labels of the tables that are not, each with the reason."""
    return dict(_without)


def _function(name: str, returns: str, body: str, *, definer: bool = False) -> str:
    called = f"public.{_NAME}{name}()"
    rights = "SECURITY DEFINER" if definer else "SECURITY INVOKER"
    return (
        f"CREATE FUNCTION {called} RETURNS {returns} LANGUAGE plpgsql STABLE {rights}"
        " SET search_path = pg_catalog, public, pg_temp"
        f" AS $body$ BEGIN {body} END $body$;"
        f" REVOKE ALL ON FUNCTION {called} FROM PUBLIC;"
        f" GRANT EXECUTE ON FUNCTION {called} TO {_USERS};"
    )


def _setting(name: str) -> str:
    return f"nullif(current_setting('samenspel.{name}', true), '')"


def _statements(models_here: Iterable[type[models.Model]]) -> Iterator[str]:
    yield _function("actor", "uuid", f"RETURN {_setting('actor')}::uuid;")
    reasons = ", ".join(f"'{reason.name.lower()}'" for reason in Reason)
    yield _function(
        "for_system", "boolean", f"RETURN coalesce({_setting('reason')} IN ({reasons}), false);"
    )
    for function in _functions.values():
        yield function.sql
    for model in models_here:
        table = model._meta.db_table
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        every = f'ON "{table}" FOR ALL TO'
        yield f"CREATE POLICY {_NAME}owner {every} {Role.OWNER.user} USING (true)"
        yield (
            f"CREATE POLICY {_NAME}for_system {every} {_USERS}"
            " USING ((SELECT samenspel_for_system()))"
        )
        for policy in _policies:
            if policy.table == model._meta.label:
                yield from policy.statements(table)


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put functions and policies in the database as registered, and take old policies away."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        found = [
            model
            for model in map(apps.get_model, sorted(guarded()))
            if model._meta.db_table in present
        ]
        cursor.execute(
            "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'"
            " AND starts_with(policyname, %s)",
            [_NAME],
        )
        for table, policy in cursor.fetchall():
            cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n"
            " ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
            " AND starts_with(p.proname, %s)",
            [_NAME],
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function}")
        for statement in _statements(found):
            cursor.execute(statement)


def install_after_migrate(using: str, **_signal: Any) -> None:
    """Receive Django's ``post_migrate``, once, when every room has its tables."""
    install(using=using)
