"""What a matching round needs of questions: facts without names or words, and no look."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from samenspel.needs.models import HelpQuestion
from samenspel.needs.types import QuestionFacts
from samenspel.vocabulary.gender_wishes import GenderWish


def facts_for_round(organisation_id: UUID, *, at: datetime) -> tuple[QuestionFacts, ...]:
    """Return what matching needs of every question that a round may serve."""
    rows = (
        HelpQuestion.objects.for_round(at)
        .filter(organisation_id=organisation_id)
        .with_consent(at)
        .exclude(task_types=[])
        .select_related("area")
        .order_by("pk")
    )
    return tuple(_facts(question) for question in rows)


def _facts(question: HelpQuestion) -> QuestionFacts:
    return QuestionFacts(
        id=question.pk,
        subject_id=question.subject_id,
        asked_by_id=question.asked_by_id,
        organisation_id=question.organisation_id,
        latitude=question.area.latitude,
        longitude=question.area.longitude,
        place=question.area.place,
        task_types=tuple(question.task_types),
        windows=question.windows,
        needed_overlap=question.needed_overlap,
        hours_per_week=float(question.hours_per_week),
        languages=tuple(question.languages),
        interests=tuple(question.interests),
        boundaries=tuple(question.boundaries),
        gender_wish=GenderWish(question.gender_wish),
        urgency=question.urgency,
        asked_at=question.asked_at,
        accepts_bodily_care=question.accepts_bodily_care,
    )
