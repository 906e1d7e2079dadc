"""Servers of the tests' own, apart from the one the other tests share."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from samenspel.database.server import LocalServer

ROOT = Path(__file__).resolve().parents[2]

SUPERVISOR = """
import pathlib, sys, time
from samenspel.database.server import LocalServer
server = LocalServer(pathlib.Path(sys.argv[1])).start()
print(server.process_id or 0, flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalServer]:
    """A running server with real settings (committed means on disk)."""
    with LocalServer(tmp_path / "state") as running:
        yield running


@pytest.fixture
def supervise() -> Iterator[Callable[[Path], tuple[subprocess.Popen[str], int]]]:
    """Start another process that supervises a server; return it and the server's process id."""
    started: list[subprocess.Popen[str]] = []

    def start(state: Path) -> tuple[subprocess.Popen[str], int]:
        child = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(state)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        )
        started.append(child)
        return child, int(child.stdout.readline())

    yield start
    for child in started:
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
        child.communicate()


def is_alive(process_id: int) -> bool:
    """Whether the process runs; one that ended and waits to be collected does not."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition: Callable[[], bool], seconds: float) -> float:
    """Return how long it took until ``condition()`` held; fail after ``seconds``."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - started
