"""Both yeses. A no is a good answer and harms nobody; the second yes begins something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.consent.types import DataCategory, Ground
from samenspel.core.errors import NotFoundError
from samenspel.core.locked_rows import lock_all
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.matching.models import Proposal
from samenspel.matching.reads import proposals
from samenspel.matching.services.coordinator_decisions import ProposalError, lock_waiting
from samenspel.matching.services.rounds import supersede
from samenspel.matching.types import (
    UNANSWERED,
    HelperAnswer,
    ProposalId,
    ProposalState,
    ReceiverAnswer,
)
from samenspel.needs.reads import speakers
from samenspel.needs.services import question_changes
from samenspel.notifications import services as notification_services
from samenspel.notifications.types import Notice, Occasion
from samenspel.volunteering import services as offer_services

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class BothYes(Protocol):
    """What begins when both said yes; ``actor`` gave the second yes, or wrote it down."""

    def __call__(self, *, actor: Person, proposal: Proposal, at: datetime) -> None: ...


_starters: list[BothYes] = []
RECEIVER_FIELDS = (
    "receiver_answer",
    "receiver_answered_at",
    "receiver_answered_by",
    "receiver_ground",
    "shared_categories",
)
"""What is written down of the answer of the person, or of whoever speaks for them."""


def on_both_yes(start: BothYes) -> None:
    """Call ``start`` inside the transaction of every second yes.

    A higher room registers here what both said yes to, in its handlers.py. What it raises takes
    the second yes back: there is never a match without it. Registering twice has no effect.
    """
    if start not in _starters:
        _starters.append(start)


@dataclass(frozen=True, slots=True)
class _ReceiverWords:
    """What was said for the person, what the helper may see, by whom and on what ground."""

    answer: ReceiverAnswer
    shared: frozenset[DataCategory]
    by_id: UUID
    ground: Ground


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
    own_word: bool = False,
    at: datetime,
) -> Proposal:
    """Say yes or someone else, and what this helper may see from the second yes on.

    Whoever asks together with the person passes on the person's own word: a yes without
    ``own_word`` raises ProposalError. The person hears of it at once.
    """
    seen = proposals.get_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_RECEIVER, at=at
    )
    proposal = lock_waiting(seen)
    ground = speakers.ground_for(proposal.question, actor.pk, at)
    if ground is None:
        raise NotFoundError("This person may not answer in the other's name.")
    if ground is Ground.OWN_WORD and answer == ReceiverAnswer.YES and not own_word:
        name = proposal.question.subject.given_name
        raise ProposalError(
            _("First ask %(name)s. Then tell us that %(name)s says yes.") % {"name": name},
            code="no_own_word",
            field="own_word",
        )
    words = _ReceiverWords(answer, frozenset(shared), actor.pk, ground)
    return _receive(actor, proposal, words, at)


@transaction.atomic
def answer_by_phone(
    *,
    actor: Person,
    proposal_id: ProposalId,
    answer: ReceiverAnswer,
    said_by_id: UUID | None = None,
    shared: Iterable[DataCategory] = (),
    at: datetime,
) -> Proposal:
    """Write down what was said on the phone: on record as their words, our pen.

    ``said_by_id`` is who said it, the person themselves when None. Raises ProposalError when
    that one may not answer for the person now.
    """
    seen = proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    proposal = lock_waiting(seen)
    by_id = said_by_id or proposal.subject_id
    ground = speakers.ground_for(proposal.question, by_id, at)
    if ground is None:
        raise ProposalError(
            _("This person can no longer answer for %(name)s. Ask %(name)s.")
            % {"name": proposal.question.subject.given_name},
            code="may_not_answer",
            field="said_by",
        )
    words = _ReceiverWords(answer, frozenset(shared), by_id, ground)
    return _receive(actor, proposal, words, at)


def _receive(actor: Person, locked: Proposal, words: _ReceiverWords, at: datetime) -> Proposal:
    locked.receiver_answer = words.answer
    locked.receiver_answered_at = at
    locked.receiver_answered_by_id = words.by_id
    locked.receiver_ground = words.ground
    locked.shared_categories = sorted(category.value for category in words.shared)
    if words.answer != ReceiverAnswer.YES:
        locked.state = ProposalState.DECLINED
    locked.save(update_fields=[*RECEIVER_FIELDS, "state"])
    if words.ground is not Ground.SELF:
        notification_services.tell_the_person(
            locked.subject_id,
            f"answer:{locked.pk}:{at.isoformat()}",
            at=at,
            organisation_id=locked.round.organisation_id,
        )
    return _settle(actor, locked, at)


def _settle(actor: Person, locked: Proposal, at: datetime) -> Proposal:
    both = (
        locked.helper_answer == HelperAnswer.YES
        and locked.receiver_answer == ReceiverAnswer.YES
    )
    said_by = locked.receiver_answered_by_id
    if both and said_by and speakers.ground_for(locked.question, said_by, at) is None:
        # Whoever said it may no longer speak for the person, who answers anew.
        _ask_the_person_again(locked, at)
        both = False
    if both:
        locked.state = ProposalState.ACCEPTED
        locked.save(update_fields=["state"])
        with acting_for_system(Reason.SECOND_YES):
            question_changes.close_as_matched(
                question_id=locked.question_id, helper=locked.helper, at=at
            )
            _start_what_they_said_yes_to(actor, locked, at)
    return locked


@transaction.atomic
def take_back_answer(*, actor: Person, proposal_id: ProposalId, at: datetime) -> Proposal:
    """Undo what was answered in one's own name, as long as nothing has begun; the helper may
    still be met after an answer of one's own. NotFoundError when there is nothing to undo."""
    seen = proposals.get_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_RECEIVER, at=at
    )
    proposal = lock_waiting(seen)
    if proposal.subject_id != actor.pk or not proposal.receiver_answer:
        raise NotFoundError("Nothing was answered in this person's name.")
    _empty_answer(proposal)
    return proposal


