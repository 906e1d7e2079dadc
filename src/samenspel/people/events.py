"""Facts that people publish."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samenspel.core.events import Event


@dataclass(frozen=True, slots=True)
class RepresentationEnded(Event):
    """Someone no longer asks together with a person."""

    represented_id: UUID
    representative_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonShutOut(Event):
    """Someone shut another out. The other is not told."""

    by_id: UUID
    about_id: UUID
    at: datetime
