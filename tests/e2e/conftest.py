"""The whole product as a process of its own, with a small demo region, and a browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.support.repository import ROOT

READY_WITHIN_S = 180
LEFT_OUT = ("DJANGO_SETTINGS_MODULE", "SAMENSPEL_TEST_SERVER", "DATABASE_URL")


@dataclass(frozen=True)
class Site:
    """A running samenspel."""

    url: str
    state: Path
    pid: int = 0  # of ``samenspel run``; 0 for a site that was started elsewhere

    def login_code(self, email: str) -> str:
        """Return the newest sign-in code that was mailed to an address."""
        newest = ""
        for mail in sorted(
            (self.state / "mail").iterdir(), key=lambda one: one.stat().st_mtime
        ):
            for letter in re.split(r"^-{70,}$", mail.read_text(), flags=re.MULTILINE):
                code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", letter, re.MULTILINE)
                if code and f"To: {email}" in letter:
                    newest = code[1]
        assert newest, f"no code was mailed to {email}"
        return newest


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def site(browser: Browser) -> Iterator[Site]:
    """Start the product as a newcomer would, with fewer people; stop it afterwards.

    It waits for a browser, so that nothing starts where there is none.
    SAMENSPEL_TEST_SITE="URL STATE-FOLDER" uses one that is already running.
    """
    running = os.environ.get("SAMENSPEL_TEST_SITE", "").split()
    if running:
        yield Site(running[0], Path(running[1]))
        return
    fill = ["demo", "--questions", "120", "--offers", "500", "--seed", "7"]
    with started_site(["migrate", "--verbosity=0"], fill) as own:
        yield own


@pytest.fixture
def site_to_kill() -> Iterator[Site]:
    """A site without people for one test that kills: no other test notices how it ends.

    It has one proxy, so that a test can be many visitors, each with an address.
    """
    with started_site(options=["--no-demo"], SAMENSPEL_PROXIES="1") as own:
        yield own


@contextmanager
def started_site(
    *before: list[str], options: Sequence[str] = (), **settings: str
) -> Iterator[Site]:
    """A site in a folder of its own, after the commands ``before``; stopped afterwards."""
    state = Path(tempfile.mkdtemp(prefix="ssp-"))  # short: a socket's path may be 103 bytes
    environment = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
    environment |= {"SAMENSPEL_STATE": str(state), "PYTHONPATH": str(ROOT / "src")}
    environment |= settings
    command = [sys.executable, "-m", "samenspel"]
    port = _free_port()
    for words in before:
        subprocess.run([*command, *words], env=environment, cwd=ROOT, check=True)
    process = subprocess.Popen(
        [*command, "run", "--port", str(port), *options], env=environment, cwd=ROOT
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield Site(url, state, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        shutil.rmtree(state, ignore_errors=True)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        assert process.poll() is None, "samenspel stopped while starting"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer at {url} within {READY_WITHIN_S} s")


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Callable[[], Page]]:
    """Open the site as someone new: no cookies, Dutch, 360 pixels wide unless changed."""
    contexts: list[BrowserContext] = []

    def open_page() -> Page:
        context = browser.new_context(
            base_url=site.url,
            locale="nl-NL",
            reduced_motion="reduce",
            viewport={"width": 1280, "height": 900},
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def enter(visitor: Callable[[], Page]) -> Callable[[str], Page]:
    """Enter as someone in the demo with one click on the front page."""

    def as_role(key: str) -> Page:
        page = visitor()
        page.goto("/")
        address = f"/proef/{key}/"
        page.locator(f'form[action="{address}"] button, [formaction="{address}"]').click()
        page.wait_for_load_state()
        return page

    return as_role
