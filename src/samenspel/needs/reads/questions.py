"""The only way to get hold of a help question, and what screens show of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access import decide as access
from samenspel.access.read_log import Shown, look, look_at_list
from samenspel.access.rules import Permission, Role
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.needs.models import HelpQuestion
from samenspel.needs.question_words import question_title, windows_words
from samenspel.needs.types import (
    Frequency,
    QuestionId,
    WhoMayKnow,
)
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class WorkQuestion:
    """An open question as a coordinator's lists show it."""

    id: QuestionId
    subject_id: UUID
    asked_by_id: UUID
    organisation_id: UUID
    title: str
    subject_name: str
    subject_given_name: str
    subject_phone: str
    subject_age: int | None
    relation: str
    asked_by_other: bool
    place: str
    own_words: str
    public_note: str
    task_types: tuple[str, ...]
    when: str
    frequency: str
    hours_per_week: float
    who_may_know: str
    urgency: int
    asked_at: datetime
    respond_by: datetime
    neighbourhood_from: datetime | None


def get_question(
    actor: Person,
    question_id: QuestionId,
    permission: Permission = Permission.QUESTION_VIEW,
    *,
    at: datetime,
) -> HelpQuestion:
    """Return the question, or raise NotFoundError if the actor may not do this with it.

    For services, which show nothing of it: no look is written down.
    """
    question = _find(question_id)
    access.require(actor, permission, question, at)
    return question


def look_at_question(
    actor: Person, question_id: QuestionId, permission: Permission, *, at: datetime
) -> HelpQuestion:
    """Return the question that a page shows, and write down the look; NotFoundError as above.

    It is a look at the person whose question it is, and at the one who put it in their own
    words.
    """
    question = _find(question_id)
    look(actor, permission, question, at, [DataCategory.QUESTIONS], [question.asked_by_id])
    return question


def _find(question_id: QuestionId) -> HelpQuestion:
    question = (
        HelpQuestion.objects.select_related(
            "subject", "asked_by", "area", "organisation", "taken_by"
        )
        .filter(pk=question_id)
        .first()
    )
    if question is None:
        raise NotFoundError("This question does not exist.")
    return question


def open_for_coordinator(
    actor: Person, *, at: datetime, ids: Iterable[QuestionId] | None = None
) -> tuple[WorkQuestion, ...]:
    """Return the open questions of the actor's organisations, longest waiting first.

    To choose and count from: nothing is written down, and a page shows only what
    :func:`show_work` returns.
    """
    rows = (
        HelpQuestion.objects.visible_to(actor, at)
        .coordinated_by(actor, at)
        .select_related("subject", "asked_by", "area")
        .order_by("asked_at", "pk")
    )
    rows = rows.still_open() if ids is None else rows.filter(pk__in=list(ids))
    return tuple(_work(question, at) for question in rows[:2000])


def require_coordinator(actor: Person, *, at: datetime) -> None:
    """Raise NotFoundError when the actor coordinates nowhere."""
    if not organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at):
        raise NotFoundError("Only a coordinator enters questions for others.")


def work_question(actor: Person, question_id: QuestionId, *, at: datetime) -> WorkQuestion:
    """Return one question as a coordinator sees it, and log the look."""
    question = look_at_question(actor, question_id, Permission.PROPOSAL_DECIDE, at=at)
    return _work(question, at)


def show_work(
    actor: Person, questions: Iterable[WorkQuestion], *, at: datetime
) -> tuple[WorkQuestion, ...]:
    """Return the questions that a coordinator's page shows, written down as a look at each.

    It is a look at the person whose question it is, and at whoever asked it in their words.
    """
    shown = (
        Shown(
            question,
            HelpQuestion,
            question.id,
            (question.subject_id, question.asked_by_id),
            Role.COORDINATOR,
            question.organisation_id,
        )
        for question in questions
    )
    return look_at_list(
        actor, Permission.QUESTION_VIEW, shown, at=at, categories=[DataCategory.QUESTIONS]
    )


def _work(question: HelpQuestion, at: datetime) -> WorkQuestion:
    return WorkQuestion(
        id=question.pk,
        subject_id=question.subject_id,
        asked_by_id=question.asked_by_id,
        organisation_id=question.organisation_id,
        title=question_title(question.task_types, question.windows),
        subject_name=question.subject.short_name,
        subject_given_name=question.subject.given_name,
        subject_phone=question.subject.phone or question.asked_by.phone,
        subject_age=question.subject.age_on(at.date()),
        relation=question.relation,
        asked_by_other=question.subject_id != question.asked_by_id,
        place=question.area.place,
        own_words=question.own_words,
        public_note=question.public_note,
        task_types=tuple(question.task_types),
        when=windows_words(question.windows),
        frequency=str(Frequency(question.frequency).label),
        hours_per_week=float(question.hours_per_week),
        who_may_know=question.who_may_know,
        urgency=question.urgency,
        asked_at=question.asked_at,
        respond_by=question.respond_by,
        neighbourhood_from=question.neighbourhood_from,
    )


@acting_for_system(Reason.SHARED_WORDS)
def is_shared(question_id: QuestionId, *, at: datetime) -> bool:
    """Say whether helpers may still read what the person wrote for them."""
    return bool(
        HelpQuestion.objects.filter(pk=question_id, who_may_know=WhoMayKnow.NEIGHBOURHOOD)
        .with_consent(at)
        .exists()
    )


def existing_external_ids(organisation_id: UUID, ids: Iterable[str]) -> frozenset[str]:
    """Return which of these ids from an organisation's own list are already here."""
    rows = HelpQuestion.objects.filter(
        organisation_id=organisation_id, external_id__in=list(ids)
    )
    return frozenset(rows.values_list("external_id", flat=True))
