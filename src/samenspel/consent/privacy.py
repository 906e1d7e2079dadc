"""How data about consent is shown, erased and kept."""

from samenspel.consent.models import Consent
from samenspel.core.privacy_registry import Erasure, PersonalData, register

register(
    PersonalData(
        model=Consent,
        subject=("subject",),
        exported=(
            "category",
            "purpose",
            "text_version",
            "valid_from",
            "valid_until",
            "withdrawn_at",
        ),
        erasure=Erasure.KEEP,
        retention="five years after withdrawal: proof of what was allowed (GDPR art. 7(1))",
    )
)
