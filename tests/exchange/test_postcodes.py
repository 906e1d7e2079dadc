"""Files of postcodes: both formats, what is misplaced, and what is not."""

import random
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.exchange.sheets import Outcome, run, write_csv

from samenspel.exchange.postcode_files import GEONAMES, Spot, read_postcodes
from samenspel.exchange.postcode_plausibility import SPREADS, find_misplaced
from samenspel.exchange.types import SheetError
from samenspel.people.models import PostcodeArea

Rows = list[tuple[str, str, float, float]]


def country() -> Rows:
    """An invented country: 12 regions of 40 postcodes, one with an island, one very compact."""
    dice = random.Random(5)
    rows = []
    for region in range(12):
        latitude, longitude = 51.5 + 0.15 * region, 4.5 + 0.2 * (region % 5)
        spread = 0.01 if region == 3 else 0.12
        for number in range(40):
            code = f"{30 + region}{number:02d}"
            on_island = region == 7 and number > 36
            rows.append(
                (
                    code,
                    f"Proefdorp {code}",
                    latitude + dice.uniform(-spread, spread) + (0.2 if on_island else 0),
                    longitude + dice.uniform(-spread, spread),
                )
            )
    return rows


PLANTED = {
    "3105": (52.9, 6.5),  # another province
    "3322": (51.5, 4.5),  # 60 km from a compact region
    "3410": (50.9, 6.0),  # far south
    "3513": (51.2, 4.4),  # in Belgium, inside the box
    "3630": (48.85, 2.35),  # another country
    "3707": (5.3, 52.1),  # latitude and longitude swapped
}


def planted() -> Rows:
    return [
        (code, place, *PLANTED.get(code, (lat, lon))) for code, place, lat, lon in country()
    ]


def spots(rows: Rows) -> list[Spot]:
    return [Spot(code, place, "", lat, lon) for code, place, lat, lon in rows]


