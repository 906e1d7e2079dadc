"""The weekly plan from the public function and from the command line."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet
import pytest
from tests.weekplan.test_result import complaints, every_choice, level_values, roomy_week
from tests.weekplan.weeks import random_week

from samenspel_engine.cli import main
from samenspel_engine.errors import EngineInputError
from samenspel_engine.weekplan.params import PlanParams
from samenspel_engine.weekplan.planning import plan
from samenspel_engine.weekplan.region import generate_week
from samenspel_engine.weekplan.search import Stop

ROUNDS = Stop(seconds=None, rounds=2)
NAMES = ("clients", "visits", "suppliers")
PAIRS = ("forbidden", "known", "fixed")


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files_of(folder, suffix):
    tables = [str(folder / f"{name}{suffix}") for name in NAMES]
    return [*tables, *(f"--{name}={folder / name}{suffix}" for name in PAIRS)]


def test_a_plan_is_allowed_proven_and_the_same_for_the_same_seed():
    week = generate_week(700, 3)
    heard = []
    result = plan(week, stop=ROUNDS, seed=5, progress=heard.append)
    assert complaints(week, result.supplier_of, result.slot_of) == []
    proof = result.certificate
    assert 0 < proof.bound <= proof.cost < proof.worth
    again = plan(week, stop=ROUNDS, seed=5)
    assert again.certificate.result_hash == proof.result_hash
    assert set(result.timings) == {"compile", "search", "widen"}


@pytest.mark.parametrize("size", [(0, 0, 0), (1, 0, 2), (1, 1, 0), (1, 1, 1), (2, 8, 8)])
def test_a_week_with_next_to_nothing_in_it_is_planned(size):
    week = random_week(2, *size)
    result = plan(week, stop=ROUNDS)
    assert complaints(week, result.supplier_of, result.slot_of) == []
    assert result.totals.planned + result.totals.open == size[1]


def test_a_seed_below_zero_is_refused():
    with pytest.raises(EngineInputError, match="seed must be 0 or more"):
        plan(random_week(2), seed=-1)


def test_the_strict_plan_of_a_tiny_week_is_the_best_by_levels():
    seen = 0
    for seed in range(12):
        week = roomy_week(seed, 4, 6)
        first = week.visits.slots & -week.visits.slots.astype(np.int64)
        week = replace(week, visits=replace(week.visits, slots=first.astype(np.uint32)))
        result = plan(week, params=PlanParams(strict=True), stop=Stop(seconds=None, rounds=20))
        compiled = result.compiled
        best = min(level_values(compiled, one) for one in every_choice(compiled.arrays))
        missed = result.supplier_of < 0
        urgent = (week.visits.urgency[missed].astype(int) * week.visits.minutes[missed]).sum()
        assert urgent == best[0]
        assert result.totals.professional_hours_on_informal == best[1]
        seen += bool(result.totals.planned)
    assert seen > 6


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_town_is_made_and_planned_from_the_command_line(suffix, tmp_path, capsys):
    week, out = tmp_path / "week", tmp_path / "plan"
    kind = ["--parquet"] if suffix == ".parquet" else []
    made = main(
        ["generate-week", "--inhabitants", "700", "--seed", "3", "-o", str(week), *kind]
    )
    assert made == 0
    assert len(capsys.readouterr().out.splitlines()) == 6
    run = ["plan", *files_of(week, suffix), "-o", str(out), "--rounds", "2"]
    assert main([*run, "--gap", "0.01"]) == 0
    said = capsys.readouterr()
    assert "visits planned" in said.out
    assert "% of value served" in said.out
    told = json.loads((out / "certificate.json").read_text(encoding="utf-8"))
    plan_rows, open_rows = rows_of(out / "plan.csv"), rows_of(out / "open.csv")
    assert len(plan_rows) == told["totals"]["planned"]
    assert len(open_rows) == told["totals"]["open"] > 0
    assert all(row["reason_nl"] and row["reason_en"] for row in open_rows)
    visits = {row["visit"] for row in plan_rows}
    for name in ("weeks-of-clients.csv", "weeks-of-suppliers.csv"):
        assert {row["visit"] for row in rows_of(out / name)} == visits
    assert (out / "what-would-help.csv").exists()
    assert main(["check-certificate", str(out / f"proof{suffix.replace('csv', 'json')}")]) == 0
    if suffix == ".parquet":
        table = pyarrow.parquet.read_table(out / "plan.parquet")
        assert set(table["visit"].to_pylist()) == visits


def test_a_proof_of_another_plan_is_not_believed(tmp_path, capsys):
    main(["generate-week", "--inhabitants", "700", "-o", str(tmp_path)])
    main(["plan", *files_of(tmp_path, ".csv"), "-o", str(tmp_path), "--rounds", "1", "--quiet"])
    proof = tmp_path / "proof.json"
    assert main(["check-certificate", str(proof)]) == 0
    proof.write_text(proof.read_text("utf-8").replace('"bound":', '"bound":1'), "utf-8")
    capsys.readouterr()
    assert main(["check-certificate", str(proof)]) == 1
    assert "the file is not as it was written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--gap", "2"], "--gap must be at least 0"),
        (["--seconds", "0"], "--seconds must be more than 0"),
        (["--rounds", "-1"], "--rounds must be more than 0"),
        (["--seed", "-1"], "seed must be 0 or more"),
        (["--known", "none.csv"], "cannot read none.csv"),
    ],
)
def test_a_wrong_option_is_explained_in_words(options, said, tmp_path, capsys):
    main(["generate-week", "--inhabitants", "500", "-o", str(tmp_path)])
    tables = [str(tmp_path / f"{name}.csv") for name in NAMES]
    assert main(["plan", *tables, "-o", str(tmp_path), "--quiet", *options]) == 2
    assert said in capsys.readouterr().err


def test_a_wrong_cell_is_reported_with_its_line(tmp_path, capsys):
    main(["generate-week", "--inhabitants", "500", "-o", str(tmp_path)])
    visits = tmp_path / "visits.csv"
    lines = visits.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[1], "nobody", 1)
    visits.write_text("\n".join(lines), "utf-8")
    tables = [str(tmp_path / f"{name}.csv") for name in NAMES]
    assert main(["plan", *tables, "-o", str(tmp_path)]) == 2
    assert (
        "visits.csv has 1 mistake\nline 2, client: 'nobody' is not" in capsys.readouterr().err
    )
    main(["generate-week", "--inhabitants", "500", "-o", str(tmp_path), "--parquet"])
    assert main(["plan", *tables[:2], str(tmp_path / "suppliers.parquet")]) == 2
    assert "all CSV or all Parquet" in capsys.readouterr().err
    assert main(["generate-week", "--inhabitants", "-5", "-o", str(tmp_path)]) == 2
