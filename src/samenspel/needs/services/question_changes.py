"""What happens to a help question after it was asked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.core.errors import DomainError
from samenspel.core.events import publish
from samenspel.needs.events import QuestionClosed
from samenspel.needs.models import HelpQuestion
from samenspel.needs.reads import questions
from samenspel.needs.types import QuestionId, QuestionState, WhoMayKnow

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class QuestionNotOpenError(DomainError):
    """Nobody is being sought for this question any more."""


def _open_question(
    actor: Person, question_id: QuestionId, permission: Permission, at: datetime
) -> HelpQuestion:
    question = questions.get_question(actor, question_id, permission, at=at)
    locked: HelpQuestion = HelpQuestion.objects.select_for_update(of=("self",)).get(
        pk=question.pk
    )
    if locked.state != QuestionState.OPEN:
        raise QuestionNotOpenError(_("This question is no longer open."), code="not_open")
    return locked


@transaction.atomic
def ask_neighbourhood(*, actor: Person, question_id: QuestionId, at: datetime) -> HelpQuestion:
    """Let volunteers in the neighbourhood be sought from now on."""
    question = _open_question(actor, question_id, Permission.QUESTION_CHANGE, at)
    question.who_may_know = WhoMayKnow.NEIGHBOURHOOD
    question.neighbourhood_from = at
    question.subject_agreed_at = question.subject_agreed_at or at
    question.save(update_fields=["who_may_know", "neighbourhood_from", "subject_agreed_at"])
    return question


@transaction.atomic
def take_question(*, actor: Person, question_id: QuestionId, at: datetime) -> HelpQuestion:
    """ "I can": someone in the person's circle takes the question; nobody else is sought."""
    question = _open_question(actor, question_id, Permission.QUESTION_TAKE, at)
    question.taken_by = actor
    return _close(question, QuestionState.MATCHED, at)


@transaction.atomic
def withdraw_question(*, actor: Person, question_id: QuestionId, at: datetime) -> HelpQuestion:
    """Take the question back; nobody asks for a reason."""
    question = _open_question(actor, question_id, Permission.QUESTION_CHANGE, at)
    return _close(question, QuestionState.WITHDRAWN, at)


@transaction.atomic
def set_helper_words(
    *, actor: Person, question_id: QuestionId, public_note: str, at: datetime
) -> HelpQuestion:
    """Write what a helper may read before both have said yes: no name, address or illness."""
    question = _open_question(actor, question_id, Permission.QUESTION_CHANGE, at)
    question.public_note = public_note.strip()
    question.save(update_fields=["public_note"])
    return question


@transaction.atomic
def close_as_matched(*, question_id: QuestionId, helper: Person, at: datetime) -> None:
    """Record that a helper was found. Matching calls this after both yeses."""
    question = HelpQuestion.objects.select_for_update(of=("self",)).get(pk=question_id)
    question.taken_by = helper
    _close(question, QuestionState.MATCHED, at)


@transaction.atomic
def reopen(*, question_id: QuestionId, at: datetime) -> None:
    """Seek again, because a match ended. Matching calls this; the waiting time starts again."""
    HelpQuestion.objects.filter(pk=question_id, state=QuestionState.MATCHED).update(
        state=QuestionState.OPEN, closed_at=None, taken_by=None, asked_at=at
    )


@transaction.atomic
def withdraw_everything(*, actor: Person, at: datetime) -> None:
    """Take back every open question about oneself."""
    own = HelpQuestion.objects.still_open().filter(subject=actor)
    for question_id in list(own.values_list("pk", flat=True)):
        withdraw_question(actor=actor, question_id=question_id, at=at)


def _close(question: HelpQuestion, state: QuestionState, at: datetime) -> HelpQuestion:
    question.state = state
    question.closed_at = at
    question.save(update_fields=["state", "closed_at", "taken_by"])
    publish(QuestionClosed(question.pk, state.value, at))
    return question
