"""From the engine's arrays to people who can be stored: names, words, offers."""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.people.services import AreaDetails, PersonDetails
from samenspel.people.types import Channel, Gender
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.volunteering.types import HelperKind, Offering
from samenspel_engine.generate import Region, Whereabouts, places
from samenspel_engine.vocabulary import BOUNDARIES, GENDERS, INTERESTS, LANGUAGES, TASKS

SOURCE = "GeoNames, CC BY 4.0; place instead of postcode, for the demo"
PEOPLE_PER_AREA = 6000
RING_DEGREES = 0.0055  # about 600 metres; parts of a place spread like seeds in a sunflower
NARROWING = 0.61  # a degree of longitude against one of latitude, at 52 degrees north
OLDEST_QUESTION_DAYS = 21
USUAL_WAIT_DAYS = 2.0
KM_PER_DEGREE = 111.2
WITHOUT_EMAIL = 0.35  # assumption: share of help seekers who are reached by phone or letter
_GENDERS = {"woman": Gender.WOMAN, "man": Gender.MAN}


@dataclass(frozen=True, slots=True)
class Resident:
    """A person: where they live, and what they ask or offer."""

    details: PersonDetails
    place: str
    area: str


@cache
def areas() -> tuple[AreaDetails, ...]:
    """Return the places of the province, larger ones cut into parts of some 6,000 people.

    Codes start with 0, which no postcode does; the first part of a place is its middle, the
    others lie on rings around it.
    """
    found: list[AreaDetails] = []
    for place in places():
        for part in range(max(1, round(place.population / PEOPLE_PER_AREA))):
            away = RING_DEGREES * math.sqrt(part)
            turn = part * math.pi * (3 - math.sqrt(5))
            found.append(
                AreaDetails(
                    code=f"0{len(found) + 1:03d}",
                    place=place.name,
                    latitude=round(place.latitude + away * math.sin(turn), 5),
                    longitude=round(place.longitude + away * math.cos(turn) / NARROWING, 5),
                    source=SOURCE,
                )
            )
    return tuple(found)


@cache
def _areas_of(place: str) -> tuple[AreaDetails, ...]:
    return tuple(area for area in areas() if area.place == place)


def area_code(at: Whereabouts, row: int) -> str:
    """Return the code of the part of a place that is nearest to someone's home."""
    latitude, longitude = float(at.latitude[row]), float(at.longitude[row])
    nearest = min(
        _areas_of(str(at.place[row])),
        key=lambda area: (
            (area.latitude - latitude) ** 2 + (NARROWING * (area.longitude - longitude)) ** 2
        ),
    )
    return nearest.code


@cache
def _words() -> dict[str, Any]:
    text = files("samenspel.demo").joinpath("data/names.toml").read_text("utf-8")
    return tomllib.loads(text)


def sentences_of(kind: TaskType) -> list[str]:
    """Return what people who ask for this kind of help say; empty when nothing is written."""
    said: list[str] = _words()["words"].get(kind.value, [])
    return said


def _details(dice: random.Random, gender: Gender, born: tuple[int, int], code: str) -> Any:
    names = _words()
    given = dice.choice(names["given_woman" if gender == Gender.WOMAN else "given_man"])
    by_mail = dice.random() > WITHOUT_EMAIL
    return {
        "given_name": given,
        "family_name": dice.choice(names["family"]),
        "birth_year": dice.randint(*born),
        "gender": gender,
        "email": f"{code.lower()}@samenspel.example" if by_mail else "",
        "phone": f"06 0000 {dice.randint(0, 9999):04d}",
        "channel": Channel.EMAIL if by_mail else dice.choice([Channel.PHONE, Channel.LETTER]),
        "external_id": code,
        "is_synthetic": True,
    }


