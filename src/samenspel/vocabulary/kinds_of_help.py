"""The one list of ready-made kinds of help."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TaskType(TextChoices):
    """Ready-made kinds of help."""

    COMPANY = "company", _("Company")
    OUTDOORS = "outdoors", _("Going out together")
    GROCERIES = "groceries", _("Groceries")
    TRANSPORT = "transport", _("Transport")
    HOME_GARDEN = "home_garden", _("House and garden")
    PAPERWORK = "paperwork", _("Paperwork")
    RESPITE = "respite", _("Someone else for a while")
    LANGUAGE = "language", _("Practising the language")
    DIGITAL = "digital", _("Phone and computer")
    PETS = "pets", _("Pets")
    NIGHT_WATCH = "night_watch", _("Staying the night")
    BODILY_CARE = "bodily_care", _("Washing and dressing")
