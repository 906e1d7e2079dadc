"""How data about consent is shown, erased and kept."""

from django.db.models import Q

from samenspel.consent.models import Consent
from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    Withheld,
    register,
    years_before,
)

register(
    PersonalData(
        model=Consent,
        subject=("subject",),
        exported=(
            "category",
            "purpose",
            "ground",
            "text_version",
            "valid_from",
            "valid_until",
            "withdrawn_at",
            "grantee_person__given_name",
            "grantee_organisation__name",
            "recorded_at",
        ),
        erasure=Erasure.KEEP,
        retention="five years after withdrawal: proof of what was allowed (GDPR art. 7(1))",
        over=lambda at: (
            Q(withdrawn_at__lt=years_before(at, 5)) | Q(valid_until__lt=years_before(at, 5))
        ),
        withheld={
            "given_by": Withheld.ANOTHER,
            "recorded_by": Withheld.ANOTHER,
            "withdrawn_by": Withheld.ANOTHER,
        },
    )
)
