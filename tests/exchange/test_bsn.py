"""A citizen service number is refused under any name, and what only looks like one is not."""

from pathlib import Path

import pytest
from tests.cast import Cast
from tests.exchange.sheets import (
    OFFER,
    OFFER_HEADERS,
    QUESTION,
    QUESTION_HEADERS,
    changed,
    import_sheet,
    offers,
    questions,
    write_xlsx,
)

from samenspel.exchange.bsn_guard import (
    header_names_bsn,
    hide_bsn,
    holds_bsn,
    looks_like_bsn_column,
    passes_eleven_test,
)
from samenspel.people.models import Person

BSN = "111222333"  # passes the test; the well-known example that belongs to nobody
NO_BSN = "111222334"


def test_the_eleven_test() -> None:
    assert passes_eleven_test(BSN)
    assert passes_eleven_test("123456782")
    for number in (NO_BSN, "123456789", "000000000", "11122233", "1112223330", "11122233a"):
        assert not passes_eleven_test(number)


@pytest.mark.parametrize(
    "header",
    [
        "BSN",
        "bsn cliënt",
        "B.S.N.",
        "Burgerservicenummer",
        "burger service nummer",
        "Sofinummer",
        "sofi-nummer",
        "BSN-nummer",
    ],
)
def test_a_column_called_bsn_is_refused(cast: Cast, tmp_path: Path, header: str) -> None:
    assert header_names_bsn(header)
    rows = [(*OFFER_HEADERS, header), (*OFFER, "")]
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert outcome.status == 2
    assert f"In de kolom '{header}' lijken burgerservicenummers (BSN) te staan." in outcome.err
    assert not Person.objects.filter(external_id="V1").exists()


@pytest.mark.parametrize(
    "header", ["Absnummer", "Kenmerk", "Nummer", "Sofie", "Resofinummering"]
)
def test_other_headers_are_not(header: str) -> None:
    assert not header_names_bsn(header)


@pytest.mark.parametrize(
    ("header", "cell", "shown"),
    [
        ("Kolom1", BSN, "Kolom1"),
        ("Kolom1", int(BSN), "Kolom1"),
        ("Kolom1", "111.222.333", "Kolom1"),
        (None, BSN, "kolom P (zonder naam)"),
    ],
)
def test_bsns_in_a_column_we_do_not_know_are_refused(
    cast: Cast, tmp_path: Path, header: str | None, cell: object, shown: str
) -> None:
    rows = [(*OFFER_HEADERS, header), (*OFFER, cell)]
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert outcome.status == 2
    assert f"In de kolom '{shown}'" in outcome.err
    assert BSN not in outcome.out + outcome.err
    assert not Person.objects.filter(external_id="V1").exists()


def test_bsns_as_numbers_of_the_rows_are_refused(cast: Cast, tmp_path: Path) -> None:
    rows = offers(changed(OFFER, OFFER_HEADERS, Nummer=BSN))
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert (outcome.status, "kolom 'Nummer'" in outcome.err) == (2, True)


def test_a_phone_number_of_nine_digits_is_fine(cast: Cast, tmp_path: Path) -> None:
    rows = offers(changed(OFFER, OFFER_HEADERS, Telefoon=int(BSN)))
    assert import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows)).status == 0
    assert Person.objects.get(external_id="V1").phone == f"0{BSN}"


def test_nine_digits_that_fail_the_test_are_fine(cast: Cast, tmp_path: Path) -> None:
    rows = [(*OFFER_HEADERS, "Kenmerk lijst"), (*OFFER, NO_BSN)]
    assert import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows)).status == 0


def test_a_few_chance_hits_in_a_long_column_are_fine() -> None:
    numbers = [str(number) for number in range(300_000_000, 300_000_220)]
    passing = sum(map(passes_eleven_test, numbers))
    assert 15 <= passing <= 25
    assert not looks_like_bsn_column(numbers)
    assert looks_like_bsn_column([number for number in numbers if passes_eleven_test(number)])


def test_a_bsn_in_the_words_of_a_person_is_an_error_of_that_row(
    cast: Cast, tmp_path: Path
) -> None:
    rows = questions(
        changed(
            QUESTION, QUESTION_HEADERS, Omschrijving=f"Belt graag. BSN {BSN}, woont alleen."
        )
    )
    report = tmp_path / "verslag.csv"
    outcome = import_sheet(write_xlsx(tmp_path / "vragen.xlsx", rows), "--report", report)
    assert outcome.status == 1
    assert (
        "Rij 2, kolom Omschrijving: in deze tekst lijkt een burgerservicenummer" in outcome.err
    )
    assert BSN not in outcome.out + outcome.err + report.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "text", ["bel 06 11122233 of 0111222333", "+31 111222333", "rekening 1112223330"]
)
def test_phone_and_account_numbers_in_words_are_fine(text: str) -> None:
    assert not holds_bsn(text)


def test_messages_never_repeat_a_bsn() -> None:
    assert hide_bsn(f"uren {BSN} en {NO_BSN}") == f"uren ••••••••• en {NO_BSN}"
