"""Pages that are asked for at the cast's noon."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.cast import NOON


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """All pages are asked for at the cast's noon."""
    for module in ("ask_wizard", "phone_entry", "question_page"):
        monkeypatch.setattr(f"samenspel.needs.views.{module}.now", lambda: NOON)
    yield NOON
