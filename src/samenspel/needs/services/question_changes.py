"""What happens to a help question after it was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.core.errors import DomainError
from samenspel.core.events import publish
from samenspel.core.locked_rows import lock, lock_all
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.needs.events import QuestionClosed
from samenspel.needs.models import HelpQuestion
from samenspel.needs.reads import questions
from samenspel.needs.types import QuestionId, QuestionState, WhoMayKnow

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class QuestionNotOpenError(DomainError):
    """Nobody is being sought for this question any more."""


@transaction.atomic
def lock_question(*, question_id: QuestionId) -> HelpQuestion:
    """Return the question, held: what becomes of it is decided by one at a time.

    Also for a helper, who may read it and not change it; the service that asks for it has
    decided what its actor may do.
    """
    with acting_for_system(Reason.HOLD):
        return lock(HelpQuestion.objects.filter(pk=question_id), gone="This question is gone.")


@transaction.atomic
def lock_questions(
    *, question_ids: Iterable[QuestionId], subject_id: UUID | None
) -> list[HelpQuestion]:
    """Return these questions, and all that are open about a person, held."""
    about = Q(pk__in=list(question_ids))
    if subject_id is not None:
        about |= Q(subject_id=subject_id, state=QuestionState.OPEN)
    return lock_all(HelpQuestion.objects.filter(about))


def _lock_open(
    actor: Person, question_id: QuestionId, permission: Permission, at: datetime
) -> HelpQuestion:
    questions.get_question(actor, question_id, permission, at=at)
    question = lock_question(question_id=question_id)
    _refuse_closed(question)
    return question


def _refuse_closed(question: HelpQuestion) -> None:
    """Say what happened to the question, perhaps at this very moment."""
    if question.state == QuestionState.OPEN:
        return
    words = {
        QuestionState.MATCHED: _("Someone has just been found for this question."),
        QuestionState.WITHDRAWN: _("This question has just been withdrawn."),
    }
    told = words.get(QuestionState(question.state), _("This question is no longer open."))
    raise QuestionNotOpenError(told, code="not_open")


@transaction.atomic
def ask_neighbourhood(*, actor: Person, question_id: QuestionId, at: datetime) -> HelpQuestion:
    """Let volunteers in the neighbourhood be sought from now on."""
    question = _lock_open(actor, question_id, Permission.QUESTION_CHANGE, at)
    question.who_may_know = WhoMayKnow.NEIGHBOURHOOD
    question.neighbourhood_from = at
    question.subject_agreed_at = question.subject_agreed_at or at
    question.save(update_fields=["who_may_know", "neighbourhood_from", "subject_agreed_at"])
    return question


@transaction.atomic
def take_question(*, actor: Person, question_id: QuestionId, at: datetime) -> HelpQuestion:
    """ "I can": someone in the person's circle takes the question; nobody else is sought."""
    question = _lock_open(actor, question_id, Permission.QUESTION_TAKE, at)
    question.taken_by = actor
    return _close(question, QuestionState.MATCHED, at)


@transaction.atomic
def withdraw_question(*, actor: Person, question_id: QuestionId, at: datetime) -> HelpQuestion:
    """Take the question back; nobody asks for a reason."""
    question = _lock_open(actor, question_id, Permission.QUESTION_CHANGE, at)
    return _close(question, QuestionState.WITHDRAWN, at)


@transaction.atomic
def set_helper_words(
    *, actor: Person, question_id: QuestionId, public_note: str, at: datetime
) -> HelpQuestion:
    """Write what a helper may read before both have said yes: no name, address or illness."""
    question = _lock_open(actor, question_id, Permission.QUESTION_CHANGE, at)
    question.public_note = public_note.strip()
    question.save(update_fields=["public_note"])
    return question


@transaction.atomic
def close_as_matched(*, question_id: QuestionId, helper: Person, at: datetime) -> None:
    """Record that a helper was found. Matching calls this after both yeses.

    Raises QuestionNotOpenError when nobody is sought any more.
    """
    question = lock_question(question_id=question_id)
    _refuse_closed(question)
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
    for question in lock_all(HelpQuestion.objects.still_open().filter(subject=actor)):
        _close(question, QuestionState.WITHDRAWN, at)


def _close(locked: HelpQuestion, state: QuestionState, at: datetime) -> HelpQuestion:
    locked.state = state
    locked.closed_at = at
    locked.save(update_fields=["state", "closed_at", "taken_by"])
    publish(QuestionClosed(locked.pk, state.value, at))
    return locked
