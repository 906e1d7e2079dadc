"""Stopping and going on later: answers stay under a secret address for thirty days."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from samenspel.core.errors import NotFoundError
from samenspel.core.locked_rows import lock, lock_if_any
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.limits import services as limits
from samenspel.limits.types import Limit
from samenspel.needs.models import AskDraft, HelpQuestion
from samenspel.needs.services.asking import AlreadySentError, put_on_record
from samenspel.needs.services.question_changes import lock_question
from samenspel.needs.types import KEPT_FOR
from samenspel.people import reads as people_reads
from samenspel.people.services import acting_for

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _behind(token: str, person: Person | None, at: datetime) -> QuerySet[AskDraft]:
    owned_by = Q(person__isnull=True) | Q(person=person) if person else Q(person__isnull=True)
    return AskDraft.objects.filter(
        owned_by, token_digest=_digest(token), saved_at__gte=at - KEPT_FOR
    )


def find_draft(token: str, *, person: Person | None, at: datetime) -> AskDraft | None:
    """Return the draft behind a secret token, unless it is older than thirty days.

    What a signed-in person typed is found by that person alone, whoever else has the link.
    """
    return _behind(token, person, at).first()


@transaction.atomic
def lock_unsent(*, token: str, person: Person | None, at: datetime) -> AskDraft:
    """Return the draft, held until it is sent: of two presses at once, the second waits.

    Raises AlreadySentError when the first made a question of it, NotFoundError when there is no
    such draft for this person.
    """
    draft = lock(_behind(token, person, at), gone="There is nothing to send.")
    if draft.question_id:
        raise AlreadySentError
    return draft


@transaction.atomic
def take_over(*, token: str, person: Person | None, at: datetime) -> str | None:
    """Go on with a draft on this device, under a new secret token; None when there is none.

    The old link ends with that, so nobody who knows it reads what is typed from now on; it
    opened once.
    """
    draft = lock_if_any(_behind(token, person, at))
    return None if draft is None or draft.question_id else _give_new_token(draft)


def _give_new_token(locked: AskDraft) -> str:
    token = secrets.token_urlsafe(24)
    locked.token_digest = _digest(token)
    locked.save(update_fields=["token_digest"])
    return token


@transaction.atomic
def save_draft(
    *,
    token: str | None,
    person: Person | None,
    answers: dict[str, Any],
    at: datetime,
    client: str = "",
) -> str:
    """Keep the answers so far; return the token that finds them again.

    What a signed-in person types becomes theirs: a draft begun as a visitor gets an owner and a
    new token, so that no link given before leads to it. ``client`` is where a visitor's request
    comes from; raises TooOftenError when too many were begun from there. Drafts older than
    thirty days are deleted here: what was never sent is not kept. Raises AlreadySentError when
    a question was made of it, perhaps at this very moment.
    """
    AskDraft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    draft = lock_if_any(_behind(token, person, at)) if token else None
    if token is None or draft is None:
        if person is None and client:
            limits.use(limit=Limit.DRAFTS_BY_CLIENT, who=client, at=at)
        token = secrets.token_urlsafe(24)
        AskDraft.objects.create(
            token_digest=_digest(token),
            person=person,
            answers=answers,
            created_at=at,
            saved_at=at,
        )
        return token
    if draft.question_id:
        raise AlreadySentError
    if person is not None and draft.person_id is None:
        token = _give_new_token(draft)
    draft.person = person
    draft.answers = {**draft.answers, **answers}
    draft.saved_at = at
    draft.save(update_fields=["person", "answers", "saved_at"])
    return token


@transaction.atomic
def finish_draft(
    *, token: str, person: Person | None, question: HelpQuestion, at: datetime
) -> None:
    """Empty the draft: the question now holds what was said.

    Raises AlreadySentError when it became another question before.
    """
    draft = lock_unsent(token=token, person=person, at=at)
    draft.answers = {}
    draft.question = question
    draft.saved_at = at
    draft.save(update_fields=["answers", "question", "saved_at"])


@transaction.atomic
@acting_for_system(Reason.NEWCOMER)
def claim_question(*, actor: Person, token: str, at: datetime) -> HelpQuestion:
    """Let someone who asked as a visitor follow the question after signing in.

    Only the browser that asked has the token. Raises NotFoundError when the token is unknown or
    the question already belongs to someone with an account of their own.
    """
    draft = lock(_behind(token, actor, at), gone="There is no question here.")
    if draft.question_id is None:
        raise NotFoundError("There is no question here.")
    question = lock_question(question_id=draft.question_id)
    if question.asked_by_id == actor.pk:
        return question
    if people_reads.find_account(question.asked_by_id) is not None:
        raise NotFoundError("This question belongs to someone else.")
    if question.subject_id == question.asked_by_id:
        question.subject = actor
    else:
        acting_for.end_representation(
            actor=actor,
            represented_id=question.subject_id,
            representative_id=question.asked_by_id,
            at=at,
        )
    question.asked_by = actor
    question.save(update_fields=["asked_by", "subject"])
    put_on_record(question, actor, at)
    return question
