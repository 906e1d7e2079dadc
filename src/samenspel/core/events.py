"""Facts that a lower room tells to whoever above it cares.

An event carries ids and dates only, never model instances or words about care. Handlers run
after the surrounding transaction has been committed; they return nothing and cannot veto.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import transaction


@dataclass(frozen=True, slots=True)
class Event:
    """Base of every fact."""


EventT = TypeVar("EventT", bound=Event)
_handlers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[EventT], handler: Callable[[EventT], None]) -> None:
    """Call ``handler`` for every later event of ``kind``; registering twice has no effect."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def unsubscribe(kind: type[EventT], handler: Callable[[EventT], None]) -> None:
    """Stop calling ``handler``; unknown handlers are ignored."""
    if handler in _handlers[kind]:
        _handlers[kind].remove(handler)


def publish(event: Event) -> None:
    """Hand ``event`` to its subscribers once the transaction has been committed."""
    for handler in tuple(_handlers[type(event)]):
        transaction.on_commit(partial(handler, event))
