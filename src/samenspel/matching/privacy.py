"""How data about rounds and proposals is shown, erased and kept."""

from datetime import datetime, timedelta

from django.db.models import Q

from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    Withheld,
    register,
    years_before,
)
from samenspel.matching.models import Proposal, QuestionHold, Round, UnservedQuestion
from samenspel.matching.types import ProposalState
from samenspel.needs.types import QuestionState

UNUSED_FOR = timedelta(days=92)
"""How long proposals that nobody acted on are kept."""


def _proposal_is_over(at: datetime) -> Q:
    two_years_ago = years_before(at, 2)
    unused = Q(state__in=[ProposalState.PROPOSED, ProposalState.SUPERSEDED])
    answered = Q(state__in=[ProposalState.DECLINED, ProposalState.INTRODUCED])
    return (
        unused & Q(round__run_at__lt=at - UNUSED_FOR)
        | Q(state=ProposalState.UNSUITABLE, round__run_at__lt=two_years_ago)
        | answered & Q(introduced_at__lt=two_years_ago)
        | Q(ended_at__lt=two_years_ago)
    )


register(
    PersonalData(
        model=Proposal,
        subject=("helper", "question__subject"),
        exported=(
            "state",
            "quality",
            "introduced_at",
            "helper_answer",
            "receiver_answer",
            "ended_at",
            "helper_answered_at",
            "receiver_answered_at",
            "receiver_ground",
            "answer_by",
            "shared_categories",
            "last_contact_at",
        ),
        erasure=Erasure.BLANK,
        blanked=("unsuitable_because",),
        retention="two years after it ended; proposals nobody acted on, three months",
        over=_proposal_is_over,
        only_for={
            "helper_answer": "helper",
            "helper_answered_at": "helper",
            "receiver_answer": "question__subject",
            "receiver_answered_at": "question__subject",
            "receiver_ground": "question__subject",
            "shared_categories": "question__subject",
        },
        withheld={
            "round": Withheld.WORKINGS,
            "offer": Withheld.WORKINGS,
            "rank": Withheld.WORKINGS,
            "is_best": Withheld.WORKINGS,
            "fit": Withheld.WORKINGS,
            "decided_by": Withheld.ANOTHER,
            "unsuitable_because": Withheld.ANOTHER,
            "receiver_answered_by": Withheld.ANOTHER,
        },
    ),
    PersonalData(
        model=Round,
        subject=("run_by",),
        exported=(
            "run_at",
            "questions",
            "served",
            "organisation__name",
            "state",
            "asked_at",
        ),
        erasure=Erasure.KEEP,
        retention="two years: accounts for how proposals came about",
        over=lambda at: Q(run_at__lt=years_before(at, 2), proposals__isnull=True),
        withheld={
            "progress": Withheld.WORKINGS,
            "seed": Withheld.WORKINGS,
            "engine_version": Withheld.WORKINGS,
            "helpers": Withheld.WORKINGS,
            "skipped": Withheld.WORKINGS,
            "pairs": Withheld.WORKINGS,
            "quality": Withheld.WORKINGS,
            "bound": Withheld.WORKINGS,
            "gap": Withheld.WORKINGS,
            "seconds": Withheld.WORKINGS,
            "content_hash": Withheld.WORKINGS,
            "scarcities": Withheld.WORKINGS,
        },
    ),
    PersonalData(
        model=UnservedQuestion,
        subject=("question__subject",),
        exported=(
            "code",
            "suitable",
            "steps",
        ),
        erasure=Erasure.DELETE,
        retention="three months",
        over=lambda at: Q(round__run_at__lt=at - UNUSED_FOR),
        withheld={
            "round": Withheld.WORKINGS,
        },
    ),
    PersonalData(
        model=QuestionHold,
        subject=("question__subject",),
        exported=("until", "held_at"),
        erasure=Erasure.DELETE,
        retention="until the question is closed",
        over=lambda _at: ~Q(question__state=QuestionState.OPEN),
        withheld={
            "held_by": Withheld.ANOTHER,
        },
    ),
)
