"""Whom to call about a placement, which have gone silent, and how many go well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from samenspel.access.read_log import Shown, look_at_list, one_page
from samenspel.access.rules import Permission, Role
from samenspel.consent.types import DataCategory
from samenspel.matching.types import CallRow
from samenspel.needs.question_words import question_title
from samenspel.needs.reads import questions as need_reads
from samenspel.placements.models import Placement
from samenspel.placements.types import PlacementState
from samenspel.ui.spoken_dates import spoken_date, waited_days, waited_weeks

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

SILENT_AFTER = timedelta(weeks=4)
AFTER_FIRST_MEETING = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PhoneList:
    """What a coordinator has to do for placements today."""

    calls: tuple[CallRow, ...]
    silent: tuple[CallRow, ...]
    going_well: int


@one_page()
def phone_list(actor: Person, *, at: datetime, limit: int) -> PhoneList:
    """Return first meetings to plan or to ask after, the silent, and how many go well.

    Rows come longest ago first, at most ``limit`` of a kind. Questions that the actor may no
    longer read are left out.
    """
    mine = Placement.objects.of_coordinator(actor, at).running()
    rows = mine.select_related("proposal", "question__subject", "helper")
    on_trial = rows.filter(state=PlacementState.TRIAL)
    met = Q(
        first_meeting_on__lt=at.date(),
        last_contact_at__lt=at - AFTER_FIRST_MEETING,
    )
    due = on_trial.filter(Q(first_meeting_on__isnull=True) | met)
    calls = list(due.order_by("proposal__introduced_at", "pk")[:limit])
    quiet = rows.filter(last_contact_at__lt=at - SILENT_AFTER)
    silent = list(quiet.order_by("last_contact_at", "pk")[:limit])
    ids = [row.question_id for row in (*calls, *silent)]
    readable = {each.id for each in need_reads.open_for_coordinator(actor, at=at, ids=ids)}
    to_call = [(row, _call(row, at)) for row in calls if row.question_id in readable]
    unheard = [(row, _silent(row, at)) for row in silent if row.question_id in readable]
    return PhoneList(
        calls=_shown(actor, to_call, at),
        silent=_shown(actor, unheard, at),
        going_well=mine.filter(last_contact_at__gte=at - SILENT_AFTER).count(),
    )


def _shown(
    actor: Person, calls: Iterable[tuple[Placement, CallRow]], at: datetime
) -> tuple[CallRow, ...]:
    """Return the rows, written down as a look at everyone who asked for help or is called."""
    shown = (
        Shown(
            call,
            Placement,
            row.pk,
            (row.question.subject_id, call.who_id),
            Role.COORDINATOR,
            row.organisation_id,
        )
        for row, call in calls
    )
    seen = [DataCategory.QUESTIONS, DataCategory.CONTACT]
    return look_at_list(actor, Permission.PLACEMENT_FOLLOW, shown, at=at, categories=seen)


def _call(row: Placement, at: datetime) -> CallRow:
    since = row.proposal.introduced_at or row.started_at
    amount, unit = waited_days((at - since).days)
    plan = row.first_meeting_on is None
    return CallRow(
        id=row.pk,
        since=since,
        title=_("%(question)s, %(person)s")
        % {
            "question": question_title(row.question.task_types, row.question.windows),
            "person": row.question.subject.short_name,
        },
        who_id=row.helper_id,
        who=row.helper.full_name,
        phone=row.helper.phone,
        why=_("both said yes: plan the first meeting")
        if plan
        else _("how did the first meeting go?"),
        action=_("Plan meeting") if plan else _call_them(row),
        amount=amount,
        unit=unit,
        url=reverse("placements:follow_up", args=[row.pk]),
        called_url=reverse("placements:contacted", args=[row.pk]),
    )


def _silent(row: Placement, at: datetime) -> CallRow:
    amount, unit = waited_weeks((at - row.last_contact_at).days)
    return CallRow(
        id=row.pk,
        since=row.last_contact_at,
        title=question_title(row.question.task_types, row.question.windows),
        who_id=row.helper_id,
        who=_("%(helper)s and %(person)s")
        % {"helper": row.helper.full_name, "person": row.question.subject.short_name},
        phone=row.helper.phone,
        why=_("last spoken to on %(day)s") % {"day": spoken_date(row.last_contact_at, at)},
        action=_call_them(row),
        amount=amount,
        unit=unit,
        url=reverse("placements:follow_up", args=[row.pk]),
        called_url=reverse("placements:contacted", args=[row.pk]),
    )


def _call_them(row: Placement) -> str:
    return _("Call %(name)s") % {"name": row.helper.given_name}
