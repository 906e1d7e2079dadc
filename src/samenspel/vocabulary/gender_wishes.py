"""The one list of wishes about who comes to help."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GenderWish(TextChoices):
    """Who is welcome; only a wish unless the person says it must be so."""

    NONE = "none", _("No preference")
    WOMAN = "woman", _("Preferably a woman")
    MAN = "man", _("Preferably a man")
    WOMAN_ONLY = "woman_only", _("Only a woman")
    MAN_ONLY = "man_only", _("Only a man")
