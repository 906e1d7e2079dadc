"""What the match table shows: one question, its best proposals, and the round's proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.access.read_log import Shown, look_at_list, one_page
from samenspel.access.rules import Permission, Role
from samenspel.circles.reads import seats as circle_seats
from samenspel.matching import explanations
from samenspel.matching.helper_load import HelperLoad, count_load, rest_reason
from samenspel.matching.models import Proposal, QuestionHold, Round, UnservedQuestion
from samenspel.matching.reads import help_ladder
from samenspel.matching.reads.proposals import get_proposal
from samenspel.matching.reads.round_certificate import CertificateCard, certificate_card
from samenspel.matching.types import (
    ACTIVE,
    HelperAnswer,
    ProposalCard,
    ProposalId,
    ProposalState,
    ReceiverAnswer,
    RoundState,
    ScarcityLine,
)
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.reads.questions import WorkQuestion
from samenspel.needs.reads.speakers import Speaker, speakers
from samenspel.needs.types import QuestionId
from samenspel.ui.part_values import Rung
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.volunteering.reads import offers as offer_reads
from samenspel.volunteering.types import HelperCard

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class RunningProposal:
    """A proposal that has been put to people, or that they said yes to."""

    id: UUID
    state: str
    helper_name: str
    helper_answer: str
    receiver_answer: str
    answer_by: datetime | None
    is_accepted: bool
    helper_answered: bool
    receiver_answered: bool


@dataclass(frozen=True, slots=True)
class MatchTablePage:
    """Everything the match table of one question shows."""

    question: WorkQuestion
    lead: str
    rungs: tuple[Rung, ...]
    held_until: date | None
    cards: tuple[ProposalCard, ...]
    running: RunningProposal | None
    speakers: tuple[Speaker, ...]
    nobody: str
    certificate: CertificateCard | None
    scarcities: tuple[ScarcityLine, ...]
    position: int
    total: int
    next_id: QuestionId | None
    others: tuple[HelperCard, ...]


@one_page()
def match_table_page(
    actor: Person, question_id: QuestionId, *, at: datetime, search: str = ""
) -> MatchTablePage:
    """Return the match table for a question; the look is written down.

    ``search`` finds helpers by name for "choose someone yourself".
    """
    question = need_reads.work_question(actor, question_id, at=at)
    organisation_id = question.organisation_id
    done = (
        Round.objects.filter(organisation_id=organisation_id, state=RoundState.DONE)
        .order_by("-run_at", "pk")
        .first()
    )
    seats = circle_seats.seats_by_subject([question.subject_id])
    hold = QuestionHold.objects.filter(question_id=question_id, until__gt=at.date()).first()
    line = _line_of_questions(actor, at)
    place = line.index(question_id) + 1 if question_id in line else 0
    cards = _cards(actor, question, done, organisation_id, at) if done else ()
    running = _running(actor, question, at)
    return MatchTablePage(
        question=question,
        lead=help_ladder.lead(question, at),
        rungs=help_ladder.rungs(
            question,
            own_network=max(0, len(seats.get(question.subject_id, ())) - 1),
            near=help_ladder.near_words(len(cards), is_put=running is not None),
            at=at,
        ),
        held_until=hold.until if hold else None,
        cards=cards,
        running=running,
        speakers=_speakers(running, at),
        nobody=_nobody(question_id, done),
        certificate=certificate_card(done) if done else None,
        scarcities=explanations.scarcity_lines(done.scarcities) if done else (),
        position=place,
        total=len(line),
        next_id=_next(line, place),
        others=_found(actor, search, question_id, at),
    )


def _next(line: list[QuestionId], place: int) -> QuestionId | None:
    """Return the question after this one, and the first after the last."""
    if not line or (place and len(line) == 1):
        return None
    return line[place % len(line)]


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
        .select_related("helper", "question")
        .order_by("rank")[:6]
    )
    cards = offer_reads.helper_cards(actor, at=at, ids=[row.offer_id for row in rows])
    now = count_load(organisation_id, at)
    return tuple(
        _card(row, cards[row.offer_id], now, number)
        for number, row in enumerate((r for r in rows if r.offer_id in cards), start=1)
    )


def _card(row: Proposal, helper: HelperCard, now: HelperLoad, number: int) -> ProposalCard:
    seats = now.seats[row.helper_id]
    rest = rest_reason(row.helper_id, helper.asks_per_month, now)
    warnings = explanations.warnings(
        row.fit,
        vog_is_valid=helper.vog_is_valid,
        seats=seats,
        bodily_care=TaskType.BODILY_CARE in row.question.task_types,
    )
    return ProposalCard(
        id=row.pk,
        helper_name=helper.name,
        helper_given_name=row.helper.given_name,
        initials=helper.initials,
        kind=explanations.since_words(helper.kind_label, helper.since_year),
        why=explanations.why(row.fit),
        warnings=(explanations.rest_words(rest), *warnings) if rest else warnings,
        parts=explanations.parts(row.fit, asked=row.question.windows.bit_count(), seats=seats),
        is_best=row.is_best,
        state=row.state,
        state_label=str(ProposalState(row.state).label),
        number=number,
    )


def _running(actor: Person, question: WorkQuestion, at: datetime) -> RunningProposal | None:
    rows = Proposal.objects.filter(question_id=question.id, state__in=ACTIVE)
    shown = (
        Shown(
            _running_line(row),
            Proposal,
            row.pk,
            (row.helper_id,),
            Role.COORDINATOR,
            question.organisation_id,
        )
        for row in rows.select_related("helper")[:1]
    )
    return next(iter(look_at_list(actor, Permission.OFFER_VIEW, shown, at=at)), None)


def _running_line(row: Proposal) -> RunningProposal:
    return RunningProposal(
        id=row.pk,
        state=row.state,
        helper_name=row.helper.full_name,
        helper_answer=str(HelperAnswer(row.helper_answer).label) if row.helper_answer else "",
        receiver_answer=str(ReceiverAnswer(row.receiver_answer).label)
        if row.receiver_answer
        else "",
        answer_by=row.answer_by,
        is_accepted=row.state == ProposalState.ACCEPTED,
        helper_answered=bool(row.helper_answer),
        receiver_answered=bool(row.receiver_answer),
    )


def _speakers(running: RunningProposal | None, at: datetime) -> tuple[Speaker, ...]:
    """Return who may answer, as long as an answer is awaited."""
    if running is None or running.receiver_answered:
        return ()
    proposal = Proposal.objects.select_related("question__subject", "question__asked_by").get(
        pk=running.id
    )
    return speakers(proposal.question, at)


def who_may_answer(
    actor: Person, proposal_id: ProposalId, *, at: datetime
) -> tuple[Speaker, ...]:
    """Return whose answer a coordinator may write down; NotFoundError for others.

    The page that showed them wrote the look down.
    """
    proposal = get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    return speakers(proposal.question, at)


def _nobody(question_id: QuestionId, done: Round | None) -> str:
    row = UnservedQuestion.objects.filter(round=done, question_id=question_id).first()
    return explanations.open_words(row.code, row.suitable, row.steps) if row else ""


def _found(
    actor: Person, search: str, question_id: QuestionId, at: datetime
) -> tuple[HelperCard, ...]:
    """Return helpers by name, without those already proposed for this question."""
    if not search.strip():
        return ()
    rows = Proposal.objects.filter(question_id=question_id, state=ProposalState.PROPOSED)
    proposed = set(rows.values_list("offer_id", flat=True))
    return offer_reads.search_helpers(actor, search, at=at, without=proposed)
