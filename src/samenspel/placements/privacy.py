"""How data about placements is shown, erased and kept."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    keep_while,
    register,
    years_before,
)
from samenspel.placements.models import Placement

register(
    PersonalData(
        model=Placement,
        subject=("helper", "question__subject"),
        exported=(
            "state",
            "started_at",
            "first_meeting_on",
            "lasting_at",
            "ended_at",
            "organisation__name",
            "last_contact_at",
        ),
        erasure=Erasure.KEEP,
        retention="two years after it ended; it is about the other person as well",
        over=lambda at: Q(ended_at__lt=years_before(at, 2)),
    ),
)


def _of_a_match(path: str) -> Callable[[datetime], Q]:
    """A condition on rows: a match that refers to them by ``path`` is still kept."""

    def is_needed(at: datetime) -> Q:
        kept = Placement.objects.exclude(ended_at__lt=years_before(at, 2))
        return Q(pk__in=kept.values(path))

    return is_needed


for label, path in (
    ("needs.HelpQuestion", "question"),
    ("volunteering.Offer", "proposal__offer"),
    ("matching.Proposal", "proposal"),
):
    keep_while(label, _of_a_match(path))
