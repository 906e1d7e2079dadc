"""Understanding words as people write them: without case, accents, spaces or punctuation."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override

from samenspel.needs.types import Frequency, WhoMayKnow
from samenspel.people.types import Channel, Gender
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.vocabulary.synonyms import FILES, synonyms_of
from samenspel.volunteering.types import HelperKind

VOCABULARIES: Mapping[str, type[TextChoices]] = {
    "task_types": TaskType,
    "languages": Language,
    "boundaries": Boundary,
    "interests": Interest,
    "gender": Gender,
    "gender_wish": GenderWish,
    "channel": Channel,
    "frequency": Frequency,
    "who_may_know": WhoMayKnow,
    "helper_kind": HelperKind,
}
"""Lists that stand for choices: their labels on screen are understood too."""
BETWEEN_ITEMS = re.compile(r"[;,|/+&\n\r]+")
AND = re.compile(r"\b(?:en|and)\b", re.IGNORECASE)
REMEMBERED = 1 << 12  # cells repeat: most columns hold few different words
SIGNS = {"✓", "✔", "-", "?"}
"""Cells that consist of a sign only, and still say something."""


def without_accents(text: str) -> str:
    """Return text in lower case without accents: "Cliënt" becomes "client"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@lru_cache(maxsize=REMEMBERED)
def squash(text: str) -> str:
    """Return only the letters and digits, in lower case and without accents."""
    squashed = "".join(sign for sign in without_accents(text) if sign.isalnum())
    return squashed or (text.strip() if text.strip() in SIGNS else "")


@cache
def data(name: str) -> Mapping[str, Any]:
    """Return a data file of this room."""
    text = files("samenspel.exchange").joinpath(f"data/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def words_for(name: str) -> Mapping[str, Iterable[str]]:
    """Return value -> words: from the vocabulary where it has them, else from words.toml."""
    choices = VOCABULARIES.get(name)
    words: Mapping[str, Iterable[str]] = (
        synonyms_of(choices) if choices in FILES else data("words")[name]
    )
    return words


@cache
def meanings(name: str) -> Mapping[str, str]:
    """Return squashed word -> value: the words for each value, the value, and its labels."""
    known = {}
    for value, words in words_for(name).items():
        for word in (value, *words):
            known[squash(word)] = value
    for language in ("nl", "en"):
        with override(language):
            for value, label in VOCABULARIES[name].choices if name in VOCABULARIES else ():
                known.setdefault(squash(str(label)), value)
    return known


@cache
def _nothing() -> frozenset[str]:
    return frozenset(squash(word) for word in data("words")["nothing"])


def says_nothing(text: str) -> bool:
    """Say whether a cell only says that there is nothing to say: "n.v.t.", "geen", "-"."""
    return not text.strip() or squash(text) in _nothing()


def find(name: str, text: str) -> str | None:
    """Return the value that a word stands for, or None."""
    return meanings(name).get(squash(text))


@lru_cache(maxsize=REMEMBERED)
def find_all(name: str, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values of a list in one cell, and the items that are not understood.

    Items are separated by ``; , | / + &``, a new line, or "en" and "and". The whole cell is
    tried first and "en" last, so that "wassen en aankleden" stays one item.
    """
    values: list[str] = []
    unknown: list[str] = []
    whole = find(name, text)
    for item in [text] if whole else BETWEEN_ITEMS.split(text):
        _add(name, item, values, unknown)
    return tuple(dict.fromkeys(values)), tuple(unknown)


def _add(name: str, item: str, values: list[str], unknown: list[str]) -> None:
    if says_nothing(item):
        return
    value = find(name, item)
    if value:
        values.append(value)
        return
    parts = [part for part in AND.split(item) if part.strip()]
    found = [find(name, part) for part in parts]
    if all(found):
        values.extend(part for part in found if part)
    else:
        unknown.append(item.strip())
