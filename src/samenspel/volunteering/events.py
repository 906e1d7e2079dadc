"""Facts that offering publishes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samenspel.core.events import Event


@dataclass(frozen=True, slots=True)
class OfferRegistered(Event):
    """Someone offers help."""

    offer_id: UUID
    organisation_id: UUID
    at: datetime
