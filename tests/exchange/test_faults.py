"""What is wrong with a row is said plainly: its number, the column and what is expected."""

import csv
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

from samenspel.exchange.import_report import harmless
from samenspel.volunteering.models import Offer


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"Postcode": "35a4"},
            "kolom Postcode: '35a4' herkennen wij niet. "
            "Schrijf vier cijfers of een plaatsnaam.",
        ),
        ({"Postcode": ""}, "kolom Postcode: hier staat niets. Schrijf vier cijfers"),
        ({"Postcode": "9999"}, "kolom Postcode: de postcode '9999' kennen wij niet."),
        (
            {"Voornaam": "", "Tussenvoegsel": "", "Achternaam": ""},
            "kolom Voornaam: hier staat niets. Schrijf een naam.",
        ),
        ({"Voornaam": "x" * 70}, "kolom Voornaam: de tekst heeft 70 tekens. Schrijf"),
        ({"Telefoon": "vraag Els"}, "kolom Telefoon: 'vraag Els' is geen telefoonnummer."),
        ({"E-mail": "els(at)test"}, "kolom E-mail: 'els(at)test' is geen e-mailadres."),
        (
            {"Soort hulp": "vliegen"},
            "kolom Soort hulp: 'vliegen' herkennen wij niet. Schrijf een of meer van deze: ",
        ),
        ({"Soort hulp": ""}, "kolom Soort hulp: hier staat niets. Schrijf minstens één soort"),
        (
            {"Dagdelen": "maanochtend"},
            "kolom Dagdelen: 'maanochtend' herkennen wij niet. "
            "Schrijf dagen en dagdelen, bijvoorbeeld: ma ochtend; do middag.",
        ),
        ({"Dagdelen": None}, "kolom Dagdelen: hier staat niets. Schrijf minstens één moment"),
        (
            {"Uren per week": "veel"},
            "kolom Uren per week: 'veel' herkennen wij niet. "
            "Schrijf één getal van 0.1 tot en met 168, bijvoorbeeld 2 of 2,5.",
        ),
        ({"Talen": "Klingon"}, "kolom Talen: 'Klingon' herkennen wij niet."),
        ({"Liever niet": "kwallen"}, "kolom Liever niet: 'kwallen' herkennen wij niet."),
        ({"Max afstand km": -3}, "kolom Max afstand km: '-3' herkennen wij niet."),
        (
            {"VOG gezien op": "binnenkort"},
            "kolom VOG gezien op: 'binnenkort' herkennen wij niet. "
            "Schrijf een datum als dag-maand-jaar, bijvoorbeeld 3-2-2026.",
        ),
        ({"VOG gezien op": "1-1-2030"}, "kolom VOG gezien op: '1-1-2030' ligt in de toekomst."),
        (
            {"Aantal mensen": 1.5},
            "kolom Aantal mensen: '1.5' herkennen wij niet. "
            "Schrijf een heel getal van 1 tot en met 50.",
        ),
    ],
)
def test_an_offer_with_a_wrong_cell(
    cast: Cast, tmp_path: Path, cells: dict[str, object], sentence: str
) -> None:
    named = dict(zip(OFFER_HEADERS, OFFER, strict=True)) | cells
    rows = offers(changed(OFFER, OFFER_HEADERS, Nummer="V0"), [*named.values()])
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert outcome.status == 1
    assert f"Rij 3, {sentence}" in outcome.err
    assert "Er is 1 fout. Er is niets opgeslagen." in outcome.err
    assert not Offer.objects.filter(external_id="V0").exists()


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Urgentie": 7}, "kolom Urgentie: '7' herkennen wij niet. Schrijf een cijfer van 1"),
        ({"Hulpvraag": "", "Omschrijving": ""}, "kolom Omschrijving: hier staat niets."),
        ({"Geboortejaar": 1850}, "kolom Geboortejaar: '1850' herkennen wij niet."),
        ({"Geslacht": "blauw"}, "kolom Geslacht: 'blauw' herkennen wij niet. Schrijf"),
        (
            {"Woonplaats": "Nergenshuizen"},
            "kolom Woonplaats: 'Nergenshuizen' herkennen wij niet.",
        ),
    ],
)
def test_a_question_with_a_wrong_cell(
    cast: Cast, tmp_path: Path, cells: dict[str, object], sentence: str
) -> None:
    named = dict(zip(QUESTION_HEADERS, QUESTION, strict=True)) | cells
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", questions([*named.values()])))
    assert outcome.status == 1
    assert f"Rij 2, {sentence}" in outcome.err


def test_the_row_number_is_that_of_the_spreadsheet(cast: Cast, tmp_path: Path) -> None:
    wrong = changed(OFFER, OFFER_HEADERS, Nummer="V9", Uren_per_week="veel")
    rows = [["Vrijwilligers 2026"], [], OFFER_HEADERS, OFFER, [], [None, " "], wrong]
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert "Rij 7, kolom Uren per week" in outcome.err


def test_every_error_of_every_row_is_told(cast: Cast, tmp_path: Path) -> None:
    rows = offers(
        changed(OFFER, OFFER_HEADERS, Postcode="x1", Talen="Klingon"),
        changed(OFFER, OFFER_HEADERS, Nummer="V2", Uren_per_week="veel"),
    )
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert outcome.err.count("Rij 2, ") == 2
    assert outcome.err.count("Rij 3, ") == 1
    assert "Er zijn 3 fouten." in outcome.err


