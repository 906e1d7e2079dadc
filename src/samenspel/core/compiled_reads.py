"""Reads that every page makes, with SQL that is written once and run with other values.

Django writes the SQL of a queryset anew each time, which costs more than running it. A page
that is asked for at every visit keeps the SQL of its largest reads instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

_IDS = tuple(UUID(int=0xC0FFEE + number) for number in range(8))
_MOMENT = datetime(1001, 2, 3, 4, 5, 6, tzinfo=UTC)


class CompiledRead:
    """The rows of ``make(*ids, at)``, a queryset of ``values_list``, for any ids at any time.

    ``make`` is called once, with stand-ins for the ids and for the moment; wherever these, or
    its day, end up among the parameters of the SQL, later calls put their own.
    So ``make`` may use its arguments as values and nothing else: it may not branch on them.
    Rows come as PostgreSQL gives them: values of a JSON expression are text.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.make = make
        self._compiled: tuple[str, tuple[Any, ...]] | None = None

    def __call__(self, *ids: UUID, at: datetime) -> list[tuple[Any, ...]]:
        """Return the rows; raises ValueError when the queryset leaves an id unused."""
        stand_ins = _IDS[: len(ids)]
        if self._compiled is None:
            self._compiled = self._compile(stand_ins)
        sql, parameters = self._compiled
        given: dict[Any, Any] = dict(zip(stand_ins, ids, strict=True))
        given |= {_MOMENT: at, _MOMENT.date(): at.date()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [_filled(value, given) for value in parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _compile(self, stand_ins: tuple[UUID, ...]) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self.make(*stand_ins, _MOMENT).query.sql_with_params()
        unused = set(stand_ins) - {value for value in parameters if isinstance(value, UUID)}
        if unused:
            raise ValueError(f"{self.make.__name__} does not use all of its ids as values")
        return sql, tuple(parameters)


def _filled(value: Any, given: dict[Any, Any]) -> Any:
    return given.get(value, value) if value.__hash__ else value
