"""Facts that circles publish."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samenspel.core.events import Event


@dataclass(frozen=True, slots=True)
class SeatTaken(Event):
    """Someone has a seat in a circle."""

    circle_id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SeatLeft(Event):
    """Someone left a circle."""

    circle_id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreementReached(Event):
    """Everyone concerned agreed to what one member does and does not do."""

    circle_id: UUID
    agreement_id: UUID
    person_id: UUID
    at: datetime
