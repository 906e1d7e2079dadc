"""Every screen in a real browser: accessible, not wider than the screen, and its picture.

The pictures go to ``var/pictures``, or to the folder in SAMENSPEL_PICTURES; ``make pictures``
puts them where the manual shows them.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.support.browser import axe_violations, is_wider_than_the_screen
from tests.support.repository import ROOT

pytestmark = pytest.mark.browser

PICTURES = Path(os.environ.get("SAMENSPEL_PICTURES", ROOT / "var" / "pictures"))
WIDTHS = (1280, 360)


@dataclass(frozen=True)
class Screen:
    """A screen: whose, where it starts, and which link leads to it from there."""

    name: str
    who: str
    start: str
    link: str = ""


SCREENS = (
    Screen("front", "", "/"),
    Screen("ask-1-who", "", "/hulp-vragen/voor-wie/"),
    Screen("how", "", "/zo-werkt-het/"),
    Screen("privacy", "", "/privacy/"),
    Screen("accessibility", "", "/toegankelijkheid/"),
    Screen("roles", "", "/proef/"),
    Screen("sign-in", "", "/account/login/"),
    Screen("sign-in-code", "", "/account/login/code/"),
    Screen("join", "", "/meedoen/"),
    Screen("not-found", "", "/bestaat-niet/"),
    Screen("styleguide", "", "/stijl/"),
    Screen("home-receiver", "riet", "/mijn/"),
    Screen("simple", "riet", "/mijn/eenvoudig/"),
    Screen("circle", "riet", "/kringen/", "main a[href^='/kringen/']"),
    Screen("change", "riet", "/kringen/veranderen/"),
    Screen("consent", "riet", "/kringen/veranderen/", "main a[href*='/veranderen/']"),
    Screen("who-looked", "riet", "/wie-keek/"),
    Screen("home-carer", "anja", "/mijn/"),
    Screen("circle-carer", "anja", "/kringen/", "main a[href^='/kringen/']"),
    Screen("questions", "anja", "/vragen/"),
    Screen("question", "anja", "/vragen/", "main a[href^='/vragen/']"),
    Screen("circle-neighbour", "joop", "/kringen/", "main a[href^='/kringen/']"),
    Screen("circle-professional", "ilse", "/kringen/", "main a[href^='/kringen/']"),
    Screen("invitation", "ravi", "/vraag-voor-u/"),
    Screen("my-offer", "samira", "/mijn-aanbod/"),
    Screen("worklist", "noor", "/werklijst/"),
    Screen("round", "noor", "/koppelen/"),
    Screen("match-table", "noor", "/werklijst/?zoek=Riet+T", ".sp-work__item h3 a"),
    Screen("people", "noor", "/mensen/"),
    Screen("helper", "noor", "/mensen/", "main a[href^='/mensen/']"),
    Screen("by-phone", "noor", "/invoer/"),
    Screen("letters", "noor", "/brieven/"),
    Screen("follow-up", "noor", "/werklijst/", "main a[href*='/afspraak/']"),
)


@pytest.fixture
def open_screen(
    visitor: Callable[[], Page], enter: Callable[[str], Page]
) -> Callable[[Screen], Page]:
    """Open a screen as the person it is for."""

    def opened(screen: Screen) -> Page:
        page = enter(screen.who) if screen.who else visitor()
        page.goto(screen.start)
        if screen.link:
            page.goto(page.locator(screen.link).first.get_attribute("href") or "")
        return page

    return opened


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_screen(open_screen: Callable[[Screen], Page], screen: Screen) -> None:
    page = open_screen(screen)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.fonts.ready.then(() => true)")
        assert not is_wider_than_the_screen(page), f"{screen.name} scrolls sideways at {width}"
        page.screenshot(
            path=PICTURES / f"{screen.name}-{width}.jpg",
            type="jpeg",
            quality=75,
            full_page=True,
        )
        assert axe_violations(page) == [], f"{screen.name} at {width}"
    page.emulate_media(color_scheme="dark")
    assert axe_violations(page) == [], f"{screen.name} in the dark scheme"


def test_the_accessibility_check_can_fail(visitor: Callable[[], Page]) -> None:
    """Negative control: a seeded violation is found."""
    page = visitor()
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src>')")
    assert any(rule.startswith("image-alt") for rule in axe_violations(page))


def test_every_page_of_the_demo_says_so(visitor: Callable[[], Page]) -> None:
    page = visitor()
    for address in ("/", "/hulp-vragen/voor-wie/", "/account/login/", "/bestaat-niet/"):
        page.goto(address)
        assert "verzonnen" in page.locator(".sp-demo").inner_text()
