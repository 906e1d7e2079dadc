"""How messages are shown, erased and kept."""

from samenspel.core.privacy_registry import Erasure, PersonalData, register
from samenspel.notifications.models import Message

register(
    PersonalData(
        model=Message,
        subject=("recipient",),
        exported=("channel", "occasion", "created_at", "sent_at"),
        erasure=Erasure.DELETE,
        retention="one year",
    )
)
