"""How messages are shown, erased and kept."""

from samenspel.core.privacy_registry import Erasure, PersonalData, Withheld, register
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
        withheld={
            "path": Withheld.WORKINGS,
            "key": Withheld.WORKINGS,
            "claimed_at": Withheld.WORKINGS,
            "sent_by": Withheld.ANOTHER,
        },
    )
)
