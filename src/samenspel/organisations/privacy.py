"""How data about employment is shown, erased and kept."""

from samenspel.core.privacy import Erasure, PersonalData, register
from samenspel.organisations.models import Employment

register(
    PersonalData(
        model=Employment,
        subject=("person",),
        exported=("organisation__name", "post", "job_title", "valid_from", "valid_until"),
        erasure=Erasure.KEEP,
        retention="five years after it ended: the read log refers to it",
    )
)
