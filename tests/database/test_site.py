"""``samenspel run`` as a whole: it serves, mends what is killed, stops and leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.database.conftest import ROOT, is_alive, wait_until

from samenspel.database.occupants import occupants

pytestmark = [pytest.mark.crash, pytest.mark.timeout(240)]


class Site:
    """A running `samenspel run`, and what can be asked of it."""

    def __init__(self, state: Path, *options: str) -> None:
        self.state = state
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        environment = {"PYTHONPATH": str(ROOT / "src"), "SAMENSPEL_STATE": str(state)}
        self.output = (state.parent / "output.txt").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "samenspel", "run", "--port", str(self.port), *options],
            env={"PATH": os.environ["PATH"]} | environment,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )

    def serves(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            assert self.process.poll() is None, self.said()
            return False

    def said(self) -> str:
        return Path(self.output.name).read_text()

    def children(self, word: str) -> list[int]:
        """The direct children whose command line holds ``word``."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
                command = (folder / "cmdline").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(parent) == self.process.pid and word in command:
                found.append(int(folder.name))
        return found


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path / "state", "--no-demo")
    try:
        wait_until(running.serves, 120)
        yield running
    finally:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGTERM)
        running.process.wait(60)
        running.output.close()


def test_it_mends_what_is_killed_and_stops_when_asked(site: Site) -> None:
    wait_until(lambda: f"http://127.0.0.1:{site.port}" in site.said(), 30)
    for word in ("bin/postgres", "gunicorn"):
        (process_id,) = site.children(word)
        os.kill(process_id, signal.SIGKILL)
        wait_until(lambda word=word, old=process_id: set(site.children(word)) - {old}, 60)
        wait_until(site.serves, 60)
    wait_until(lambda: site.children("\0worker"), 60)
    (worker,) = site.children("\0worker")
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: set(site.children("\0worker")) - {worker}, 60)

    everything = [*site.children(""), *occupants(site.state / "postgresql" / "18")]
    assert len(everything) > 5
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(60) == 0
    assert "Stopped." in site.said()
    wait_until(lambda: not any(map(is_alive, everything)), 10)


def test_nothing_stays_behind_after_kill_9(site: Site) -> None:
    everything = [*site.children(""), *occupants(site.state / "postgresql" / "18")]
    site.process.send_signal(signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, everything)), 30)
    time.sleep(0.5)
    assert not occupants(site.state / "postgresql" / "18")


def test_a_port_in_use_is_said_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = subprocess.run(
            [sys.executable, "-m", "samenspel", "run", "--port", str(taken.getsockname()[1])],
            env=os.environ
            | {"PYTHONPATH": str(ROOT / "src"), "SAMENSPEL_STATE": str(tmp_path / "state")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert "is in use" in result.stderr
    assert not (tmp_path / "state").exists()