def test_after_fifty_errors_the_rest_is_counted(cast: Cast, tmp_path: Path) -> None:
    rows = [
        changed(OFFER, OFFER_HEADERS, Nummer=f"V{number}", Talen="Klingon")
        for number in range(60)
    ]
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", offers(*rows)))
    assert outcome.err.count("Klingon") == 50
    assert "... en nog 10." in outcome.err


def test_the_same_number_twice_names_both_rows(cast: Cast, tmp_path: Path) -> None:
    other = changed(OFFER, OFFER_HEADERS, Voornaam="Bram")
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", offers(OFFER, other)))
    assert outcome.status == 1
    assert "Rij 3, kolom Nummer: het nummer 'V1' staat ook in rij 2." in outcome.err


def test_two_equal_rows_without_a_number_name_both_rows(cast: Cast, tmp_path: Path) -> None:
    bare = changed(OFFER, OFFER_HEADERS, Nummer=None)
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", offers(bare, bare)))
    assert "Rij 3, kolom Nummer: deze rij is gelijk aan rij 2." in outcome.err
    headers, row = OFFER_HEADERS[1:], OFFER[1:]
    outcome = import_sheet(write_xlsx(tmp_path / "zonder.xlsx", [headers, row, row]))
    assert "Rij 3, kolom Nummer: deze rij is gelijk aan rij 2." in outcome.err


def test_a_postcode_we_do_not_know_leaves_it_to_the_place(cast: Cast, tmp_path: Path) -> None:
    strange = changed(OFFER, OFFER_HEADERS, Postcode="3599")
    rows = [(*OFFER_HEADERS, "Plaats"), (*strange, "proefdorp")]
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert outcome.status == 0
    assert "De postcode kennen wij niet; de plaats is gebruikt (rij 2)." in outcome.out
    assert Offer.objects.get(external_id="V1").area.place == "Proefdorp"


def test_what_is_imported_differently_is_told_once(cast: Cast, tmp_path: Path) -> None:
    rows = [
        (*OFFER_HEADERS, "Hobby's", "Geboortedatum", "Kleur"),
        *(
            (
                *changed(OFFER, OFFER_HEADERS, Nummer=number, VOG_gezien_op="ja"),
                "wandelen, vliegeren",
                "3-2-1960",
                "blauw",
            )
            for number in ("V1", "V2")
        ),
    ]
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows))
    assert outcome.status == 0
    for sentence in (
        "Kolommen die wij niet gebruiken: Kleur.",
        "leggen wij niet vast (2 rijen: 2, 3).",
        "bewaren wij alleen het jaar (2 rijen: 2, 3).",
        "Interesses die wij niet kennen, zijn weggelaten (2 rijen: 2, 3).",
    ):
        assert outcome.out.count(sentence) == 1, sentence
    offer = Offer.objects.select_related("person").get(external_id="V1")
    assert (offer.vog_seen_on, offer.interests) == (None, ["walking"])
    assert offer.person.birth_year == 1960


def rows_of(report: Path) -> list[list[str]]:
    with report.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_report_is_a_spreadsheet_in_which_nothing_is_a_formula(
    cast: Cast, tmp_path: Path
) -> None:
    formula = '=HYPERLINK("http://voorbeeld.example")'
    rows = offers(changed(OFFER, OFFER_HEADERS, Talen=f"'{formula}", Uren_per_week="@SOM(1)"))
    rows[1][OFFER_HEADERS.index("Talen")] = "+1+1"
    report = tmp_path / "verslag.csv"
    path = write_xlsx(tmp_path / "lijst.xlsx", rows)
    outcome = import_sheet(path, "--report", report)
    assert outcome.status == 1
    assert str(report) in outcome.err
    header, *told = rows_of(report)
    assert header == ["soort", "rij", "kolom", "gelezen", "wat er mis is", "wat wij verwachten"]
    assert [row[:4] for row in told] == [
        ["fout", "2", "Uren per week", "'@SOM(1)"],
        ["fout", "2", "Talen", "'+1+1"],
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in told for cell in row)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_look_like_a_formula_get_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless(f"1{start}") == f"1{start}"


def test_the_report_tells_what_was_skipped(cast: Cast, tmp_path: Path) -> None:
    path, report = write_xlsx(tmp_path / "lijst.xlsx", offers()), tmp_path / "verslag.csv"
    import_sheet(path)
    assert import_sheet(path, "--report", report).status == 0
    assert rows_of(report)[1:] == [["overgeslagen", "2", "", "V1", "bestond al", ""]]


def test_a_report_never_replaces_the_file_itself(cast: Cast, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "lijst.xlsx", offers())
    before = path.read_bytes()
    outcome = import_sheet(path, "--report", path)
    assert (outcome.status, path.read_bytes()) == (2, before)


def test_a_report_that_cannot_be_written_stops_the_import(cast: Cast, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "lijst.xlsx", offers())
    outcome = import_sheet(path, "--report", tmp_path / "nergens" / "verslag.csv")
    assert outcome.status == 2
    assert not Offer.objects.filter(external_id="V1").exists()
