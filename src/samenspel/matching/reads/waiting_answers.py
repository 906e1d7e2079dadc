"""What waits for someone's answer: an invitation to help, a helper to meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from samenspel.access.read_log import Shown, look_at_list, one_page
from samenspel.access.rules import Permission, Role
from samenspel.consent.types import DataCategory
from samenspel.matching.models import Proposal
from samenspel.matching.types import ProposalId, ProposalState
from samenspel.needs.question_words import question_title
from samenspel.people import reads as people_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """Something that waits for an answer."""

    id: ProposalId
    title: str
    as_helper: bool
    answered: bool
    answer_by: datetime | None


@one_page()
def waiting_for(actor: Person, at: datetime) -> tuple[InvitationLine, ...]:
    """Return what waits for this person's answer, as helper or as asker."""
    as_helper = Q(helper=actor)
    received = (
        Q(question__subject=actor)
        | Q(question__asked_by=actor, asker_may_answer=True)
        | Q(question__subject__in=people_reads.represented_by(actor.pk, at))
    )
    rows = _introduced(
        (as_helper & Q(helper_answer="")) | (received & ~as_helper & Q(receiver_answer="")),
        at,
    )
    asked = [row for row in rows if row.helper_id == actor.pk]
    others = [row for row in rows if row.helper_id != actor.pk]
    lines = [
        *_lines(actor, asked, Permission.PROPOSAL_ANSWER_AS_HELPER, at),
        *_lines(actor, others, Permission.PROPOSAL_ANSWER_AS_RECEIVER, at),
    ]
    order = [row.pk for row in rows]
    return tuple(sorted(lines, key=lambda line: order.index(line.id)))


def asked_as_helper(actor: Person, at: datetime) -> tuple[InvitationLine, ...]:
    """Return what was put to this helper and is not decided yet, answered or not."""
    rows = _introduced(Q(helper=actor), at)
    return _lines(actor, rows, Permission.PROPOSAL_ANSWER_AS_HELPER, at)


@dataclass(frozen=True, slots=True)
class AnsweredForMe:
    """A helper whom someone else answered about in the person's name; nothing has begun."""

    id: ProposalId
    title: str
    answered_by_name: str
    shared: tuple[DataCategory, ...]
    answered_at: datetime | None


def answered_in_my_name(actor: Person) -> tuple[AnsweredForMe, ...]:
    """Return what waits for a helper's answer after another answered for the actor."""
    rows = (
        Proposal.objects.filter(question__subject=actor, state=ProposalState.INTRODUCED)
        .exclude(receiver_answer="")
        .exclude(receiver_answered_by=actor)
        .select_related("question", "receiver_answered_by")
        .order_by("receiver_answered_at", "pk")
    )
    return tuple(
        AnsweredForMe(
            row.pk,
            question_title(row.question.task_types, row.question.windows),
            row.receiver_answered_by.full_name if row.receiver_answered_by else "",
            tuple(DataCategory(value) for value in row.shared_categories),
            row.receiver_answered_at,
        )
        for row in rows
    )


def _introduced(wanted: Q, at: datetime) -> list[Proposal]:
    may_answer = people_reads.asks_together(
        subject="question__subject", asker="question__asked_by", at=at
    )
    rows = Proposal.objects.annotate(asker_may_answer=may_answer).filter(
        wanted, state=ProposalState.INTRODUCED
    )
    return list(rows.select_related("question").order_by("answer_by", "pk")[:50])


def _lines(
    actor: Person, rows: Iterable[Proposal], permission: Permission, at: datetime
) -> tuple[InvitationLine, ...]:
    shown = (
        Shown(
            _line(row, actor),
            Proposal,
            row.pk,
            (row.question.subject_id,),
            _seen_as(row, actor),
        )
        for row in rows
    )
    return look_at_list(actor, permission, shown, at=at, categories=[DataCategory.QUESTIONS])


def _seen_as(row: Proposal, actor: Person) -> Role:
    if row.helper_id == actor.pk:
        return Role.HELPER
    if row.question.subject_id == actor.pk:
        return Role.SELF
    if row.question.asked_by_id == actor.pk:
        return Role.SPOKESPERSON
    return Role.LEGAL_REPRESENTATIVE


def _line(row: Proposal, actor: Person) -> InvitationLine:
    as_helper = row.helper_id == actor.pk
    return InvitationLine(
        id=row.pk,
        title=question_title(row.question.task_types, row.question.windows),
        as_helper=as_helper,
        answered=bool(row.helper_answer if as_helper else row.receiver_answer),
        answer_by=row.answer_by,
    )
