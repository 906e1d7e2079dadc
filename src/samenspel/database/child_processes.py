"""Child processes that never outlive their parent, and the user PostgreSQL may run as."""

import functools
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from samenspel.database.errors import DatabaseUnavailableError

LAUNCHER = Path(__file__).with_name("end_with_parent.py")


@dataclass(frozen=True)
class Identity:
    """Who a server runs as: us, us in a user namespace, or (when we are root) another."""

    namespace: bool = False
    uid: int | None = None
    gid: int | None = None


US = Identity()


def spawn(
    command: Sequence[str],
    *,
    at_parent_death: signal.Signals = signal.SIGTERM,
    identity: Identity = US,
    output: IO[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own; it gets ``at_parent_death`` when we die.

    Call it from a thread that lives as long as the child should: the kernel watches the thread
    that started the child, not the whole process. ``output`` takes both output streams.
    """
    place = "namespace" if identity.namespace else "same"
    launch = [str(LAUNCHER), str(int(at_parent_death)), str(os.getpid()), place]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", *launch, *command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        env=None if environment is None else dict(environment),
        start_new_session=True,
        user=identity.uid,
        group=identity.gid,
        extra_groups=None if identity.uid is None else [],
    )


def stop(child: subprocess.Popen[bytes], how: signal.Signals, *, patience: float) -> int:
    """Ask ``child`` to stop, kill it after ``patience`` seconds; return its exit status."""
    if child.poll() is None:
        child.send_signal(how)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
    return child.wait()


@functools.cache
def server_identity(program: Path) -> Identity:
    """Return who may run the PostgreSQL ``program``.

    An ordinary user runs it as is. Root runs it in a user namespace or, where the machine does
    not allow those, as the user ``postgres`` or ``nobody`` if that user can reach the program.
    Raises DatabaseUnavailableError when nothing works.
    """
    if os.geteuid() != 0:
        return US
    if _runs(program, Identity(namespace=True)):
        return Identity(namespace=True)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        other = Identity(uid=entry.pw_uid, gid=entry.pw_gid)
        if _runs(program, other):
            return other
    raise DatabaseUnavailableError(
        "PostgreSQL does not run as root, this machine does not allow user namespaces, and "
        "no other user can reach the program. Run samenspel as an ordinary user, put it in a "
        "folder that others may enter (such as /srv), or set DATABASE_URL."
    )


def _runs(program: Path, identity: Identity) -> bool:
    with open(os.devnull, "wb") as nowhere:
        try:
            return (
                spawn([str(program), "--version"], identity=identity, output=nowhere).wait()
                == 0
            )
        except OSError:
            return False
