"""The people of the demo are invented, and the same each time for the same seed."""

import random
from dataclasses import replace
from typing import Any

import pytest
from tests.cast import NOON

from samenspel.demo import synthetic_people
from samenspel.demo.role_cast import CAST
from samenspel.demo.services import CENTRES
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel_engine.generate import Region, generate_region

SEED = 7


@pytest.fixture(scope="module")
def region() -> Region:
    return generate_region(60, 80, SEED)


def seekers(region: Region) -> list[Any]:
    return list(synthetic_people.seekers(region, random.Random(SEED), NOON))


def helpers(region: Region) -> list[Any]:
    return list(synthetic_people.helpers(region, random.Random(SEED)))


def test_nobody_can_be_reached_outside_the_demo(region: Region) -> None:
    people = [row[0].details for row in (*seekers(region), *helpers(region))]
    assert len(people) == 140
    for one in people:
        assert one.is_synthetic
        assert one.phone.startswith("06 0000 ")
        assert not one.email or one.email.endswith("@samenspel.example")
    assert all(role.email.endswith("@samenspel.example") for role in CAST)


def test_people_speak_of_what_they_ask_and_agree_with_bodily_care(region: Region) -> None:
    for resident, ask, moment in seekers(region):
        [kind] = ask.task_types
        assert ask.own_words in synthetic_people.sentences_of(kind)
        assert ask.place == resident.area
        assert moment < NOON
        has_to_agree = kind is TaskType.BODILY_CARE or Boundary.BODILY_CARE in ask.boundaries
        assert ask.accepts_bodily_care or not has_to_agree


def test_a_kind_of_help_that_nobody_speaks_of_says_what_to_write(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthetic_people, "sentences_of", lambda kind: [])
    with pytest.raises(LookupError, match=r"say in demo/data/names\.toml"):
        seekers(region)


def test_the_same_seed_gives_the_same_people(region: Region) -> None:
    again = generate_region(60, 80, SEED)
    assert seekers(region) == seekers(again)
    assert helpers(region) == helpers(again)
    other = synthetic_people.helpers(region, random.Random(SEED + 1))
    assert helpers(region) != list(other)


def test_everyone_lives_in_a_part_of_a_place_and_belongs_to_a_centre(region: Region) -> None:
    areas = {area.code: area for area in synthetic_people.areas()}
    nearest = synthetic_people.nearest_centre(CENTRES)
    for resident, *_ in (*seekers(region), *helpers(region)):
        assert areas[resident.area].place == resident.place
        assert nearest[resident.area] in {centre.name for centre in CENTRES}
    far = replace(CENTRES[0], name="Ver weg", east_km=400)
    assert set(synthetic_people.nearest_centre([CENTRES[0], far]).values()) == {"Utrecht"}
