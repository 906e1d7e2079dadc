"""One data folder of PostgreSQL: where it is, how it is made, and the settings it runs with."""

import fcntl
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from samenspel.database.binaries import Binaries
from samenspel.database.child_processes import Identity, spawn
from samenspel.database.errors import DatabaseUnavailableError
from samenspel.database.state_folder import make_private, run_folder

ADMINISTRATOR = "postgres"
BUILTIN_LOCALES_SINCE = 17
LOG_LIMIT = 5_000_000  # bytes after which the log is set aside at the next start

# Care content must not reach the log: no statement text, no DETAIL lines with values.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "timezone": "UTC",
}


def local_parameters(state: Path, *, dbname: str, user: str) -> dict[str, str]:
    """Return libpq parameters for the server of ``state``; the socket's folder is the guard."""
    return {"host": str(run_folder(state)), "port": "5432", "dbname": dbname, "user": user}


@dataclass(frozen=True)
class Cluster:
    """The folders of one server. Nothing is made or started by making this object."""

    state: Path
    binaries: Binaries

    @property
    def data(self) -> Path:
        """The data folder; each major version of PostgreSQL has its own."""
        return self.state / "postgresql" / str(self.binaries.major)

    @property
    def run(self) -> Path:
        """The folder of the unix socket, for this user alone."""
        return run_folder(self.state)

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.state / "postgresql" / f"{self.binaries.major}.log"

    def command(self, extra: dict[str, str]) -> list[str]:
        """Return the command line of the server."""
        settings = SETTINGS | {"unix_socket_directories": str(self.run)} | extra
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [self.binaries.program("postgres"), "-D", str(self.data), *options]

    def prepare_folders(self, identity: Identity) -> None:
        """Make the state and run folders, and set a long log aside.

        Raises DatabaseUnavailableError when the data belong to another major version.
        """
        make_private(self.state)
        make_private(self.data.parent)
        self._refuse_other_versions()
        make_private(self.run)
        if identity.uid is not None and identity.gid is not None:
            for passage in (self.state, self.data.parent):
                passage.chmod(0o711)
            os.chown(self.run, identity.uid, identity.gid)
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.1"))

    def create(self, identity: Identity, *, durable: bool) -> None:
        """Make the data folder when there is none; a half-made one is never left behind.

        ``durable=False`` leaves out the final sync to disk, for data that may be lost.
        Raises DatabaseUnavailableError with PostgreSQL's own words when it fails.
        """
        if (self.data / "PG_VERSION").exists():
            return
        draft = self.data.with_name(f"{self.data.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if identity.uid is not None and identity.gid is not None:
            os.chown(draft, identity.uid, identity.gid)
        notes = self.log.with_name("initdb.log")
        command = self._initdb(draft, durable=durable)
        with notes.open("wb") as output:
            child = spawn(command, identity=identity, output=output)
        if child.wait() != 0:
            raise DatabaseUnavailableError(
                f"PostgreSQL could not make its data folder {self.data}:\n{notes.read_text()}"
            )
        draft.rename(self.data)
        notes.unlink()

    def _initdb(self, folder: Path, *, durable: bool) -> list[str]:
        # Sorting by code point is the same on every system and in every version; people's names
        # are sorted on a normalised key column. Before PostgreSQL 17 there is only libc.
        if self.binaries.major >= BUILTIN_LOCALES_SINCE:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            locale = ["--locale=C.UTF-8"]
        users = ["-U", ADMINISTRATOR, "--auth-local=trust", "--auth-host=reject"]
        sync = [] if durable else ["--no-sync"]
        initdb = self.binaries.program("initdb")
        return [initdb, "-D", str(folder), "-E", "UTF8", "-T", "dutch", *users, *locale, *sync]

    def _refuse_other_versions(self) -> None:
        mine = str(self.binaries.major)
        made = [f.parent.name for f in self.data.parent.glob("*/PG_VERSION")]
        others = [name for name in made if name.isdigit()]
        if others and mine not in others:
            raise DatabaseUnavailableError(
                f"The data in {self.state} were made by PostgreSQL {sorted(others)[-1]} "
                f"and this is PostgreSQL {mine}. Make a back-up with the version that made "
                "them (samenspel backup), move the folder away, then use samenspel restore."
            )


class FolderLock:
    """Held by the process whose server uses a data folder; the kernel frees it for us."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; return whether we hold it now."""
        if self._handle is None:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return False
            self._handle = handle
        return True

    def release(self) -> None:
        """Give the lock up; harmless when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
