"""The moment at which these tests read files."""

from datetime import timedelta

import pytest
from tests.cast import NOON

from samenspel.exchange.management.commands import import_spreadsheet

AT = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it the day after the cast was set up."""
    monkeypatch.setattr(import_spreadsheet, "now", lambda: AT)
