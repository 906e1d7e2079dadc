"""What the work list shows: what waits longest, who must be called, who is silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from samenspel.access.read_log import one_page
from samenspel.core.errors import NotFoundError
from samenspel.matching import explanations, helper_load
from samenspel.matching.models import Proposal, QuestionHold
from samenspel.matching.reads import phone_list, work_list_words
from samenspel.matching.reads.phone_list import CallRow
from samenspel.matching.reads.round_page import latest_round
from samenspel.matching.types import ProposalState, QuietHelper
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.reads.questions import WorkQuestion
from samenspel.needs.types import WhoMayKnow
from samenspel.notifications import reads as notification_reads
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.volunteering.reads import offers as offer_reads
from samenspel.volunteering.types import HelperCard

if TYPE_CHECKING:
    from samenspel.people.rows import Person

LATE_AFTER = timedelta(days=5)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What the coordinator looks for; empty fields do not narrow."""

    search: str = ""
    place: str = ""
    task_type: str = ""
    all_rows: bool = False

    def keeps(self, question: WorkQuestion) -> bool:
        """Say whether a question is looked for."""
        text = f"{question.title} {question.subject_name} {question.place}".lower()
        return (
            self.search.strip().lower() in text
            and (not self.place or question.place == self.place)
            and (not self.task_type or self.task_type in question.task_types)
        )


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A question with how long it waits and what to do now."""

    question: WorkQuestion
    days: int
    amount: str
    unit: str
    who: str
    is_late: bool
    why: str
    proposals: int
    action: str
    may_wait: bool


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Everything the work list shows."""

    greeting: str
    lead: str
    organisation: str
    late_rows: tuple[WorkRow, ...]
    rows: tuple[WorkRow, ...]
    total: int
    hidden: int
    late: int
    past_promise: int
    calls: tuple[CallRow, ...]
    silent: tuple[CallRow, ...]
    quiet: tuple[QuietHelper, ...]
    quiet_total: int
    going_well: int
    letters: int
    places: tuple[str, ...]
    filter: WorklistFilter


@one_page()
def worklist_page(actor: Person, wanted: WorklistFilter, *, at: datetime) -> WorklistPage:
    """Return the work of today for a coordinator; NotFoundError for who coordinates nowhere."""
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only a coordinator has a work list.")
    everything = need_reads.open_for_coordinator(actor, at=at)
    questions = [question for question in everything if wanted.keeps(question)]
    shown = questions if wanted.all_rows else questions[:SHOWN]
    put = _put(everything)
    rows = _rows(need_reads.show_work(actor, shown, at=at), put, mine, at)
    quiet = _quiet(min(mine), at)
    running = Proposal.objects.of_coordinator(actor, at)
    late = sum(at - question.asked_at >= LATE_AFTER for question in everything)
    return WorklistPage(
        greeting=work_list_words.greeting(actor.given_name, at),
        lead=work_list_words.lead(late, _past_promise(everything, put, at), at),
        organisation=organisation_reads.get_organisation(min(mine)).name,
        late_rows=tuple(row for row in rows if row.is_late),
        rows=tuple(row for row in rows if not row.is_late),
        total=len(questions),
        hidden=len(questions) - len(shown),
        late=sum(at - question.asked_at >= LATE_AFTER for question in questions),
        past_promise=_past_promise(questions, put, at),
        calls=phone_list.to_call(actor, running, at),
        silent=phone_list.silent(actor, running, at),
        quiet=_shown_quiet(actor, quiet[:SHOWN], at),
        quiet_total=len(quiet),
        going_well=phone_list.going_well(running, at),
        letters=notification_reads.letters_waiting(mine),
        places=tuple(sorted({question.place for question in everything})),
        filter=wanted,
    )


def _put(questions: Iterable[WorkQuestion]) -> frozenset[UUID]:
    """Return which of these questions wait for an answer of people."""
    ids = [question.id for question in questions]
    rows = Proposal.objects.filter(state=ProposalState.INTRODUCED, question__in=ids)
    return frozenset(rows.values_list("question_id", flat=True))


def _past_promise(questions: Iterable[WorkQuestion], put: frozenset[UUID], at: datetime) -> int:
    """Count questions that nobody has acted on within the promised time."""
    return sum(question.respond_by < at and question.id not in put for question in questions)


def _rows(
    questions: Iterable[WorkQuestion],
    put: frozenset[UUID],
    organisation_ids: frozenset[UUID],
    at: datetime,
) -> tuple[WorkRow, ...]:
    ids = [question.id for question in questions]
    done = latest_round(organisation_ids)
    proposed = dict(
        Proposal.objects.filter(round=done, state=ProposalState.PROPOSED, question__in=ids)
        .values_list("question_id")
        .annotate(Count("pk"))
        .order_by()
    )
    noes = dict(
        Proposal.objects.filter(state=ProposalState.DECLINED, question__in=ids)
        .values_list("question_id")
        .annotate(Count("pk"))
        .order_by()
    )
    held = dict(
        QuestionHold.objects.filter(question__in=ids, until__gt=at.date()).values_list(
            "question_id", "until"
        )
    )
    rows = []
    for question in questions:
        count = proposed.get(question.id, 0)
        why, action = _why(
            question, count, noes.get(question.id, 0), question.id in put, question.id in held
        )
        days = (at - question.asked_at).days
        amount, unit = work_list_words.waited(days)
        rows.append(
            WorkRow(
                question=question,
                days=days,
                amount=amount,
                unit=unit,
                who=work_list_words.asked_by(question),
                is_late=at - question.asked_at >= LATE_AFTER,
                why=why,
                proposals=count,
                action=action,
                may_wait=question.id not in put and question.id not in held,
            )
        )
    return tuple(rows)


def _why(
    question: WorkQuestion, count: int, noes: int, is_put: bool, is_held: bool
) -> tuple[str, str]:
    if is_put:
        return _("put to both, waits for an answer"), _("See")
    if is_held:
        return _("held by you"), _("See")
    if count:
        return explanations.proposals_words(count), _("See proposals")
    if question.who_may_know == WhoMayKnow.COORDINATOR:
        return _("only you may know: call first"), _("Call")
    if question.who_may_know == WhoMayKnow.CIRCLE:
        return _("the own circle is asked first"), _("See")
    if noes:
        return explanations.noes_words(noes), _("See")
    return _("nobody found yet"), _("See")


def _shown_quiet(
    actor: Person, quiet: list[tuple[HelperCard, str]], at: datetime
) -> tuple[QuietHelper, ...]:
    reasons = {card.offer_id: reason for card, reason in quiet}
    cards = offer_reads.show_helpers(actor, [card for card, _reason in quiet], at=at)
    return tuple(QuietHelper(card.name, reasons[card.offer_id]) for card in cards)


def _quiet(organisation_id: UUID, at: datetime) -> list[tuple[HelperCard, str]]:
    now = helper_load.count_load(organisation_id, at)
    left_alone = now.being_asked | now.said_no | set(now.asked_this_month)
    cards = offer_reads.cards_of_persons(organisation_id, left_alone, at=at)
    quiet = []
    for card in cards:
        reason = helper_load.rest_reason(card.person_id, card.asks_per_month, now)
        if reason:
            quiet.append((card, str(reason.label)))
    return quiet