def geonames(path: Path, rows: Iterable[tuple[object, ...]]) -> Path:
    """Write the format of GeoNames: twelve columns, no header."""
    lines = (
        f"NL\t{code}\t{place}\tUtrecht\t09\tStad {str(code)[:2]}\t0344\t\t\t{lat}\t{lon}\t6"
        for code, place, lat, lon in rows
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def plain(path: Path, rows: Rows) -> Path:
    return write_csv(path, [("Postcode", "Plaats", "lat", "lon"), *rows], ",")


def import_postcodes(*arguments: object) -> Outcome:
    return run("import_postcodes", *arguments)


def test_in_a_clean_file_nothing_is_misplaced() -> None:
    assert find_misplaced(spots(country())) == []


def test_every_word_for_a_column_is_known(tmp_path: Path) -> None:
    usual = {"code": "postcode", "place": "plaats", "latitude": "lat", "longitude": "lon"}
    for field, words in {
        "code": "code postcode pc pc4 pc6 postalcode zip",
        "place": "place plaats woonplaats placename plaatsnaam",
        "municipality": "municipality gemeente gemeentenaam",
        "latitude": "latitude lat breedtegraad",
        "longitude": "longitude lon lng long lengtegraad",
    }.items():
        for word in words.split():
            headers = {**usual, "municipality": "gemeente", field: word.title()}
            rows = [tuple(headers.values()), ("3554", "Proefwijk", 52.1, 5.1, "Proefstad")]
            (spot,) = read_postcodes(write_csv(tmp_path / f"{word}.csv", rows, ",")).spots
            assert spot == Spot("3554", "Proefwijk", "Proefstad", 52.1, 5.1), word


def test_every_planted_error_is_found_and_nothing_else() -> None:
    found = find_misplaced(spots(planted()))
    assert [one.spot.code for one in found] == sorted(PLANTED)
    assert {one.spot.code for one in found if one.outside} == {"3630", "3707"}


def test_errors_do_not_hide_each_other() -> None:
    """A third of a region may be wrong, all in the same direction."""
    rows = [
        (code, place, lat + (0.9 if code.startswith("30") and code < "3012" else 0), lon)
        for code, place, lat, lon in country()
    ]
    assert len(find_misplaced(spots(rows))) == 12


def test_a_rule_without_medians_would_miss_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the limit is what finds them."""
    monkeypatch.setattr("samenspel.exchange.postcode_plausibility.SPREADS", SPREADS * 100)
    assert not [one for one in find_misplaced(spots(planted())) if not one.outside]


def test_a_postcode_almost_alone_is_not_judged() -> None:
    rows = [("9901", "Proef", 53.0, 6.5), ("9902", "Proef", 51.0, 5.0)]
    assert find_misplaced(spots(rows)) == []


def test_misplaced_postcodes_are_listed_and_skipped(db: None, tmp_path: Path) -> None:
    outcome = import_postcodes(plain(tmp_path / "postcodes.csv", planted()))
    assert outcome.status == 0
    assert "3105 Proefdorp 3105: " in outcome.out
    assert "km van het midden van de postcodes 31.." in outcome.out
    assert "3630 Proefdorp 3630: buiten Nederland (48.8500, 2.3500)." in outcome.out
    assert "6 postcodes lijken verkeerd te liggen en zijn overgeslagen" in outcome.out
    assert "474 postcodes opgeslagen." in outcome.out
    assert (
        "https://download.geonames.org/export/zip/NL.zip (GeoNames, CC BY 4.0)" in outcome.out
    )
    assert not PostcodeArea.objects.filter(code__in=PLANTED).exists()
    assert PostcodeArea.objects.get(code="3000").source == "postcodes.csv"


def test_a_clean_file_is_called_clean(db: None, tmp_path: Path) -> None:
    outcome = import_postcodes(
        plain(tmp_path / "postcodes.csv", country()), "--source", "Proef"
    )
    assert "Er zijn geen postcodes gevonden die verkeerd liggen." in outcome.out
    assert "480 postcodes opgeslagen." in outcome.out
    assert PostcodeArea.objects.filter(source="Proef").count() == 480


def test_misplaced_postcodes_can_be_kept_unless_abroad(db: None, tmp_path: Path) -> None:
    import_postcodes(plain(tmp_path / "postcodes.csv", planted()), "--keep")
    kept = PostcodeArea.objects.filter(code__in=PLANTED).values_list("code", flat=True)
    assert set(kept) == set(PLANTED) - {"3630", "3707"}


def test_a_dry_run_stores_nothing(db: None, tmp_path: Path) -> None:
    outcome = import_postcodes(plain(tmp_path / "postcodes.csv", country()), "--dry-run")
    assert "Het zou om 480 postcodes gaan." in outcome.out
    assert not PostcodeArea.objects.exists()


def test_the_same_file_twice_gives_the_same_areas_and_corrects(
    db: None, tmp_path: Path
) -> None:
    import_postcodes(plain(tmp_path / "postcodes.csv", country()))
    rows = [(code, "Nieuwe Naam", lat, lon) for code, _place, lat, lon in country()]
    import_postcodes(plain(tmp_path / "postcodes.csv", rows))
    assert set(PostcodeArea.objects.values_list("place", flat=True)) == {"Nieuwe Naam"}


def test_the_format_of_geonames(db: None, tmp_path: Path) -> None:
    path = geonames(tmp_path / "NL.txt", country())
    path.write_text(path.read_text() + "BE\t1000\tBrussel\tx\tx\tx\tx\t\t\t50.85\t4.35\t6\n")
    assert import_postcodes(path).status == 0
    area = PostcodeArea.objects.get(code="3000")
    assert (area.place, area.municipality, area.source) == (
        "Proefdorp 3000",
        "Stad 30",
        GEONAMES,
    )
    assert not PostcodeArea.objects.filter(code="1000").exists()


def test_six_characters_become_four_in_the_middle_of_their_addresses(tmp_path: Path) -> None:
    rows = [
        ("3551 AA", "Proefwijk", 52.10, 5.10),
        ("3551 AB", "Proefwijk", 52.12, 5.10),
        ("3551AC", "Elders", 52.11, 9.99),
    ]
    read = read_postcodes(geonames(tmp_path / "NL_full.txt", rows))
    assert read.spots == [Spot("3551", "Proefwijk", "Stad 35", 52.11, 5.10)]


def test_the_zip_of_geonames_is_read_as_it_comes(db: None, tmp_path: Path) -> None:
    inside, path = geonames(tmp_path / "NL.txt", country()), tmp_path / "NL.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inside, "NL.txt")
        archive.writestr("readme.txt", "Readme for GeoNames Postal Code files")
    assert import_postcodes(path).status == 0
    assert PostcodeArea.objects.count() == 480


def test_decimal_commas_are_read(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.csv"
    path.write_text("postcode;plaats;breedtegraad;lengtegraad\n3551;Proefwijk;52,1;5,1\n")
    assert read_postcodes(path).spots == [Spot("3551", "Proefwijk", "", 52.1, 5.1)]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("35;Proef;52.1;5.1", "Rij 3, column code: '35' herkennen wij niet."),
        ("3552;;52.1;5.1", "Schrijf de plaatsnaam."),
        ("3552;Proef;noord;5.1", "'noord' herkennen wij niet. Schrijf graden"),
        ("3552;Proef;52.1;nan", "'nan' herkennen wij niet."),
    ],
)
def test_a_wrong_row_and_nothing_is_stored(
    db: None, tmp_path: Path, row: str, sentence: str
) -> None:
    path = tmp_path / "postcodes.csv"
    path.write_text(f"code;place;latitude;longitude\n3551;Proefwijk;52.1;5.1\n{row}\n")
    outcome = import_postcodes(path)
    assert outcome.status == 1
    assert sentence.replace("column", "kolom") in outcome.err
    assert not PostcodeArea.objects.exists()


@pytest.mark.parametrize("content", ["", "a;b\n1;2\n", "NL\t3551\tx\n"])
def test_other_files_are_refused_with_where_to_get_one(
    db: None, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "postcodes.csv"
    path.write_text(content)
    outcome = import_postcodes(path)
    assert outcome.status == 2
    assert "https://download.geonames.org/export/zip/NL.zip" in outcome.err
    with pytest.raises(SheetError):
        read_postcodes(path)


def test_a_file_without_dutch_postcodes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "BE.txt"
    path.write_text("BE\t1000\tBrussel\tx\tx\tx\tx\t\t\t50.85\t4.35\t6\n")
    with pytest.raises(SheetError):
        read_postcodes(path)
