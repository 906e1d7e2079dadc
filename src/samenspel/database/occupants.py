"""Which processes live in a data folder: it tells a stale pid file from a live server."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def occupants(data: Path) -> list[int]:
    """Return the ids of the live processes whose working folder is ``data``.

    Every PostgreSQL process has its data folder as its working folder. A zombie has none, and
    an unrelated process that happens to have a recorded process id has another, so neither
    counts.
    """
    wanted = os.path.realpath(data)
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError):
                if os.readlink(f"/proc/{entry.name}/cwd") == wanted:
                    found.append(int(entry.name))
    return found


def recorded_postmaster(data: Path) -> int | None:
    """Return the process id in ``data``'s pid file, or None when there is none."""
    try:
        return int((data / "postmaster.pid").read_text(encoding="ascii").split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def clear_folder(data: Path, *, patience: float) -> bool:
    """Free ``data`` for a new server; return whether it is free.

    Only call it while holding the folder's lock: any process still inside has lost its
    supervisor. Waits for such orphans to go, asking a left-over postmaster to stop after a
    second, and removes the pid file of a server that no longer lives.
    """
    started = time.monotonic()
    asked = False
    while living := occupants(data):
        waited = time.monotonic() - started
        if waited > patience:
            return False
        postmaster = recorded_postmaster(data)
        if postmaster is not None and postmaster in living and waited > 1 and not asked:
            asked = True
            with suppress(ProcessLookupError):
                os.kill(postmaster, signal.SIGINT)
        time.sleep(0.02)
    (data / "postmaster.pid").unlink(missing_ok=True)
    return True
