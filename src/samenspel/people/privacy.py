"""How data about persons is shown, erased and kept."""

from django.db.models import Q

from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    Withheld,
    register,
    years_before,
)
from samenspel.people.models import Account, Address, Block, Person, Representation

register(
    PersonalData(
        model=Person,
        subject=("pk",),
        exported=(
            "given_name",
            "family_name",
            "birth_year",
            "gender",
            "email",
            "phone",
            "channel",
            "languages",
            "recorded_at",
            "deceased_on",
            "is_synthetic",
        ),
        erasure=Erasure.BLANK,
        blanked=("family_name", "email", "phone", "external_id"),
        retention="as long as the person takes part, then two years without activity",
        withheld={
            "external_id": Withheld.WORKINGS,
            "forgotten_at": Withheld.WORKINGS,
            "recorded_by": Withheld.ANOTHER,
        },
    ),
    PersonalData(
        model=Account,
        subject=("person",),
        exported=(
            "email",
            "created_at",
            "last_login",
            "is_active",
        ),
        erasure=Erasure.DELETE,
        retention="until the person closes the account",
        withheld={
            "password": Withheld.SIGN_IN,
        },
    ),
    PersonalData(
        model=Address,
        subject=("person",),
        exported=(
            "area__code",
            "area__place",
            "street",
            "house_number",
            "valid_from",
            "valid_until",
            "recorded_at",
        ),
        erasure=Erasure.DELETE,
        retention="the current one; older ones two years",
        over=lambda at: Q(valid_until__lt=years_before(at, 2)),
    ),
    PersonalData(
        model=Representation,
        subject=("represented", "representative"),
        exported=(
            "kind",
            "relation",
            "valid_from",
            "valid_until",
            "document_seen_on",
            "recorded_at",
            "ended_at",
        ),
        erasure=Erasure.KEEP,
        retention="ten years after it ended, to account for what was done in someone's name",
        over=lambda at: (
            Q(ended_at__lt=years_before(at, 10)) | Q(valid_until__lt=years_before(at, 10))
        ),
        withheld={
            "recorded_by": Withheld.ANOTHER,
            "ended_by": Withheld.ANOTHER,
        },
    ),
    PersonalData(
        model=Block,
        subject=("by",),
        exported=("created_at",),
        erasure=Erasure.KEEP,
        retention="until taken back; protects a person, so erasing does not lift it",
        withheld={
            "about": Withheld.ANOTHER,
        },
    ),
)
