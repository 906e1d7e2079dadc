"""Carries out a change of a module's functions in this process, and takes it back."""

from __future__ import annotations

import gc
import inspect
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from samenspel.core.compiled_reads import CompiledRead


def tell(name: str, figures: Mapping[str, object]) -> None:
    """Write figures down for the benchmark, when that is who asks."""
    if folder := os.environ.get("RULE_MUTANTS_TOLD"):
        Path(folder, f"{name}.json").write_text(json.dumps(figures), encoding="utf-8")


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


def _function(module: ModuleType, qualname: str) -> FunctionType | None:
    """Return the function of this name as the module holds it, when it is a plain one."""
    found: Any = module
    for name in qualname.split("."):
        found = inspect.getattr_static(found, name, None)
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, CompiledRead):
        found = found.make
    return found if isinstance(found, FunctionType) and not found.__closure__ else None


def parts(file: str, before: str, after: str) -> dict[FunctionType, CodeType]:
    """Return which functions change, and into what; none when it is not in a plain function."""
    name = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
    module = import_module(name)
    old = {one.co_qualname: one for one in _codes(compile(before, file, "exec"))}
    new = {one.co_qualname: one for one in _codes(compile(after, file, "exec"))}
    found = {}
    for qualname, code in new.items():
        function = _function(module, qualname)
        is_other = _told(code) != _told(old[qualname]) if qualname in old else True
        if function is not None and is_other:
            found[function] = code
    return found


def _told(code: CodeType) -> tuple[Any, ...]:
    """What a function does, without the lines on which it stands."""
    consts = tuple(
        _told(one) if isinstance(one, CodeType) else repr(one) for one in code.co_consts
    )
    return code.co_code, code.co_names, code.co_varnames, consts


@contextmanager
def in_place(changes: dict[FunctionType, CodeType]) -> Iterator[None]:
    """Let the functions do something else for a while, and forget what they said before."""
    before = {function: function.__code__ for function in changes}
    try:
        for function, code in changes.items():
            function.__code__ = code
        _forget_what_was_kept()
        yield
    finally:
        for function, code in before.items():
            function.__code__ = code
        _forget_what_was_kept()


def _forget_what_was_kept() -> None:
    for one in gc.get_objects():
        if type(one) is CompiledRead:  # to ask what it is would wake what is lazy
            one._compiled.clear()
