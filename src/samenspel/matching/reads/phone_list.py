"""Who must be called today about a match, and of whom nothing was heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from samenspel.access.read_log import Shown, look_at_list
from samenspel.access.rules import Permission, Role
from samenspel.consent.types import DataCategory
from samenspel.matching.models import Proposal
from samenspel.matching.reads import work_list_words
from samenspel.matching.types import SEATED, HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.question_words import question_title
from samenspel.needs.reads import questions as need_reads
from samenspel.people.types import Channel
from samenspel.ui.spoken_dates import spoken_date

if TYPE_CHECKING:
    from samenspel.people.rows import Person

SILENT_AFTER = timedelta(weeks=4)
CALLED_LATELY = timedelta(days=1)
AFTER_FIRST_MEETING = timedelta(days=7)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class CallRow:
    """Someone to call today, and why; ``is_seated`` once both said yes."""

    proposal_id: UUID
    question_id: UUID
    title: str
    who_id: UUID
    who: str
    phone: str
    why: str
    action: str
    amount: str
    unit: str
    is_seated: bool

    @property
    def phone_href(self) -> str:
        """Address that dials the number."""
        return "tel:" + self.phone.replace(" ", "")


def to_call(actor: Person, running: Any, at: datetime) -> tuple[CallRow, ...]:
    """Return whom to call: answers overdue or by phone only, one-sided yeses, first meetings.

    Who was called in the last day about an answer is left out.
    """
    waiting = Q(state=ProposalState.INTRODUCED) & ~Q(last_contact_at__gt=at - CALLED_LATELY)
    one_sided = Q(helper_answer=HelperAnswer.YES, receiver_answer="") | Q(
        helper_answer="", receiver_answer=ReceiverAnswer.YES
    )
    by_phone = (Q(receiver_answer="") & _hears_by_phone("question__asked_by")) | (
        Q(helper_answer="") & _hears_by_phone("helper")
    )
    to_plan = Q(state=ProposalState.TRIAL, first_meeting_on__isnull=True)
    met = Q(
        state=ProposalState.TRIAL,
        first_meeting_on__lt=at.date(),
        last_contact_at__lt=at - AFTER_FIRST_MEETING,
    )
    rows = (
        running.filter(
            waiting & (Q(answer_by__lt=at) | one_sided | by_phone) | to_plan | met,
        )
        .select_related("question__subject", "question__asked_by", "helper")
        .order_by("introduced_at", "pk")[:SHOWN]
    )
    return _shown(actor, [(row, _call(row, at)) for row in _readable(actor, rows, at)], at)


def _shown(
    actor: Person, calls: Iterable[tuple[Proposal, CallRow]], at: datetime
) -> tuple[CallRow, ...]:
    """Return the rows, written down as a look at who asked for help and at who is called."""
    shown = (
        Shown(
            call,
            Proposal,
            row.pk,
            (row.question.subject_id, call.who_id),
            Role.COORDINATOR,
            row.question.organisation_id,
        )
        for row, call in calls
    )
    told = [DataCategory.QUESTIONS, DataCategory.CONTACT]
    return look_at_list(actor, Permission.PROPOSAL_DECIDE, shown, at=at, categories=told)


def _readable(actor: Person, rows: Iterable[Proposal], at: datetime) -> list[Proposal]:
    """Keep rows whose question the actor may still read: consent may have been withdrawn."""
    found = list(rows)
    ids = [row.question_id for row in found]
    readable = {
        question.id for question in need_reads.open_for_coordinator(actor, at=at, ids=ids)
    }
    return [row for row in found if row.question_id in readable]


def _hears_by_phone(path: str) -> Q:
    no_address = Q(**{f"{path}__email": "", f"{path}__account__isnull": True})
    return Q(**{f"{path}__channel": Channel.PHONE}) | no_address


def _call(row: Proposal, at: datetime) -> CallRow:
    if row.state == ProposalState.TRIAL:
        person = row.helper
        why = (
            _("both said yes: plan the first meeting")
            if row.first_meeting_on is None
            else _("how did the first meeting go?")
        )
    elif row.receiver_answer:
        person, why = row.helper, _("the other side said yes, the helper not yet")
    elif row.helper_answer:
        person, why = row.question.asked_by, _("the helper said yes, the other side not yet")
    else:
        person, why = row.question.asked_by, _("no answer yet")
    plan = row.state == ProposalState.TRIAL and row.first_meeting_on is None
    amount, unit = work_list_words.waited((at - (row.introduced_at or at)).days)
    return CallRow(
        proposal_id=row.pk,
        question_id=row.question_id,
        title=_("%(question)s, %(person)s")
        % {
            "question": question_title(row.question.task_types, row.question.windows),
            "person": row.question.subject.short_name,
        },
        who_id=person.pk,
        who=person.full_name,
        phone=person.phone,
        why=why,
        action=_("Plan meeting") if plan else _("Call %(name)s") % {"name": person.given_name},
        amount=amount,
        unit=unit,
        is_seated=row.state in SEATED,
    )


def silent(actor: Person, running: Any, at: datetime) -> tuple[CallRow, ...]:
    """Return the matches of which nothing was heard for four weeks, longest silent first."""
    rows = (
        running.seated()
        .filter(last_contact_at__lt=at - SILENT_AFTER)
        .select_related("question__subject", "helper")
        .order_by("last_contact_at", "pk")[:SHOWN]
    )
    return _shown(actor, [(row, _silent(row, at)) for row in _readable(actor, rows, at)], at)


def _silent(row: Proposal, at: datetime) -> CallRow:
    amount, unit = work_list_words.waited_weeks((at - (row.last_contact_at or at)).days)
    return CallRow(
        proposal_id=row.pk,
        question_id=row.question_id,
        title=question_title(row.question.task_types, row.question.windows),
        who_id=row.helper_id,
        who=_("%(helper)s and %(person)s")
        % {"helper": row.helper.full_name, "person": row.question.subject.short_name},
        phone=row.helper.phone,
        why=_("last heard on %(day)s") % {"day": spoken_date(row.last_contact_at, at)},
        action=_("Call %(name)s") % {"name": row.helper.given_name},
        amount=amount,
        unit=unit,
        is_seated=True,
    )


def going_well(running: Any, at: datetime) -> int:
    """Return how many matches are lived and were heard of in the last four weeks."""
    count: int = running.seated().filter(last_contact_at__gte=at - SILENT_AFTER).count()
    return count
