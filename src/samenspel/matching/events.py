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


@dataclass(frozen=True, slots=True)
class MatchMade(Event):
    """Both said yes; the helper has a seat."""

    proposal_id: UUID
    circle_id: UUID
    helper_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class MatchEnded(Event):
    """A match ended."""

    proposal_id: UUID
    at: datetime
