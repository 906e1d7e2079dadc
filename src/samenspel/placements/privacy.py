"""How data about placements is shown, erased and kept."""

from samenspel.core.privacy_registry import Erasure, PersonalData, register
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
    ),
)
