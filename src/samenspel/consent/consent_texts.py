"""The words in which consent is asked, by version; data, not code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from samenspel.consent.types import ConsentText, DataCategory


@cache
def _texts() -> dict[str, Any]:
    source = files("samenspel.consent").joinpath("texts.toml").read_text("utf-8")
    return tomllib.loads(source)


def current_version() -> str:
    """Return the version of the text that is shown now."""
    return str(_texts()["version"])


def text_for(category: DataCategory, language: str) -> ConsentText:
    """Return the words for a category, in Dutch unless ``language`` is "en"."""
    words = _texts()["category"][category.value]
    key = "en" if language == "en" else "nl"
    return ConsentText(current_version(), words["asked"][key], words["consequence"][key])
