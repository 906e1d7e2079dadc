"""Loading one placement with access decided, and what its coordinator sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from samenspel.access import decide as access
from samenspel.access.read_log import look
from samenspel.access.rules import Permission
from samenspel.circles.reads.agreement_terms import find_terms
from samenspel.circles.types import AgreementTerms
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.needs.question_words import question_title
from samenspel.placements.models import Placement
from samenspel.placements.types import RUNNING, PlacementId, PlacementState
from samenspel.ui.spoken_dates import spoken_date

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class FollowUpPage:
    """Two people who said yes, what was agreed, and when they were last spoken to."""

    id: PlacementId
    question_id: UUID
    title: str
    helper_name: str
    subject_name: str
    contacts: tuple[tuple[str, str], ...]
    state_label: str
    is_running: bool
    is_lasting: bool
    first_meeting_on: date | None
    ended_at: datetime | None
    terms: AgreementTerms | None


def get_placement(actor: Person, placement_id: PlacementId, *, at: datetime) -> Placement:
    """Return the placement, or raise NotFoundError if the actor may not follow it.

    For services, which show nothing of it: no look is written down.
    """
    placement = _find(placement_id)
    access.require(actor, Permission.PLACEMENT_FOLLOW, placement, at)
    return placement


def _find(placement_id: PlacementId) -> Placement:
    placement = (
        Placement.objects.select_related("question__subject", "question__asked_by", "helper")
        .filter(pk=placement_id)
        .first()
    )
    if placement is None:
        raise NotFoundError("Both have not said yes yet.")
    return placement


def follow_up_page(actor: Person, placement_id: PlacementId, *, at: datetime) -> FollowUpPage:
    """Return the placement as its coordinator sees it, and write the look down."""
    row = _find(placement_id)
    question = row.question
    look(
        actor, Permission.PLACEMENT_FOLLOW, row, at,
        categories=[DataCategory.QUESTIONS, DataCategory.CONTACT],
        also=[row.helper_id, question.asked_by_id],
    )  # fmt: skip
    return FollowUpPage(
        id=row.pk,
        question_id=question.pk,
        title=question_title(question.task_types, question.windows),
        helper_name=row.helper.full_name,
        subject_name=question.subject.full_name,
        contacts=_contacts(row),
        state_label=str(PlacementState(row.state).label),
        is_running=row.state in RUNNING,
        is_lasting=row.state == PlacementState.LASTING,
        first_meeting_on=row.first_meeting_on,
        ended_at=row.ended_at,
        terms=find_terms(subject_id=question.subject_id, person_id=row.helper_id),
    )


def _contacts(row: Placement) -> tuple[tuple[str, str], ...]:
    """Return whom to call and when they were last spoken to, as terms and values."""
    asked_by = row.question.asked_by
    unknown = _("no number known")
    pairs = [
        (row.helper.full_name, _unbroken(row.helper.phone) or unknown),
        (asked_by.full_name, _unbroken(asked_by.phone) or unknown),
        (_("Both said yes"), spoken_date(row.started_at)),
        (_("First meeting"), spoken_date(row.first_meeting_on) or _("not planned yet")),
        (_("Last spoken to"), spoken_date(row.last_contact_at)),
    ]
    return tuple(pairs)


def _unbroken(phone: str) -> str:
    """Return a telephone number that stays on one line."""
    return phone.replace(" ", "\N{NO-BREAK SPACE}")
