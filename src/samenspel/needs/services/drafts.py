"""Stopping and going on later: answers stay under a secret address for thirty days."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from samenspel.core.errors import NotFoundError
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.limits import services as limits
from samenspel.limits.types import Limit
from samenspel.needs.models import AskDraft, HelpQuestion
from samenspel.needs.services.asking import put_on_record
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

KEPT_FOR = timedelta(days=30)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_draft(token: str, *, person: Person | None, at: datetime) -> AskDraft | None:
    """Return the draft behind a secret token, unless it is older than thirty days.

    What a signed-in person typed is found by that person alone, whoever else has the link.
    """
    draft = AskDraft.objects.filter(
        token_digest=_digest(token), saved_at__gte=at - KEPT_FOR
    ).first()
    if draft is None or draft.person_id in (None, person.pk if person else None):
        return draft
    return None


@transaction.atomic
def take_over(*, token: str, person: Person | None, at: datetime) -> str | None:
    """Go on with a draft on this device, under a new secret token; None when there is none.

    The old link ends with that, so nobody who knows it reads what is typed from now on; it
    opened once.
    """
    draft = find_draft(token, person=person, at=at)
    return None if draft is None or draft.question_id else _give_new_token(draft)


def _give_new_token(draft: AskDraft) -> str:
    token = secrets.token_urlsafe(24)
    draft.token_digest = _digest(token)
    draft.save(update_fields=["token_digest"])
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
    thirty days are deleted here: what was never sent is not kept.
    """
    AskDraft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    draft = find_draft(token, person=person, at=at) if token else None
    if draft is None or draft.question_id:
        if person is None and client:
            limits.use(limit=Limit.DRAFTS_BY_CLIENT, who=client, at=at)
        token = secrets.token_urlsafe(24)
        draft = AskDraft(token_digest=_digest(token), created_at=at, saved_at=at)
        draft.save(force_insert=True)
    elif person is not None and draft.person_id is None:
        token = _give_new_token(draft)
    draft.person = person
    draft.answers = {**draft.answers, **answers}
    draft.saved_at = at
    draft.save(update_fields=["person", "answers", "saved_at"])
    return token or ""


@transaction.atomic
def finish_draft(
    *, token: str, person: Person | None, question: HelpQuestion, at: datetime
) -> None:
    """Empty the draft: the question now holds what was said."""
    draft = find_draft(token, person=person, at=at)
    if draft is not None:
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
    draft = find_draft(token, person=actor, at=at)
    if draft is None or draft.question is None:
        raise NotFoundError("There is no question here.")
    question = draft.question
    if question.asked_by_id == actor.pk:
        return question
    if people_reads.find_account(question.asked_by_id) is not None:
        raise NotFoundError("This question belongs to someone else.")
    if question.subject_id == question.asked_by_id:
        question.subject = actor
    else:
        people_services.end_representation(
            actor=actor,
            represented_id=question.subject_id,
            representative_id=question.asked_by_id,
            at=at,
        )
    question.asked_by = actor
    question.save(update_fields=["asked_by", "subject"])
    put_on_record(question, actor, at)
    return question
