"""Facts that consent publishes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samenspel.core.events import Event


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(Event):
    """A person took back what they had allowed; whoever keeps copies lets them go."""

    subject_id: UUID
    grantee_person_id: UUID | None
    grantee_organisation_id: UUID | None
    category: str
    at: datetime
