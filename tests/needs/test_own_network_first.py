"""People around the person get two days before volunteers are sought, unless it is urgent."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast
from tests.matching.story import ask_for_company

from samenspel.needs.types import WhoMayKnow
from samenspel.people.models import Person


@pytest.mark.parametrize(("urgency", "days"), [(3, 2), (4, 0)])
def test_someone_with_people_around_asks_them_first_unless_it_is_urgent(
    cast: Cast, urgency: int, days: int
) -> None:
    question = ask_for_company(cast, urgency=urgency)
    assert question.neighbourhood_from == NOON + timedelta(days=days)


def test_someone_with_nobody_around_does_not_wait(cast: Cast) -> None:
    alone: Person = cast.stranger
    assert ask_for_company(cast, alone).neighbourhood_from == NOON


def test_what_only_the_circle_may_know_is_not_shared_later(cast: Cast) -> None:
    question = ask_for_company(cast, who_may_know=WhoMayKnow.CIRCLE)
    assert question.neighbourhood_from is None
