"""kill -9 of the server while eight writers write: what was acknowledged is still there.

The acknowledgements are kept here, outside the server. Two negative controls show that the
harness sees a loss: one with commits that are acknowledged before they are on disk, and one
where a row is taken away behind its back.
"""

import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from samenspel.database.server import LocalServer

pytestmark = pytest.mark.crash

WRITERS = 8
TABLES = """
CREATE TABLE entry (key uuid PRIMARY KEY);
CREATE TABLE outbox (number bigserial PRIMARY KEY, key uuid NOT NULL UNIQUE);
"""


class Writers:
    """Eight threads write an entry with its outbox row, and remember what was confirmed."""

    def __init__(self, conninfo: str, seed: int) -> None:
        self.acknowledged: set[uuid.UUID] = set()
        self.refused = 0
        self._conninfo = conninfo
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._write, args=(random.Random(seed + n),))
            for n in range(WRITERS)
        ]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _write(self, source: random.Random) -> None:
        key = uuid.UUID(int=source.getrandbits(128))
        while not self._stop.is_set():
            try:
                with psycopg.connect(self._conninfo, autocommit=True) as connection:
                    while not self._stop.is_set():
                        self._save(connection, key)
                        with self._lock:
                            self.acknowledged.add(key)
                        key = uuid.UUID(int=source.getrandbits(128))
            except psycopg.Error:  # no answer came for this key: send it again
                with self._lock:
                    self.refused += 1
                time.sleep(0.02)

    @staticmethod
    def _save(connection: psycopg.Connection[tuple[object, ...]], key: uuid.UUID) -> None:
        with connection.transaction():
            new = connection.execute(
                "INSERT INTO entry VALUES (%s) ON CONFLICT DO NOTHING", [key]
            )
            if new.rowcount:
                connection.execute("INSERT INTO outbox (key) VALUES (%s)", [key])


def crash_repeatedly(server: LocalServer, kills: int, seed: int) -> tuple[Writers, list[float]]:
    """Kill the server ``kills`` times during writes; return the writers and restart times."""
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("SET synchronous_commit = on")  # the tables are there after any kill
        connection.execute(TABLES)
    source = random.Random(seed)
    restarts = []
    with Writers(server.conninfo(), seed) as writers:
        for _ in range(kills):
            time.sleep(source.uniform(0.2, 0.6))
            os.kill(server.process_id, signal.SIGKILL)
            started = time.monotonic()
            while not server.tend():
                time.sleep(0.005)
            restarts.append(time.monotonic() - started)
        time.sleep(0.2)
    return writers, restarts


def missing(server: LocalServer, acknowledged: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return what was acknowledged and is not in the database."""
    with psycopg.connect(server.conninfo()) as connection:
        return acknowledged - {row[0] for row in connection.execute("SELECT key FROM entry")}


def halves(server: LocalServer) -> int:
    """Return how many transactions were kept only in part."""
    with psycopg.connect(server.conninfo()) as connection:
        row = connection.execute(
            "SELECT count(*) FROM entry FULL JOIN outbox ON entry.key = outbox.key "
            "WHERE entry.key IS NULL OR outbox.key IS NULL"
        ).fetchone()
        return int(row[0])


def test_nothing_acknowledged_is_lost(
    server: LocalServer, seed: int, record_property: Callable[[str, object], None]
) -> None:
    writers, restarts = crash_repeatedly(server, kills=6, seed=seed)
    record_property("acknowledged", len(writers.acknowledged))
    record_property("slowest restart, s", round(max(restarts), 2))
    assert len(writers.acknowledged) > 100
    assert writers.refused > 0  # the kills were felt
    assert missing(server, writers.acknowledged) == set()
    assert halves(server) == 0


def test_the_harness_sees_a_loss_when_commits_do_not_wait_for_the_disk(
    tmp_path: Path, seed: int
) -> None:
    settings = {"synchronous_commit": "off", "wal_writer_delay": "10000", "wal_buffers": "16MB"}
    with LocalServer(tmp_path / "state", settings=settings) as server:
        writers, _ = crash_repeatedly(server, kills=2, seed=seed)
        assert missing(server, writers.acknowledged)


def test_the_harness_sees_one_row_taken_away(server: LocalServer, seed: int) -> None:
    writers, _ = crash_repeatedly(server, kills=1, seed=seed)
    victim = next(iter(writers.acknowledged))
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("DELETE FROM entry WHERE key = %s", [victim])
    assert missing(server, writers.acknowledged) == {victim}
    assert halves(server) == 1
