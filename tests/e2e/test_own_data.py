"""In a real browser: one's own data up to being forgotten, speaking for someone, Back."""

import http.client
import http.server
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from tests.e2e.conftest import Site, started_site
from tests.e2e.test_main_job import (
    WORDS,
    answer_up_to_the_last_step,
    ask,
    say_who_asks,
    sign_in,
)
from tests.support.browser import ARGUMENTS, find_chromium

pytestmark = pytest.mark.browser

Visitor = Callable[[], Page]
SMALL_DEMO = ["demo", "--questions", "20", "--offers", "60", "--seed", "7"]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_load_state()


def test_my_data_from_seeing_to_being_forgotten(visitor: Visitor, site: Site) -> None:
    page, email = visitor(), "teun@mail.example"
    ask(page, "Teun", email)
    sign_in(page, site, email)
    page.goto("/mijn/")
    page.get_by_role("link", name="Mijn gegevens").first.click()
    expect(page.locator("h1")).to_have_text("Mijn gegevens")
    expect(page.locator("main")).to_contain_text("hulpvragen")

    with page.expect_download() as download:
        page.get_by_role("link", name="Mijn gegevens meenemen").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert WORDS in archive.read("gegevens.html").decode()

    press(page, "Alles sluiten")
    expect(page.locator("main")).to_contain_text("Niemand. Alles van u is gesloten.")

    page.get_by_role("link", name="Ik wil vergeten worden").click()
    press(page, "Vergeet mij")
    expect(page.locator("main")).to_contain_text("Er is niets verwijderd")
    page.locator("label", has_text="Ja, ik wil vergeten worden").click()
    press(page, "Vergeet mij")
    expect(page.locator("body")).to_contain_text("Uw gegevens zijn verwijderd")
    page.goto("/mijn-gegevens/")
    expect(page).to_have_url(re.compile("/account/login/"))


def test_two_windows_press_at_once(visitor: Visitor, site: Site) -> None:
    first, email = visitor(), "trijn@mail.example"
    answer_up_to_the_last_step(first)
    second = first.context.new_page()
    second.goto(first.url)
    for window in (first, second):
        say_who_asks(window, "Trijn", email)
    for window in (first, second):  # neither waits for the other's answer
        window.evaluate("setTimeout(() => document.querySelector('main form').submit(), 50)")
    for window in (first, second):
        expect(window.locator("h1")).to_contain_text("We hebben uw vraag", timeout=30_000)
    sign_in(first, site, email)
    first.goto("/vragen/")
    expect(first.locator("main a[href^='/vragen/']")).to_have_count(1)


@pytest.fixture
def keeping(playwright: Playwright) -> Iterator[Browser]:
    """A browser that keeps pages for Back, as people's own do and those of tests do not."""
    running = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield running
    running.close()


def as_riet(keeping: Browser, site: Site) -> Page:
    page = keeping.new_context(base_url=site.url, locale="nl-NL").new_page()
    page.goto("/")
    page.locator('form[action="/proef/riet/"] button, [formaction="/proef/riet/"]').click()
    page.wait_for_load_state()
    return page


def test_after_signing_out_back_shows_nothing(keeping: Browser, site: Site) -> None:
    page = as_riet(keeping, site)
    page.goto("/kringen/")
    page.locator("main a[href^='/kringen/']").first.click()
    expect(page.locator("h1")).to_have_text("Mijn kring")
    press(page, "^Uitloggen")
    for _step in range(3):
        page.go_back(wait_until="commit")
        expect(page.locator("h1")).not_to_have_text("Mijn kring")
        expect(page.locator("main")).not_to_contain_text("Riet")


