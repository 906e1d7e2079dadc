"""What the work list shows: what waits longest, who must be called, who is silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from samenspel.core.errors import NotFoundError
from samenspel.matching import balance, words
from samenspel.matching.models import Proposal, QuestionHold
from samenspel.matching.reads.rounds import latest_round
from samenspel.matching.types import ProposalState, QuietHelper
from samenspel.needs import reads as need_reads
from samenspel.needs.describe import question_title
from samenspel.needs.reads import WorkQuestion
from samenspel.needs.types import WhoMayKnow
from samenspel.notifications import reads as notification_reads
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import Post
from samenspel.volunteering import reads as offer_reads

if TYPE_CHECKING:
    from samenspel.people.models import Person

SILENT_AFTER = timedelta(weeks=4)
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
    is_late: bool
    why: str
    proposals: int
    action: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """Someone to call today, and why."""

    proposal_id: UUID
    question_id: UUID
    title: str
    who: str
    phone: str
    why: str
    action: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Everything the work list shows."""

    given_name: str
    organisation: str
    rows: tuple[WorkRow, ...]
    total: int
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


def worklist_page(actor: Person, wanted: WorklistFilter, *, at: datetime) -> WorklistPage:
    """Return the work of today for a coordinator; NotFoundError for who coordinates nowhere."""
    mine = organisation_reads.organisations_where(actor.pk, Post.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only a coordinator has a work list.")
    everything = need_reads.open_for_coordinator(actor, at=at)
    questions = [question for question in everything if wanted.keeps(question)]
    shown = questions if wanted.all_rows else questions[:SHOWN]
    rows = _rows(shown, mine, at)
    quiet = _quiet(min(mine), at)
    running = Proposal.objects.of_coordinator(actor, at)
    return WorklistPage(
        given_name=actor.given_name,
        organisation=organisation_reads.get_organisation(min(mine)).name,
        rows=rows,
        total=len(questions),
        late=sum(at - question.asked_at >= LATE_AFTER for question in questions),
        past_promise=sum(question.respond_by < at for question in questions),
        calls=_calls(running, at),
        silent=_silent(running, at),
        quiet=tuple(quiet[:SHOWN]),
        quiet_total=len(quiet),
        going_well=running.seated().filter(last_contact_at__gte=at - SILENT_AFTER).count(),
        letters=notification_reads.letters_waiting(mine),
        places=tuple(sorted({question.place for question in everything})),
        filter=wanted,
    )


def _rows(
    questions: list[WorkQuestion], organisation_ids: frozenset[UUID], at: datetime
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
    put = set(
        Proposal.objects.filter(state=ProposalState.INTRODUCED, question__in=ids).values_list(
            "question_id", flat=True
        )
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
        rows.append(
            WorkRow(
                question=question,
                days=(at - question.asked_at).days,
                is_late=at - question.asked_at >= LATE_AFTER,
                why=why,
                proposals=count,
                action=action,
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
        return words.proposals_words(count), _("See proposals")
    if question.who_may_know == WhoMayKnow.COORDINATOR:
        return _("only you may know: call first"), _("Call")
    if question.who_may_know == WhoMayKnow.CIRCLE:
        return _("the own circle is asked first"), _("See")
    if noes:
        return words.noes_words(noes), _("See")
    return _("nobody found yet"), _("See")


def _calls(running: Any, at: datetime) -> tuple[CallRow, ...]:
    """Answers overdue, one-sided yeses, and matches without a first meeting."""
    overdue = Q(state=ProposalState.INTRODUCED, answer_by__lt=at)
    one_sided = Q(state=ProposalState.INTRODUCED) & (
        Q(helper_answer="yes", receiver_answer="") | Q(helper_answer="", receiver_answer="yes")
    )
    to_plan = Q(state=ProposalState.TRIAL, first_meeting_on__isnull=True)
    met = Q(
        state=ProposalState.TRIAL,
        first_meeting_on__lt=at.date(),
        last_contact_at__lt=at - timedelta(days=7),
    )
    rows = (
        running.filter(overdue | one_sided | to_plan | met)
        .select_related("question__subject", "question__asked_by", "helper")
        .order_by("introduced_at", "pk")[:SHOWN]
    )
    return tuple(_call(row) for row in rows)


def _call(row: Proposal) -> CallRow:
    subject = row.question.subject
    title = question_title(row.question.task_types, row.question.windows)
    asked = row.question.asked_by
    if row.state == ProposalState.TRIAL:
        who, phone = row.helper.full_name, row.helper.phone
        if row.first_meeting_on is None:
            why, action = _("both said yes: plan the first meeting"), _("Plan meeting")
        else:
            why = _("how did the first meeting go?")
            action = _("Call %(name)s") % {"name": row.helper.given_name}
    elif row.helper_answer:
        who, phone = asked.full_name, asked.phone
        why = _("the helper said yes, no answer yet from here")
        action = _("Call %(name)s") % {"name": asked.given_name}
    else:
        who, phone = row.helper.full_name, row.helper.phone
        why = _("no answer yet from the helper")
        action = _("Call %(name)s") % {"name": row.helper.given_name}
    return CallRow(
        proposal_id=row.pk,
        question_id=row.question_id,
        title=f"{title}, {subject.short_name}",
        who=who,
        phone=phone,
        why=why,
        action=action,
        since=row.introduced_at,
    )


def _silent(running: Any, at: datetime) -> tuple[CallRow, ...]:
    rows = (
        running.seated()
        .filter(last_contact_at__lt=at - SILENT_AFTER)
        .select_related("question__subject", "helper")
        .order_by("last_contact_at", "pk")[:SHOWN]
    )
    return tuple(
        CallRow(
            proposal_id=row.pk,
            question_id=row.question_id,
            title=question_title(row.question.task_types, row.question.windows),
            who=_("%(helper)s and %(person)s")
            % {"helper": row.helper.full_name, "person": row.question.subject.short_name},
            phone=row.helper.phone,
            why=_("last heard"),
            action=_("Call %(name)s") % {"name": row.helper.given_name},
            since=row.last_contact_at,
        )
        for row in rows
    )


def _quiet(organisation_id: UUID, at: datetime) -> list[QuietHelper]:
    now = balance.standing(organisation_id, at)
    left_alone = now.being_asked | now.said_no | set(now.asked_this_month)
    cards = offer_reads.cards_of_persons(organisation_id, left_alone, at=at)
    quiet = []
    for card in cards:
        reason = balance.rest_reason(card.person_id, card.asks_per_month, now)
        if reason:
            quiet.append(QuietHelper(card.name, str(reason.label)))
    return quiet
