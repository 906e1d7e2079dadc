"""Pages that are asked for at the cast's noon."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.cast import NOON


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """All pages are asked for at the cast's noon."""
    for module in ("helper_list", "joining", "own_offer"):
        monkeypatch.setattr(f"samenspel.volunteering.views.{module}.now", lambda: NOON)
    yield NOON
