"""Running a round: all open questions of an organisation together, to a proven optimum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.reads import seats as circle_seats
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.events import publish
from samenspel.core.locked_rows import lock, lock_and_update, lock_if_any
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.matching import helper_load
from samenspel.matching.events import RoundDone
from samenspel.matching.models import Proposal, QuestionHold, Round, UnservedQuestion
from samenspel.matching.types import HelperAnswer, ProposalState, RoundState
from samenspel.needs.reads import facts_for_matching
from samenspel.needs.types import QuestionFacts
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole, OrganisationId
from samenspel.people import reads as people_reads
from samenspel.volunteering.reads import offers as offer_reads
from samenspel.volunteering.types import OfferFacts

if TYPE_CHECKING:
    from samenspel.matching.solver import Outcome, Region
    from samenspel.people.model_types import Person

Progress = Callable[[str, float], None]
SOLVE = "matching.solve_in_background"
_SOLVER = "samenspel.matching.solver."


class RoundError(DomainError):
    """A round cannot be run now."""


@transaction.atomic
def request_round(
    *, actor: Person, organisation_id: OrganisationId | None = None, seed: int = 0, at: datetime
) -> Round:
    """Ask for a round; the worker solves it. One at a time for an organisation.

    Raises NotFoundError for anyone who does not coordinate there, RoundError while one is
    running.
    """
    if organisation_id is None:
        mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
        organisation_id = min(mine, default=None)
    if organisation_id is None:
        raise NotFoundError("Only a coordinator runs a round.")
    matching_round = Round(
        organisation_id=organisation_id, run_by=actor, seed=seed, asked_at=at
    )
    access.require(actor, Permission.ROUND_RUN, matching_round, at)
    try:
        with transaction.atomic():
            matching_round.save(force_insert=True)
    except IntegrityError as error:
        raise RoundError(
            _("A round is already running. Wait until it is done."), code="running"
        ) from error
    app.configure_task(SOLVE, queue="matching").defer(round_id=str(matching_round.pk))
    return matching_round


@acting_for_system(Reason.ROUND)
def run_round(*, round_id: UUID, at: datetime, progress: Progress | None = None) -> Round:
    """Solve a round that was asked for and write its proposals, all or nothing.

    Proposals of earlier rounds that nobody acted on are superseded. Running a round that is
    done changes nothing; of two that run at once, the first to be done counts.
    """
    Round.objects.exclude(state=RoundState.DONE).filter(pk=round_id).update(
        state=RoundState.RUNNING
    )
    matching_round = Round.objects.get(pk=round_id)
    if matching_round.state == RoundState.DONE:
        return matching_round
    try:
        region, skipped = region_of(matching_round.organisation_id, at)
        outcome: Outcome = import_string(_SOLVER + "solve_round")(
            region, seed=matching_round.seed, at=at, progress=progress
        )
        return _write(matching_round, region, outcome, skipped, at)
    except Exception:
        Round.objects.filter(pk=round_id, state=RoundState.RUNNING).update(
            state=RoundState.FAILED
        )
        raise


@transaction.atomic
def lock_newest_round(organisation_id: OrganisationId) -> Round | None:
    """Return the newest round of an organisation that is done, held; None without one.

    What is added to its proposals and what replaces them go one after the other.
    """
    done = Round.objects.filter(organisation_id=organisation_id, state=RoundState.DONE)
    newest = done.order_by("-run_at").first()
    held = lock_if_any(done.filter(pk=newest.pk)) if newest else None
    # While it was waited for, a newer one may have been written.
    current = done.order_by("-run_at").first()
    return held if held is None or held == current else lock_newest_round(organisation_id)


@acting_for_system(Reason.ROUND)
def region_of(organisation_id: OrganisationId, at: datetime) -> tuple[Region, int]:
    """Return what a round is solved on, and how many helpers are left alone."""
    questions = _questions(organisation_id, at)
    offers = offer_reads.facts_for_round(organisation_id, at=at)
    kept, room = helper_load.askable(offers, helper_load.count_load(organisation_id, at))
    organisation = organisation_reads.get_organisation(organisation_id)
    region: Region = import_string(_SOLVER + "Region")(
        questions=questions,
        offers=kept,
        capacity=room,
        forbidden=_forbidden(questions, kept),
        allows_bodily_care=organisation.allows_bodily_care,
    )
    return region, len(offers) - len(kept)


def _questions(organisation_id: OrganisationId, at: datetime) -> list[QuestionFacts]:
    """Open questions without a running proposal, that nobody holds."""
    busy = set(Proposal.objects.active().values_list("question_id", flat=True))
    held = QuestionHold.objects.filter(until__gt=at.date()).values_list(
        "question_id", flat=True
    )
    taken = busy | set(held)
    facts = facts_for_matching.facts_for_round(organisation_id, at=at)
    return [question for question in facts if question.id not in taken]


def _forbidden(
    questions: list[QuestionFacts], offers: list[OfferFacts]
) -> list[tuple[UUID, UUID]]:
    """Pairs never proposed: a block either way, an earlier no, the same circle, oneself."""
    by_person: dict[UUID, list[UUID]] = {}
    for offer in offers:
        by_person.setdefault(offer.person_id, []).append(offer.id)
    seats = circle_seats.seats_by_subject([question.subject_id for question in questions])
    blocks: dict[UUID, set[UUID]] = {}
    subjects = {question.subject_id for question in questions}
    for by, about in people_reads.blocks_between(subjects):
        blocks.setdefault(by, set()).add(about)
        blocks.setdefault(about, set()).add(by)
    pairs = []
    for question in questions:
        persons = {question.subject_id, question.asked_by_id}
        persons |= seats.get(question.subject_id, frozenset())
        persons |= blocks.get(question.subject_id, set())
        pairs += [(question.id, offer) for p in persons for offer in by_person.get(p, ())]
    said_no = Q(state=ProposalState.UNSUITABLE) | Q(
        helper_answer__in=[HelperAnswer.NOT_NOW, HelperAnswer.NEVER]
    )
    before = Proposal.objects.filter(
        said_no | Q(state=ProposalState.DECLINED) | Q(state=ProposalState.ENDED),
        question__in=[question.id for question in questions],
    )
    return pairs + list(before.values_list("question_id", "offer_id"))


@transaction.atomic
def _write(seen: Round, region: Region, outcome: Outcome, skipped: int, at: datetime) -> Round:
    lock_newest_round(seen.organisation_id)
    matching_round = lock(Round.objects.filter(pk=seen.pk))
    if matching_round.state == RoundState.DONE:
        return matching_round
    earlier = Round.objects.filter(organisation_id=matching_round.organisation_id)
    rounds = list(earlier.values_list("pk", flat=True))
    supersede(Proposal.objects.filter(round__in=rounds), [ProposalState.PROPOSED])
    helpers = {offer.id: offer.person_id for offer in region.offers}
    ranks: dict[UUID, int] = {}
    proposals = []
    for one in outcome.proposed:
        rank = ranks[one.question_id] = ranks.get(one.question_id, 0) + 1
        proposals.append(
            Proposal(
                round=matching_round,
                question_id=one.question_id,
                offer_id=one.offer_id,
                helper_id=helpers[one.offer_id],
                rank=rank,
                is_best=one.is_best,
                quality=one.quality,
                fit=one.fit,
            )
        )
    Proposal.objects.bulk_create(proposals, batch_size=2000)
    UnservedQuestion.objects.bulk_create(
        UnservedQuestion(
            round=matching_round,
            question_id=one.question_id,
            code=one.code,
            suitable=one.suitable,
            steps=one.steps,
        )
        for one in outcome.open
    )
    values: dict[str, Any] = {
        "state": RoundState.DONE,
        "progress": 100,
        "run_at": at,
        "questions": len(region.questions),
        "helpers": len(region.offers),
        "skipped": skipped,
        **{
            field: getattr(outcome, field)
            for field in (
                "engine_version", "served", "pairs", "quality", "bound", "gap", "seconds",
                "content_hash", "scarcities",
            )
        },
    }  # fmt: skip
    for field, value in values.items():
        setattr(matching_round, field, value)
    matching_round.save(update_fields=list(values))
    publish(RoundDone(matching_round.pk, matching_round.organisation_id, at))
    return matching_round


@transaction.atomic
def supersede(rows: QuerySet[Proposal], states: Iterable[ProposalState]) -> int:
    """Take back those of these proposals that are in one of these states; say how many."""
    fitting = rows.filter(state__in=list(states)).only("pk")
    return len(lock_and_update(fitting, state=ProposalState.SUPERSEDED))
