"""``samenspel run`` without its database: "back soon", nothing typed is lost, it comes back.

The database is kept away by a process that lives in its data folder: as long as it is there no
server is started. Each test has a site and a state folder of its own.
"""

import html
import http.cookiejar
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.database.conftest import wait_until
from tests.database.test_site import Site

from samenspel.database.server import LocalServer

pytestmark = [pytest.mark.crash, pytest.mark.timeout(240)]

FORM = "/hulp-vragen/voor-wie/"
TYPED = 'Riet "de <b>buurvrouw</b>" & zoon'
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Browser:
    """A visitor with cookies; an answer of any status is a page."""

    def __init__(self, site: Site) -> None:
        jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open
        self._url = f"http://127.0.0.1:{site.port}"

    def ask(
        self, path: str, told: list[tuple[str, str]] | None = None
    ) -> tuple[int, str, str | None]:
        """Return status, page and Retry-After."""
        body = None if told is None else urllib.parse.urlencode(told).encode()
        request = urllib.request.Request(
            self._url + path, body, headers={"Referer": self._url + path}
        )
        try:
            with self._open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), None
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers["Retry-After"]


@contextmanager
def kept_away(state: Path, seconds: float) -> Iterator[None]:
    """Keep a database that is started in the block from coming up, for some seconds."""
    data = LocalServer(state).cluster.data
    with subprocess.Popen(["sleep", str(seconds)], cwd=data) as occupant:
        yield
        occupant.kill()


def kill_database(site: Site) -> None:
    (postmaster,) = site.children("bin/postgres")
    os.kill(postmaster, signal.SIGKILL)


def started(site: Site) -> Site:
    wait_until(site.serves, 120)
    return site


def ended(site: Site) -> None:
    if site.process.poll() is None:
        site.process.send_signal(signal.SIGTERM)
    site.process.wait(60)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path / "state", "--no-demo")
    try:
        yield started(running)
    finally:
        ended(running)
        running.output.close()


def heartbeats(site: Site) -> list[object]:
    """When the workers last said that they live, the newest first."""
    conninfo = LocalServer(site.state).conninfo(dbname="samenspel")
    with psycopg.connect(conninfo) as connection:
        rows = connection.execute(
            "SELECT last_heartbeat FROM procrastinate_workers ORDER BY last_heartbeat DESC"
        ).fetchall()
    return [row[0] for row in rows]


def test_what_was_typed_is_in_the_page_and_is_accepted_when_sent_again(site: Site) -> None:
    wait_until(lambda: bool(heartbeats(site)), 60)
    before = heartbeats(site)[0]
    browser = Browser(site)
    _, page, _ = browser.ask(FORM)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    told = [("for_whom", "other"), ("given_name", TYPED), ("later", "1")]
    told.append(("csrfmiddlewaretoken", token[1]))
    with kept_away(site.state, 60):
        kill_database(site)
        status, page, retry_after = browser.ask(FORM, told)
        assert status == 503
        assert int(retry_after) > 0
        assert "Verstuur opnieuw" in page
        again = [(html.unescape(n), html.unescape(v)) for n, v in HIDDEN.findall(page)]
        assert sorted(again) == sorted(told)
        assert f'method="post" action="{FORM}">' in page
        status, page, _ = browser.ask(FORM)
        assert (status, "Probeer deze pagina opnieuw" in page) == (503, True)
        wait_until(lambda: "Processes of an earlier server" in site.said(), 30)
    wait_until(site.serves, 60)
    status, page, _ = browser.ask(FORM, again)
    assert (status, "/hulp-vragen/verder/" in page.replace("<wbr>", "")) == (200, True)
    _, page, _ = browser.ask(FORM)
    assert html.escape(TYPED) in page
    wait_until(lambda: any(one > before for one in heartbeats(site)), 90)  # the worker went on
    assert "The database answers again" in site.said()
    assert site.process.poll() is None


def test_at_a_start_without_database_visitors_read_that_it_comes_soon(tmp_path: Path) -> None:
    state = tmp_path / "state"
    first = started(Site(state, "--no-demo"))
    ended(first)
    first.output.close()
    with kept_away(state, 60):
        site = Site(state, "--no-demo")
        try:
            browser = Browser(site)

            def says_so() -> bool:
                try:
                    return browser.ask("/")[0] == 503
                except OSError:
                    return False

            wait_until(says_so, 60)
            status, page, retry_after = browser.ask("/hulp-vragen/")
            assert (status, bool(retry_after)) == (503, True)
            assert "samenspel.css" in page
            site.process.send_signal(signal.SIGTERM)  # stopping needs no database
            began = time.monotonic()
            assert site.process.wait(60) == 0
            assert time.monotonic() - began < 30
        finally:
            ended(site)
            site.output.close()
    last = Site(state, "--no-demo")
    try:
        started(last)
    finally:
        ended(last)
        last.output.close()
