"""Files in the ways spreadsheets save them, and files that are not spreadsheets."""

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import Workbook
from tests.cast import Cast
from tests.exchange.sheets import import_sheet, offers, write_csv, write_xlsx

from samenspel.exchange.spreadsheet_files import read_lines
from samenspel.exchange.types import SheetError
from samenspel.volunteering.models import Offer

ROWS = [["Naam", "Plaats"], ["Zoë Müller", "’s-Proef €"], ["Els", "Proefdorp"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_in_every_usual_encoding(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = write_csv(tmp_path / "lijst.csv", ROWS, separator, encoding)
    assert [line.cells for line in read_lines(path)] == ROWS


def test_the_line_that_names_the_separator_is_not_a_row(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("sep=,\r\nNaam;x,Plaats\r\nEls,Proefdorp\r\n")
    assert [(line.number, line.cells) for line in read_lines(path)] == [
        (1, ["Naam;x", "Plaats"]),
        (2, ["Els", "Proefdorp"]),
    ]


def test_cells_with_line_breaks_and_quotes_stay_one_row(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text('Naam;Plaats\n"Els\n""de lange""";Proefdorp\nBram;Proefwijk\n')
    assert read_lines(path)[1].cells[0] == 'Els\n"de lange"'
    assert read_lines(path)[2].number == 3


def test_an_excel_file_keeps_dates_and_numbers(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "lijst.xlsx", [["Naam", "VOG"], ["Els", date(2026, 2, 3)], [7]]
    )
    cells = [line.cells for line in read_lines(path)]
    assert cells[1][1].date() == date(2026, 2, 3)
    assert cells[2][0] == 7


def test_another_sheet_can_be_chosen(cast: Cast, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["Dit is de uitleg"])
    sheet = workbook.create_sheet("Vrijwilligers")
    for row in offers():
        sheet.append(list(row))
    path = tmp_path / "map.xlsx"
    workbook.save(path)
    assert import_sheet(path).status == 2
    assert import_sheet(path, "--sheet", "Vrijwilligers").status == 0
    assert Offer.objects.filter(external_id="V1").exists()
    outcome = import_sheet(path, "--sheet", "Blad9")
    assert "Er is geen blad 'Blad9'. Wel: Sheet, Vrijwilligers." in outcome.err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lijst.xlsx", b"this is not a spreadsheet", "unreadable"),
        ("lijst.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "unreadable"),
        ("lijst.xls", b"", "file_type"),
        ("lijst.pdf", b"%PDF", "file_type"),
        ("lijst.csv", b"", "empty"),
        ("lijst.csv", b"\r\n;;\r\n", "empty"),
        ("lijst.csv", b"Naam\r\n\x81\x8d", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with override("nl"), pytest.raises(SheetError) as refusal:
        read_lines(path)
    assert refusal.value.code == code


def test_a_file_that_is_not_there_is_wrong_use(cast: Cast, tmp_path: Path) -> None:
    outcome = import_sheet(tmp_path / "weg.xlsx")
    assert (outcome.status, "Er is geen bestand" in outcome.err) == (2, True)


def test_a_csv_of_windows_reaches_the_database(cast: Cast, tmp_path: Path) -> None:
    rows = [list(row) for row in offers()]
    rows[1][1] = "Zoë"
    path = write_csv(tmp_path / "vrijwilligers.csv", rows, encoding="cp1252")
    assert import_sheet(path).status == 0
    assert Offer.objects.get(external_id="V1").person.given_name == "Zoë"


def test_what_generate_writes_can_be_imported(cast: Cast, tmp_path: Path) -> None:
    requests, helpers = tmp_path / "requests.csv", tmp_path / "offers.csv"
    requests.write_text(
        "id,latitude,longitude,place,task_type,windows,windows_needed,hours_per_week,languages,"
        "boundaries,gender_wish,gender_required,skills_needed,vog_needed,"
        "bodily_care_comfortable,urgency,interests\n"
        "R000001,52.11,5.08,Proefwijk,company,tue-morning|sat-evening,1,1.5,nl|tr,pets|stairs,"
        "woman,yes,,no,no,5,tv|painting\n"
        "R000002,52.11,5.08,Proefdorp,bodily_care,mon-morning,1,1,nl,,unsaid,no,,yes,no,2,\n"
    )
    helpers.write_text(
        "id,latitude,longitude,place,task_types,windows,hours_per_week,radius_km,capacity,"
        "languages,limits,gender,skills,vog_seen,bodily_care_willing,bodily_care_trained,"
        "bodily_care_allowed,interests,weeks_since_asked\n"
        "H000001,52.13,5.05,Proefdorp,company|digital,wed-afternoon,6.5,1.5,1,nl,psychiatric,"
        "woman,driving_licence,yes,no,no,no,chess,39\n"
    )
    assert import_sheet(requests).status == 0
    assert import_sheet(helpers).status == 0
    offer = Offer.objects.select_related("person").get(external_id="H000001")
    assert (float(offer.radius_km), offer.limits) == (1.5, ["psychiatric"])
    assert (offer.person.given_name, offer.person.gender) == ("H000001", "woman")
