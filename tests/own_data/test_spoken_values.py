"""The page in the file that someone takes along says everything in words."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from tests.access.world import World
from tests.cast import NOON, Cast, Enter
from tests.matching.story import LATER, introduce

from samenspel.access.models import ReadLogEntry
from samenspel.consent.types import DataCategory
from samenspel.core.privacy_registry import registered
from samenspel.needs.models import HelpQuestion
from samenspel.own_data.reads.spoken_values import SPOKEN, row_words, value_words
from samenspel.own_data.reads.take_along import READABLE, archive_of
from samenspel.people.models import Person

FIGURES_OF_THE_PROGRAM = {"windows", "code", "steps", "categories", "reason"}
ONLY_FOR_PROGRAMS = re.compile(r"\brole [a-z_]+|consent for|\b[a-z]+_[a-z_]+\b")

MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
DAY = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?")


def words_of(page: str) -> str:
    """What a person reads of the page."""
    return re.sub(r"<[^>]+>", " ", page.replace("gegevens.json", ""))


def page_of(person: Person) -> str:
    with zipfile.ZipFile(io.BytesIO(archive_of(person, at=LATER))) as archive:
        return words_of(archive.read(READABLE).decode())


def test_the_page_has_no_codes_for_anyone(world: World) -> None:
    for name, person in world.cast.everyone().items():
        found = ONLY_FOR_PROGRAMS.findall(page_of(person))
        assert not found, (name, found)


def test_this_check_notices_codes() -> None:
    """Negative control: it finds what the page said before."""
    said = "role carer, consent for agenda, daily_life"
    assert ONLY_FOR_PROGRAMS.findall(said) == ["role carer", "consent for", "daily_life"]


def test_every_figure_that_only_the_program_knows_is_spoken() -> None:
    figures = {
        (entry.model._meta.label, path)
        for entry in registered()
        for path in FIGURES_OF_THE_PROGRAM & set(entry.exported)
    }
    assert figures <= set(SPOKEN)


def test_who_looked_and_why_is_told_in_words(cast: Cast, enter: Enter) -> None:
    enter(cast.fatma).get(f"/kringen/{cast.circle.pk}/")
    assert ReadLogEntry.objects.filter(client=cast.joost, user=cast.fatma).exists()
    page = page_of(cast.joost)
    assert "Fatma Testoğlu" in page
    assert str(DataCategory.PEOPLE.label) in page
    assert "met uw toestemming" in page


def test_a_look_without_a_name_says_what_kind_of_person_it_was(
    cast: Cast, enter: Enter
) -> None:
    proposal = introduce(cast)
    enter(cast.els).get(f"/vraag-voor-u/{proposal.pk}/")
    page = page_of(cast.joost)
    assert "Een helper aan wie het is gevraagd" in page
    assert cast.els.family_name not in page


def test_parts_of_the_week_are_days(cast: Cast) -> None:
    introduce(cast)
    windows = HelpQuestion.objects.get().windows
    page = page_of(cast.joost)
    assert "donderdagmiddag" in page
    assert str(windows) not in page


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("4.0"), "4"),
        (Decimal("2.50"), "2,5"),
        (Decimal("100"), "100"),
        (date(2026, 11, 27), "vrijdag 27 november 2026"),
        (NOON, f"{NOON.year}"),
        ({"own_words": "Hallo", "later": ""}, "in uw eigen woorden: Hallo"),
        ([True, False], "ja, nee"),
        ("", ""),
    ],
)
def test_values_read_as_people_write_them(value: object, words: str) -> None:
    with override("nl"):
        assert words in value_words(None, value)
        assert "." not in value_words(None, Decimal("2.50"))


def test_every_day_has_its_year(cast: Cast) -> None:
    introduce(cast)
    days = DAY.findall(page_of(cast.joost))
    assert days
    assert not [day for day in days if not day.strip()[-4:].isdigit()]


def test_nothing_is_said_of_an_empty_value() -> None:
    steps = {"steps": [{"rule": "task", "left": 0}]}
    assert row_words("volunteering.Offer", {}, {"windows": 0}) == []
    assert row_words("matching.UnservedQuestion", {}, steps) == []


def test_a_moment_keeps_its_time_and_a_day_has_none() -> None:
    moment = datetime(2026, 3, 17, 14, 5, tzinfo=UTC)
    assert value_words(None, moment).endswith("15.05 uur")
    assert value_words(None, moment.date()) in value_words(None, moment)
    assert "uur" not in value_words(None, moment.date())
