"""A plugin for runs that ask which tests run which lines: nothing is kept from an earlier test.

``pytest -p tests.support.every_line``; a read that is compiled once would seem to be run by the
first test alone.
"""

from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(autouse=True, scope="session")
def _reads_are_compiled_anew() -> Any:
    compiled_read = import_module("samenspel.core.compiled_reads").CompiledRead
    kept = compiled_read.__call__

    def anew(self: Any, *ids: Any, **more: Any) -> Any:
        self._compiled.clear()
        return kept(self, *ids, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_read, "__call__", anew)
        yield
