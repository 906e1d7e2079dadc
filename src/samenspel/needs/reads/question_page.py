"""What the page of one question shows the asker, the person, or someone in the circle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.needs.question_words import kinds_words, question_title, windows_words
from samenspel.needs.reads.questions import look_at_question
from samenspel.needs.types import Frequency, QuestionId, QuestionState, WhoMayKnow

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything that the asker sees of a question."""

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


def question_page(actor: Person, question_id: QuestionId, *, at: datetime) -> QuestionPage:
    """Return what the asker, the person or a circle member sees, and log the look."""
    question = look_at_question(actor, question_id, Permission.QUESTION_VIEW, at=at)
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
