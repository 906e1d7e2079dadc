"""Questions as lines of a list: one's own, and those about the person in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from samenspel.access import decide as access
from samenspel.access.read_log import Shown, look_at_list
from samenspel.access.rules import Permission, Role
from samenspel.circles.reads.circle_page import CircleView
from samenspel.consent.types import DataCategory
from samenspel.core.compiled_reads import CompiledRead
from samenspel.needs.actor_roles import roles_without_work
from samenspel.needs.models import HelpQuestion
from samenspel.needs.question_words import question_title
from samenspel.needs.types import QuestionId, QuestionLine, QuestionState, WhoMayKnow
from samenspel.people import reads as people_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

LINES = 50
IN_THE_PERSONS_NAME = (Role.SELF, Role.SPOKESPERSON, Role.LEGAL_REPRESENTATIVE)


def questions_for(
    actor: Person, *, at: datetime, open_only: bool = True
) -> tuple[QuestionLine, ...]:
    """Return the questions that the actor asked or is about; all are shown."""
    rows = HelpQuestion.objects.visible_to(actor, at).select_related("subject", "area")
    rows = rows.filter(Q(subject=actor) | Q(asked_by=actor)).annotate(
        asks_together=people_reads.asks_together(subject="subject", asker="asked_by", at=at)
    )
    if open_only:
        rows = rows.still_open()
    return _seen(
        actor,
        [
            (question, question.subject.full_name, *_own_role(actor, question))
            for question in rows.order_by("asked_at", "pk")[:LINES]
        ],
        at,
    )


@dataclass(frozen=True, slots=True)
class AskedForMe:
    """An open question about someone that another asked."""

    id: QuestionId
    title: str
    asked_by_name: str
    asked_at: datetime


def asked_in_my_name(actor: Person) -> tuple[AskedForMe, ...]:
    """Return the open questions about the actor that others asked, oldest first."""
    rows = (
        HelpQuestion.objects.still_open()
        .filter(subject=actor)
        .exclude(asked_by=actor)
        .select_related("asked_by")
        .order_by("asked_at", "pk")[:LINES]
    )
    return tuple(
        AskedForMe(
            row.pk,
            question_title(row.task_types, row.windows),
            row.asked_by.full_name,
            row.asked_at,
        )
        for row in rows
    )


def who_asked_for(person_id: UUID) -> dict[UUID, str]:
    """Return who ever asked a question about a person, with their names; the person knows."""
    rows = HelpQuestion.objects.filter(subject_id=person_id).exclude(asked_by_id=person_id)
    present = rows.filter(asked_by__forgotten_at__isnull=True).select_related("asked_by")
    return {row.asked_by_id: row.asked_by.full_name for row in present}


def _own_role(actor: Person, question: Any) -> tuple[Role, None]:
    if question.subject_id == actor.pk:
        return Role.SELF, None
    return (Role.SPOKESPERSON if question.asks_together else Role.ASKER), None


def questions_around(
    actor: Person, view: CircleView, *, at: datetime
) -> tuple[QuestionLine, ...]:
    """Return the open questions about the person in the middle of a circle; all are shown.

    Decided with the roles and consents of the circle's page. Only questions that these leave
    closed are decided again: the actor may coordinate where they were asked.
    """
    questions = _open_around(view.subject_id, at=at)
    seen_as = _seen_as(actor, view, questions, at)
    shown = [question for question in questions if question.pk in seen_as][:LINES]
    rows = [(question, view.subject_name, *seen_as[question.pk]) for question in shown]
    return _seen(actor, rows, at)


@CompiledRead
def _open_around(subject_id: UUID, _at: datetime) -> QuerySet[HelpQuestion, HelpQuestion]:
    return (
        HelpQuestion.objects.still_open()
        .filter(subject_id=subject_id)
        .select_related("area")
        .only(
            "task_types", "windows", "own_words", "state", "asked_at", "who_may_know",
            "subject_id", "asked_by_id", "organisation_id", "area__place",
        )
        .order_by("asked_at", "pk")
    )  # fmt: skip


def _seen_as(
    actor: Person, view: CircleView, questions: Iterable[HelpQuestion], at: datetime
) -> Mapping[QuestionId, tuple[Role, UUID | None]]:
    """Return the role, and the organisation acted for, by which each may be read."""
    found: dict[QuestionId, tuple[Role, UUID | None]] = {}
    closed = {}
    for question in questions:
        roles = access.with_ties(roles_without_work(actor, question, view.roles), view.ties)
        decision = access.decide_given(
            roles, actor, Permission.QUESTION_VIEW, question, view.consents
        )
        if decision.role is None:
            closed[question.pk] = question
        else:
            may_answer = Role.SPOKESPERSON in roles
            role = Role.SPOKESPERSON if may_answer else decision.role
            found[question.pk] = (role, decision.acting_for_id)
    if closed:
        rest = HelpQuestion.objects.visible_to(actor, at).filter(pk__in=closed)
        for pk in rest.values_list("pk", flat=True):
            found[pk] = (
                (Role.LEGAL_REPRESENTATIVE, None)
                if Role.LEGAL_REPRESENTATIVE in view.roles
                else (Role.COORDINATOR, closed[pk].organisation_id)
            )
    return found


def _seen(
    actor: Person,
    rows: Iterable[tuple[HelpQuestion, str, Role, UUID | None]],
    at: datetime,
) -> tuple[QuestionLine, ...]:
    """Return the lines, written down as a look at each person and at the one who asked."""
    shown = (
        Shown(
            _line(question, role, who=who),
            HelpQuestion,
            question.pk,
            (question.subject_id, question.asked_by_id),
            role,
            acting_for_id,
        )
        for question, who, role, acting_for_id in rows
    )
    return look_at_list(
        actor, Permission.QUESTION_VIEW, shown, at=at, categories=[DataCategory.QUESTIONS]
    )


def _line(question: HelpQuestion, role: Role, *, who: str) -> QuestionLine:
    is_open = question.state == QuestionState.OPEN
    return QuestionLine(
        id=question.pk,
        title=question_title(question.task_types, question.windows),
        who=who,
        place=question.area.place,
        own_words=question.own_words,
        state=question.state,
        state_label=str(QuestionState(question.state).label),
        asked_at=question.asked_at,
        may_change=is_open and role in IN_THE_PERSONS_NAME,
        may_take=is_open and role not in (*IN_THE_PERSONS_NAME, Role.ASKER),
        asks_neighbourhood=question.who_may_know == WhoMayKnow.NEIGHBOURHOOD,
    )
