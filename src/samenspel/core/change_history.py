"""Append-only history of changes, kept by triggers in the database.

Triggers also see bulk updates and SQL typed by hand, which Python-side history misses. The
tables refuse update and delete (``append_only``); who did it and at what address comes from
the request through ``pghistory.middleware.HistoryMiddleware``.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

ModelT = TypeVar("ModelT", bound=models.Model)


def tracked(
    *, exclude: tuple[str, ...] = (), inserts: bool = True
) -> Callable[[type[ModelT]], type[ModelT]]:
    """Keep every insert, update and delete of the decorated model.

    ``exclude`` names fields that hold free words about care: those must be able to vanish when
    a person asks for it, and a history that keeps them would not. ``inserts`` False leaves out
    the first state, for rows that programs make by the thousand and people then act on.
    """

    def decorate(model: type[ModelT]) -> type[ModelT]:
        first = [pghistory.InsertEvent()] if inserts else []
        tracker = pghistory.track(
            *first,
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude),
            append_only=True,
        )
        result: type[ModelT] = tracker(model)
        return result

    return decorate
