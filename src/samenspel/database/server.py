"""Start, watch and stop a PostgreSQL server that lives and dies with this process."""

import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from samenspel.database.binaries import Binaries, find_binaries
from samenspel.database.child_processes import server_identity, spawn, stop
from samenspel.database.cluster import ADMINISTRATOR, Cluster, FolderLock, local_parameters
from samenspel.database.errors import DatabaseUnavailableError
from samenspel.database.occupants import clear_folder
from samenspel.database.roles import DATABASE, prepare_database, prepare_roles
from samenspel.database.state_folder import make_private, state_folder

PATIENCE = 60.0  # seconds for a start, including recovery after a crash


class LocalServer:
    """The embedded server of a state folder: ours when we started it, joined when it was
    running.

    Use it as a context manager, or call start() and stop(). ``settings`` are extra PostgreSQL
    settings; ``durable=False`` is for throw-away data only (no sync to disk at all).
    Only one process at a time starts servers in a state folder; others join the running one.
    """

    def __init__(
        self,
        state: Path | None = None,
        *,
        binaries: Binaries | None = None,
        settings: dict[str, str] | None = None,
        durable: bool = True,
    ) -> None:
        self.state = state or state_folder()
        self.cluster = Cluster(self.state, binaries or find_binaries())
        self.restarts = 0
        self._settings = dict(settings or {})
        self._durable = durable
        if not durable:
            self._settings |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
            }
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = FolderLock(self.state / "database.lock")

    @property
    def owned(self) -> bool:
        """Whether this process started the server, and so will stop it."""
        return self._process is not None

    @property
    def process_id(self) -> int | None:
        """The process id of the server when it is ours."""
        return self._process.pid if self._process else None

    def conninfo(self, *, dbname: str = ADMINISTRATOR, user: str = ADMINISTRATOR) -> str:
        """Return a libpq connection string, by default for the administrator."""
        return make_conninfo(**local_parameters(self.state, dbname=dbname, user=user))

    def answers(self) -> bool:
        """Return whether the server accepts connections now."""
        return pq.PGconn.ping(self.conninfo().encode()) == pq.Ping.OK

    def start(self) -> Self:
        """Start the server, or join the one another process runs in the same state folder.

        Raises DatabaseUnavailableError with the reason when neither succeeds within a minute.
        """
        deadline = time.monotonic() + PATIENCE
        make_private(self.state)
        while not self._lock.acquire():
            if self.answers():
                return self
            if time.monotonic() > deadline:
                raise DatabaseUnavailableError(
                    f"Another samenspel process holds {self.state}, "
                    "but its database does not answer."
                )
            time.sleep(0.05)
        try:
            self._start_own(deadline)
        except BaseException:
            self.stop()
            raise
        return self

    def tend(self) -> bool:
        """Start the server again when it is gone; return whether that was needed.

        Call it every now and then from the thread that called start().
        """
        if self._process is None:
            if self.answers():
                return False
        elif self._process.poll() is None:
            return False
        self.restarts += 1
        self.start()
        return True

    def stop(self) -> None:
        """Stop the server when it is ours: clients are cut off, committed work is on disk."""
        if self._process is not None:
            stop(self._process, signal.SIGINT, patience=30)
            self._process = None
        self._lock.release()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start_own(self, deadline: float) -> None:
        identity = server_identity(Path(self.cluster.binaries.program("postgres")))
        self.cluster.prepare_folders(identity)
        self.cluster.create(identity, durable=self._durable)
        command = self.cluster.command(self._settings)
        while True:
            if not clear_folder(self.cluster.data, patience=deadline - time.monotonic()):
                raise DatabaseUnavailableError(
                    f"Processes of an earlier server will not leave {self.cluster.data}."
                )
            with self.cluster.log.open("ab") as output:
                self._process = spawn(
                    command, at_parent_death=signal.SIGINT, identity=identity, output=output
                )
            if self._comes_up(deadline):
                break
            if time.monotonic() > deadline:
                raise DatabaseUnavailableError(
                    f"PostgreSQL did not start.\n{self._last_words()}"
                )
            time.sleep(0.1)
        self._prepare()

    def _comes_up(self, deadline: float) -> bool:
        """Wait for the server; False when to try again (the last one's memory is in use)."""
        while not self.answers():
            if self._process is None or self._process.poll() is not None:
                words = self._last_words()
                if "still in use" in words or "lock file" in words:
                    return False
                raise DatabaseUnavailableError(f"PostgreSQL did not start.\n{words}")
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def _last_words(self) -> str:
        try:
            lines = self.cluster.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return "\n".join(lines[-8:])

    def _prepare(self) -> None:
        with psycopg.connect(self.conninfo(), autocommit=True) as connection:
            prepare_roles(connection, login=True)
        with psycopg.connect(self.conninfo(dbname=DATABASE), autocommit=True) as connection:
            prepare_database(connection)
