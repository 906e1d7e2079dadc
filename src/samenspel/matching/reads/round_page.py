"""What the screen of a round shows: the whole outcome with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from samenspel.access.read_log import Shown, look_at_list, one_page
from samenspel.access.rules import Permission, Role
from samenspel.core.errors import NotFoundError
from samenspel.matching import explanations
from samenspel.matching.models import Proposal, Round, UnservedQuestion
from samenspel.matching.reads.round_certificate import CertificateCard, certificate_card
from samenspel.matching.types import ProposalState, RoundState, ScarcityLine
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.types import QuestionState
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.ui.spoken_dates import waited_days

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

LINES = 100


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A question in a round."""

    question_id: UUID
    title: str
    who: str
    amount: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """Everything the "matching" screen shows."""

    running: bool
    failed: bool
    progress: int
    running_since: datetime | None
    certificate: CertificateCard | None
    lines: tuple[RoundLine, ...]
    open_lines: tuple[RoundLine, ...]
    scarcities: tuple[ScarcityLine, ...]


def latest_round(organisation_ids: frozenset[UUID]) -> Round | None:
    """Return the newest round that is done."""
    return (
        Round.objects.filter(organisation_id__in=organisation_ids, state=RoundState.DONE)
        .order_by("-run_at", "pk")
        .first()
    )


@one_page()
def round_page(actor: Person, *, at: datetime) -> RoundPage:
    """Return the newest round of the actor's organisations and what is running now.

    Raises NotFoundError for anyone who coordinates nowhere.
    """
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only a coordinator sees rounds.")
    newest = Round.objects.filter(organisation_id__in=mine).order_by("-asked_at", "pk").first()
    running = newest is not None and newest.state in (RoundState.QUEUED, RoundState.RUNNING)
    # A page that reloads itself every few seconds shows nobody: each time would be a look.
    done = None if running else latest_round(mine)
    return RoundPage(
        running=running,
        failed=newest is not None and newest.state == RoundState.FAILED,
        progress=newest.progress if newest and running else 0,
        running_since=newest.asked_at if newest and running else None,
        certificate=certificate_card(done) if done else None,
        lines=_served(actor, done, at) if done else (),
        open_lines=_open(actor, done, at) if done else (),
        scarcities=explanations.scarcity_lines(done.scarcities) if done else (),
    )


def _served(actor: Person, done: Round, at: datetime) -> tuple[RoundLine, ...]:
    rows = (
        Proposal.objects.filter(round=done, is_best=True, state=ProposalState.PROPOSED)
        .select_related("helper")
        .order_by("question__asked_at", "pk")[:LINES]
    )
    proposed = {row.question_id: row for row in rows}
    reasons = {
        row.question_id: _("%(helper)s: %(why)s")
        % {"helper": row.helper.full_name, "why": explanations.why(row.fit)}
        for row in proposed.values()
    }
    lines = _lines(actor, reasons, at)
    shown = (
        Shown(
            line,
            Proposal,
            proposed[line.question_id].pk,
            (proposed[line.question_id].helper_id,),
            Role.COORDINATOR,
            done.organisation_id,
        )
        for line in lines
    )
    return look_at_list(actor, Permission.OFFER_VIEW, shown, at=at)


def _open(actor: Person, done: Round, at: datetime) -> tuple[RoundLine, ...]:
    rows = UnservedQuestion.objects.filter(
        round=done, question__state=QuestionState.OPEN
    ).order_by("question__asked_at", "pk")[:LINES]
    reasons = {
        row.question_id: explanations.open_words(row.code, row.suitable, row.steps)
        for row in rows
    }
    return _lines(actor, reasons, at)


def _lines(actor: Person, reasons: dict[UUID, str], at: datetime) -> tuple[RoundLine, ...]:
    """Return lines for the questions that the actor may read, longest waiting first."""
    lines = []
    readable = need_reads.open_for_coordinator(actor, at=at, ids=reasons)
    for question in need_reads.show_work(actor, readable, at=at):
        amount, unit = waited_days((at - question.asked_at).days)
        lines.append(
            RoundLine(
                question_id=question.id,
                title=question.title,
                who=f"{question.subject_name}, {question.place}",
                amount=amount,
                unit=unit,
                words=reasons[question.id],
            )
        )
    return tuple(lines)