@transaction.atomic
@acting_for_system(Reason.ENDING)
def take_back_everything(*, person_id: UUID, at: datetime, other_id: UUID | None = None) -> int:
    """End every proposal that waits for someone, or for them and one other; say how many.

    Someone stops, or shuts the other out; the calling service has decided that they may, and
    asks this first: until it is done none of these begins. Whoever stops has their own open
    questions held with them.
    """
    theirs = Q(helper_id=person_id) | Q(question__subject_id=person_id)
    if other_id is not None:
        theirs &= Q(helper_id=other_id) | Q(question__subject_id=other_id)
    waiting = Proposal.objects.filter(theirs, state__in=UNANSWERED)
    question_changes.lock_questions(
        question_ids=waiting.values_list("question_id", flat=True),
        subject_id=None if other_id else person_id,
    )
    return supersede(waiting, UNANSWERED)


def _empty_answer(locked: Proposal) -> None:
    locked.receiver_answer = ""
    locked.receiver_answered_at = None
    locked.receiver_answered_by = None
    locked.receiver_ground = ""
    locked.shared_categories = []
    locked.save(update_fields=RECEIVER_FIELDS)


@transaction.atomic
def ask_again(*, person_id: UUID, answered_by_id: UUID, at: datetime) -> None:
    """Empty the answers that someone gave in a person's name and that are not settled, now that
    they may no longer speak for the person; the person is told that there is one to give."""
    waiting = Proposal.objects.select_related("question", "round").filter(
        question__subject_id=person_id, state=ProposalState.INTRODUCED
    )
    # All that wait: the answer may be given at this very moment.
    question_changes.lock_questions(
        question_ids=waiting.values_list("question_id", flat=True), subject_id=None
    )
    for proposal in lock_all(waiting):
        if proposal.receiver_answered_by_id == answered_by_id:
            _ask_the_person_again(proposal, at)


def _ask_the_person_again(locked: Proposal, at: datetime) -> None:
    _empty_answer(locked)
    occasion = Occasion.PROPOSAL_FOR_RECEIVER
    notification_services.notify(
        Notice(
            locked.subject_id,
            occasion,
            f"/kennismaken/{locked.pk}/",
            f"{occasion.value}:{locked.pk}:{locked.subject_id}",
            locked.round.organisation_id,
        ),
        at=at,
    )


def _start_what_they_said_yes_to(actor: Person, proposal: Proposal, at: datetime) -> None:
    if not _starters:
        raise ImproperlyConfigured(
            "Both said yes, and no room would begin what they said yes to. The room that does"
            " calls on_both_yes() in its handlers.py, and is listed in ROOMS in the settings."
        )
    for start in _starters:
        start(actor=actor, proposal=proposal, at=at)
