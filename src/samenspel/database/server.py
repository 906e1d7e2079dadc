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
from samenspel.database.child_processes import Identity, server_identity, spawn, stop
from samenspel.database.cluster import ADMINISTRATOR, Cluster, FolderLock, local_parameters
from samenspel.database.errors import DatabaseUnavailableError
from samenspel.database.occupants import clear_folder
from samenspel.database.pauses import Pauses
from samenspel.database.roles import DATABASE, prepare_database, prepare_roles
from samenspel.database.state_folder import make_private, state_folder

PATIENCE = 60.0  # seconds for a start; recovery after a crash takes as long as it takes
LEAVE_PATIENCE = 3.0  # seconds for what an earlier server left behind to go, at each try
LOOK_EVERY = 1.0  # seconds between looks whether a living server answers
START_TRIES = 5  # of start(), which has somebody waiting; tend() never gives up


class LocalServer:
    """The embedded server of a state folder: ours when we started it, joined when it was
    running.

    Use it as a context manager, or call start() and stop(). ``settings`` are extra PostgreSQL
    settings; ``durable=False`` is for throw-away data only (no sync to disk at all).
    Only one process at a time starts servers in a state folder; others join the running one.
    ``waits_for`` says what stands between us and a server that answers; empty when it answers.
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
        self.waits_for = ""
        self._pauses = Pauses()
        self._looked = 0.0
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
        return self._ping() == pq.Ping.OK

    def start(self) -> Self:
        """Start the server, or join the one another process runs in the same state folder.

        Waits for as long as the server recovers from a crash. Raises DatabaseUnavailableError
        with the reason when it does not come up otherwise.
        """
        make_private(self.state)
        deadline = time.monotonic() + PATIENCE
        while not self._lock.acquire():
            found = self._ping()
            if found == pq.Ping.OK:
                return self
            if found == pq.Ping.REJECT:  # it is recovering from a crash
                deadline = time.monotonic() + PATIENCE
            if time.monotonic() > deadline:
                raise DatabaseUnavailableError(
                    f"Another samenspel process holds {self.state}, "
                    "but its database does not answer."
                )
            time.sleep(0.05)
        try:
            self._start_own()
        except BaseException:
            self.stop()
            raise
        return self

    def begin(self) -> Self:
        """Make ready to start; from then on each tend() brings the server a step nearer.

        Raises DatabaseUnavailableError when there is no use in trying: the data are of another
        version, or the data folder cannot be made.
        """
        make_private(self.state)
        if self._lock.acquire():
            self._make_folders()
        self.waits_for = "The database has not started yet."
        return self

    def tend(self) -> bool:
        """Bring the server one step nearer; return whether it is back at this very call.

        Call it every now and then from the thread that called start() or begin(). It waits for
        nothing longer than seconds and never gives up: a server that does not start is
        started again, later each time, and ``waits_for`` says what is wrong.
        """
        moment = time.monotonic()
        if not self.waits_for and self._runs() and moment - self._looked < LOOK_EVERY:
            return False
        self._looked = moment
        try:
            return self._tend(moment)
        except (DatabaseUnavailableError, OSError, psycopg.Error) as problem:
            self.waits_for = f"The database cannot be started: {problem}"
            self._pauses.failed(moment)
            return False

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

    def _tend(self, moment: float) -> bool:
        found = self._ping()
        if found == pq.Ping.OK and self._runs():
            back, self.waits_for = bool(self.waits_for), ""
            if back and self.owned:
                self._prepare()
            self._pauses.answered()
            return back
        if self._runs():
            self.waits_for = (
                "The database is recovering from a crash."
                if found == pq.Ping.REJECT
                else "The database is starting."
            )
            return False
        if self._process is not None:
            self._process = None
            self._pauses.failed(moment)
            self.waits_for = f"The database has stopped. {self._last_words(lines=1)}".strip()
        self.waits_for = (
            self.waits_for or "The database has stopped."
        )  # another's, and ours now
        if self._pauses.over(moment) and self._lock.acquire():
            self._make_folders()
            if self._launch():
                self.restarts += 1
        return False

    def _runs(self) -> bool:
        """Whether a server process is there that we started, or that another looks after."""
        if self._process is not None:
            return self._process.poll() is None
        return not self._lock.acquire()

    def _ping(self) -> pq.Ping:
        return pq.Ping(pq.PGconn.ping(self.conninfo().encode()))

    def _make_folders(self) -> Identity:
        identity = server_identity(Path(self.cluster.binaries.program("postgres")))
        self.cluster.prepare_folders(identity)
        self.cluster.create(identity, durable=self._durable)
        return identity

    def _launch(self, patience: float = LEAVE_PATIENCE) -> bool:
        """Start the server's process, unless those of an earlier one will not leave yet."""
        if not clear_folder(self.cluster.data, patience=patience):
            self.waits_for = f"Processes of an earlier server are still in {self.cluster.data}."
            return False
        identity = server_identity(Path(self.cluster.binaries.program("postgres")))
        with self.cluster.log.open("ab") as output:
            self._process = spawn(
                self.cluster.command(self._settings),
                at_parent_death=signal.SIGINT,
                identity=identity,
                output=output,
            )
        return True

    def _start_own(self) -> None:
        self._make_folders()
        for attempt in range(START_TRIES):
            time.sleep(0 if attempt == 0 else 0.25 * 2**attempt)
            if not self._launch(PATIENCE):
                raise DatabaseUnavailableError(
                    f"Processes of an earlier server will not leave {self.cluster.data}."
                )
            if self._comes_up():
                self._prepare()
                return
        raise DatabaseUnavailableError(f"PostgreSQL did not start.\n{self._last_words()}")

    def _comes_up(self) -> bool:
        """Wait for the server; False when its process ended or says nothing for a minute.

        Its memory may still be in use by what an earlier server left, or it may have been
        killed: both pass.
        """
        deadline = time.monotonic() + PATIENCE
        while self._process is not None and self._process.poll() is None:
            found = self._ping()
            if found == pq.Ping.OK:
                return True
            if found == pq.Ping.REJECT:  # recovery is not counted
                deadline = time.monotonic() + PATIENCE
            if time.monotonic() > deadline:
                stop(self._process, signal.SIGQUIT, patience=5)
            time.sleep(0.01)
        return False

    def _last_words(self, *, lines: int = 8) -> str:
        try:
            said = self.cluster.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return "\n".join(said[-lines:])

    def _prepare(self) -> None:
        with psycopg.connect(self.conninfo(), autocommit=True) as connection:
            prepare_roles(connection, login=True)
        with psycopg.connect(self.conninfo(dbname=DATABASE), autocommit=True) as connection:
            prepare_database(connection)
