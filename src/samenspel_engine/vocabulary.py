"""The words of the engine: every key, its bit or code, and its Dutch and English label.

Codes are positions: the order of a vocabulary is part of the file format and never changes; new
keys are added at the end. Nothing here needs NumPy or the compiler.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NL = "nl"
EN = "en"
LANGUAGES_OF_TEXT = (NL, EN)


@dataclass(frozen=True)
class Vocabulary:
    """An ordered list of keys with labels; position = code, ``1 << position`` = bit.

    Parameters
    ----------
    name : str
        What the keys are, for error messages ("task type").
    entries : tuple of (key, Dutch label, English label)
    """

    name: str
    entries: tuple[tuple[str, str, str], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys in code order."""
        return tuple(key for key, _, _ in self.entries)

    @property
    def all_bits(self) -> int:
        """Bitmask with every key set."""
        return (1 << len(self.entries)) - 1

    def __len__(self) -> int:
        return len(self.entries)

    def code(self, key: str) -> int:
        """Position of ``key``; raises a ``KeyError`` that lists the known keys."""
        try:
            return self.keys.index(key)
        except ValueError:
            raise KeyError(
                f"unknown {self.name} {key!r}; known: {', '.join(self.keys)}"
            ) from None

    def bit(self, key: str) -> int:
        """Bit of ``key``."""
        return 1 << self.code(key)

    def mask(self, keys: Iterable[str]) -> int:
        """Bitmask of ``keys``."""
        total = 0
        for key in keys:
            total |= self.bit(key)
        return total

    def codes_in(self, mask: int) -> Iterator[int]:
        """Codes whose bit is set in ``mask``, lowest first."""
        return (code for code in range(len(self.entries)) if mask >> code & 1)

    def keys_in(self, mask: int) -> tuple[str, ...]:
        """Keys whose bit is set in ``mask``."""
        return tuple(self.entries[code][0] for code in self.codes_in(mask))

    def label(self, code: int, language: str = NL) -> str:
        """Label of one code."""
        return self.entries[code][1 if language == NL else 2]

    def labels_in(self, mask: int, language: str = NL) -> tuple[str, ...]:
        """Labels of the keys in ``mask``."""
        return tuple(self.label(code, language) for code in self.codes_in(mask))


TASKS = Vocabulary(
    "task type",
    (
        ("company", "gezelschap", "company"),
        ("outdoors", "samen naar buiten", "going outdoors together"),
        ("groceries", "boodschappen", "groceries"),
        ("transport", "vervoer en meegaan", "transport and going along"),
        ("home_garden", "klusjes in huis en tuin", "jobs in house and garden"),
        ("paperwork", "post en administratie", "post and paperwork"),
        ("respite", "even overnemen van de mantelzorger", "respite for the carer"),
        ("language", "taal oefenen of tolken", "language practice or interpreting"),
        ("digital", "hulp met computer en telefoon", "help with computer and telephone"),
        ("pets", "zorg voor huisdieren", "care for pets"),
        ("night_watch", "waken in de nacht", "night watch"),
        ("bodily_care", "lichamelijke verzorging", "bodily care"),
        ("reading_aloud", "voorlezen", "reading aloud"),
    ),
)

LANGUAGES = Vocabulary(
    "language",
    (
        ("nl", "Nederlands", "Dutch"),
        ("en", "Engels", "English"),
        ("tr", "Turks", "Turkish"),
        ("ar", "Arabisch", "Arabic"),
        ("ber", "Berbers", "Berber"),
        ("pl", "Pools", "Polish"),
        ("uk", "Oekraïens", "Ukrainian"),
        ("fr", "Frans", "French"),
        ("de", "Duits", "German"),
        ("es", "Spaans", "Spanish"),
        ("pap", "Papiaments", "Papiamento"),
        ("nsl", "Nederlandse gebarentaal", "Dutch sign language"),
    ),
)

