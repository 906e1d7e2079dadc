"""Facts that asking publishes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samenspel.core.events import Event


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """A help question came in."""

    question_id: UUID
    organisation_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionClosed(Event):
    """Nobody is being sought any more: found, withdrawn or closed."""

    question_id: UUID
    state: str
    at: datetime
