"""What the match table shows: one question, its best proposals, and the round's proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.circles import reads as circle_reads
from samenspel.core.vocabulary import TaskType
from samenspel.matching import words
from samenspel.matching.balance import standing
from samenspel.matching.models import Proposal, QuestionHold, Round, UnservedQuestion
from samenspel.matching.reads.rounds import certificate_line
from samenspel.matching.types import (
    ACTIVE,
    CertificateLine,
    HelperAnswer,
    ProposalCard,
    ProposalState,
    ReceiverAnswer,
    RoundState,
    ScarcityLine,
)
from samenspel.needs import reads as need_reads
from samenspel.needs.reads import WorkQuestion
from samenspel.needs.types import QuestionId
from samenspel.volunteering import reads as offer_reads
from samenspel.volunteering.types import HelperCard

if TYPE_CHECKING:
    from samenspel.people.models import Person


@dataclass(frozen=True, slots=True)
class RunningProposal:
    """A proposal that is put to people, or that they said yes to."""

    id: UUID
    state: str
    state_label: str
    helper_name: str
    helper_answer: str
    receiver_answer: str
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class MatchTablePage:
    """Everything the match table of one question shows."""

    question: WorkQuestion
    waits_days: int
    own_network: int
    may_seek: bool
    held_until: date | None
    cards: tuple[ProposalCard, ...]
    running: RunningProposal | None
    nobody: str
    certificate: CertificateLine | None
    scarcities: tuple[ScarcityLine, ...]
    position: int
    total: int
    next_id: QuestionId | None
    others: tuple[HelperCard, ...]


def match_table_page(
    actor: Person, question_id: QuestionId, *, at: datetime, search: str = ""
) -> MatchTablePage:
    """Return the match table for a question; the look is written down.

    ``search`` finds helpers by name for "choose someone yourself".
    """
    question = need_reads.work_question(actor, question_id, at=at)
    organisation_id = need_reads.get_question(actor, question_id, at=at).organisation_id
    done = (
        Round.objects.filter(organisation_id=organisation_id, state=RoundState.DONE)
        .order_by("-run_at", "pk")
        .first()
    )
    seats = circle_reads.seats_by_subject([question.subject_id])
    hold = QuestionHold.objects.filter(question_id=question_id, until__gt=at.date()).first()
    line = _line_of_questions(actor, at)
    place = line.index(question_id) if question_id in line else 0
    return MatchTablePage(
        question=question,
        waits_days=(at - question.asked_at).days,
        own_network=max(0, len(seats.get(question.subject_id, ())) - 1),
        may_seek=question.neighbourhood_from is not None and question.neighbourhood_from <= at,
        held_until=hold.until if hold else None,
        cards=_cards(actor, question, done, organisation_id, at) if done else (),
        running=_running(question_id),
        nobody=_nobody(question_id, done),
        certificate=certificate_line(done) if done else None,
        scarcities=words.scarcity_lines(done.scarcities) if done else (),
        position=place + 1,
        total=len(line),
        next_id=line[(place + 1) % len(line)] if len(line) > 1 else None,
        others=_found(actor, search, at),
    )


def _line_of_questions(actor: Person, at: datetime) -> list[QuestionId]:
    """Return the open questions in the order of the work list, to walk through with a key."""
    return [question.id for question in need_reads.open_for_coordinator(actor, at=at)]


def _cards(
    actor: Person, question: WorkQuestion, done: Round, organisation_id: UUID, at: datetime
) -> tuple[ProposalCard, ...]:
    rows = list(
        Proposal.objects.filter(
            round=done, question_id=question.id, state=ProposalState.PROPOSED
        )
        .select_related("helper", "offer")
        .order_by("rank")[:6]
    )
    cards = offer_reads.helper_cards(actor, at=at, ids=[row.offer_id for row in rows])
    now = standing(organisation_id, at)
    bodily = TaskType.BODILY_CARE in question.task_types
    return tuple(
        _card(row, cards[row.offer_id], now.seats[row.helper_id], bodily, number)
        for number, row in enumerate((r for r in rows if r.offer_id in cards), start=1)
    )


def _card(
    row: Proposal, helper: HelperCard, seats: int, bodily: bool, number: int
) -> ProposalCard:
    return ProposalCard(
        id=row.pk,
        helper_name=helper.name,
        helper_given_name=row.helper.given_name,
        initials=helper.initials,
        kind=words.since_words(helper.kind_label, helper.since_year),
        why=words.why(row.fit),
        warnings=words.warnings(
            row.fit, vog_is_valid=helper.vog_is_valid, seats=seats, bodily_care=bodily
        ),
        parts=words.parts(row.fit, seats),
        is_best=row.is_best,
        state=row.state,
        state_label=str(ProposalState(row.state).label),
        number=number,
    )


def _running(question_id: QuestionId) -> RunningProposal | None:
    row = (
        Proposal.objects.filter(question_id=question_id, state__in=ACTIVE)
        .select_related("helper")
        .first()
    )
    if row is None:
        return None
    return RunningProposal(
        id=row.pk,
        state=row.state,
        state_label=str(ProposalState(row.state).label),
        helper_name=row.helper.full_name,
        helper_answer=str(HelperAnswer(row.helper_answer).label) if row.helper_answer else "",
        receiver_answer=str(ReceiverAnswer(row.receiver_answer).label)
        if row.receiver_answer
        else "",
        answer_by=row.answer_by,
    )


def _nobody(question_id: QuestionId, done: Round | None) -> str:
    row = UnservedQuestion.objects.filter(round=done, question_id=question_id).first()
    return words.open_words(row.code, row.suitable, row.steps) if row else ""


def _found(actor: Person, search: str, at: datetime) -> tuple[HelperCard, ...]:
    if not search.strip():
        return ()
    return tuple(offer_reads.search_helpers(actor, search, at=at))
