"""One door to the compiler, so that compiled functions keep their types and their settings.

Compiled functions release the interpreter lock and keep their machine code on disk. Threads are
ordinary Python threads over separate rows: no compiler threading layer, hence safe to call from
several threads of a web server at once, and the answer does not depend on the number of
threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` on first use; keep the machine code for the next process."""
    machine_code: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    return machine_code


def compiled_bare(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that makes no arrays, without counting references to those it gets.

    Small functions that hand many arrays to each other run several times faster. The caller
    keeps the arrays alive; making one inside is a compile error.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
    machine_code: Callable[P, R] = numba.njit(**options)(function)
    return machine_code
