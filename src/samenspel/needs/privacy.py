"""How help questions are shown, erased and kept."""

from django.db.models import Q

from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    Withheld,
    register,
    years_before,
)
from samenspel.needs.models import AskDraft, HelpQuestion
from samenspel.needs.types import KEPT_FOR
from samenspel.people import reads as people_reads

register(
    PersonalData(
        model=HelpQuestion,
        subject=("subject", "asked_by"),
        exported=(
            "own_words",
            "public_note",
            "task_types",
            "windows",
            "hours_per_week",
            "frequency",
            "area__place",
            "languages",
            "interests",
            "boundaries",
            "who_may_know",
            "state",
            "asked_at",
            "closed_at",
            "relation",
            "organisation__name",
            "gender_wish",
            "accepts_bodily_care",
            "urgency",
            "subject_agreed_at",
            "neighbourhood_from",
            "respond_by",
            "needed_overlap",
        ),
        erasure=Erasure.BLANK,
        blanked=("own_words", "public_note", "relation", "external_id"),
        retention="two years after closing",
        over=lambda at: Q(closed_at__lt=years_before(at, 2)),
        erased_for=("subject",),
        closed_to=lambda person_id: Q(subject__in=people_reads.blocking(person_id)),
        withheld={
            "recorded_by": Withheld.ANOTHER,
            "taken_by": Withheld.ANOTHER,
            "external_id": Withheld.WORKINGS,
        },
    ),
    PersonalData(
        model=AskDraft,
        subject=("person",),
        exported=(
            "answers",
            "saved_at",
            "created_at",
        ),
        erasure=Erasure.DELETE,
        retention="thirty days after it was last saved",
        over=lambda at: Q(saved_at__lt=at - KEPT_FOR),
        withheld={
            "token_digest": Withheld.SIGN_IN,
            "question": Withheld.WORKINGS,
        },
    ),
)
