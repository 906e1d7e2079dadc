"""How data about circles is shown, erased and kept."""

from django.db.models import Q

from samenspel.circles.models import (
    AgreementSignature,
    Circle,
    CircleNote,
    Membership,
    RoleAgreement,
)
from samenspel.core.privacy_registry import (
    Erasure,
    PersonalData,
    Withheld,
    register,
    years_before,
)

register(
    PersonalData(
        model=Circle,
        subject=("subject",),
        exported=(
            "opened_at",
            "closed_at",
            "regisseur__given_name",
            "first_contact__given_name",
        ),
        erasure=Erasure.KEEP,
        retention="two years after closing, then deleted with its seats",
        over=lambda at: Q(closed_at__lt=years_before(at, 2)),
    ),
    PersonalData(
        model=Membership,
        subject=("person", "circle__subject"),
        exported=(
            "role",
            "relation",
            "contact",
            "said_yes_at",
            "left_at",
            "invited_at",
        ),
        erasure=Erasure.BLANK,
        blanked=("relation",),
        retention="two years after leaving",
        over=lambda at: Q(left_at__lt=years_before(at, 2)),
        withheld={
            "invited_by": Withheld.ANOTHER,
        },
    ),
    PersonalData(
        model=RoleAgreement,
        subject=("membership__person", "membership__circle__subject"),
        exported=(
            "does",
            "does_not",
            "own_view",
            "if_difficult",
            "review_on",
            "agreed_at",
            "starts_on",
            "trial_until",
            "proposed_at",
            "ended_at",
        ),
        erasure=Erasure.KEEP,
        retention="two years after ending; both people have a right to what they agreed",
        over=lambda at: Q(ended_at__lt=years_before(at, 2)),
        withheld={
            "proposed_by": Withheld.ANOTHER,
        },
    ),
    PersonalData(
        model=AgreementSignature,
        subject=("for_person", "signed_by"),
        exported=(
            "signed_at",
            "agreement__does",
        ),
        erasure=Erasure.KEEP,
        retention="as long as the agreement",
        only_for={"agreement__does": "for_person"},
    ),
    PersonalData(
        model=CircleNote,
        subject=("circle__subject",),
        exported=("category", "body", "written_at"),
        erasure=Erasure.DELETE,
        retention="until changed or taken away by the person",
        withheld={
            "written_by": Withheld.ANOTHER,
        },
    ),
)
