"""The benchmark of kills, small: it loses nothing, and notices what is lost."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from tests.database.conftest import ROOT

pytestmark = [pytest.mark.crash, pytest.mark.timeout(290)]


def benchmark(*options: str) -> dict[str, Any]:
    result = subprocess.run(
        [sys.executable, "benchmarks/recovery.py", *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return figures


def test_three_kills_lose_nothing() -> None:
    figures = benchmark("--kills", "3", "--acknowledged", "60")
    assert figures["kills"] == figures["back"] == 3
    assert figures["kills_by_kind"] == {"backend": 1, "recovery": 1, "server": 1}
    assert figures["acknowledged"] >= 60
    assert figures["acknowledged_once"]
    assert figures["lost"] == figures["sample_not_shown"] == 0
    assert "500" not in figures["answers"]
    assert not figures["met"]  # three kills are not thirty


def test_what_is_taken_away_is_counted_as_lost() -> None:
    """Negative control."""
    figures = benchmark("--kills", "1", "--acknowledged", "20", "--lose", "2")
    assert figures["lost"] == 2
    assert not figures["met"]
