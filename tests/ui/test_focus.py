"""The shipped stylesheet takes no outline away without giving another."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from samenspel import ui

STYLE = Path(ui.__file__).parent / "static" / "samenspel" / "dist" / "samenspel.css"
NOTHING = r"(?:none|0(?:px)?|transparent|hidden)"
REMOVED = re.compile(
    rf"(?:^|;)\s*(?:outline|outline-style|outline-width|outline-color"
    rf"|--[\w-]*focus[\w-]*outline-(?:style|width|color))\s*:\s*(?:[^;]*\s)?{NOTHING}\b"
)
SHADOW = re.compile(r"(?:^|;)\s*box-shadow\s*:(?!\s*none)")
OUTLINE = re.compile(r"(?:^|;)\s*outline\s*:\s*(\d+)px\s+(?:solid|double|dashed|dotted)\b")
THINNEST = 2
EVERYWHERE = ":focus-visible"
INSIDE = ":focus-within"


def rules(style: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of every rule, those within layers and conditions included."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    for selectors, declarations in re.findall(r"([^{};]*)\{([^{}]*)\}", style):
        for selector in re.split(r",(?![^(]*\))", selectors):
            yield selector.strip(), declarations


def outlined(style: str) -> set[str]:
    """Selectors that get an outline thick enough to see."""
    return {
        selector
        for selector, declarations in rules(style)
        if (found := OUTLINE.search(declarations)) and int(found[1]) >= THINNEST
    }


def without_outline(style: str) -> list[str]:
    """Selectors whose outline is taken away, with nothing in its place.

    A shadow in the same rule, or an outline round the card the element stands in, replaces it.
    """
    cards = {
        selector.removesuffix(INSIDE)
        for selector in outlined(style)
        if selector.endswith(INSIDE)
    }
    return [
        selector
        for selector, declarations in rules(style)
        if REMOVED.search(declarations)
        and not SHADOW.search(declarations)
        and not any(selector.startswith(f"{card} ") for card in cards)
    ]


def test_no_focus_is_hidden() -> None:
    hidden = without_outline(STYLE.read_text(encoding="utf-8"))
    assert not hidden, (
        f"Nobody on a keyboard sees where they are at {hidden}. Take `outline: none` out of "
        "frontend/css, or give an outline or box-shadow in its place, then run `make assets`."
    )


def test_everything_has_an_outline_on_focus() -> None:
    assert EVERYWHERE in outlined(STYLE.read_text(encoding="utf-8")), (
        f"Give `{EVERYWHERE}` an outline of at least {THINNEST}px in frontend/css/base.css, "
        "then run `make assets`."
    )


@pytest.mark.parametrize(
    "style",
    [
        ":focus-visible{outline:none}",
        "@layer app{a:focus{color:red;outline:0}}",
        "@media print{@layer app{a:focus{outline: 0 none}}}",
        ".b:focus-visible{outline-style:none}",
        ".b:focus-visible{outline-width:0}",
        ".b:focus-visible{outline-color:transparent}",
        ".b:focus-visible{outline:3px solid transparent}",
        "*{outline:none!important}",
        ":root{--utrecht-focus-outline-width: 0px}",
        ".b:focus{outline:none;box-shadow:none}",
        ".card:focus-within{outline:1px solid}.card a:focus{outline:none}",
        ".card:focus-within{outline:3px solid}.cards a:focus{outline:none}",
    ],
)
def test_an_outline_taken_away_is_seen(style: str) -> None:
    assert len(without_outline(style)) == 1


@pytest.mark.parametrize(
    "style",
    [
        ":focus-visible{outline:3px solid red}",
        ".b:focus{outline:none;box-shadow:0 0 0 3px red}",
        ".card:focus-within{outline:3px solid red}.card a:focus-visible{outline:none}",
        ".b:focus{outline-offset:0;border:none}",
        ":root{--utrecht-focus-outline-width: 3px}",
        ".b:focus{outline:var(--none)}",
    ],
)
def test_a_visible_focus_is_left_alone(style: str) -> None:
    assert not without_outline(style)


def test_the_real_stylesheet_without_its_outlines_is_refused() -> None:
    style = STYLE.read_text(encoding="utf-8")
    hidden = re.sub(r"outline:3px solid [^;}]*", "outline:none", style)
    assert hidden != style
    assert EVERYWHERE not in outlined(hidden)
    assert len(without_outline(hidden)) > 1
