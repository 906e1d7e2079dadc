"""The columns of the files of a week: how each cell is read and written."""

from __future__ import annotations

from functools import lru_cache

from samenspel_engine.tables import NO_WORDS, YES_WORDS, Field
from samenspel_engine.vocabulary import (
    BOUNDARIES,
    INTERESTS,
    LANGUAGES,
    SKILLS,
    WINDOWS,
    Vocabulary,
)
from samenspel_engine.weekplan.arrays import NO_LIMIT
from samenspel_engine.weekplan.words import TIERS, WEEK_TASKS


def _bits(name: str, column: str, words: Vocabulary, default: int | None) -> Field:
    @lru_cache(maxsize=1 << 16)
    def read(cell: str) -> float:
        return words.mask(key.strip() for key in cell.split("|") if key.strip())

    return Field(name, column, read, lambda mask: "|".join(words.keys_in(int(mask))), default)


def _code(name: str, words: Vocabulary) -> Field:
    return Field(name, name, words.code, lambda code: words.keys[int(code)])


def _yes_no(name: str, column: str, default: int = 0) -> Field:
    def read(cell: str) -> float:
        if cell.lower() not in YES_WORDS | NO_WORDS:
            raise KeyError(f"{cell!r} is neither yes nor no")
        return float(cell.lower() in YES_WORDS)

    return Field(name, column, read, lambda value: "yes" if value else "no", default)


def _number(name: str, column: str, default: float | None, scale: float = 1.0) -> Field:
    def read(cell: str) -> float:
        try:
            return float(cell.replace(",", ".")) * scale
        except ValueError:
            raise KeyError(f"{cell!r} is not a number") from None

    return Field(name, column, read, lambda value: f"{value / scale:.10g}", default)


def _limit(name: str) -> Field:
    """A number of people; empty for no limit."""
    number = _number(name, name, NO_LIMIT)
    return Field(name, name, number.read, lambda n: "" if n >= NO_LIMIT else f"{n}", NO_LIMIT)


CLIENT_FIELDS = (
    _limit("most_faces"),
    _bits("languages", "languages", LANGUAGES, 1),
    _bits("boundaries", "boundaries", BOUNDARIES, 0),
    _yes_no("bodily_care_comfortable", "bodily_comfortable"),
    _bits("interests", "interests", INTERESTS, 0),
)

VISIT_FIELDS = (
    _code("task", WEEK_TASKS),
    _number("minutes", "minutes", None),
    _bits("windows", "slots", WINDOWS, None),
    _number("urgency", "urgency", 3),
    _yes_no("informal_allowed", "informal_allowed", 1),
    _yes_no("bodily_care_part", "bodily_part"),
    _bits("skills_needed", "skills_needed", SKILLS, 0),
    _yes_no("vog_needed", "vog_needed"),
)

SUPPLIER_FIELDS = (
    _code("tier", TIERS),
    _bits("tasks", "tasks", WEEK_TASKS, 0),
    _bits("windows", "windows", WINDOWS, 0),
    _number("minutes_per_week", "minutes_per_week", None),
    _number("minutes_per_daypart", "minutes_per_daypart", 210),
    _limit("most_people"),
    _number("radius_km", "radius_m", 2.0e7, 1000.0),
    _bits("languages", "languages", LANGUAGES, 1),
    _bits("limits", "refused", BOUNDARIES, 0),
    _bits("skills", "skills", SKILLS, 0),
    _yes_no("vog_seen", "vog_seen"),
    _yes_no("bodily_care_willing", "bodily_willing"),
    _yes_no("bodily_care_trained", "bodily_trained"),
    _yes_no("bodily_care_allowed", "bodily_allowed"),
    _bits("interests", "interests", INTERESTS, 0),
    _number("recent_load", "recent_load", 0),
)
