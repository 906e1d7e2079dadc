"""Whom to call about an answer that is awaited."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from samenspel.access.read_log import Shown, look_at_list
from samenspel.access.rules import Permission, Role
from samenspel.consent.types import DataCategory
from samenspel.matching.models import Proposal
from samenspel.matching.types import CallRow, HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.question_words import question_title
from samenspel.needs.reads import questions as need_reads
from samenspel.people import reads as people_reads
from samenspel.people.types import Channel
from samenspel.ui.spoken_dates import waited_days

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

CALLED_LATELY = timedelta(days=1)


def waiting_calls(actor: Person, *, at: datetime, limit: int) -> tuple[CallRow, ...]:
    """Return whom to call: answers overdue or by phone only, one-sided yeses; longest first.

    Left out are people called in the last day, and questions the actor may no longer read.
    """
    one_sided = Q(helper_answer=HelperAnswer.YES, receiver_answer="") | Q(
        helper_answer="", receiver_answer=ReceiverAnswer.YES
    )
    by_phone = (
        Q(receiver_answer="", asker_may_answer=True) & _hears_by_phone("question__asked_by")
        | Q(receiver_answer="", asker_may_answer=False) & _hears_by_phone("question__subject")
        | Q(helper_answer="") & _hears_by_phone("helper")
    )
    may_answer = people_reads.asks_together(
        subject="question__subject", asker="question__asked_by", at=at
    )
    rows = list(
        Proposal.objects.of_coordinator(actor, at)
        .annotate(asker_may_answer=may_answer)
        .filter(Q(answer_by__lt=at) | one_sided | by_phone, state=ProposalState.INTRODUCED)
        .exclude(last_contact_at__gt=at - CALLED_LATELY)
        .select_related("question__subject", "question__asked_by", "helper")
        .order_by("introduced_at", "pk")[:limit]
    )
    ids = [row.question_id for row in rows]
    readable = {each.id for each in need_reads.open_for_coordinator(actor, at=at, ids=ids)}
    shown = (
        Shown(
            call,
            Proposal,
            row.pk,
            (row.question.subject_id, call.who_id),
            Role.COORDINATOR,
            row.question.organisation_id,
        )
        for row in rows
        if row.question_id in readable
        for call in [_call(row, at)]
    )
    seen = [DataCategory.QUESTIONS, DataCategory.CONTACT]
    return look_at_list(actor, Permission.PROPOSAL_DECIDE, shown, at=at, categories=seen)


def _hears_by_phone(path: str) -> Q:
    no_address = Q(**{f"{path}__email": "", f"{path}__account__isnull": True})
    return Q(**{f"{path}__channel": Channel.PHONE}) | no_address


def _call(row: Any, at: datetime) -> CallRow:
    question = row.question
    receiver = question.asked_by if row.asker_may_answer else question.subject
    if row.receiver_answer:
        person, why = row.helper, _("the other side said yes, the helper not yet")
    elif row.helper_answer:
        person, why = receiver, _("the helper said yes, the other side not yet")
    else:
        person, why = receiver, _("no answer yet")
    since = row.introduced_at or at
    amount, unit = waited_days((at - since).days)
    return CallRow(
        id=row.pk,
        since=since,
        title=_("%(question)s, %(person)s")
        % {
            "question": question_title(row.question.task_types, row.question.windows),
            "person": row.question.subject.short_name,
        },
        who_id=person.pk,
        who=person.full_name,
        phone=person.phone,
        why=why,
        action=_("Call %(name)s") % {"name": person.given_name},
        amount=amount,
        unit=unit,
        url=reverse("matching:match_table", args=[row.question_id]),
        called_url=reverse("matching:contacted", args=[row.pk]),
    )
