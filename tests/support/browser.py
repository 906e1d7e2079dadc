"""A real chromium, and the accessibility check in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
WHERE_TO_GET_IT = "no chromium here: install Debian's chromium, or set SAMENSPEL_CHROMIUM"


def find_chromium() -> str:
    """Return the path of a chromium, or an empty string."""
    named = os.environ.get("SAMENSPEL_CHROMIUM", "")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def axe_violations(page: Page) -> list[str]:
    """Return the violations on a page, each with the first place where it occurs."""
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in result["violations"]]


def is_wider_than_the_screen(page: Page) -> bool:
    """Say whether a page scrolls sideways."""
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once in a process, for the chromium of this machine."""
    if not find_chromium():
        pytest.skip(WHERE_TO_GET_IT)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests; every test opens a context of its own."""
    running = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
    yield running
    running.close()
