"""How data about employment is shown, erased and kept."""

from django.db.models import Q

from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    register,
    years_before,
)
from samenspel.organisations.models import Employment

register(
    PersonalData(
        model=Employment,
        subject=("person",),
        exported=(
            "organisation__name",
            "job_role",
            "job_title",
            "valid_from",
            "valid_until",
            "team__name",
        ),
        erasure=Erasure.KEEP,
        retention="five years after it ended: the read log refers to it",
        over=lambda at: Q(valid_until__lt=years_before(at, 5)),
    )
)
