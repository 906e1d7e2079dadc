"""Facts that matching publishes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samenspel.core.events import Event


@dataclass(frozen=True, slots=True)
class RoundDone(Event):
    """A round has been solved; its proposals wait for a coordinator."""

    round_id: UUID
    organisation_id: UUID
    at: datetime
