"""Start a program that ends when its parent ends, even after kill -9 of that parent.

Run as a script, with the standard library only and without importing samenspel:
``python -I -S end_with_parent.py SIGNAL PARENT_PID same|namespace PROGRAM [ARGUMENT ...]``

``namespace`` puts the program in a user namespace in which this user is ``nobody``: PostgreSQL
refuses to run as root, and this way root can run it without a new user and without giving files
away. The kernel sends SIGNAL when the thread that started us ends; the signal survives exec.
"""

import ctypes
import os
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
NOBODY = 65534  # must have a name in the user list, or PostgreSQL stops


def enter_namespace(libc: ctypes.CDLL) -> None:
    """Become nobody in a user namespace of our own. Raises OSError when that is not allowed."""
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} {uid} 1"),
        ("gid_map", f"{NOBODY} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def main(arguments: list[str]) -> None:
    """Bind our life to the parent's and become the program."""
    number, parent, place, *command = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    if place == "namespace":
        enter_namespace(libc)
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != int(parent):  # it ended before we could ask to be told
            raise SystemExit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
