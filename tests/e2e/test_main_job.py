"""From a visitor's question to a helper with a seat, in a real browser, as people do it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.conftest import Site

pytestmark = pytest.mark.browser

Visitor = Callable[[], Page]
Enter = Callable[[str], Page]
EMAIL = "truus@mail.example"
WORDS = "Ik ben doof en zit op donderdag de hele middag alleen."


def choose(page: Page, words: str) -> None:
    """Tick the box or card with these words."""
    page.locator("main label", has_text=re.compile(rf"^\s*{re.escape(words)}")).first.click()


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    closed = page.locator("main details:not([open]) > summary")
    while closed.count():
        closed.first.click()


def tile(page: Page, name: str, value: str) -> Locator:
    """Return the tile of a checkbox."""
    return page.locator(f"label:has(input[name={name}][value={value}])")


def onwards(page: Page) -> None:
    """Press the one filled button of the form."""
    page.locator("main form .utrecht-button--primary-action").last.click()
    page.wait_for_load_state()


def answer_up_to_the_last_step(page: Page) -> None:
    page.goto("/hulp-vragen/")
    choose(page, "Voor mijzelf")
    onwards(page)
    page.locator("[name=own_words]").fill(WORDS)
    choose(page, "Gezelschap")
    page.locator("label[for=id_who_may_know_2]").click()
    page.locator("[name=public_note]").fill("Zij gebaart en houdt van wandelen.")
    onwards(page)
    page.locator("[name=windows][value='3-1']").check(force=True)  # Thursday afternoon
    page.locator("label", has_text="Nu nodig").click()
    onwards(page)
    page.locator("[name=place]").fill("Utrecht")
    unfold(page)
    tile(page, "languages", "nl").click()
    tile(page, "languages", "nsl").click()
    tile(page, "interests", "walking").click()
    onwards(page)


def say_who_asks(page: Page, name: str, email: str) -> None:
    page.locator("[name=given_name]").fill(name)
    page.locator("[name=family_name]").fill("Oefenaar")
    page.locator("[name=phone]").fill("06 0000 0042")
    page.locator("[name=email]").fill(email)


def ask(page: Page, name: str = "Truus", email: str = EMAIL) -> None:
    answer_up_to_the_last_step(page)
    say_who_asks(page, name, email)
    onwards(page)
    expect(page.locator("h1")).to_contain_text("We hebben uw vraag")


def sign_in(page: Page, site: Site, email: str = EMAIL) -> None:
    """Sign in with a code from the mailbox, starting from the link on the last page."""
    page.get_by_role("link", name="Volg uw vraag").click()
    page.locator("a[href*='/account/login/code/'], button[form]", has_text="code").first.click()
    page.locator("[name=email]").fill(email)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    page.locator("[name=code]").fill(site.login_code(email))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_from_question_to_seat(visitor: Visitor, enter: Enter, site: Site) -> None:
    truus = visitor()
    ask(truus)
    sign_in(truus, site)
    expect(truus.locator("main")).to_contain_text(WORDS)

    noor = enter("noor")
    noor.goto("/koppelen/")
    noor.get_by_role("button", name="Nieuwe ronde").click()
    expect(noor.get_by_role("button", name="Nieuwe ronde")).to_be_visible(timeout=120_000)
    noor.goto("/werklijst/?zoek=Truus")
    noor.locator(".sp-work__item h3 a").first.click()
    expect(noor.locator("main")).to_contain_text(WORDS)
    best = noor.locator(".sp-prop.is-best")
    expect(best).to_contain_text("Samira Proefstra")
    expect(best.locator(".sp-prop__why")).to_contain_text("donderdagmiddag")
    expect(noor.locator("main")).to_contain_text("Deze ronde kan niet beter")
    best.get_by_role("button", name=re.compile("Leg voor aan allebei")).click()
    noor.wait_for_load_state()

    samira = enter("samira")
    samira.goto("/vraag-voor-u/")
    expect(samira.locator("main")).not_to_contain_text("Truus")
    samira.get_by_role("button", name="Ja, ik wil kennismaken").click()
    samira.wait_for_load_state()

    truus.goto("/mijn/")
    truus.locator("a[href^='/kennismaken/']").first.click()
    expect(truus.locator("main")).not_to_contain_text("Samira")
    contact = truus.locator("input[name='shared'][value='contact']")
    expect(contact).not_to_be_checked()
    contact.check()
    truus.get_by_role("button", name=re.compile("^Ja")).click()
    truus.wait_for_load_state()
    truus.goto("/kringen/")
    truus.locator("main a[href^='/kringen/']").first.click()
    circle = truus.url
    expect(truus.locator("main")).to_contain_text("Samira Proefstra")
    expect(truus.locator("main")).to_contain_text("adres en telefoon")
    truus.get_by_role("button", name=re.compile("^Akkoord")).first.click()
    truus.wait_for_load_state()

    samira.goto(circle)
    expect(samira.locator("main")).to_contain_text("Utrecht")
    samira.get_by_role("button", name=re.compile("^Akkoord")).first.click()
    samira.wait_for_load_state()
    samira.goto(circle)
    expect(samira.get_by_role("heading", name="Adres en telefoon")).to_be_visible()

    truus.goto(circle)
    truus.goto("/wie-keek/")
    expect(truus.locator("main")).to_contain_text("Samira Proefstra")
    truus.goto(circle)
    truus.get_by_role("link", name="Ik wil iets veranderen").click()
    truus.get_by_role("button", name=re.compile("niets meer", re.IGNORECASE)).first.click()
    truus.wait_for_load_state()
    samira.reload()
    expect(samira.get_by_role("heading", name="Adres en telefoon")).to_have_count(0)


def test_without_javascript(browser: Browser, site: Site) -> None:
    page = browser.new_context(
        base_url=site.url, locale="nl-NL", java_script_enabled=False
    ).new_page()
    page.goto("/hulp-vragen/")
    choose(page, "Voor mijzelf")
    onwards(page)
    page.locator("[name=own_words]").fill("Even een vraag.")
    page.get_by_role("button", name="Bewaren en later verder").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("/hulp-vragen/verder/")