BOUNDARIES = Vocabulary(
    "boundary",
    (
        ("pets", "huisdieren", "pets"),
        ("smoker", "roken in huis", "smoking at home"),
        ("stairs", "traplopen", "stairs"),
        ("wheelchair", "een rolstoel", "a wheelchair"),
        ("bodily_care", "lichamelijke verzorging", "bodily care"),
        ("psychiatric", "psychische klachten", "psychiatric complaints"),
        ("dementia", "dementie", "dementia"),
        ("hearing", "slecht horen", "poor hearing"),
    ),
)

INTERESTS = Vocabulary(
    "interest",
    (
        ("walking", "wandelen", "walking"),
        ("music", "muziek", "music"),
        ("singing", "zingen", "singing"),
        ("cards", "kaarten", "card games"),
        ("reading", "lezen", "reading"),
        ("football", "voetbal", "football"),
        ("cooking", "koken", "cooking"),
        ("gardening", "tuinieren", "gardening"),
        ("faith", "geloof", "faith"),
        ("history", "geschiedenis", "history"),
        ("crafts", "handwerken", "crafts"),
        ("tv", "televisie kijken", "watching television"),
        ("nature", "natuur", "nature"),
        ("cycling", "fietsen", "cycling"),
        ("animals", "dieren", "animals"),
        ("photography", "fotografie", "photography"),
        ("technology", "techniek", "technology"),
        ("dancing", "dansen", "dancing"),
        ("puzzles", "puzzelen", "puzzles"),
        ("travel", "reizen", "travel"),
        ("coffee", "koffiedrinken", "having coffee"),
        ("painting", "schilderen", "painting"),
        ("chess", "schaken", "chess"),
        ("swimming", "zwemmen", "swimming"),
    ),
)

SKILLS = Vocabulary(
    "skill",
    (
        ("driving_licence", "rijbewijs", "driving licence"),
        ("first_aid", "EHBO", "first aid"),
        ("transfer", "helpen met opstaan en verplaatsen", "helping someone to move"),
        ("dementia_course", "cursus dementie", "course on dementia"),
        ("mental_health_course", "cursus psychische klachten", "course on mental health"),
        ("handy", "handig met gereedschap", "good with tools"),
        ("bookkeeping", "ervaring met geldzaken", "experience with money matters"),
        ("teaching", "ervaring met lesgeven", "experience in teaching"),
    ),
)

GENDERS = Vocabulary(
    "gender",
    (
        ("unsaid", "niet gezegd", "not said"),
        ("woman", "vrouw", "woman"),
        ("man", "man", "man"),
        ("other", "anders", "other"),
    ),
)

WEEKDAYS = Vocabulary(
    "weekday",
    (
        ("mon", "maandag", "Monday"),
        ("tue", "dinsdag", "Tuesday"),
        ("wed", "woensdag", "Wednesday"),
        ("thu", "donderdag", "Thursday"),
        ("fri", "vrijdag", "Friday"),
        ("sat", "zaterdag", "Saturday"),
        ("sun", "zondag", "Sunday"),
    ),
)

DAYPARTS = Vocabulary(
    "part of the day",
    (
        ("morning", "ochtend", "morning"),
        ("afternoon", "middag", "afternoon"),
        ("evening", "avond", "evening"),
        ("night", "nacht", "night"),
    ),
)

WINDOWS = Vocabulary(
    "weekday and part of the day",
    tuple(
        (f"{day}-{part}", f"{day_nl}{part_nl}", f"{day_en} {part_en}")
        for day, day_nl, day_en in WEEKDAYS.entries
        for part, part_nl, part_en in DAYPARTS.entries
    ),
)
"""The 28 windows of a week: bit ``4 * weekday + daypart``, weekday 0 = Monday."""

BODILY_CARE_TASK = TASKS.code("bodily_care")
BODILY_CARE_BOUNDARY = BOUNDARIES.bit("bodily_care")
