"""How people write each word of the lists, in Dutch and English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.db.models import TextChoices

from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language

FILES: Mapping[type[TextChoices], str] = {
    Boundary: "boundaries",
    GenderWish: "gender_wishes",
    Interest: "interests",
    Language: "languages",
    TaskType: "kinds_of_help",
}
"""The lists whose synonyms are known, and in which file of ``vocabulary/data``."""


@cache
def synonyms_of(choices: type[TextChoices]) -> Mapping[str, tuple[str, ...]]:
    """Return value -> what people write for it, Dutch first; values of one of ``FILES``."""
    data = files("samenspel.vocabulary").joinpath(f"data/{FILES[choices]}.toml")
    entries = tomllib.loads(data.read_text("utf-8"))
    return {value: (*words["nl"], *words["en"]) for value, words in entries.items()}
