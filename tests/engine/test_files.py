"""Files in, files out, the command line and the synthetic region."""

import csv
import json
import subprocess
import sys

import numpy as np
import pytest

from samenspel_engine import generate_region, solve
from samenspel_engine.cli import main
from samenspel_engine.errors import EngineError
from samenspel_engine.generate import parameters, places, request_shares
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.tables import TableError, read_problem, read_requests, write_region

REQUESTS = "id;latitude;longitude;task_type;windows;hours_per_week\n"


def write(path, *lines):
    path.write_text(REQUESTS + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_region_survives_the_round_trip_through_files(tmp_path):
    region = generate_region(150, 200, seed=4)
    problem = read_problem(*write_region(region, tmp_path))
    for old, new, spec in (
        (region.problem.requests, problem.requests, REQUEST_COLUMNS),
        (region.problem.offers, problem.offers, OFFER_COLUMNS),
    ):
        assert new.ids.tolist() == old.ids.tolist()
        for name in spec:
            assert np.array_equal(getattr(new, name), getattr(old, name)), name


def test_the_same_seed_draws_the_same_region():
    one, two = (generate_region(50, 60, seed=9).problem.content_hash() for _ in range(2))
    assert one == two
    assert generate_region(50, 60, seed=10).problem.content_hash() != one


def test_an_empty_region_can_be_drawn():
    assert solve(generate_region(0, 0, seed=1).problem).totals.served == 0


def test_the_region_has_its_places_and_its_shares_add_up():
    assert len(places()) == 97
    assert sum(place.population for place in places()) > 1_000_000
    assert request_shares().sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"request_share_pets": None}, "add a row request_share_pets to"),
        ({"request_share_pets": 0.3}, "add up to 1.2700, must be 1"),
    ],
)
def test_a_share_that_is_missing_or_too_much_says_what_to_change(change, said):
    known = {k: v for k, v in (parameters() | change).items() if v is not None}
    with pytest.raises(EngineError, match=said):
        request_shares(known)


def test_all_wrong_cells_are_reported_together(tmp_path):
    path = write(
        tmp_path / "requests.csv",
        "a;52.1;5.1;company;mon-morning;1,5",
        "b;north;5.1;gardening;mon-morning;1",
        ";52.1;500;company;someday;1",
    )
    with pytest.raises(TableError) as caught:
        read_requests(path)
    said = str(caught.value)
    assert "requests.csv has 5 mistakes" in said
    assert "line 3, latitude: 'north' is not a number" in said
    assert "line 3, task_type: unknown task type 'gardening'; known: company," in said
    assert "line 4, id: is empty" in said
    assert "line 4, windows: unknown weekday and part of the day 'someday'" in said
    assert "line 4, latitude: is not a place on earth" in said


def test_a_value_out_of_range_is_reported_with_its_line(tmp_path):
    path = write(
        tmp_path / "requests.csv",
        "a;52.1;5.1;company;mon-morning;1,5",
        "b;52.1;5.1;company;mon-morning;200",
    )
    with pytest.raises(TableError, match="line 3, hours_per_week: must be between 0 and 168"):
        read_requests(path)


def test_decimal_commas_and_semicolons_are_understood(tmp_path):
    path = write(tmp_path / "requests.csv", "a;52,1;5,1;company;mon-morning|tue-night;1,5")
    table = read_requests(path)
    assert table.hours_per_week.tolist() == [1.5]
    assert table.windows.tolist() == [0b10000001]


def test_generate_and_match_from_the_command_line(tmp_path, capsys):
    folder = tmp_path / "region"
    sizes = ["--requests", "200", "--offers", "150", "--seed", "3"]
    assert main(["generate", *sizes, "-o", str(folder)]) == 0
    out = folder / "proposals.csv"
    files = [str(folder / "requests.csv"), str(folder / "offers.csv")]
    assert main(["match", *files, "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "gap 0: proven optimal" in said
    assert "peak memory" in said
    rows = rows_of(out)
    still_open = rows_of(folder / "proposals-open.csv")
    proof = json.loads((folder / "proposals-certificate.json").read_text(encoding="utf-8"))
    assert len(rows) == proof["served"]
    assert len(still_open) == proof["open"]
    assert proof["gap"] == 0
    assert all(row["reason_nl"] and row["reason_en"] for row in (*rows, *still_open))
    expected = solve(generate_region(200, 150, seed=3).problem)
    assert [(r["request_id"], r["offer_id"], int(r["quality"])) for r in rows] == (
        expected.matches()
    )


@pytest.mark.parametrize("command", ["missing", "wrong", "negative"])
def test_input_that_cannot_be_used_ends_with_exit_code_2(tmp_path, capsys, command):
    good = str(write(tmp_path / "requests.csv", "a;52.1;5.1;company;mon-morning;1"))
    call = {
        "missing": ["match", good, str(tmp_path / "none.csv")],
        "wrong": ["match", good, good],
        "negative": ["generate", "--requests", "-1", "--offers", "1", "-o", str(tmp_path)],
    }[command]
    assert main(call) == 2
    assert capsys.readouterr().err.strip()


def test_mounting_the_commands_loads_neither_numpy_nor_the_compiler():
    code = "import samenspel_engine.cli, sys; print({'numba', 'numpy'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
