"""Both yeses. A no is a good answer and harms nobody; the second yes begins something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from samenspel.access.rules import Permission
from samenspel.consent.types import DataCategory
from samenspel.matching.models import Proposal
from samenspel.matching.reads import proposals
from samenspel.matching.services.coordinator_decisions import lock_waiting
from samenspel.matching.types import (
    HelperAnswer,
    ProposalId,
    ProposalState,
    ReceiverAnswer,
)
from samenspel.needs.services import question_changes
from samenspel.volunteering import services as offer_services

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class BothYes(Protocol):
    """What begins when both said yes; ``actor`` gave the second yes, or wrote it down."""

    def __call__(self, *, actor: Person, proposal: Proposal, at: datetime) -> None: ...


_starters: list[BothYes] = []
_RECEIVER_COLUMNS = (
    "receiver_answer", "receiver_answered_at", "receiver_answered_by", "shared_categories",
)  # fmt: skip


def on_both_yes(start: BothYes) -> None:
    """Call ``start`` inside the transaction of every second yes.

    A higher room registers here what both said yes to, in its handlers.py. What it raises takes
    the second yes back: there is never a match without it. Registering twice has no effect.
    """
    if start not in _starters:
        _starters.append(start)


@dataclass(frozen=True, slots=True)
class _ReceiverWords:
    """What the person who asked said, what the helper may see, and whose words they are."""

    answer: ReceiverAnswer
    shared: frozenset[DataCategory]
    by: Person


@transaction.atomic
def answer_as_helper(
    *, actor: Person, proposal_id: ProposalId, answer: HelperAnswer, at: datetime
) -> Proposal:
    """Say yes, not now, or never for this. Nobody is asked for a reason."""
    seen = proposals.get_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_HELPER, at=at
    )
    return _help(actor, lock_waiting(seen), answer, at)


@transaction.atomic
def helper_answer_by_phone(
    *, actor: Person, proposal_id: ProposalId, answer: HelperAnswer, at: datetime
) -> Proposal:
    """Write down what a helper said on the phone; the history keeps who wrote it."""
    seen = proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    return _help(actor, lock_waiting(seen), answer, at)


def _help(actor: Person, locked: Proposal, answer: HelperAnswer, at: datetime) -> Proposal:
    locked.helper_answer = answer
    locked.helper_answered_at = at
    if answer == HelperAnswer.NEVER:
        offer_services.refuse_task(
            offer_id=locked.offer_id, task_types=locked.question.task_types[:1], at=at
        )
    if answer != HelperAnswer.YES:
        locked.state = ProposalState.DECLINED
    locked.save(update_fields=["helper_answer", "helper_answered_at", "state"])
    return _settle(actor, locked, at)


@transaction.atomic
def answer_as_receiver(
    *,
    actor: Person,
    proposal_id: ProposalId,
    answer: ReceiverAnswer,
    shared: Iterable[DataCategory] = (),
    at: datetime,
) -> Proposal:
    """Say yes or someone else, and what this helper may see from the second yes on."""
    seen = proposals.get_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_RECEIVER, at=at
    )
    words = _ReceiverWords(answer, frozenset(shared), actor)
    return _receive(actor, lock_waiting(seen), words, at)


@transaction.atomic
def answer_by_phone(
    *,
    actor: Person,
    proposal_id: ProposalId,
    answer: ReceiverAnswer,
    shared: Iterable[DataCategory] = (),
    at: datetime,
) -> Proposal:
    """Write down what the person said on the phone: on record as their words, our pen."""
    seen = proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    words = _ReceiverWords(answer, frozenset(shared), seen.question.asked_by)
    return _receive(actor, lock_waiting(seen), words, at)


def _receive(actor: Person, locked: Proposal, words: _ReceiverWords, at: datetime) -> Proposal:
    locked.receiver_answer = words.answer
    locked.receiver_answered_at = at
    locked.receiver_answered_by = words.by
    locked.shared_categories = sorted(category.value for category in words.shared)
    if words.answer != ReceiverAnswer.YES:
        locked.state = ProposalState.DECLINED
    locked.save(update_fields=[*_RECEIVER_COLUMNS, "state"])
    return _settle(actor, locked, at)


def _settle(actor: Person, locked: Proposal, at: datetime) -> Proposal:
    both = (
        locked.helper_answer == HelperAnswer.YES
        and locked.receiver_answer == ReceiverAnswer.YES
    )
    if both:
        locked.state = ProposalState.ACCEPTED
        locked.save(update_fields=["state"])
        question_changes.close_as_matched(
            question_id=locked.question_id, helper=locked.helper, at=at
        )
        _start_what_they_said_yes_to(actor, locked, at)
    return locked


def _start_what_they_said_yes_to(actor: Person, proposal: Proposal, at: datetime) -> None:
    if not _starters:
        raise ImproperlyConfigured(
            "Both said yes, and no room would begin what they said yes to. The room that does"
            " calls on_both_yes() in its handlers.py, and is listed in ROOMS in the settings."
        )
    for start in _starters:
        start(actor=actor, proposal=proposal, at=at)
