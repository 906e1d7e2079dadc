"""Words about circles that other rooms may use."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samenspel.consent.types import DataCategory
from samenspel.ui.part_values import Voice
from samenspel.vocabulary.week import Weekday

CircleId = UUID


class SeatRole(TextChoices):
    """What someone is in a circle. A carer is not a volunteer."""

    CARE_RECEIVER = "care_receiver", _("the person in the middle")
    CARER = "carer", _("carer")
    NEIGHBOUR = "neighbour", _("friend or neighbour")
    VOLUNTEER = "volunteer", _("volunteer")
    PROFESSIONAL = "professional", _("professional")


VOICES: dict[SeatRole, Voice] = {
    SeatRole.CARE_RECEIVER: "me",
    SeatRole.CARER: "own",
    SeatRole.NEIGHBOUR: "vol",
    SeatRole.VOLUNTEER: "vol",
    SeatRole.PROFESSIONAL: "pro",
}
"""The three voices of the design (own people, neighbours and volunteers, professionals)."""


class Contact(TextChoices):
    """How often people see or speak to each other; the ring in the ecogram."""

    DAILY = "daily", _("most days")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    RARELY = "rarely", _("now and then")


@dataclass(frozen=True, slots=True)
class Moment:
    """A weekly moment in an agreement; times are local wall time."""

    weekday: Weekday
    starts_at: time
    ends_at: time | None = None


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What two people agree before they start."""

    does: str
    does_not: str
    review_on: date
    starts_on: date | None = None
    trial_until: date | None = None
    own_view: str = ""
    if_difficult: str = ""
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A place for someone in a circle. ``said_yes_at`` is that person's own yes."""

    person_id: UUID
    role: SeatRole
    relation: str = ""
    contact: Contact = Contact.WEEKLY
    said_yes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeenCategory:
    """Something a member may see, and until when."""

    category: DataCategory
    label: str
    until: datetime | None

    @property
    def words(self) -> str:
        """The category, with its last day when there is one."""
        if self.until is None:
            return self.label
        last = timezone.localdate(self.until - timedelta(microseconds=1))
        pattern = "j F" if last.year == timezone.localdate().year else "j F Y"
        return gettext("%(what)s, until %(day)s") % {
            "what": self.label,
            "day": date_format(last, pattern),
        }


@dataclass(frozen=True, slots=True)
class StandingAgreement:
    """The agreement of one seat that stands now, agreed to or only proposed."""

    id: UUID
    membership_id: UUID
    terms: AgreementTerms
    agreed_at: datetime | None
    signed_by: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One person in a circle, as the circle page shows them."""

    id: UUID
    person_id: UUID
    name: str
    short_name: str
    initials: str
    voice: Voice
    relation: str
    does: str
    may_see: tuple[SeenCategory, ...]
    may_not_see: tuple[str, ...]
    shows_access: bool
    is_me: bool
    is_subject: bool
    is_invited: bool

    @property
    def seen(self) -> tuple[str, ...]:
        """What this person may see, in words; everyone sees their own appointments."""
        return tuple(each.words for each in self.may_see) or (gettext("own appointments only"),)


@dataclass(frozen=True, slots=True)
class WeekMoment:
    """A moment in the week that is shown."""

    starts_at: time
    name: str
    what: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week that is shown."""

    day: date
    is_today: bool
    moments: tuple[WeekMoment, ...]


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement, as the circle page shows it."""

    id: UUID
    who: str
    initials: str
    voice: Voice
    does: str
    does_not: tuple[str, ...]
    if_difficult: str
    moments: tuple[Moment, ...]
    starts_on: date | None
    trial_until: date | None
    review_on: date
    agreed_at: datetime | None
    waits_for: tuple[str, ...]
    may_sign: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What the person wants others to know, in one category."""

    category: DataCategory
    label: str
    body: str
