"""The engine and the product mean the same by the same key, in the same order."""

import pytest

from samenspel.vocabulary import boundaries, interests, kinds_of_help, languages, week
from samenspel_engine import vocabulary as engine


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (kinds_of_help.TaskType, engine.TASKS),
        (languages.Language, engine.LANGUAGES),
        (boundaries.Boundary, engine.BOUNDARIES),
        (interests.Interest, engine.INTERESTS),
    ],
    ids=["tasks", "languages", "boundaries", "interests"],
)
def test_keys_are_equal_in_order(ours, theirs) -> None:
    assert tuple(ours.values) == theirs.keys


def test_windows_count_the_same_way() -> None:
    assert engine.WINDOWS.all_bits == week.ALL_WINDOWS
    bit = week.windows_of([(week.Weekday.THURSDAY, week.Daypart.AFTERNOON)])
    assert engine.WINDOWS.keys_in(bit) == ("thu-afternoon",)
