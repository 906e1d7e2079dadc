"""kill -9 of web server and database while people write: nothing acknowledged is lost.

"Acknowledged" is counted outside the product: the answer that sent the writer on to "your
answers are kept". Afterwards each of those is looked up as a stranger with its secret address
would, in a new browser.
"""

import http.cookiejar
import os
import random
import re
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.e2e.conftest import Site

pytestmark = pytest.mark.crash

WRITERS = 4
KILLS = ("gunicorn", "postgres", "gunicorn", "postgres", "gunicorn")
BETWEEN_KILLS_S = 2.0
FORM = "/hulp-vragen/voor-wie/"
PATIENCE_S = 60


class Browser:
    """A visitor with cookies and an address, and nothing else."""

    def __init__(self, url: str) -> None:
        self._address = f"10.{random.randrange(256)}.{random.randrange(256)}.1"
        jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open
        self._url = url

    def get(self, path: str) -> str:
        """Return a page; OSError when the site does not answer."""
        with self._open(self._url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def write(self, name: str) -> str:
        """Fill in a name and stop for now; return the page that says it is kept."""
        told = {"for_whom": "other", "given_name": name, "later": "1"}
        return self._send(FORM, told, {"X-Forwarded-For": self._address})

    def go_on(self, path: str) -> str:
        """Go on at a secret address with what was kept; return the step that shows it."""
        return self._send(path, {}, {})

    def _send(self, path: str, told: dict[str, str], headers: dict[str, str]) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))
        assert token
        request = urllib.request.Request(
            self._url + path,
            urllib.parse.urlencode({**told, "csrfmiddlewaretoken": token[1]}).encode(),
            headers={"Referer": self._url + path, **headers},
        )
        with self._open(request, timeout=20) as answer:
            return str(answer.read().decode())


@dataclass
class Ledger:
    """What was acknowledged, kept outside the product: name by secret path."""

    kept: dict[str, str] = field(default_factory=dict)
    refused: int = 0

    def lost(self, url: str) -> list[str]:
        """Return the names that are not found again at their secret path."""
        return [
            name
            for path, name in self.kept.items()
            if f'value="{name}"' not in _patiently(url, path)
        ]


def _patiently(url: str, path: str) -> str:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return Browser(url).go_on(path)
        except urllib.error.HTTPError as error:
            if error.code == 404 or time.monotonic() > until:
                return ""
        except OSError:
            if time.monotonic() > until:
                return ""
        time.sleep(0.2)


def _keep_writing(site: Site, ledger: Ledger, number: int, stop: threading.Event) -> None:
    count = 0
    while not stop.is_set():
        count += 1
        name = f"Schrijver{number}x{count}"
        try:
            page = Browser(site.url).write(name)
        except OSError:
            ledger.refused += 1
            time.sleep(0.1)
            continue
        secret = re.search(r'href="[^"]*(/hulp-vragen/verder/[^"]+)"', page)
        if secret:
            ledger.kept[secret[1]] = name


def processes_of(site: Site, word: str) -> list[int]:
    """Return the processes with this word in their command that the site started itself."""
    ours = {site.pid}
    found = []
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda one: int(one.name)):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if parent in ours:
            ours.add(int(folder.name))
            if word in command:
                found.append(int(folder.name))
    return found


def _first_process_of(site: Site, word: str) -> int:
    """Return the parent among such processes, waiting for one that is being started again."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        victims = processes_of(site, word)
        if victims:
            return victims[0]
        time.sleep(0.1)
    raise AssertionError(f"no {word} process to kill")


def test_nothing_acknowledged_is_lost(site_to_kill: Site) -> None:
    site = site_to_kill
    ledger, stop = Ledger(), threading.Event()
    writers = [
        threading.Thread(target=_keep_writing, args=(site, ledger, number, stop))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for word in KILLS:
        time.sleep(BETWEEN_KILLS_S)
        os.kill(_first_process_of(site, word), signal.SIGKILL)
    time.sleep(BETWEEN_KILLS_S)
    stop.set()
    for writer in writers:
        writer.join()
    assert len(ledger.kept) > 20, f"{ledger.refused} refused"
    assert ledger.lost(site.url) == []


def test_the_ledger_would_notice_a_loss(site_to_kill: Site) -> None:
    """Negative control: something acknowledged that is not there is found."""
    ledger = Ledger({"/hulp-vragen/verder/dit-adres-bestaat-niet/": "Weg"})
    assert ledger.lost(site_to_kill.url) == ["Weg"]