class _MayBeKept(http.server.BaseHTTPRequestHandler):
    """Passes everything on to the site, and takes off that pages may not be kept."""

    site: str

    def do_GET(self) -> None:
        self._pass_on(None)

    def do_POST(self) -> None:
        self._pass_on(self.rfile.read(int(self.headers["Content-Length"])))

    def _pass_on(self, body: bytes | None) -> None:
        with closing(http.client.HTTPConnection(self.site)) as site:
            site.request(self.command, self.path, body, dict(self.headers))
            answer = site.getresponse()
            content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("cache-control", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def test_this_browser_keeps_pages_that_may_be_kept(keeping: Browser, site: Site) -> None:
    """Negative control: without that header Back shows the circle again."""
    handler = type("Handler", (_MayBeKept,), {"site": site.url.removeprefix("http://")})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = as_riet(keeping, replace(site, url=f"http://127.0.0.1:{server.server_port}"))
        page.goto("/kringen/")
        page.locator("main a[href^='/kringen/']").first.click()
        expect(page.locator("h1")).to_have_text("Mijn kring")
        press(page, "^Uitloggen")
        page.go_back(wait_until="commit")  # a page that was kept is not loaded again
        expect(page.locator("h1")).to_have_text("Mijn kring")
        page.context.close()
        server.shutdown()


@pytest.fixture(scope="module")
def own_site(browser: Browser) -> Iterator[Site]:
    """A small demo of this file alone, since people are taken out of circles here."""
    with started_site(["migrate", "--verbosity=0"], SMALL_DEMO) as own:
        yield own


def enter(browser: Browser, site: Site, key: str) -> Page:
    page = browser.new_context(base_url=site.url, locale="nl-NL").new_page()
    page.goto("/")
    page.locator(f'form[action="/proef/{key}/"] button, [formaction="/proef/{key}/"]').click()
    page.wait_for_load_state()
    return page


def test_a_carer_who_was_removed_follows_and_answers_nothing(
    browser: Browser, own_site: Site
) -> None:
    anja = enter(browser, own_site, "anja")
    anja.goto("/vragen/")
    anja.locator("main a[href^='/vragen/']").first.click()
    question = anja.url
    expect(anja.locator("form[action$='/intrekken/']")).to_have_count(1)

    riet = enter(browser, own_site, "riet")
    riet.goto("/mijn-gegevens/")
    expect(riet.get_by_role("heading", name="In uw naam")).to_be_visible()
    riet.goto("/kringen/veranderen/")
    row = riet.locator("main .sp-people > li", has_text="Anja")
    row.locator("summary").click()
    row.get_by_role("button", name=re.compile("uit de kring")).click()
    riet.wait_for_load_state()

    anja.goto(question)
    expect(anja.locator("form[action$='/intrekken/']")).to_have_count(0)
    token = anja.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    for deed in ("intrekken", "buurt", "woorden"):
        answer = anja.request.post(
            f"{question}{deed}/",
            form={"csrfmiddlewaretoken": token or "", "public_note": "x"},
            headers={"Referer": question},
        )
        assert answer.status == 404, deed
    anja.goto("/kringen/")
    expect(anja.locator("main a[href^='/kringen/']")).to_have_count(0)
    riet.goto("/mijn-gegevens/")
    expect(riet.locator("main")).to_contain_text("Gevraagd door Anja")
    expect(riet.get_by_role("button", name=re.compile("Niet meer namens mij"))).to_have_count(0)


def test_a_no_to_an_invitation_leaves_nothing_behind(browser: Browser, own_site: Site) -> None:
    email = "nel@mail.example"
    riet = enter(browser, own_site, "riet")
    riet.goto("/kringen/veranderen/")
    riet.get_by_role("link", name=re.compile("Vraag iemand")).click()
    riet.locator("[name=given_name]").fill("Nel")
    riet.locator("[name=family_name]").fill("Oefenaar")
    riet.locator("[name=email]").fill(email)
    riet.locator("main label", has_text=re.compile("Buur|buur")).first.click()
    riet.locator("main form button[type=submit]").first.click()
    riet.wait_for_load_state()
    row = riet.locator("main .sp-people > li", has_text="Nel")
    row.get_by_role(
        "link", name=re.compile("Kies wat u laat zien|laten zien|laat zien")
    ).click()
    riet.locator("main form label:has(input[value=contact])").click()
    riet.locator("main form button[type=submit]").first.click()
    riet.wait_for_load_state()
    riet.goto("/mijn-gegevens/")
    expect(riet.locator("main")).to_contain_text("Nel Oefenaar")

    nel = browser.new_context(base_url=own_site.url, locale="nl-NL").new_page()
    nel.goto("/account/login/code/")
    nel.locator("[name=email]").fill(email)
    nel.locator("main form button[type=submit]").first.click()
    nel.locator("[name=code]").fill(own_site.login_code(email))
    nel.locator("main form button[type=submit]").first.click()
    nel.wait_for_load_state()
    nel.goto("/mijn/")
    nel.locator("a[href^='/uitnodiging/']").first.click()
    press(nel, "Nee")
    riet.goto("/mijn-gegevens/")
    expect(riet.locator("main")).not_to_contain_text("Nel Oefenaar")
