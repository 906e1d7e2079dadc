"""The one list of circumstances at home that a helper may say no to beforehand."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Boundary(TextChoices):
    """How things are where help is asked for, and what a helper may say no to beforehand."""

    PETS = "pets", _("Pets in the house")
    SMOKER = "smoker", _("Smoking in the house")
    STAIRS = "stairs", _("Stairs, no lift")
    WHEELCHAIR = "wheelchair", _("Wheelchair")
    BODILY_CARE = "bodily_care", _("Help with washing or dressing")
    PSYCHIATRIC = "psychiatric", _("Mental health problems")
    DEMENTIA = "dementia", _("Memory problems")
    HEARING = "hearing", _("Hard of hearing")

    @classmethod
    def at_home(cls) -> tuple[Boundary, ...]:
        """Return what is asked about the home; bodily care has a question of its own."""
        return tuple(one for one in cls if one is not cls.BODILY_CARE)
