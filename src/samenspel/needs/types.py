"""Words about asking that other rooms may use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.vocabulary.week import Windows

QuestionId = UUID

KEPT_FOR = timedelta(days=30)
"""How long answers of a question that is never sent are kept."""


class WhoMayKnow(TextChoices):
    """Who may read a help question."""

    COORDINATOR = "coordinator", _("Only the coordinator")
    CIRCLE = "circle", _("The coordinator and the circle")
    NEIGHBOURHOOD = "neighbourhood", _("Volunteers in the neighbourhood too")


class QuestionState(TextChoices):
    """Where a help question stands."""

    OPEN = "open", _("open")
    MATCHED = "matched", _("someone was found")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed")


class Frequency(TextChoices):
    """How often help is wanted."""

    ONCE = "once", _("once")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month")


@dataclass(frozen=True, slots=True)
class Ask:
    """A help question as it is told, before anyone is written down.

    ``hours_per_week`` in hours; ``windows`` as in core.vocabulary; ``urgency`` 1 (can wait) to
    5 (now). ``subject_agreed`` is the person's own yes, said or passed on. ``once`` is the id
    that the question gets, so that a second press of the same button makes no other.
    """

    own_words: str
    task_types: tuple[TaskType, ...]
    windows: Windows
    place: str
    hours_per_week: float = 2.0
    frequency: Frequency = Frequency.WEEKLY
    languages: tuple[str, ...] = (Language.NL,)
    interests: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    gender_wish: GenderWish = GenderWish.NONE
    public_note: str = ""
    urgency: int = 2
    who_may_know: WhoMayKnow = WhoMayKnow.COORDINATOR
    subject_agreed: bool = True
    accepts_bodily_care: bool = False
    relation: str = ""
    external_id: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A help question in a list."""

    id: QuestionId
    title: str
    who: str
    place: str
    own_words: str
    state: str
    state_label: str
    asked_at: datetime
    may_change: bool
    may_take: bool
    asks_neighbourhood: bool


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What matching needs to know of an open question; plain values, no rows."""

    id: QuestionId
    subject_id: UUID
    asked_by_id: UUID
    organisation_id: UUID
    latitude: float
    longitude: float
    place: str
    task_types: tuple[str, ...]
    windows: Windows
    needed_overlap: int
    hours_per_week: float
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    boundaries: tuple[str, ...]
    gender_wish: GenderWish
    urgency: int
    asked_at: datetime
    accepts_bodily_care: bool
