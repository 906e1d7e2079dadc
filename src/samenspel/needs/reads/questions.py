"""The only way to get hold of a help question, and what screens show of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access import decide as access
from samenspel.access.read_log import log_read
from samenspel.access.rules import Permission
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.needs.models import HelpQuestion
from samenspel.needs.question_words import kinds_words, question_title, windows_words
from samenspel.needs.types import (
    Frequency,
    QuestionFacts,
    QuestionId,
    QuestionState,
    WhoMayKnow,
)
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.vocabulary.gender_wishes import GenderWish

if TYPE_CHECKING:
    from samenspel.people.rows import Person


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything that who asked sees of a question."""

    id: QuestionId
    title: str
    subject_name: str
    own_words: str
    public_note: str
    kinds: str
    when: str
    frequency: str
    place: str
    state: str
    state_label: str
    who_may_know: str
    who_may_know_label: str
    organisation: str
    asked_at: datetime
    respond_by: datetime
    neighbourhood_from: datetime | None
    asked_by_name: str
    is_for_other: bool
    is_own: bool
    helper_name: str
    may_change: bool
    may_take: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class WorkQuestion:
    """An open question as a coordinator's lists show it."""

    id: QuestionId
    subject_id: UUID
    asked_by_id: UUID
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
    """Return the question, or raise NotFoundError if the actor may not do this with it."""
    question = (
        HelpQuestion.objects.select_related(
            "subject", "asked_by", "area", "organisation", "taken_by"
        )
        .filter(pk=question_id)
        .first()
    )
    if question is None:
        raise NotFoundError("This question does not exist.")
    access.require(actor, permission, question, at)
    return question


def question_page(actor: Person, question_id: QuestionId, *, at: datetime) -> QuestionPage:
    """Return what the asker, the person or a circle member sees, and log the look."""
    question = get_question(actor, question_id, at=at)
    decision = access.require(actor, Permission.QUESTION_VIEW, question, at)
    log_read(
        actor, Permission.QUESTION_VIEW, question, decision,
        at=at, categories=[DataCategory.QUESTIONS],
    )  # fmt: skip
    is_open = question.state == QuestionState.OPEN
    may_change = access.decide(actor, Permission.QUESTION_CHANGE, question, at).allowed
    may_take = access.decide(actor, Permission.QUESTION_TAKE, question, at).allowed
    is_own = actor.pk in (question.subject_id, question.asked_by_id)
    helper = question.taken_by if may_change else None
    return QuestionPage(
        id=question.pk,
        title=question_title(question.task_types, question.windows),
        subject_name=question.subject.full_name,
        own_words=question.own_words,
        public_note=question.public_note,
        kinds=kinds_words(question.task_types),
        when=windows_words(question.windows),
        frequency=str(Frequency(question.frequency).label),
        place=question.area.place,
        state=question.state,
        state_label=str(QuestionState(question.state).label),
        who_may_know=question.who_may_know,
        who_may_know_label=str(WhoMayKnow(question.who_may_know).label),
        organisation=question.organisation.name,
        asked_at=question.asked_at,
        respond_by=question.respond_by,
        neighbourhood_from=question.neighbourhood_from,
        asked_by_name=question.asked_by.full_name,
        is_for_other=question.subject_id != question.asked_by_id,
        is_own=is_own,
        helper_name=helper.full_name if helper else "",
        may_change=may_change and is_open,
        may_take=may_take and is_open and not is_own,
        is_open=is_open,
    )


def open_for_coordinator(
    actor: Person, *, at: datetime, ids: Iterable[QuestionId] | None = None
) -> tuple[WorkQuestion, ...]:
    """Return the open questions of the actor's organisations, longest waiting first."""
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
    question = get_question(actor, question_id, Permission.PROPOSAL_DECIDE, at=at)
    decision = access.require(actor, Permission.QUESTION_VIEW, question, at)
    log_read(
        actor, Permission.QUESTION_VIEW, question, decision,
        at=at, categories=[DataCategory.QUESTIONS],
    )  # fmt: skip
    return _work(question, at)


def _work(question: HelpQuestion, at: datetime) -> WorkQuestion:
    return WorkQuestion(
        id=question.pk,
        subject_id=question.subject_id,
        asked_by_id=question.asked_by_id,
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


def is_shared(question_id: QuestionId, *, at: datetime) -> bool:
    """Say whether helpers may still read what the person wrote for them."""
    return bool(
        HelpQuestion.objects.filter(pk=question_id, who_may_know=WhoMayKnow.NEIGHBOURHOOD)
        .with_consent(at)
        .exists()
    )


def facts_for_round(organisation_id: UUID, *, at: datetime) -> tuple[QuestionFacts, ...]:
    """Return what matching needs of every question that a round may serve."""
    rows = (
        HelpQuestion.objects.for_round(at)
        .filter(organisation_id=organisation_id)
        .with_consent(at)
        .exclude(task_types=[])
        .select_related("area")
        .order_by("pk")
    )
    return tuple(_facts(question) for question in rows)


def _facts(question: HelpQuestion) -> QuestionFacts:
    return QuestionFacts(
        id=question.pk,
        subject_id=question.subject_id,
        asked_by_id=question.asked_by_id,
        organisation_id=question.organisation_id,
        latitude=question.area.latitude,
        longitude=question.area.longitude,
        place=question.area.place,
        task_types=tuple(question.task_types),
        windows=question.windows,
        needed_overlap=question.needed_overlap,
        hours_per_week=float(question.hours_per_week),
        languages=tuple(question.languages),
        interests=tuple(question.interests),
        boundaries=tuple(question.boundaries),
        gender_wish=GenderWish(question.gender_wish),
        urgency=question.urgency,
        asked_at=question.asked_at,
        accepts_bodily_care=question.accepts_bodily_care,
    )


def existing_external_ids(organisation_id: UUID, ids: Iterable[str]) -> frozenset[str]:
    """Return which of these ids of an organisation's own list are here already."""
    rows = HelpQuestion.objects.filter(
        organisation_id=organisation_id, external_id__in=list(ids)
    )
    return frozenset(rows.values_list("external_id", flat=True))
