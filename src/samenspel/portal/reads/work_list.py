"""The work list, composed from several rooms: what waits longest, whom to call, silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from samenspel.access.read_log import one_page
from samenspel.core.errors import NotFoundError
from samenspel.matching.reads import calls_to_make as match_calls
from samenspel.matching.reads import question_progress
from samenspel.matching.types import CallRow, QuestionProgress, QuietHelper
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.reads.questions import WorkQuestion
from samenspel.needs.types import WhoMayKnow
from samenspel.notifications import reads as notification_reads
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.placements.reads import calls_to_make as placement_calls
from samenspel.portal import time_words
from samenspel.portal.reads import work_list_words
from samenspel.ui.spoken_dates import waited_days

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

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
    messages_by_phone: int
    places: tuple[str, ...]
    filter: WorklistFilter


@one_page()
def work_list_page(actor: Person, wanted: WorklistFilter, *, at: datetime) -> WorklistPage:
    """Return the work of today for a coordinator; NotFoundError for others."""
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only a coordinator has a work list.")
    everything = need_reads.open_for_coordinator(actor, at=at)
    questions = [question for question in everything if wanted.keeps(question)]
    shown = questions if wanted.all_rows else questions[:SHOWN]
    put = question_progress.put_to_people(question.id for question in everything)
    rows = _rows(need_reads.show_work(actor, shown, at=at), put, mine, at)
    quiet, quiet_total = question_progress.quiet_helpers(actor, min(mine), at=at, limit=SHOWN)
    lived = placement_calls.phone_list(actor, at=at, limit=SHOWN)
    waiting = match_calls.waiting_calls(actor, at=at, limit=SHOWN)
    late = sum(at - question.asked_at >= LATE_AFTER for question in everything)
    return WorklistPage(
        greeting=time_words.greeting(actor.given_name, at),
        lead=work_list_words.lead(late, _past_promise(everything, put, at), at),
        organisation=organisation_reads.get_organisation(min(mine)).name,
        late_rows=tuple(row for row in rows if row.is_late),
        rows=tuple(row for row in rows if not row.is_late),
        total=len(questions),
        hidden=len(questions) - len(shown),
        late=sum(at - question.asked_at >= LATE_AFTER for question in questions),
        past_promise=_past_promise(questions, put, at),
        calls=_merged(waiting, lived.calls),
        silent=lived.silent,
        quiet=quiet,
        quiet_total=quiet_total,
        going_well=lived.going_well,
        letters=notification_reads.letters_waiting(mine),
        messages_by_phone=notification_reads.calls_waiting(mine),
        places=tuple(sorted({question.place for question in everything})),
        filter=wanted,
    )


def _merged(*lists: tuple[CallRow, ...]) -> tuple[CallRow, ...]:
    """Return the rows of all rooms in one order, longest ago first."""
    rows = (row for each in lists for row in each)
    return tuple(sorted(rows, key=lambda row: (row.since, row.id)))


def _past_promise(questions: Iterable[WorkQuestion], put: frozenset[UUID], at: datetime) -> int:
    """Count questions that nobody has acted on within the promised time."""
    return sum(question.respond_by < at and question.id not in put for question in questions)


def _rows(
    questions: Iterable[WorkQuestion],
    put: frozenset[UUID],
    organisation_ids: frozenset[UUID],
    at: datetime,
) -> tuple[WorkRow, ...]:
    progress = question_progress.progress_of(
        [question.id for question in questions], organisation_ids, at=at
    )
    return tuple(
        _row(question, progress[question.id], question.id in put, at) for question in questions
    )


def _row(
    question: WorkQuestion, progress: QuestionProgress, is_put: bool, at: datetime
) -> WorkRow:
    why, action = _why(question, progress, is_put)
    days = (at - question.asked_at).days
    amount, unit = waited_days(days)
    return WorkRow(
        question=question,
        days=days,
        amount=amount,
        unit=unit,
        who=work_list_words.asked_by(question),
        is_late=at - question.asked_at >= LATE_AFTER,
        why=why,
        proposals=progress.proposals,
        action=action,
        may_wait=not is_put and not progress.is_held,
    )


def _why(question: WorkQuestion, progress: QuestionProgress, is_put: bool) -> tuple[str, str]:
    if is_put:
        return _("put to both, waiting for an answer"), _("See")
    if progress.is_held:
        return _("held by you"), _("See")
    if progress.proposals:
        return work_list_words.proposals_words(progress.proposals), _("See proposals")
    if question.who_may_know == WhoMayKnow.COORDINATOR:
        return _("only you may know: call first"), _("Call")
    if question.who_may_know == WhoMayKnow.CIRCLE:
        return _("their own circle is asked first"), _("See")
    if progress.noes:
        return work_list_words.noes_words(progress.noes), _("See")
    return _("nobody found yet"), _("See")
