"""Facts that placements publish."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samenspel.core.events import Event


@dataclass(frozen=True, slots=True)
class PlacementStarted(Event):
    """Both said yes; the helper has a seat."""

    placement_id: UUID
    circle_id: UUID
    helper_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PlacementEnded(Event):
    """A placement ended; the seat and what could be seen are closed."""

    placement_id: UUID
    at: datetime
