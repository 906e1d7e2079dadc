"""Dates as people say them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from tests.ui.rendering import part

from samenspel.ui import spoken_dates

TODAY = dt.date(2028, 3, 14)
HERE = ZoneInfo("Europe/Amsterdam")


def test_a_date_is_said_in_dutch_and_in_english() -> None:
    with translation.override("nl"):
        assert spoken_dates.spoken_date(TODAY, TODAY) == "dinsdag 14 maart"
    with translation.override("en"):
        assert spoken_dates.spoken_date(TODAY, TODAY) == "Tuesday 14 March"


def test_another_year_is_named() -> None:
    with translation.override("nl"):
        assert spoken_dates.spoken_date(dt.date(2027, 3, 14), TODAY) == "zondag 14 maart 2027"


def test_a_time_is_said_in_dutch_and_in_english() -> None:
    moment = dt.datetime(2028, 3, 14, 9, 30, tzinfo=HERE)
    with translation.override("nl"):
        assert spoken_dates.spoken_datetime(moment, TODAY) == "dinsdag 14 maart, 9.30 uur"
        assert spoken_dates.spoken_time(dt.time(10)) == "10.00 uur"
    with translation.override("en"):
        assert spoken_dates.spoken_datetime(moment, TODAY) == "Tuesday 14 March, 9:30"


def test_a_moment_late_in_the_evening_belongs_to_the_day_here() -> None:
    moment = dt.datetime(2028, 3, 13, 23, 30, tzinfo=dt.UTC)
    with translation.override("nl"):
        assert spoken_dates.spoken_datetime(moment, TODAY) == "dinsdag 14 maart, 0.30 uur"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "vandaag"),
        (1, "gisteren"),
        (9, "9 dagen geleden"),
        (14, "2 weken geleden"),
        (35, "5 weken geleden"),
        (92, "3 maanden geleden"),
        (-1, "morgen"),
        (-3, "over 3 dagen"),
    ],
)
def test_how_long_ago_is_said_in_words(days: int, words: str) -> None:
    with translation.override("nl"):
        assert spoken_dates.since_days(TODAY - dt.timedelta(days=days), TODAY) == words


def test_the_filters_take_nothing_for_nothing() -> None:
    source = "{{ x|spoken_date }}{{ x|spoken_time }}{{ x|spoken_datetime }}{{ x|since_days }}"
    assert part(source, x=None) == ""
    assert part("{{ x|spoken_date:x }}", x=TODAY) == "dinsdag 14 maart"
    assert part("{{ x|days_between:x }}", x=TODAY) == "0"


@pytest.mark.parametrize(
    ("days", "in_days", "in_weeks"),
    [
        (0, ("<1", "dag"), ("0", "weken")),
        (1, ("1", "dag"), ("0", "weken")),
        (13, ("13", "dagen"), ("1", "week")),
        (28, ("28", "dagen"), ("4", "weken")),
    ],
)
def test_a_wait_is_a_figure_and_a_unit(
    days: int, in_days: tuple[str, str], in_weeks: tuple[str, str]
) -> None:
    with translation.override("nl"):
        assert spoken_dates.waited_days(days) == in_days
        assert spoken_dates.waited_weeks(days) == in_weeks
