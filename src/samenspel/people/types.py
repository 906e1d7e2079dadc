"""Words about persons that other rooms may use."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PersonId = UUID

LONGEST_GIVEN_NAME, LONGEST_FAMILY_NAME, LONGEST_PHONE = 60, 90, 30
"""Characters that fit in the columns of a person."""


class Channel(TextChoices):
    """How a person wants to hear from us; paper and phone are as good as e-mail."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    LETTER = "letter", _("Letter")


class Gender(TextChoices):
    """Only as far as a wish about the helper needs it; empty when not told."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("other")


class RepresentationKind(TextChoices):
    """On what grounds someone acts for another. A first contact person is none of these."""

    WITH_CONSENT = "with_consent", _("asks together with the person")
    ATTORNEY = "attorney", _("authorised in writing (gevolmachtigde)")
    MENTOR = "mentor", _("mentor, appointed by the court")
    CURATOR = "curator", _("curator, appointed by the court")
    BEWINDVOERDER = "bewindvoerder", _("bewindvoerder, for money only")
    PARENT = "parent", _("parent or guardian")


LEGAL_FOR_CARE = frozenset(
    {
        RepresentationKind.ATTORNEY,
        RepresentationKind.MENTOR,
        RepresentationKind.CURATOR,
        RepresentationKind.PARENT,
    }
)
"""Kinds that may decide about care in the person's place; a bewindvoerder may not."""

MAY_ANSWER = LEGAL_FOR_CARE | {RepresentationKind.WITH_CONSENT}
"""Kinds that may pass on, or give, an answer to a question that was asked for the person."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What stands between a person and someone else: a block, and grounds to act for them."""

    is_blocked: bool
    kinds: frozenset[RepresentationKind]

    @property
    def may_decide_about_care(self) -> bool:
        """Whether the other may decide about care in the person's place."""
        return not self.is_blocked and bool(self.kinds & LEGAL_FOR_CARE)

    @property
    def asks_together(self) -> bool:
        """Whether the other asks together with the person, who can end that any day."""
        return not self.is_blocked and RepresentationKind.WITH_CONSENT in self.kinds


Speaking = tuple[PersonId, str, RepresentationKind]
"""Someone who acts for another now: id, full name and on what grounds."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where someone lives now, as far as it was written down."""

    street: str
    house_number: str
    code: str
    place: str
