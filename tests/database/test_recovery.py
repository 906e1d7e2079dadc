"""A server that recovers from a crash is waited for, and one that is killed then comes back.

The recoveries are slow because there is much to do over (no checkpoint, some hundred megabytes
of log) and, where a test needs them slower, because the process that recovers is stopped.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import pq
from tests.database.conftest import wait_until

from samenspel.database import server as server_module
from samenspel.database.binaries import Binaries
from samenspel.database.errors import DatabaseUnavailableError
from samenspel.database.occupants import occupants
from samenspel.database.pauses import LONGEST_PAUSE, Pauses
from samenspel.database.server import LocalServer

pytestmark = pytest.mark.crash

MUCH_TO_DO = {"max_wal_size": "8GB", "checkpoint_timeout": "1h"}
ROWS = 400_000


@pytest.fixture
def crashed(tmp_path: Path) -> Iterator[LocalServer]:
    """A server that was killed and has much to do over when it is started again."""
    server = LocalServer(tmp_path / "state", settings=MUCH_TO_DO).start()
    try:
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (number int, words text)")
            connection.execute(
                "INSERT INTO kept SELECT n, repeat('x', 200) FROM generate_series(1, %s) n",
                [ROWS],
            )
        os.kill(server.process_id, signal.SIGKILL)
        yield server
    finally:
        server.stop()


def kept(server: LocalServer) -> int:
    with psycopg.connect(server.conninfo()) as connection:
        (number,) = connection.execute("SELECT count(*) FROM kept").fetchone()
    return int(number)


def recovering(server: LocalServer) -> list[int]:
    """The process that does the recovery, when there is one."""
    found = []
    for one in occupants(server.cluster.data):
        try:
            title = Path(f"/proc/{one}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if title.startswith(b"postgres: startup"):
            found.append(one)
    return found


def tend_until_recovering(server: LocalServer) -> int:
    """Tend the server until it recovers; return the process that does."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        server.tend()
        if server.waits_for and (found := recovering(server)):
            return found[0]
        time.sleep(0.002)
    raise AssertionError("it was never seen recovering")


def test_killed_during_recovery_it_is_started_again(crashed: LocalServer) -> None:
    os.kill(tend_until_recovering(crashed), signal.SIGKILL)  # the server ends with status 1
    wait_until(lambda: not crashed.tend() and "has stopped" in crashed.waits_for, 30)
    tend_until_recovering(crashed)
    os.kill(crashed.process_id, signal.SIGKILL)
    wait_until(crashed.tend, 60)
    assert crashed.waits_for == ""
    assert crashed.restarts >= 3
    assert kept(crashed) == ROWS


def test_a_recovery_longer_than_the_patience_is_waited_for(
    crashed: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "PATIENCE", 1.0)
    stopped = tend_until_recovering(crashed)
    os.kill(stopped, signal.SIGSTOP)
    later = subprocess.Popen(
        [sys.executable, "-c", f"import os, time; time.sleep(3); os.kill({stopped}, 18)"]
    )
    began = time.monotonic()
    with LocalServer(crashed.state) as joined:  # as the worker does: it waits for the other
        assert not joined.owned
        assert time.monotonic() - began > 2
    wait_until(crashed.tend, 60)
    later.wait()
    assert kept(crashed) == ROWS


def test_the_first_start_waits_for_a_recovery_too(
    crashed: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed.stop()  # so that start() below begins it; it was killed, so it stays crashed
    monkeypatch.setattr(server_module, "PATIENCE", 0.2)
    began = time.monotonic()
    crashed.start()
    assert time.monotonic() - began > 0.2, "make ROWS larger: this recovery was no test"
    assert kept(crashed) == ROWS


def test_the_operator_is_told_that_it_recovers(crashed: LocalServer) -> None:
    stopped = tend_until_recovering(crashed)
    os.kill(stopped, signal.SIGSTOP)
    try:
        wait_until(lambda: not crashed.tend() and "recovering" in crashed.waits_for, 10)
    finally:
        os.kill(stopped, signal.SIGCONT)
    wait_until(crashed.tend, 60)


def silent(folder: Path, words: str) -> Binaries:
    """A PostgreSQL whose server does what the shell's ``words`` say."""
    folder.mkdir()
    for name, does in (
        ("initdb", 'mkdir -p "$2"; echo 18 > "$2/PG_VERSION"'),
        ("postgres", words),
    ):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    return Binaries(folder, 18, "system")


def test_a_server_that_says_nothing_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: only recovery is waited for without end."""
    monkeypatch.setattr(server_module, "PATIENCE", 0.3)
    monkeypatch.setattr(server_module, "START_TRIES", 2)
    words = '[ "$1" = --version ] || exec sleep 60'
    server = LocalServer(tmp_path / "state", binaries=silent(tmp_path / "bin", words))
    began = time.monotonic()
    with pytest.raises(DatabaseUnavailableError, match="did not start"):
        server.start()
    assert time.monotonic() - began < 20
    assert not server.owned


def test_a_server_that_ends_at_once_is_tried_again_and_never_given_up(tmp_path: Path) -> None:
    words = '[ "$1" = --version ] || { echo "no disk"; exit 1; }'
    server = LocalServer(tmp_path / "state", binaries=silent(tmp_path / "bin", words))
    server.begin()
    try:
        wait_until(lambda: not server.tend() and server.restarts >= 3, 30)
        assert "no disk" in server.waits_for
    finally:
        server.stop()
    with pytest.raises(DatabaseUnavailableError, match="no disk"):
        server.start()


def test_pauses_grow_to_a_ceiling_and_an_answer_ends_them() -> None:
    pauses, moment, waited = Pauses(), 1000.0, []
    for _ in range(9):
        pauses.failed(moment)
        waited.append(pauses.pause)
        assert pauses.over(moment + pauses.pause)
        assert pauses.pause == 0 or not pauses.over(moment + pauses.pause - 0.01)
    assert waited == [0, 0.5, 1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    pauses.answered()
    pauses.failed(moment)
    assert pauses.pause == 0


def test_a_server_in_recovery_is_not_silent(crashed: LocalServer) -> None:
    """What the waiting goes by: PostgreSQL itself says that it is there and not ready."""
    stopped = tend_until_recovering(crashed)
    os.kill(stopped, signal.SIGSTOP)
    wait_until(lambda: pq.PGconn.ping(crashed.conninfo().encode()) == pq.Ping.REJECT, 10)
    os.kill(stopped, signal.SIGCONT)
    wait_until(crashed.tend, 60)
