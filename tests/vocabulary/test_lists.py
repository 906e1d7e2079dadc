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
