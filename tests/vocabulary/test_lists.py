"""A member of a list cannot be made without all that is said about it."""

import pytest

from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.kinds_of_help import TaskType


@pytest.mark.parametrize(
    ("kind", "said"), [(TaskType, "HelpWords"), (GenderWish, "WishMeaning")], ids=str
)
def test_a_member_without_its_words_is_an_error(kind: type, said: str) -> None:
    with pytest.raises(TypeError, match=f"new: give this .* its {said}"):
        kind._new_member_(kind, "new")


def test_a_member_is_found_by_its_value_alone() -> None:
    assert TaskType("pets") is TaskType.PETS
    assert GenderWish("man") is GenderWish.MAN


def test_a_kind_of_help_without_its_code_is_an_error() -> None:
    with pytest.raises(TypeError, match="new: give this kind of help its code"):
        TaskType._new_member_(TaskType, "new", None, TaskType.PETS.words)


def test_kinds_that_are_alike_stand_together_on_screen() -> None:
    assert TaskType.values[:2] == ["company", "reading_aloud"]
    assert TaskType.values[-2:] == ["night_watch", "bodily_care"]  # few ask for these
    assert TaskType.READING_ALOUD.code == 12
