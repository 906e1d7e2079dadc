"""One door to the compiler, so that compiled functions keep their types and their settings.

Compiled functions release the interpreter lock and keep their machine code on disk. Threads are
ordinary Python threads over separate rows: no compiler threading layer, hence safe to call from
several threads of a web server at once, and the answer does not depend on the number of
threads.

Numba keeps machine code by the date and size of one source file. A function holds the code of
those it calls in other files, so after a change or an upgrade it could run old code. Here all
code is kept in a folder named after the content of every compiled module.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any, ParamSpec, TypeVar

import numba

CONFIG: Any = numba.config
P = ParamSpec("P")
R = TypeVar("R")

PACKAGE = Path(__file__).parent


def code_hash(package: Path = PACKAGE) -> str:
    """A name for the content of every compiled module of the package: 16 hexadecimal digits."""
    digest = sha256(Path(__file__).read_bytes())
    for path in sorted(package.rglob("_kernels*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def code_folder() -> Path | None:
    """Where machine code of exactly these sources is kept; None when nothing can be written.

    Beside the sources, or where ``NUMBA_CACHE_DIR`` says, or in the user's cache. Machine code
    of other sources in that place is thrown away.
    """
    users = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    places = [Path(chosen)] if chosen else [PACKAGE / "__pycache__", users / "samenspel_engine"]
    name = f"code-{code_hash()}"
    for place in places:
        try:
            (place / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(place / name, os.W_OK):
            for old in place.glob("code-*"):
                if old.name != name:
                    rmtree(old, ignore_errors=True)
            return place / name
    return None


def _compile(function: Callable[P, R], **options: Any) -> Callable[P, R]:
    folder, before = code_folder(), CONFIG.CACHE_DIR
    try:
        CONFIG.CACHE_DIR = str(folder or "")
        machine_code: Callable[P, R] = numba.njit(
            cache=folder is not None, nogil=True, **options
        )(function)
    finally:
        CONFIG.CACHE_DIR = before
    return machine_code


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` on first use; keep the machine code for the next process."""
    return _compile(function)


def compiled_bare(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that makes no arrays, without counting references to those it gets.

    Small functions that hand many arrays to each other run several times faster. The caller
    keeps the arrays alive; making one inside is a compile error.
    """
    return _compile(function, _nrt=False)
