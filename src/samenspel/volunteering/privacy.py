"""How offers are shown, erased and kept."""

from django.db.models import Q

from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    Withheld,
    register,
    years_before,
)
from samenspel.volunteering.models import Offer, TaskRefusal

register(
    PersonalData(
        model=Offer,
        subject=("person",),
        exported=(
            "kind",
            "area__place",
            "task_types",
            "windows",
            "hours_per_week",
            "radius_km",
            "languages",
            "interests",
            "limits",
            "motive",
            "capacity",
            "asks_per_month",
            "vog_seen_on",
            "vog_valid_until",
            "paused_until",
            "registered_at",
            "organisation__name",
            "willing_bodily_care",
            "trained_bodily_care_on",
            "last_asked_at",
            "ended_at",
        ),
        erasure=Erasure.BLANK,
        blanked=("motive", "external_id"),
        retention="two years after it ended",
        over=lambda at: Q(ended_at__lt=years_before(at, 2)),
        withheld={
            "external_id": Withheld.WORKINGS,
        },
    ),
    PersonalData(
        model=TaskRefusal,
        subject=("offer__person",),
        exported=("task_type", "refused_at"),
        erasure=Erasure.KEEP,
        retention="as long as the offer: it protects the helper",
    ),
)