def seekers(
    region: Region, dice: random.Random, at: datetime
) -> Iterator[tuple[Resident, Ask, datetime]]:
    """Yield everyone who asks, with what and since when."""
    asked = region.problem.requests
    for row in range(len(asked)):
        gender = dice.choice([Gender.WOMAN, Gender.WOMAN, Gender.MAN])
        task = TaskType(TASKS.keys[int(asked.task[row])])
        place = str(region.requests_at.place[row])
        area = area_code(region.requests_at, row)
        details = _details(dice, gender, (1932, 1975), str(asked.ids[row]))
        languages = LANGUAGES.keys_in(int(asked.languages[row]))
        boundaries = set(BOUNDARIES.keys_in(int(asked.boundaries[row])))
        comfortable = bool(asked.bodily_comfortable[row]) or task is TaskType.BODILY_CARE
        if not comfortable:
            boundaries.discard(Boundary.BODILY_CARE)
        yield (
            Resident(PersonDetails(**details, languages=languages), place, area),
            Ask(
                own_words=_own_words(task, dice),
                task_types=(task,),
                windows=int(asked.windows[row]),
                place=area,
                hours_per_week=float(asked.hours_per_week[row]),
                languages=languages,
                interests=INTERESTS.keys_in(int(asked.interests[row])),
                boundaries=tuple(sorted(boundaries)),
                gender_wish=_wish(
                    int(asked.gender_wish[row]), bool(asked.gender_required[row])
                ),
                urgency=int(asked.urgency[row]),
                who_may_know=WhoMayKnow.NEIGHBOURHOOD,
                accepts_bodily_care=comfortable,
                external_id=str(asked.ids[row]),
            ),
            at - timedelta(days=min(OLDEST_QUESTION_DAYS, _wait_days(dice))),
        )


def _own_words(kind: TaskType, dice: random.Random) -> str:
    said = sentences_of(kind)
    if not said:
        raise LookupError(f"write what people who ask for {kind} say in demo/data/names.toml")
    return dice.choice(said)


def _wait_days(dice: random.Random) -> float:
    """Most questions came in this week, a few have been waiting much longer."""
    return 0.05 + dice.expovariate(1 / USUAL_WAIT_DAYS)


def _wish(code: int, required: bool) -> GenderWish:
    return GenderWish.of(GENDERS.keys[code], is_required=required)


def helpers(region: Region, dice: random.Random) -> Iterator[tuple[Resident, Offering, bool]]:
    """Yield everyone who offers, with what, and whether a VOG was seen."""
    offered = region.problem.offers
    for row in range(len(offered)):
        gender = _GENDERS.get(GENDERS.keys[int(offered.gender[row])], Gender.OTHER)
        place = str(region.offers_at.place[row])
        area = area_code(region.offers_at, row)
        details = _details(dice, gender, (1943, 2006), str(offered.ids[row]))
        languages = LANGUAGES.keys_in(int(offered.languages[row]))
        kinds = TASKS.keys_in(int(offered.tasks[row]))
        yield (
            Resident(PersonDetails(**details, languages=languages), place, area),
            Offering(
                task_types=tuple(TaskType(kind) for kind in kinds),
                windows=int(offered.windows[row]),
                place=area,
                hours_per_week=float(offered.hours_per_week[row]) * int(offered.capacity[row]),
                radius_km=float(offered.radius_m[row]) / 1000,
                languages=languages,
                interests=INTERESTS.keys_in(int(offered.interests[row])),
                limits=BOUNDARIES.keys_in(int(offered.refused[row])),
                capacity=int(offered.capacity[row]),
                asks_per_month=dice.choice([1, 2, 2, 3, 4]),
                kind=dice.choice([HelperKind.VOLUNTEER] * 4 + [HelperKind.NEIGHBOUR]),
                willing_bodily_care=bool(offered.bodily_willing[row]),
                external_id=str(offered.ids[row]),
            ),
            bool(offered.vog_seen[row]),
        )


@dataclass(frozen=True, slots=True)
class Centre:
    """Where an organisation works from: a place, or a side of it, in km from its middle."""

    name: str
    place: str
    east_km: float = 0.0
    north_km: float = 0.0


def nearest_centre(centres: Sequence[Centre]) -> dict[str, str]:
    """Return for every area code the name of the centre that is closest to it."""
    known = {place.name: place for place in places()}
    points = [
        (
            centre.name,
            known[centre.place].latitude + centre.north_km / KM_PER_DEGREE,
            known[centre.place].longitude + centre.east_km / KM_PER_DEGREE / NARROWING,
        )
        for centre in centres
    ]
    return {
        area.code: min(
            points,
            key=lambda point: (
                (point[1] - area.latitude) ** 2 + (NARROWING * (point[2] - area.longitude)) ** 2
            ),
        )[0]
        for area in areas()
    }
