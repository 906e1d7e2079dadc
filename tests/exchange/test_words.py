"""Every header, word and value that coordinators write is understood, and only in one way."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Choices
from django.utils.translation import override

from samenspel.exchange import cell_reading
from samenspel.exchange.column_headers import (
    find_header,
    known_headers,
    map_columns,
    recognise_kind,
)
from samenspel.exchange.column_types import four_digits, readers
from samenspel.exchange.row_conversion import names_of
from samenspel.exchange.types import Line, SheetError, SheetKind
from samenspel.exchange.word_matching import (
    VOCABULARIES,
    data,
    find,
    meanings,
    says_nothing,
    squash,
    words_for,
)

TODAY = date(2026, 3, 11)
READ = readers(TODAY)


@pytest.mark.parametrize("kind", SheetKind)
def test_no_header_means_two_things(kind: SheetKind) -> None:
    seen: dict[str, str] = {}
    for field, entry in data("columns").items():
        if kind in entry.get("kinds", list(SheetKind)):
            for name in {squash(one) for one in (field, *entry["names"])}:
                assert seen.setdefault(name, field) == field, name


def test_every_field_can_be_read() -> None:
    assert set(data("columns")) == set(READ)


@pytest.mark.parametrize("name", sorted({*data("words"), *VOCABULARIES} - {"nothing"}))
def test_no_word_means_two_things(name: str) -> None:
    seen: dict[str, str] = {}
    for value, words in words_for(name).items():
        for word in words:
            known = seen.setdefault(squash(word), value)
            assert known == value, (
                f"{word!r} would mean {known} and {value}: keep it with one of them, in"
                f" samenspel/vocabulary/data or exchange/data ({name})"
            )


@pytest.mark.parametrize(("name", "options"), VOCABULARIES.items())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_words_on_screen_and_the_stored_values_are_understood(
    name: str, options: type[Choices], language: str
) -> None:
    assert {option.value for option in options} <= set(meanings(name).values())
    with override(language):
        for option in options:
            assert find(name, option.value) == option.value
            assert find(name, str(option.label)) == option.value


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Voornaam", "given_name"),
        ("first name", "given_name"),
        ("ACHTERNAAM", "family_name"),
        ("Tel.", "phone"),
        ("tel nr", "phone"),
        ("Mobiel", "mobile"),
        ("E-mail", "email"),
        ("e mail adres", "email"),
        ("Postcode", "postcode"),
        ("woonplaats", "place"),
        ("Soort hulp", "task_types"),
        ("hulpvraag", "task_types"),
        ("Type", "task_types"),
        ("Omschrijving", "own_words"),
        ("Eigen woorden", "own_words"),
        ("Dagdelen", "windows"),
        ("Beschikbaar", "windows"),
        ("Uren per week", "hours_per_week"),
        ("uren/week", "hours_per_week"),
        ("Talen", "languages"),
        ("Urgentie", "urgency"),
        ("Liever niet", "boundaries"),
        ("Geboortejaar", "birth_year"),
        ("Cliëntnummer", "external_id"),
        ("CLIENT NUMMER", "external_id"),
        ("ID", "external_id"),
        ("relatienummer", "external_id"),
        ("Wie mag het weten?", "who_may_know"),
        ("akkoord", "agreed"),
        ("own_words", "own_words"),
        ("task_type", "task_types"),
        ("gender_wish", "gender_wish"),
    ],
)
def test_headers_of_questions(header: str, field: str) -> None:
    assert known_headers(SheetKind.QUESTIONS)[squash(header)] == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("VOG gezien op", "vog_seen_on"),
        ("Max. afstand (km)", "radius_km"),
        ("radius_km", "radius_km"),
        ("Aantal mensen", "capacity"),
        ("Grenzen", "boundaries"),
        ("Omschrijving", "motive"),
        ("Vrijwilligersnummer", "external_id"),
        ("limits", "boundaries"),
        ("Kan helpen met", "task_types"),
        ("bodily_care_willing", "willing_bodily_care"),
    ],
)
def test_headers_of_offers(header: str, field: str) -> None:
    assert known_headers(SheetKind.OFFERS)[squash(header)] == field


@pytest.mark.parametrize(
    ("headers", "name", "kind"),
    [
        (["Naam", "Plaats", "Soort hulp", "Urgentie"], "lijst.xlsx", SheetKind.QUESTIONS),
        (["Naam", "Plaats", "Soort hulp", "VOG"], "lijst.xlsx", SheetKind.OFFERS),
        (
            ["Naam", "Plaats", "Soort hulp", "Omschrijving"],
            "Hulpvragen.xlsx",
            SheetKind.QUESTIONS,
        ),
        (
            ["Naam", "Plaats", "Soort hulp", "Dagdelen"],
            "vrijwilligers 2026.csv",
            SheetKind.OFFERS,
        ),
    ],
)
def test_the_kind_is_recognised(headers: list[str], name: str, kind: SheetKind) -> None:
    assert recognise_kind(headers, name) == kind


def test_a_kind_that_cannot_be_seen_is_asked_for() -> None:
    with pytest.raises(SheetError) as refusal:
        recognise_kind(["Naam", "Plaats", "Soort hulp"], "lijst.xlsx")
    assert refusal.value.code == "kind_unknown"


def test_a_title_may_stand_above_the_header() -> None:
    lines = [Line(1, ["Overzicht 2026"]), Line(3, ["Naam", "Plaats", "Soort hulp"])]
    assert find_header(lines) == 1


def test_two_columns_for_the_same_thing_are_refused() -> None:
    with pytest.raises(SheetError) as refusal:
        map_columns(["Naam", "Plaats", "Woonplaats", "Soort hulp"], SheetKind.QUESTIONS)
    assert refusal.value.code == "column_twice"


def test_missing_columns_are_named() -> None:
    with override("nl"), pytest.raises(SheetError) as refusal:
        map_columns(["Naam", "Postcode", "Talen"], SheetKind.OFFERS)
    assert "Soort hulp, Dagdelen" in refusal.value.message


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("task_types", "Gezelschap; boodschappen", ("company", "groceries")),
        ("task_types", "wandelen en klusjes", ("outdoors", "home_garden")),
        ("task_types", "wassen en aankleden", ("bodily_care",)),
        ("task_types", "company|digital", ("company", "digital")),
        ("task_types", "Voorlezen; boodschappen", ("reading_aloud", "groceries")),
        ("task_types", "de krant voorlezen", ("reading_aloud",)),
        ("task_types", "reading out loud", ("reading_aloud",)),
        ("task_types", "anders", ()),
        ("languages", "Nederlands, Turks / Engels", ("nl", "tr", "en")),
        ("boundaries", "roken + huisdieren", ("smoker", "pets")),
        ("boundaries", "trap\nrolstoel", ("stairs", "wheelchair")),
        ("hours_per_week", "2,5 uur", 2.5),
        ("hours_per_week", "ca. 3 u", 3),
        ("hours_per_week", 4, 4),
        ("radius_km", "10 km", 10),
        ("capacity", 2.0, 2),
        ("urgency", 5, 5),
        ("urgency", "laag", 1),
        ("urgency", "Normaal", 2),
        ("urgency", "HOOG", 4),
        ("urgency", "spoed!", 5),
        ("birth_year", 1944.0, 1944),
        ("birth_date", "3-2-1944", 1944),
        ("birth_date", datetime(1944, 2, 3, tzinfo=UTC), 1944),
        ("vog_seen_on", "3-2-2026", date(2026, 2, 3)),
        ("vog_seen_on", "3 februari 2026", date(2026, 2, 3)),
        ("vog_seen_on", "03/02/26", date(2026, 2, 3)),
        ("vog_seen_on", "2026-02-03", date(2026, 2, 3)),
        ("vog_seen_on", "1 mrt 2026", date(2026, 3, 1)),
        ("vog_seen_on", "nee", False),
        ("vog_seen_on", "yes", True),
        ("phone", 612345678, "0612345678"),
        ("phone", "06-12345678 (zoon)", "06-12345678 (zoon)"),
        ("gender", "Mevr.", "woman"),
        ("gender_wish", "liefst een vrouw", "woman"),
        ("gender_wish", "unsaid", "none"),
        ("who_may_know", "vrijwilligers in de buurt", "neighbourhood"),
        ("agreed", "Ja", True),
        ("agreed", False, False),
        ("external_id", 1001.0, "1001"),
        ("channel", "bellen", "phone"),
        ("frequency", "om de week", "fortnightly"),
        ("given_name", "  Els\u00a0", "Els"),
        ("given_name", "El\x00s", "Els"),
        ("helper_kind", "buurvrouw", "neighbour"),
    ],
)
def test_cells_are_read(field: str, cell: object, value: object) -> None:
    assert READ[field](cell) == value


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("hours_per_week", "2-4"),
        ("hours_per_week", datetime(2026, 4, 2, tzinfo=UTC)),
        ("hours_per_week", 0),
        ("hours_per_week", 169),
        ("capacity", 1.5),
        ("urgency", 6),
        ("birth_year", 1700),
        ("vog_seen_on", "31-2-2026"),
        ("vog_seen_on", "2/13/2026"),
        ("vog_seen_on", "12-3-2026"),
        ("vog_seen_on", 45000),
        ("email", "els@"),
        ("phone", "geen idee"),
        ("agreed", "misschien"),
        ("task_types", "gezelschap; vliegen"),
        ("languages", "Klingon"),
        ("given_name", "x" * 61),
        ("external_id", "x" * 81),
        ("who_may_know", "wie dan ook"),
    ],
)
def test_cells_that_cannot_be_read_say_what_is_expected(field: str, cell: object) -> None:
    with pytest.raises(cell_reading.CellError) as error:
        READ[field](cell)
    assert error.value.wrong
    assert error.value.expected


@pytest.mark.parametrize("cell", ["", "  ", "-", "n.v.t.", "NVT", "geen", "?", None])
def test_cells_that_tell_nothing_are_empty(cell: str | None) -> None:
    assert cell_reading.is_empty(cell)


def test_no_and_zero_are_not_nothing() -> None:
    assert not says_nothing("nee")
    assert not cell_reading.is_empty(0)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"given_name": "Els", "family_name": "Proefstra"}, ("Els", "Proefstra")),
        (
            {"given_name": "Els", "prefix": "van der", "family_name": "Test"},
            ("Els", "van der Test"),
        ),
        ({"full_name": "Joost Testerink"}, ("Joost", "Testerink")),
        ({"full_name": "Testerink, Joost"}, ("Joost", "Testerink")),
        ({"full_name": "Dhr. J. van Test"}, ("J.", "van Test")),
        ({"full_name": "Mevrouw Proefstra"}, ("Proefstra", "")),
        ({"given_name": "Els", "full_name": "Proefstra"}, ("Els", "Proefstra")),
        ({"given_name": "Els", "full_name": "Els Proefstra"}, ("Els", "Proefstra")),
        ({"initials": "E.", "family_name": "Proefstra"}, ("E.", "Proefstra")),
        ({"family_name": "Proefstra"}, ("Proefstra", "")),
        ({}, ("", "")),
    ],
)
def test_names(values: dict[str, str], names: tuple[str, str]) -> None:
    assert names_of(values) == names


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3551", "3551"),
        ("3551AB", "3551"),
        ("3551 ab", "3551"),
        ("35a4", None),
        ("35511", None),
    ],
)
def test_postcodes(written: str, code: str | None) -> None:
    assert four_digits(written) == code


def test_a_word_may_be_a_kind_of_help_and_an_interest() -> None:
    """In its own column each is understood; nobody has to choose another word."""
    with override("nl"):
        assert READ["interests"]("voorlezen").values == ("reading",)
        assert READ["task_types"]("voorlezen") == ("reading_aloud",)
