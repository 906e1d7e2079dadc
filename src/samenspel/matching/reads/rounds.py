"""What the screen of a round shows: the whole outcome with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.core.errors import NotFoundError
from samenspel.matching import words
from samenspel.matching.models import Proposal, Round, UnservedQuestion
from samenspel.matching.types import (
    CertificateLine,
    ProposalState,
    RoundState,
    ScarcityLine,
)
from samenspel.needs.describe import question_title
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import Post

if TYPE_CHECKING:
    from samenspel.people.models import Person

LINES = 100


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A question in a round."""

    question_id: UUID
    title: str
    who: str
    place: str
    asked_at: datetime
    words: str
    is_served: bool


@dataclass(frozen=True, slots=True)
class RoundPage:
    """Everything the screen "matching" shows."""

    running: bool
    failed: bool
    progress: int
    running_since: datetime | None
    certificate: CertificateLine | None
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


def certificate_line(done: Round) -> CertificateLine:
    """Return a round that is done as the line that carries its proof."""
    assert done.run_at is not None
    return CertificateLine(
        id=done.pk,
        run_at=done.run_at,
        questions=done.questions,
        helpers=done.helpers,
        pairs=done.pairs,
        served=done.served,
        quality=done.quality,
        bound=done.bound,
        gap=done.gap,
        skipped=done.skipped,
        seconds=done.seconds,
        content_hash=done.content_hash,
        engine_version=done.engine_version,
        seed=done.seed,
    )


def round_page(actor: Person, *, at: datetime) -> RoundPage:
    """Return the newest round of the actor's organisations and what is running now.

    Raises NotFoundError for who coordinates nowhere.
    """
    mine = organisation_reads.organisations_where(actor.pk, Post.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only a coordinator sees rounds.")
    newest = Round.objects.filter(organisation_id__in=mine).order_by("-asked_at", "pk").first()
    done = latest_round(mine)
    running = newest is not None and newest.state in (RoundState.QUEUED, RoundState.RUNNING)
    return RoundPage(
        running=running,
        failed=newest is not None and newest.state == RoundState.FAILED,
        progress=newest.progress if newest and running else 0,
        running_since=newest.asked_at if newest and running else None,
        certificate=certificate_line(done) if done else None,
        lines=_served(done) if done else (),
        open_lines=_open(done) if done else (),
        scarcities=words.scarcity_lines(done.scarcities) if done else (),
    )


def _served(done: Round) -> tuple[RoundLine, ...]:
    rows = (
        Proposal.objects.filter(round=done, is_best=True, state=ProposalState.PROPOSED)
        .select_related("question__subject", "question__area")
        .order_by("question__asked_at", "pk")[:LINES]
    )
    return tuple(
        RoundLine(
            question_id=row.question_id,
            title=question_title(row.question.task_types, row.question.windows),
            who=row.question.subject.short_name,
            place=row.question.area.place,
            asked_at=row.question.asked_at,
            words=words.why(row.fit),
            is_served=True,
        )
        for row in rows
    )


def _open(done: Round) -> tuple[RoundLine, ...]:
    rows = (
        UnservedQuestion.objects.filter(round=done)
        .select_related("question__subject", "question__area")
        .order_by("question__asked_at", "pk")[:LINES]
    )
    return tuple(
        RoundLine(
            question_id=row.question_id,
            title=question_title(row.question.task_types, row.question.windows),
            who=row.question.subject.short_name,
            place=row.question.area.place,
            asked_at=row.question.asked_at,
            words=words.open_words(row.code, row.suitable, row.steps),
            is_served=False,
        )
        for row in rows
    )
