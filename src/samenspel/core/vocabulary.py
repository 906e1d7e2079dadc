"""The words that asking and offering share: kinds of help, weekly windows, limits, interests.

The engine has the same keys in its own vocabulary; a test in tests/matching keeps them equal.
Labels are for screens; the stored values are stable and English.
"""

from collections.abc import Iterable
from enum import IntEnum

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


class Weekday(IntEnum):
    """Days as Python counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class Daypart(IntEnum):
    """Quarters of a day: 6-12, 12-18, 18-24 and 0-6 hours, local time."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2
    NIGHT = 3


WEEKDAY_LABELS = {
    Weekday.MONDAY: _("Monday"),
    Weekday.TUESDAY: _("Tuesday"),
    Weekday.WEDNESDAY: _("Wednesday"),
    Weekday.THURSDAY: _("Thursday"),
    Weekday.FRIDAY: _("Friday"),
    Weekday.SATURDAY: _("Saturday"),
    Weekday.SUNDAY: _("Sunday"),
}
DAYPART_LABELS = {
    Daypart.MORNING: _("morning"),
    Daypart.AFTERNOON: _("afternoon"),
    Daypart.EVENING: _("evening"),
    Daypart.NIGHT: _("night"),
}

Windows = int
"""A set of weekly windows: bit ``4 * weekday + daypart``, 28 bits."""

ALL_WINDOWS: Windows = (1 << 28) - 1


def windows_of(pairs: Iterable[tuple[int, int]]) -> Windows:
    """Return the windows for (weekday, daypart) pairs."""
    mask = 0
    for weekday, daypart in pairs:
        mask |= 1 << (4 * Weekday(weekday) + Daypart(daypart))
    return mask


def pairs_of(windows: Windows) -> tuple[tuple[Weekday, Daypart], ...]:
    """Return the (weekday, daypart) pairs in ``windows``, in the order of the week."""
    return tuple(
        (Weekday(bit // 4), Daypart(bit % 4)) for bit in range(28) if windows >> bit & 1
    )


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


class Boundary(TextChoices):
    """What is the case where help is asked, and what a helper may say no to beforehand."""

    PETS = "pets", _("Pets in the house")
    SMOKER = "smoker", _("Smoking in the house")
    STAIRS = "stairs", _("Stairs, no lift")
    WHEELCHAIR = "wheelchair", _("Wheelchair")
    BODILY_CARE = "bodily_care", _("Help with washing or dressing")
    PSYCHIATRIC = "psychiatric", _("Mental health problems")
    DEMENTIA = "dementia", _("Memory problems")
    HEARING = "hearing", _("Hard of hearing")


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


class GenderWish(TextChoices):
    """Who is welcome; only a wish unless the person says it must be so."""

    NONE = "none", _("No preference")
    WOMAN = "woman", _("Preferably a woman")
    MAN = "man", _("Preferably a man")
    WOMAN_ONLY = "woman_only", _("Only a woman")
    MAN_ONLY = "man_only", _("Only a man")
