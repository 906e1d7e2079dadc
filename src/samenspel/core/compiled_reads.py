"""Reads that every page makes, with SQL that is written once and run with other values.

Django writes the SQL of a queryset anew each time, which costs more than running it. A page
that is asked for at every visit keeps the SQL of its largest reads instead.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

Row = TypeVar("Row")
_IDS = tuple(UUID(int=0xC0FFEE + number) for number in range(8))
_MOMENT = datetime(1001, 2, 3, 4, 5, 6, tzinfo=UTC)


class CompiledRead(Generic[Row]):
    """The rows or objects of ``make(*ids, at)``, a queryset, for any ids at any time.

    ``make`` is called once, with stand-ins for the ids and for the moment; wherever these, or
    its day, end up among the parameters of the SQL, later calls put their own.
    So ``make`` may use these arguments as values and nothing else: it may not branch on them.
    What it branches on is given by name, and each value of it has SQL of its own.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self.make = make
        self._compiled: dict[Hashable, _Statement] = {}

    def __call__(self, *ids: UUID, at: datetime, **branches: Hashable) -> list[Row]:
        """Return the rows; raises ValueError when the queryset leaves an id unused.

        Rows of ``values_list`` hold values as PostgreSQL gives them: those of a JSON expression
        are text.
        """
        stand_ins = _IDS[: len(ids)]
        key = tuple(branches.items())
        if key not in self._compiled:
            self._compiled[key] = self._compile(stand_ins, branches)
        given: dict[Any, Any] = dict(zip(stand_ins, ids, strict=True))
        given |= {_MOMENT: at, _MOMENT.date(): at.date()}
        return self._compiled[key].run(given)

    def _compile(self, stand_ins: Sequence[UUID], branches: dict[str, Any]) -> _Statement:
        statement = _Statement(self.make(*stand_ins, _MOMENT, **branches))
        used = {value for value in statement.parameters if isinstance(value, UUID)}
        if not used.issuperset(stand_ins):
            raise ValueError(f"{self.make.__name__} does not use all of its ids as values")
        return statement


class _Statement:
    """The SQL of a queryset, and what Django knows of its columns."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.parameters = self.compiler.as_sql()
        self.makes_objects = queryset._iterable_class is ModelIterable

    def run(self, given: dict[Any, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_filled(value, given) for value in self.parameters])
            rows: list[Any] = cursor.fetchall()
        if not self.makes_objects:
            return rows
        ran: Any = _Ran(self.compiler, rows)
        return list(ModelIterable(ran))


class _Ran:
    """What Django asks of a queryset, its query and its compiler to make objects of rows."""

    db = DEFAULT_DB_ALIAS

    def __init__(self, compiler: Any, rows: list[Any]) -> None:
        self.compiler, self.rows = compiler, rows
        self.query = self
        self._known_related_objects: dict[Any, Any] = {}
        self.select = compiler.select
        self.klass_info = compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    def get_compiler(self, using: str) -> _Ran:
        assert using == self.db
        return self

    def execute_sql(self, **_chunks: Any) -> list[list[Any]]:
        return [self.rows]

    def results_iter(self, results: list[list[Any]]) -> Iterator[Any]:
        found: Iterator[Any] = self.compiler.results_iter(results)
        return found


def _filled(value: Any, given: dict[Any, Any]) -> Any:
    return given.get(value, value) if value.__hash__ else value
