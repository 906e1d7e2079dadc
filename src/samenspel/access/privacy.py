"""How the read log is shown, erased and kept."""

from samenspel.access.models import ReadLogEntry
from samenspel.core.privacy_registry import Erasure, PersonalData, Withheld, register

register(
    PersonalData(
        model=ReadLogEntry,
        subject=("client",),
        exported=(
            "who",
            "role",
            "organisation__name",
            "event",
            "categories",
            "reason",
            "at",
        ),
        erasure=Erasure.KEEP,
        retention="at least five years (NEN 7513)",
        withheld={
            "user": Withheld.ANOTHER,
            "object_kind": Withheld.WORKINGS,
            "object_id": Withheld.WORKINGS,
        },
    )
)
