"""The engine and the product mean the same by the same key, in the same order."""

import pytest

from samenspel.core import vocabulary as core
from samenspel_engine import vocabulary as engine


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (core.TaskType, engine.TASKS),
        (core.Language, engine.LANGUAGES),
        (core.Boundary, engine.BOUNDARIES),
        (core.Interest, engine.INTERESTS),
    ],
    ids=["tasks", "languages", "boundaries", "interests"],
)
def test_keys_are_equal_in_order(ours, theirs) -> None:
    assert tuple(ours.values) == theirs.keys


def test_windows_count_the_same_way() -> None:
    assert engine.WINDOWS.all_bits == core.ALL_WINDOWS
    bit = core.windows_of([(core.Weekday.THURSDAY, core.Daypart.AFTERNOON)])
    assert engine.WINDOWS.keys_in(bit) == ("thu-afternoon",)
