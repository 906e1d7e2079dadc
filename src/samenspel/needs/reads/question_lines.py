"""Questions as lines of a list: one's own, and those around the person of a circle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.reads.circle_page import CircleView
from samenspel.needs.models import HelpQuestion
from samenspel.needs.question_words import question_title
from samenspel.needs.roles import roles_without_work
from samenspel.needs.types import QuestionLine, QuestionState, WhoMayKnow

if TYPE_CHECKING:
    from samenspel.people.rows import Person

LINES = 50


def questions_for(
    actor: Person, *, at: datetime, open_only: bool = True
) -> tuple[QuestionLine, ...]:
    """Return the questions that the actor asked or is about.

    The look is logged by the page that shows it.
    """
    rows = HelpQuestion.objects.visible_to(actor, at).select_related("subject", "area")
    rows = rows.filter(Q(subject=actor) | Q(asked_by=actor))
    if open_only:
        rows = rows.still_open()
    return tuple(
        _line(question, actor, who=question.subject.full_name)
        for question in rows.order_by("asked_at", "pk")[:LINES]
    )


def questions_around(
    actor: Person, view: CircleView, *, at: datetime
) -> tuple[QuestionLine, ...]:
    """Return the open questions about the person in the middle of a circle that is shown.

    Decided with the roles and consents of the page, which logs the look. Only questions that
    these leave closed are asked for anew: the actor may coordinate where they were asked.
    """
    rows = (
        HelpQuestion.objects.still_open()
        .filter(subject_id=view.subject_id)
        .select_related("area")
        .only(
            "task_types", "windows", "own_words", "state", "asked_at", "who_may_know",
            "subject_id", "asked_by_id", "organisation_id", "area__place",
        )
        .order_by("asked_at", "pk")
    )  # fmt: skip
    questions = list(rows)
    readable = {
        question.pk
        for question in questions
        if access.decide_given(
            roles_without_work(actor, question, view.roles),
            actor,
            Permission.QUESTION_VIEW,
            question,
            view.consents,
        ).allowed
    }
    closed = [question.pk for question in questions if question.pk not in readable]
    if closed:
        rest = HelpQuestion.objects.visible_to(actor, at).filter(pk__in=closed)
        readable.update(rest.values_list("pk", flat=True))
    return tuple(
        _line(question, actor, who=view.subject_name)
        for question in questions
        if question.pk in readable
    )[:LINES]


def _line(question: HelpQuestion, actor: Person, *, who: str) -> QuestionLine:
    own = actor.pk in (question.subject_id, question.asked_by_id)
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
        may_change=own and is_open,
        may_take=not own and is_open,
        asks_neighbourhood=question.who_may_know == WhoMayKnow.NEIGHBOURHOOD,
    )
