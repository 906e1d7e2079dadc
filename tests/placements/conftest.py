"""A fixed moment for every page of placements."""

from collections.abc import Iterator

import pytest
from tests.matching.story import LATER, clock_at


@pytest.fixture
def later() -> Iterator[None]:
    """It is three days after the question was asked."""
    with clock_at(LATER):
        yield
