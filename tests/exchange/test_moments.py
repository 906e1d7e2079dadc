"""Moments in the week, in the ways people write them."""

import itertools
from collections.abc import Iterable

import pytest

from samenspel.exchange.cell_reading import CellError
from samenspel.exchange.time_windows import header_moment, read_day_column, read_windows
from samenspel.vocabulary.week import Daypart, Weekday, windows_of

M, A, E, N = Daypart.MORNING, Daypart.AFTERNOON, Daypart.EVENING, Daypart.NIGHT
MON, TUE, WED, THU, FRI, SAT, SUN = Weekday
DAYTIME = (M, A, E)


def all_of(days: Iterable[int], parts: Iterable[int]) -> int:
    return windows_of(itertools.product(days, parts))


@pytest.mark.parametrize(
    ("text", "days", "parts"),
    [
        ("maandagochtend", [MON], [M]),
        ("Ma ochtend", [MON], [M]),
        ("ma, di ochtend", [MON, TUE], [M]),
        ("ma+di+wo middag", [MON, TUE, WED], [A]),
        ("ma ochtend, middag", [MON], [M, A]),
        ("ma t/m vr ochtend", [MON, TUE, WED, THU, FRI], [M]),
        ("ma-wo middag", [MON, TUE, WED], [A]),
        ("vrijdag tot en met zondag 's avonds", [FRI, SAT, SUN], [E]),
        ("za t/m ma ochtend", [SAT, SUN, MON], [M]),
        ("door de week overdag", [MON, TUE, WED, THU, FRI], [M, A]),
        ("weekend", [SAT, SUN], DAYTIME),
        ("in het weekend 's middags", [SAT, SUN], [A]),
        ("woensdagmiddag en -avond", [WED], [A, E]),
        ("donderdag", [THU], DAYTIME),
        ("do hele dag", [THU], DAYTIME),
        ("elke dag ochtend t/m avond", Weekday, DAYTIME),
        ("ochtenden", Weekday, [M]),
        ("altijd", Weekday, DAYTIME),
        ("maakt niet uit", Weekday, DAYTIME),
        ("mon-morning|mon-night", [MON], [M, N]),
        ("Thursday afternoon", [THU], [A]),
        ("weekdays, evenings", [MON, TUE, WED, THU, FRI], [E]),
        ("ma vm; ma nm", [MON], [M, A]),
    ],
)
def test_moments_are_read(text: str, days: Iterable[int], parts: Iterable[int]) -> None:
    assert read_windows(text) == all_of(days, parts)


def test_several_moments_are_read_together() -> None:
    expected = all_of([MON], [M]) | all_of([THU], [A])
    for text in ("ma ochtend; do middag", "maandagochtend, donderdagmiddag", "ma vm\ndo nm",
                 "mon-morning|thu-afternoon", "maandagochtend en donderdagmiddag"):  # fmt: skip
        assert read_windows(text) == expected, text


@pytest.mark.parametrize("text", ["in overleg", "10-12 uur", "maanochtend", "en"])
def test_what_is_not_a_moment_is_reported(text: str) -> None:
    with pytest.raises(CellError, match=text):
        read_windows(text)


@pytest.mark.parametrize(
    ("header", "cell", "days", "parts"),
    [
        ("Maandag", "ochtend", [MON], [M]),
        ("Maandag", "ochtend, middag", [MON], [M, A]),
        ("Ma", "x", [MON], DAYTIME),
        ("do middag", "ja", [THU], [A]),
        ("Zaterdagochtend", "1", [SAT], [M]),
        ("Avond", "ma, wo", [MON, WED], [E]),
        ("Weekend", "✓", [SAT, SUN], DAYTIME),
        ("Dinsdag", "nee", [], []),
    ],
)
def test_a_column_for_each_day_or_part(
    header: str, cell: str, days: Iterable[int], parts: Iterable[int]
) -> None:
    moment = header_moment(header)
    assert moment is not None
    assert read_day_column(cell, *moment) == all_of(days, parts)


@pytest.mark.parametrize("header", ["Opmerking", "Kleur", "", "ma 10 uur"])
def test_other_headers_are_not_moments(header: str) -> None:
    assert header_moment(header) is None
