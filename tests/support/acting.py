"""Tests set their scene past the second wall; what they ask of the product stands before it.

In the product a request or a task says in whose name PostgreSQL is asked. A test that calls a
service or a read itself has no request, so every function there that takes an ``actor`` is
given that one as context here. A function that a test imports by name stays as it is.
"""

import functools
import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

import pytest
from django.apps import apps

from samenspel.core import row_security
from samenspel.core.row_security import Reason

SCENE = Reason.COMMAND


def act_as_their_actor(patch: pytest.MonkeyPatch) -> None:
    """Wrap the functions of all rooms that do something for an actor."""
    for module in _doors():
        for name, found in list(vars(module).items()):
            if isinstance(found, FunctionType) and found.__module__ == module.__name__:
                parameters = inspect.signature(found).parameters
                if "actor" in parameters:
                    patch.setattr(module, name, _as_actor(found))


def _doors() -> Iterator[ModuleType]:
    for app in apps.get_app_configs():
        if not app.name.startswith("samenspel."):
            continue
        for kind in ("reads", "services"):
            if importlib.util.find_spec(f"{app.name}.{kind}") is None:
                continue
            module = importlib.import_module(f"{app.name}.{kind}")
            yield module
            for part in pkgutil.iter_modules(getattr(module, "__path__", ())):
                yield importlib.import_module(f"{module.__name__}.{part.name}")


def _as_actor(function: FunctionType) -> Callable[..., Any]:
    signature = inspect.signature(function)

    @functools.wraps(function)
    def acting(*values: Any, **named: Any) -> Any:
        actor = signature.bind_partial(*values, **named).arguments.get("actor")
        if actor is None or row_security.current().reason != SCENE.name.lower():
            return function(*values, **named)
        with row_security.acting_as(actor.pk):
            return function(*values, **named)

    return acting
