"""The one list of languages in which people can be helped."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """Languages in which people can be helped."""

    NL = "nl", _("Dutch")
    EN = "en", _("English")
    TR = "tr", _("Turkish")
    AR = "ar", _("Arabic")
    BER = "ber", _("Berber")
    PL = "pl", _("Polish")
    UK = "uk", _("Ukrainian")
    FR = "fr", _("French")
    DE = "de", _("German")
    ES = "es", _("Spanish")
    PAP = "pap", _("Papiamento")
    NSL = "nsl", _("Dutch Sign Language")
