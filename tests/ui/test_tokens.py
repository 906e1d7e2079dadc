"""Contrast, computed from the token file in both schemes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "frontend" / "css" / "tokens.css"
DARK = "@media (prefers-color-scheme: dark)"
BASIS = "basis-color-"
SAMENSPEL = "samenspel-"

GROUNDS = (
    "default-bg-document",
    "default-bg-default",
    "default-bg-subtle",
    "action-1-bg-subtle",
)
TEXT = [
    *((BASIS + "default-color-default", BASIS + ground) for ground in GROUNDS),
    *((BASIS + "default-color-subtle", BASIS + ground) for ground in GROUNDS),
    *((BASIS + "action-1-color-default", BASIS + ground) for ground in GROUNDS),
    (BASIS + "action-1-inverse-color", BASIS + "action-1-bg-default"),
    (BASIS + "action-1-inverse-color", BASIS + "action-1-bg-hover"),
    (BASIS + "positive-color-default", BASIS + "positive-bg-subtle"),
    (BASIS + "positive-color-default", BASIS + "default-bg-default"),
    (BASIS + "negative-color-default", BASIS + "negative-bg-subtle"),
    (BASIS + "negative-color-default", BASIS + "default-bg-document"),
    (BASIS + "default-color-default", BASIS + "positive-bg-subtle"),
    (BASIS + "default-color-default", BASIS + "negative-bg-subtle"),
    (BASIS + "default-color-default", SAMENSPEL + "mark-soft"),
    (BASIS + "default-bg-default", SAMENSPEL + "me"),
    (BASIS + "default-bg-default", SAMENSPEL + "own"),
    (SAMENSPEL + "mark-ink", SAMENSPEL + "mark"),
    (SAMENSPEL + "mark-text", SAMENSPEL + "mark-soft"),
    *((SAMENSPEL + voice, SAMENSPEL + voice + "-soft") for voice in ("own", "vol", "pro")),
    *((SAMENSPEL + voice, BASIS + "default-bg-document") for voice in ("own", "vol", "pro")),
    *(
        (BASIS + "default-color-default", SAMENSPEL + voice + "-soft")
        for voice in ("own", "vol", "pro")
    ),
    *((SAMENSPEL + f"map-{step}-ink", SAMENSPEL + f"map-{step}") for step in range(1, 6)),
]
CONTROLS = [
    *((BASIS + "default-border-control", BASIS + ground) for ground in GROUNDS),
    *((BASIS + "focus-outline", BASIS + ground) for ground in GROUNDS),
    (BASIS + "action-1-bg-default", BASIS + "default-bg-document"),
    (BASIS + "action-1-bg-default", BASIS + "default-bg-default"),
    (BASIS + "negative-color-default", BASIS + "default-bg-default"),
    (SAMENSPEL + "mark-ink", SAMENSPEL + "mark"),
]


def scheme(name: str) -> dict[str, str]:
    """The colours of a scheme; dark starts from light and replaces."""
    light, dark = TOKENS.read_text().split(DARK)
    colours = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    if name == "dark":
        colours |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", dark))
    return colours


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids=" on ".join)
def test_text_can_be_read(name: str, pair: tuple[str, str]) -> None:
    colours = scheme(name)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("pair", CONTROLS, ids=" on ".join)
def test_controls_and_focus_can_be_seen(name: str, pair: tuple[str, str]) -> None:
    colours = scheme(name)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3


def test_the_check_would_refuse_amber_text() -> None:
    colours = scheme("light")
    document = colours[BASIS + "default-bg-document"]
    assert contrast(colours[SAMENSPEL + "mark"], document) < 3


def test_the_computation_agrees_with_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
