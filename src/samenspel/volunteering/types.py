"""Words about offering that other rooms may use."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.vocabulary.week import Windows

OfferId = UUID


class HelperKind(TextChoices):
    """Who offers."""

    VOLUNTEER = "volunteer", _("volunteer")
    NEIGHBOUR = "neighbour", _("neighbour")
    COMPANY = "company", _("company")


@dataclass(frozen=True, slots=True)
class Offering:
    """What a helper can and wants to do, as told; ``radius_km`` as the crow flies."""

    task_types: tuple[TaskType, ...]
    windows: Windows
    place: str
    hours_per_week: float = 2.0
    radius_km: float = 5.0
    languages: tuple[str, ...] = (Language.NL,)
    interests: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    capacity: int = 1
    asks_per_month: int = 2
    kind: HelperKind = HelperKind.VOLUNTEER
    willing_bodily_care: bool = False
    motive: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What matching needs to know of an offer; plain values, no rows."""

    id: OfferId
    person_id: UUID
    organisation_id: UUID
    latitude: float
    longitude: float
    place: str
    task_types: tuple[str, ...]
    windows: Windows
    hours_per_week: float
    radius_km: float
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    limits: tuple[str, ...]
    capacity: int
    asks_per_month: int
    gender: str
    vog_is_valid: bool
    willing_bodily_care: bool
    trained_bodily_care: bool
    last_asked_at: datetime | None
    since: date


@dataclass(frozen=True, slots=True)
class HelperCard:
    """A helper as a coordinator sees them in a list."""

    offer_id: OfferId
    person_id: UUID
    organisation_id: UUID
    name: str
    initials: str
    phone: str
    place: str
    kind_label: str
    since_year: int
    vog_is_valid: bool
    paused_until: date | None
    asks_per_month: int
