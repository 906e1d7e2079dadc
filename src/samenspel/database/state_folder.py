"""The state folder: all an installation keeps outside its database tables and its code."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

SOCKET_PATH_LIMIT = 103  # bytes that fit in sockaddr_un.sun_path on Linux, less the final zero
SOCKET_NAME = ".s.PGSQL.5432.lock"  # the longest name PostgreSQL puts in the run folder


def state_folder() -> Path:
    """Return the state folder, absolute; it need not exist yet.

    ``SAMENSPEL_STATE`` when set; else ``var`` in the checkout this code runs from; else the
    ``samenspel`` folder of the XDG state home.
    """
    chosen = os.environ.get("SAMENSPEL_STATE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "src" / "samenspel").is_dir():
        return checkout / "var"
    home = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(home).expanduser().absolute() / "samenspel"


def make_private(folder: Path) -> Path:
    """Create ``folder`` for this user alone (0700) and return it.

    Raises PermissionError when it exists and belongs to somebody else, or is a symbolic link:
    a folder with a predictable name in a shared place must not be prepared by another user.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    details = folder.lstat()
    if folder.is_symlink() or details.st_uid not in {os.geteuid(), _server_uid(folder)}:
        raise PermissionError(f"{folder} does not belong to this user")
    if details.st_mode & 0o066:  # passing through, without reading, may have been allowed
        folder.chmod(0o700)
    return folder


def run_folder(state: Path) -> Path:
    """Return the folder of the server's unix socket: in the state folder when its path fits.

    A socket path holds at most 103 bytes, so a deep state folder gets a short run folder in the
    temporary folder, named after the user and the state folder. It need not exist yet.
    """
    inside = state / "run"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return inside
    name = hashlib.sha256(os.fsencode(state)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"samenspel-{os.geteuid()}-{name}"


def kept_secret(state: Path, name: str) -> str:
    """Return the random secret ``name`` of this installation, made on first use (0600)."""
    path = make_private(state) / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def _server_uid(folder: Path) -> int:
    """Root may find a run folder it gave to the server's user; nobody else may."""
    return folder.lstat().st_uid if os.geteuid() == 0 and not folder.is_symlink() else -1
