"""Every screen in a real browser: accessible, not wider than the screen, and its picture.

The pictures go to ``var/pictures``, or to the folder in SAMENSPEL_PICTURES; ``make pictures``
puts them where the manual shows them.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.support.browser import axe_violations, is_wider_than_the_screen
from tests.support.repository import ROOT

pytestmark = pytest.mark.browser

PICTURES = Path(os.environ.get("SAMENSPEL_PICTURES", ROOT / "var" / "pictures"))
WIDTHS = (1280, 360)


@dataclass(frozen=True)
class Screen:
    """A screen: whose it is, where it starts, and how one knows that it is this screen.

    ``heading`` stands in its h1. ``address`` is where it ends ({} for an id); where it starts,
    when left out. ``link`` leads there from the start, or ``then`` from where ``link`` leads.
    """

    name: str
    who: str
    start: str
    heading: str
    address: str = ""
    link: str = ""
    then: str = ""

    @property
    def status(self) -> int:
        """What the server answers."""
        return 404 if self.name == "not-found" else 200

    def is_at(self, url: str) -> bool:
        """Whether this is the address of the screen."""
        ends = re.escape(self.address or urlsplit(self.start).path)
        return bool(re.fullmatch(ends.replace(r"\{\}", "[0-9a-f-]{36}"), urlsplit(url).path))


SCREENS = (
    Screen("front", "", "/", "Niemand hoeft het alleen te doen."),
    Screen("ask-1-who", "", "/hulp-vragen/voor-wie/", "Voor wie is het?"),
    Screen("how", "", "/zo-werkt-het/", "Zo werkt het"),
    Screen("privacy", "", "/privacy/", "Privacy"),
    Screen("accessibility", "", "/toegankelijkheid/", "Toegankelijkheid"),
    Screen("roles", "", "/proef/", "Kijk rond in de proef"),
    Screen("sign-in", "", "/account/login/", "Inloggen"),
    Screen("sign-in-code", "", "/account/login/code/", "Stuur mij een code per e-mail"),
    Screen("join", "", "/meedoen/", "Iets voor een ander doen"),
    Screen("join-done", "", "/meedoen/klaar/", "Fijn dat u meedoet"),
    Screen("not-found", "", "/bestaat-niet/", "Deze pagina is er niet"),
    Screen("styleguide", "", "/stijl/", "Stijlgids"),
    Screen("home-receiver", "riet", "/mijn/", "Riet."),
    Screen("simple", "riet", "/mijn/eenvoudig/", "Het is "),
    Screen(
        "circle",
        "riet",
        "/kringen/",
        "Mijn kring",
        "/kringen/{}/",
        link="main a[href^='/kringen/']",
    ),
    Screen(
        "change",
        "riet",
        "/kringen/veranderen/",
        "Ik wil iets veranderen",
        "/kringen/{}/veranderen/",
    ),
    Screen(
        "consent",
        "riet",
        "/kringen/veranderen/",
        "Wat mag ",
        "/kringen/{}/veranderen/{}/",
        link="main a[href*='/veranderen/']",
    ),
    Screen(
        "agreement",
        "riet",
        "/kringen/veranderen/",
        ", en wat niet?",
        "/kringen/{}/afspraken/{}/",
        link="main a[href*='/afspraken/']",
    ),
    Screen(
        "note",
        "riet",
        "/kringen/",
        "Hoe de dagen gaan",
        "/kringen/{}/aantekening/daily_life/",
        link="main a[href^='/kringen/']",
        then="main a[href$='/aantekening/daily_life/']",
    ),
    Screen("unwell", "riet", "/mijn/eenvoudig/niet-goed/", "Wie wilt u bellen?"),
    Screen("my-data", "riet", "/mijn-gegevens/", "Mijn gegevens"),
    Screen("forget", "riet", "/mijn-gegevens/vergeten/", "Vergeten worden"),
    Screen("who-looked", "riet", "/wie-keek/", "Wie heeft mijn gegevens gezien?"),
    Screen("home-carer", "anja", "/mijn/", "Anja."),
    Screen("circles", "anja", "/kringen/", "Mijn kringen"),
    Screen(
        "circle-carer",
        "anja",
        "/kringen/",
        "De kring van Riet",
        "/kringen/{}/",
        link="main a[href^='/kringen/']",
    ),
    Screen("questions", "anja", "/vragen/", "Mijn vragen"),
    Screen(
        "question",
        "anja",
        "/vragen/",
        "Gezelschap en samen naar buiten",
        "/vragen/{}/",
        link="main a[href^='/vragen/']",
    ),
    Screen(
        "circle-neighbour",
        "joop",
        "/kringen/",
        "De kring van Riet",
        "/kringen/{}/",
        link="main a[href^='/kringen/']",
    ),
    Screen(
        "circle-professional",
        "ilse",
        "/kringen/",
        "De kring van Riet",
        "/kringen/{}/",
        link="main a[href^='/kringen/']",
    ),
    Screen("invitation", "ravi", "/vraag-voor-u/", "Wilt u ", "/vraag-voor-u/{}/"),
    Screen("invitations", "joop", "/vraag-voor-u/", "Er is nu geen vraag voor u"),
    Screen("my-offer", "samira", "/mijn-aanbod/", "Wat ik wil doen"),
    Screen("worklist", "noor", "/werklijst/", "Noor"),
    Screen("round", "noor", "/koppelen/", "Koppelen"),
    Screen(
        "match-table",
        "noor",
        "/werklijst/?zoek=Riet+T",
        "Gezelschap en samen naar buiten",
        "/koppelen/{}/",
        link=".sp-work__item h3 a",
    ),
    Screen("people", "noor", "/mensen/", "Mensen die helpen"),
    Screen("helper", "noor", "/mensen/", " ", "/mensen/{}/", link="main a[href^='/mensen/']"),
    Screen("by-phone", "noor", "/invoer/", "Een vraag invoeren"),
    Screen("letters", "noor", "/brieven/", "om te printen"),
    Screen(
        "follow-up",
        "noor",
        "/werklijst/",
        " en ",
        "/koppelen/afspraak/{}/",
        link="main a[href*='/afspraak/']",
    ),
)
NO_SCREENS = {
    "circles:change_own": "it goes on to the circle of the person who opens it",
    "circles:seat_invitation": "nobody in the demo is asked for a seat",
    "matching:certificate": "a file, no page",
    "matching:introduction": "no helper waits for a yes of the seven people of the demo",
    "needs:ask": "it goes on to the first open step",
    "needs:ask_done": "only after a question was sent; tests/e2e/test_main_job.py reads it",
    "needs:ask_resume": "only with a secret address; tests/needs/test_asking_pages.py reads it",
    "own_data:take_along": "a file, no page",
    "needs:ask_saved": "only after stopping halfway; tests/needs/test_asking_pages.py reads it",
    "needs:follow": "it goes on to the question",
}
"""Routes that answer a GET and are no screen here, with the reason."""


@pytest.fixture
def open_screen(
    visitor: Callable[[], Page], enter: Callable[[str], Page]
) -> Callable[[Screen], Page]:
    """Open a screen as the person it is for, and make sure that it is that screen."""

    def opened(screen: Screen) -> Page:
        page = enter(screen.who) if screen.who else visitor()
        answer = page.goto(screen.start)
        for link in filter(None, (screen.link, screen.then)):
            answer = page.goto(page.locator(link).first.get_attribute("href") or "")
        assert answer is not None
        assert answer.status == screen.status, screen.name
        assert screen.is_at(page.url), page.url
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).to_contain_text(screen.heading)
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


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "/bestaat-niet/"},
        {"address": "/kringen/{}/"},
        {"heading": "Er ging bij ons iets mis"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_picture_of_another_page_is_refused(
    open_screen: Callable[[Screen], Page], wrong: dict[str, str]
) -> None:
    """Negative control: neither an error page nor another screen passes for this one."""
    how = next(screen for screen in SCREENS if screen.name == "how")
    with pytest.raises(AssertionError):
        open_screen(replace(how, **wrong))


def test_the_accessibility_check_can_fail(visitor: Callable[[], Page]) -> None:
    """Negative control: a seeded violation is found."""
    page = visitor()
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src>')")
    assert any(rule.startswith("image-alt") for rule in axe_violations(page))


def test_a_printed_letter_names_nobody_else(enter: Callable[[str], Page]) -> None:
    """The people to call stand below the letters on the screen, and on no sheet of paper."""
    page = enter("noor")
    page.goto("/brieven/")
    letters, calls = page.locator(".sp-letters"), page.locator(".sp-calls")
    expect(letters).to_be_visible()
    expect(calls).to_be_visible()
    page.emulate_media(media="print")
    expect(letters).to_be_visible()
    expect(calls).to_be_hidden()
    for around in (".sp-demo", ".sp-header", ".sp-headline", ".sp-footer"):
        expect(page.locator(around).first).to_be_hidden()


def test_every_page_of_the_demo_says_so(visitor: Callable[[], Page]) -> None:
    page = visitor()
    for address in ("/", "/hulp-vragen/voor-wie/", "/account/login/", "/bestaat-niet/"):
        page.goto(address)
        assert "verzonnen" in page.locator(".sp-demo").inner_text()
