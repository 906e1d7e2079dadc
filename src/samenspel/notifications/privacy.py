"""How messages are shown, erased and kept."""

from django.db.models import Q

from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    Withheld,
    register,
    years_before,
)
from samenspel.notifications.models import Message

register(
    PersonalData(
        model=Message,
        subject=("recipient",),
        exported=(
            "channel",
            "occasion",
            "created_at",
            "sent_at",
            "organisation__name",
        ),
        erasure=Erasure.DELETE,
        retention="one year",
        over=lambda at: Q(created_at__lt=years_before(at, 1)),
        withheld={
            "path": Withheld.WORKINGS,
            "key": Withheld.WORKINGS,
            "claimed_at": Withheld.WORKINGS,
            "sent_by": Withheld.ANOTHER,
        },
    )
)
