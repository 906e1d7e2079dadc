"""How data about persons is shown, erased and kept."""

from samenspel.core.privacy_registry import Erasure, PersonalData, register
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
        ),
        erasure=Erasure.BLANK,
        blanked=("family_name", "email", "phone", "external_id"),
        retention="as long as the person takes part, then two years without activity",
    ),
    PersonalData(
        model=Account,
        subject=("person",),
        exported=("email", "created_at"),
        erasure=Erasure.DELETE,
        retention="until the person closes the account",
    ),
    PersonalData(
        model=Address,
        subject=("person",),
        exported=("area__code", "area__place", "street", "house_number", "valid_from"),
        erasure=Erasure.DELETE,
        retention="the current one; older ones two years",
    ),
    PersonalData(
        model=Representation,
        subject=("represented", "representative"),
        exported=("kind", "relation", "valid_from", "valid_until"),
        erasure=Erasure.KEEP,
        retention="ten years after it ended, to account for what was done in someone's name",
    ),
    PersonalData(
        model=Block,
        subject=("by",),
        exported=("created_at",),
        erasure=Erasure.KEEP,
        retention="until taken back; protects a person, so erasing does not lift it",
    ),
)
