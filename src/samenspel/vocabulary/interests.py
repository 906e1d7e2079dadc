"""The one list of what people like to do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Interest(TextChoices):
    """What people like to do; a reason to click, never a condition."""

    WALKING = "walking", _("walking")
    MUSIC = "music", _("music")
    SINGING = "singing", _("singing")
    CARDS = "cards", _("playing cards")
    READING = "reading", _("reading")
    FOOTBALL = "football", _("football")
    COOKING = "cooking", _("cooking")
    GARDENING = "gardening", _("gardening")
    FAITH = "faith", _("faith")
    HISTORY = "history", _("history")
    CRAFTS = "crafts", _("crafts")
    TV = "tv", _("television")
    NATURE = "nature", _("nature")
    CYCLING = "cycling", _("cycling")
    ANIMALS = "animals", _("animals")
    PHOTOGRAPHY = "photography", _("photography")
    TECHNOLOGY = "technology", _("technology")
    DANCING = "dancing", _("dancing")
    PUZZLES = "puzzles", _("puzzles")
    TRAVEL = "travel", _("travelling")
    COFFEE = "coffee", _("a cup of coffee")
    PAINTING = "painting", _("painting")
    CHESS = "chess", _("chess")
    SWIMMING = "swimming", _("swimming")
