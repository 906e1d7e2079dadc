"""The engine and the product mean the same by the same key, in the same order."""

import pytest

from samenspel.vocabulary import week
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel_engine import vocabulary as engine


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (TaskType, engine.TASKS),
        (Language, engine.LANGUAGES),
        (Boundary, engine.BOUNDARIES),
        (Interest, engine.INTERESTS),
    ],
    ids=["tasks", "languages", "boundaries", "interests"],
)
def test_keys_are_equal_in_order(ours, theirs) -> None:
    assert tuple(ours.values) == theirs.keys


def test_windows_count_the_same_way() -> None:
    assert engine.WINDOWS.all_bits == week.ALL_WINDOWS
    bit = week.windows_of([(week.Weekday.THURSDAY, week.Daypart.AFTERNOON)])
    assert engine.WINDOWS.keys_in(bit) == ("thu-afternoon",)
