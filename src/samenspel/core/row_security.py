"""In whose name PostgreSQL is asked: the context of the second wall around people's rows.

The most sensitive tables show and take only what the person of this context has a relation
with (each room's row_policies.py). Without a context they show nothing and take nothing. The
context is told to PostgreSQL for the transaction alone, before its first statement, so nothing
of it is left on a connection that the next request borrows from the pool.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.pq import TransactionStatus


class Reason(StrEnum):
    """Why a service lawfully reaches more rows than whoever it works for; a short list."""

    COMMAND = "a command on the server fills, reads in or sets up"
    ENDING = "what ends, ends for everyone, whether or not its actor may see it"
    FACT = "what another room told after a change is carried out for everyone it concerns"
    FORGETTING = "what is about somebody who is to be forgotten goes from every room"
    HOLD = "whoever answers about a question holds it while the answer is settled"
    LOAD = "how much a helper has is counted over all matches of the organisation"
    NEWCOMER = "somebody who has no account yet asks, or takes over what was asked so"
    RETENTION = "what has been kept long enough is counted and deleted"
    ROUND = "a round weighs all questions of an organisation together"
    SECOND_YES = "both said yes: what they agreed to begins"
    SHARED_WORDS = "a helper may read the words for helpers while the question is shared"
    TAKE_ALONG = "a person takes along everything about them, and nothing is left out"


@dataclass(frozen=True, slots=True)
class Context:
    """What PostgreSQL is told: the person acted for, or the reason to see more; not both."""

    actor: str = ""
    reason: str = ""


NOBODY = Context()
_wanted: ContextVar[Context] = ContextVar("row security context", default=NOBODY)

TELL = (
    "SELECT set_config('samenspel.actor', %s, true), set_config('samenspel.reason', %s, true)"
)


@contextmanager
def acting_as(person_id: UUID | None) -> Iterator[None]:
    """Reach only rows that this person has a relation with; None reaches none."""
    with _in(Context(actor=str(person_id)) if person_id else NOBODY):
        yield


@contextmanager
def acting_for_system(reason: Reason) -> Iterator[None]:
    """Reach all rows, for a named reason; as short as can be, after the access decision."""
    with _in(Context(reason=reason.name.lower())):
        yield


@contextmanager
def _in(context: Context) -> Iterator[None]:
    token = _wanted.set(context)
    try:
        yield
    finally:
        _wanted.reset(token)


def current() -> Context:
    """Return the context of this moment."""
    return _wanted.get()


class Teller:
    """Wraps the statements of one connection: tells PostgreSQL the context when it changed.

    A statement outside a transaction gets one of its own, since what is told holds for one
    transaction.
    """

    def __init__(self) -> None:
        self.told: Context | None = None  # None: not known

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Run the statement in the context of this moment."""
        connection, wanted = context["connection"], _wanted.get()
        if wanted != NOBODY and connection.get_autocommit():
            with transaction.atomic(using=connection.alias):
                self._tell(connection.connection, wanted)
                return execute(sql, params, many, context)
        self._tell(connection.connection, wanted)
        if _undoes(sql):
            self.told = None  # PostgreSQL went back to what it was told before
        return execute(sql, params, many, context)

    def _tell(self, raw: Any, wanted: Context) -> None:
        status = raw.info.transaction_status
        if status == TransactionStatus.INERROR:
            return
        if status == TransactionStatus.IDLE:
            self.told = NOBODY  # a new transaction knows nothing of the one before
        if self.told != wanted:
            raw.execute(TELL, (wanted.actor, wanted.reason))
            self.told = wanted


def _undoes(sql: Any) -> bool:
    return isinstance(sql, str) and sql.lstrip()[:11].upper() == "ROLLBACK TO"


def listen(connection: Any, **_signal: Any) -> None:
    """Put a teller on a connection that was made (signal ``connection_created``)."""
    if not any(isinstance(one, Teller) for one in connection.execute_wrappers):
        connection.execute_wrappers.insert(0, Teller())
