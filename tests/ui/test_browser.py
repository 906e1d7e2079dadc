"""The parts in a real browser: axe, width, policy, keys."""

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route
from tests.support.browser import (
    axe_violations,
)
from tests.ui.rendering import page as render

pytestmark = pytest.mark.browser

ORIGIN = "http://samenspel.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
)
PAGES = [
    "ui/styleguide.html",
    "front.html",
    "ask.html",
    "match.html",
    "404.html",
    "500.html",
]


def answer(route: Route) -> None:
    """Pages and files from memory: no server, no network."""
    path = route.request.url.removeprefix(ORIGIN).split("?")[0].split("#")[0]
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        assert isinstance(found, str), path
        kind = mimetypes.guess_type(found)[0] or "font/woff2"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        return
    headers = {"Content-Security-Policy": POLICY}
    html = "" if path == "/favicon.ico" else render(path.removeprefix("/"))
    route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)


def visit(browser: Browser, name: str, **options: Any) -> tuple[Page, list[str]]:
    """Open a page; yield it with the browser's complaints."""
    settings = {"reduced_motion": "reduce", "locale": "nl-NL", **options}
    page = browser.new_context(**settings).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", answer)
    page.goto(f"{ORIGIN}/{name}")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, name: str, width: int, scheme: str) -> None:
    view = {"width": width, "height": 800}
    page, complaints = visit(browser, name, viewport=view, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert axe_violations(page) == []
    assert complaints == []
    page.context.close()


def test_axe_would_have_found_a_button_without_a_name(browser: Browser) -> None:
    page, _ = visit(browser, "404.html")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in axe_violations(page))
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_sideways(browser: Browser, name: str) -> None:
    page, _ = visit(browser, name)
    for width in (320, 360, 640, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth") <= page.evaluate(f"{root}.clientWidth")
    page.context.close()


def test_targets_are_large_enough_for_a_thumb(browser: Browser) -> None:
    page, _ = visit(browser, "ui/styleguide.html", viewport={"width": 360, "height": 800})
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, .utrecht-button, .sp-nav a')]
        .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 43.5)
        .map((e) => e.outerHTML.slice(0, 100))"""
    )
    assert small == []
    page.context.close()


# What marks the element that has the focus: an outline or shadow of at least two pixels, on the
# element itself or on the card it stands in. The button that opens a calendar is inside a field
# of the browser, which marks it by itself: the field then has no focus of its own.
MARK = """() => {
    const clear = (colour) => colour === 'transparent'
        || /^rgba.*, 0\\)$/.test(colour) || /\\/ 0\\)$/.test(colour);
    const outlined = (style) => style.outlineStyle !== 'none'
        && parseFloat(style.outlineWidth) >= 2 && !clear(style.outlineColor);
    const shadowed = (style) => style.boxShadow.split(/,(?![^(]*\\))/).some((shadow) => {
        const colour = (shadow.match(/\\w+\\([^)]*\\)/) ?? ['transparent'])[0];
        const lengths = shadow.replace(colour, '').match(/-?[\\d.]+px/g) ?? [];
        return !clear(colour) && lengths.some((length) => Math.abs(parseFloat(length)) >= 2);
    });
    const element = document.activeElement;
    if (!element.matches(':focus')) return true;
    const near = [element, element.parentElement, element.parentElement?.parentElement];
    const styles = near.filter(Boolean).map((one) => getComputedStyle(one));
    return styles.some(outlined) || shadowed(styles[0]);
}"""
STOPS = 300  # more than any page has


def unmarked(page: Page) -> tuple[int, list[str]]:
    """Go through a page with Tab: the number of stops, and those where no focus shows."""
    page.evaluate("document.activeElement.blur()")
    missing = []
    for stop in range(STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return stop, missing
        if not page.evaluate(MARK):
            missing.append(str(page.evaluate("document.activeElement.outerHTML.slice(0, 100)")))
    raise AssertionError(f"Tab comes to no end within {STOPS} stops")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_whoever_uses_the_keyboard_sees_where_they_are(
    browser: Browser, name: str, scheme: str
) -> None:
    page, _ = visit(browser, name, color_scheme=scheme)
    stops, missing = unmarked(page)
    page.context.close()
    assert stops > 2
    assert not missing, f"Give these an outline or shadow of at least 2px on focus: {missing}"


@pytest.mark.parametrize(
    "rule",
    [
        "* { outline: none !important; box-shadow: none !important }",
        "* { outline-width: 1px !important; box-shadow: none !important }",
        "* { outline-color: transparent !important; box-shadow: none !important }",
        "* { outline-color: rgb(0 0 0 / 0) !important; box-shadow: 0 0 0 1px red !important }",
    ],
)
def test_a_focus_that_does_not_show_is_noticed(browser: Browser, rule: str) -> None:
    page, _ = visit(browser, "front.html")
    page.evaluate("(rule) => document.styleSheets[0].insertRule(rule)", rule)
    stops, missing = unmarked(page)
    page.context.close()
    assert len(missing) == stops


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_j_and_k_walk_the_rows(browser: Browser) -> None:
    page, _ = visit(browser, "ui/styleguide.html")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert focused(page) == "Gezelschap op donderdagmiddag"
    page.keyboard.press("j")
    assert focused(page).startswith("Vervoer naar de dialyse")
    page.keyboard.press("k")
    assert focused(page) == "Gezelschap op donderdagmiddag"
    page.keyboard.press("Enter")
    assert page.url.endswith("#work-1")
    page.context.close()


def test_keys_do_nothing_while_typing_or_with_control(browser: Browser) -> None:
    page, _ = visit(browser, "ui/styleguide.html")
    page.locator("#empty_words").focus()
    page.keyboard.type("jk1h/")
    assert page.locator("#empty_words").input_value() == "jk1h/"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+j")
    assert page.evaluate("document.activeElement === document.body")
    page.context.close()


def test_a_digit_goes_to_the_button_first_and_presses_it_second(browser: Browser) -> None:
    page, _ = visit(browser, "match.html")
    page.evaluate(
        """document.addEventListener('click', (event) => {
            event.preventDefault();
            document.title = 'pressed ' + event.target.textContent;
        })"""
    )
    page.keyboard.press("2")
    assert "Gerrit Proefman" in focused(page)
    assert not page.title().startswith("pressed")
    page.keyboard.press("2")
    assert page.title().startswith("pressed")
    page.context.close()


def test_keys_can_be_switched_off_and_stay_off(browser: Browser) -> None:
    page, _ = visit(browser, "ui/styleguide.html")
    toggle = page.locator("[data-keys-toggle]")
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "false"
    page.reload()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    page.context.close()


def test_the_summary_of_errors_is_read_first(browser: Browser) -> None:
    page, _ = visit(browser, "ui/styleguide.html")
    assert "Er klopt nog iets niet" in focused(page)
    page.context.close()


def test_the_page_works_without_its_script(browser: Browser) -> None:
    page, _ = visit(browser, "ask.html", java_script_enabled=True)
    assert page.locator("[data-print]").is_visible()
    page.context.close()
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.route("**/*", answer)
    bare.goto(f"{ORIGIN}/ask.html")
    assert not bare.locator("[data-print]").is_visible()
    assert bare.get_by_role("button", name="Verder: wanneer").is_visible()
    bare.context.close()
