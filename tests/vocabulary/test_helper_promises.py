"""What a helper need not do is the same beforehand and in an agreement, but for bodily care."""

from django.utils.translation import override

from samenspel.vocabulary.helper_promises import limits_agreed, limits_beforehand, promises


def test_washing_is_a_limit_until_it_was_agreed() -> None:
    usual, agreed = limits_agreed(bodily_care=False), limits_agreed(bodily_care=True)
    with override("en"):
        assert "Washing, dressing or helping someone use the toilet." in limits_agreed(
            bodily_care=False
        )
    assert usual[1:] == agreed


def test_people_who_want_to_help_read_the_same_limits_beforehand() -> None:
    assert limits_beforehand()[1:] == limits_agreed(bodily_care=True)
    with override("en"):
        assert "unless you chose it" in limits_beforehand()[0]


def test_promises_follow_the_language_of_the_reader() -> None:
    with override("nl"):
        dutch = promises()
    with override("en"):
        assert len(set(promises()) - set(dutch)) == len(dutch)
