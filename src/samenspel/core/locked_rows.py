"""Holding rows: whoever decides on a row holds it first, and decides on what it then says.

Two people may do something with the same row at once. A service therefore asks here for the row
that it changes: the second waits until the first is done, and reads what the first wrote. It
decides after that, and saves only the columns it changes.

Rows that belong to several services are always held in this order, so that two of them never
wait for each other: draft, e-mail address, account, round, question, proposal, offer,
placement, circle, seat, representation, agreement, consent, person. Several rows of one table
are held by their key, so whoever needs several takes them in one go. Whoever begins something
with a person holds that person last (``people.services.lock_present``).

What is joined to a held row is as old as the query that asked for it; whoever decides on a
joined row holds that one first.

``tests/gates/test_locked_rows.py`` reads the code for changes outside this way. A function that
returns a held row has a name that begins with ``lock``; a parameter that must be one, with
``locked``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError

from samenspel.core.errors import NotFoundError

ModelT = TypeVar("ModelT", bound=models.Model)

TRIES = 3
"""How often a row that vanishes between finding and holding it is looked for again."""


def lock(rows: models.QuerySet[ModelT], *, gone: str = "This is not here any more.") -> ModelT:
    """Return the row that ``rows`` picks, held until the transaction ends.

    It says what is in the database now, and still fits the filters of ``rows``. Raises
    NotFoundError with ``gone`` when there is none (any more), TransactionManagementError
    outside a transaction.
    """
    row = lock_if_any(rows)
    if row is None:
        raise NotFoundError(gone)
    return row


def lock_if_any(rows: models.QuerySet[ModelT]) -> ModelT | None:
    """Return the row as :func:`lock` does, or None when there is none."""
    _require_transaction()
    return _held(rows).first()


def lock_if_free(rows: models.QuerySet[ModelT]) -> ModelT | None:
    """Return the row as :func:`lock_if_any` does, or None when someone else holds it."""
    _require_transaction()
    return _held(rows, skip_locked=True).first()


def lock_all(rows: models.QuerySet[ModelT]) -> list[ModelT]:
    """Return all rows, held, in the order of their keys."""
    _require_transaction()
    return list(_held(rows).order_by("pk"))


def lock_or_create(
    rows: models.QuerySet[ModelT], defaults: Mapping[str, Any], **key: Any
) -> tuple[ModelT, bool]:
    """Return the one row with this key, held, and whether it was made just now.

    A unique constraint of the table is about ``key``: of two at once, one makes the row and the
    other waits for it.
    """
    _require_transaction()
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                row, created = rows.get_or_create(**key, defaults=dict(defaults))
        except IntegrityError:
            # The row that stood in the way may have ended meanwhile; what else is wrong with
            # this one shows when it is made alone, below.
            continue
        held = row if created else lock_if_any(rows.filter(pk=row.pk, **key))
        if held is not None:
            return held, created
    return rows.create(**key, **defaults), True


def lock_and_set(
    rows: models.QuerySet[ModelT],
    values: Mapping[str, Any],
    at_first: Mapping[str, Any] | None = None,
    **key: Any,
) -> tuple[ModelT, bool]:
    """Return the one row with this key, held and with these values, and whether it is new.

    ``at_first`` are further values that a new row gets and an older one keeps.
    """
    row, created = lock_or_create(rows, {**values, **(at_first or {})}, **key)
    if not created:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
    return row, created


def lock_and_update(rows: models.QuerySet[ModelT], **values: Any) -> list[ModelT]:
    """Change all these rows, each held first; return them as they were."""
    held = lock_all(rows)
    rows.filter(pk__in=[row.pk for row in held]).update(**values)
    return held


def insert_once(row: models.Model, already: type[Exception]) -> None:
    """Write a new row; raises ``already`` when there is one with its id, from a first press."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if type(row)._default_manager.filter(pk=row.pk).exists():
            raise already from error
        raise


def lock_word(topic: str, word: str) -> None:
    """Hold a word for which there may be no row yet, such as an e-mail address of a newcomer.

    Whoever holds the same word of the same topic waits, in any capitals; until the transaction
    ends. Raises TransactionManagementError outside a transaction.
    """
    _require_transaction()
    _hold_word(f"{topic}:{word.strip().lower()}")


def _held(
    rows: models.QuerySet[ModelT], *, skip_locked: bool = False
) -> models.QuerySet[ModelT]:
    # No key of a row ever changes, so rows that refer to it need not wait (no_key).
    return rows.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)


def _hold_word(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [word])


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("A row can only be held within a transaction.")
