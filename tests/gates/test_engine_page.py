"""The page about the engine names every hard rule and every part of the fit, in their order."""

import re
from collections.abc import Sequence

import pytest
from tests.support.repository import ROOT

from samenspel_engine.rules import RULES
from samenspel_engine.score import PARTS

PAGE = "docs/reference/engine.md"
LISTS = {
    "hard rule": (
        re.compile(r"each\s+with a key and a sentence:(.*?)\.\n", re.DOTALL),
        [rule.key for rule in RULES],
        "src/samenspel_engine/rules.py (RULES)",
    ),
    "part of the fit": (
        re.compile(r"the sum of named parts\s+\(`score\.py`\):(.*?)\. Their", re.DOTALL),
        [part.key for part in PARTS],
        "src/samenspel_engine/score.py (PARTS)",
    ),
}


def listed(page: str, pattern: re.Pattern[str]) -> list[str]:
    """The keys of a list on the page, without what is said about them in parentheses."""
    found = pattern.search(page)
    assert found, (
        f"{PAGE}: the sentence with the list is gone; put it back, or change the pattern in"
        f" this test to what introduces the list now: {pattern.pattern}"
    )
    return [key.strip() for key in re.sub(r"\([^)]*\)", "", found[1]).split(",")]


def differences(told: Sequence[str], keys: Sequence[str], what: str, source: str) -> list[str]:
    """What to do so that the page lists the keys of the code."""
    said = [f"{PAGE}: add {key} to the list ({what})" for key in keys if key not in told]
    said += [
        f"{PAGE}: take {key} out, or add it to {source}" for key in told if key not in keys
    ]
    if not said and list(told) != list(keys):
        said.append(f"{PAGE}: keep the order of {source}")
    return said


@pytest.mark.parametrize("what", LISTS)
def test_the_page_lists_what_the_engine_has(what: str) -> None:
    pattern, keys, source = LISTS[what]
    told = listed((ROOT / PAGE).read_text(encoding="utf-8"), pattern)
    found = differences(told, keys, what, source)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("what", LISTS)
def test_a_key_that_is_missing_or_left_over_is_named(what: str) -> None:
    _, keys, source = LISTS[what]
    assert differences(keys, [*keys, "moon"], what, source) == [
        f"{PAGE}: add moon to the list ({what})"
    ]
    assert differences([*keys, "moon"], keys, what, source) == [
        f"{PAGE}: take moon out, or add it to {source}"
    ]
    assert differences(keys[::-1], keys, what, source) == [
        f"{PAGE}: keep the order of {source}"
    ]


def test_remarks_in_parentheses_are_not_keys() -> None:
    page = "each\n   with a key and a sentence: task, gender (only\n   when demanded), room.\n"
    assert listed(page, LISTS["hard rule"][0]) == ["task", "gender", "room"]
