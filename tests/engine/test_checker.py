"""The checker shares nothing with the engine and notices every change to a result."""

import json
import subprocess
import sys
from copy import deepcopy

import numpy as np
import pytest

from samenspel_engine import Params, checker, generate_region, replan, solve
from samenspel_engine.cli import main
from samenspel_engine.proof import proof_of

from .instances import random_problem


@pytest.fixture(scope="module")
def proof():
    return json.loads(json.dumps(proof_of(solve(generate_region(90, 60, seed=6).problem))))


def resealed(parts):
    """The same parts with a hash that fits them again."""
    parts["sha256"] = checker.sealed(parts)
    return parts


def test_the_checker_imports_nothing_of_the_engine_or_a_compiler():
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1]);"
        "print([m for m in sys.modules if m.startswith(('samenspel', 'numba'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, checker.__file__],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_an_honest_proof_holds(proof):
    assert checker.check(proof) == []


@pytest.mark.parametrize("seed", range(60))
def test_random_problems_with_every_rule_hold(seed):
    result = solve(random_problem(seed, 9, 11), params=Params(urgent_first=seed % 3 > 0))
    assert checker.check(json.loads(json.dumps(proof_of(result)))) == []


def test_a_round_with_a_continuity_bonus_holds():
    problem = generate_region(60, 60, seed=2).problem
    first = solve(problem)
    served = np.flatnonzero(first.helper_of >= 0)[::2]
    plan = replan(problem, np.stack([served, first.helper_of[served]], axis=1), bonus=70)
    assert checker.check(json.loads(json.dumps(proof_of(plan.result)))) == []


@pytest.mark.parametrize("table", ["requests", "offers"])
def test_any_changed_cell_breaks_the_seal(proof, table):
    for name, column in proof[table].items():
        changed = deepcopy(proof)
        cell = column[0]
        changed[table][name][0] = (not cell) if isinstance(cell, bool) else f"{cell}1"
        if not isinstance(cell, bool | str):
            changed[table][name][0] = cell + 1
        assert any("as it was written" in one for one in checker.check(changed)), name


def swap_helpers(parts):
    helper = parts["requests"]["helper"]
    i, k = [at for at, j in enumerate(helper) if j >= 0][:2]
    helper[i], helper[k] = helper[k], helper[i]


def open_one(parts):
    helper = parts["requests"]["helper"]
    helper[next(at for at, j in enumerate(helper) if j >= 0)] = -1


def serve_one_more(parts):
    helper = parts["requests"]["helper"]
    helper[helper.index(-1)] = max(helper)


def dearer_request(parts):
    price = parts["requests"]["price"]
    price[price.index(max(price))] += 1


def cheaper_request(parts):
    price = parts["requests"]["price"]
    price[price.index(max(price))] -= 1


def dearer_helper(parts):
    price = parts["offers"]["price"]
    price[price.index(max(price))] += 1


def negative_helper(parts):
    price = parts["offers"]["price"]
    price[price.index(0)] = -5


def better_value(parts):
    parts["about"]["value"] -= 1
    parts["about"]["bound"] -= 1


def better_quality(parts):
    quality = parts["requests"]["quality"]
    quality[quality.index(max(quality))] += 5
    parts["about"]["quality"] += 5


def more_served(parts):
    parts["about"]["served"] += 1


def other_weight(parts):
    parts["settings"]["room"] -= 50


def forbid_a_match(parts):
    helper = parts["requests"]["helper"]
    i = next(at for at, j in enumerate(helper) if j >= 0)
    parts["pairs"]["forbidden"].append([i, helper[i]])


def fewer_places(parts):
    helper = parts["requests"]["helper"]
    parts["offers"]["capacity"][max(helper)] = 0


@pytest.mark.parametrize(
    "tamper",
    [
        swap_helpers, open_one, serve_one_more, dearer_request, cheaper_request, dearer_helper,
        negative_helper, better_value, better_quality, more_served, other_weight,
        forbid_a_match, fewer_places,
    ],
)  # fmt: skip
def test_tampering_is_noticed_even_with_a_new_seal(proof, tamper):
    changed = deepcopy(proof)
    tamper(changed)
    assert "the file is not as it was written" in checker.check(changed)
    assert checker.check(resealed(changed))


def test_files_are_checked_from_the_command_line(tmp_path, capsys):
    sizes = ["--requests", "60", "--offers", "50"]
    assert main(["generate", *sizes, "--parquet", "-o", str(tmp_path)]) == 0
    files = [str(tmp_path / "requests.parquet"), str(tmp_path / "offers.parquet")]
    assert main(["match", *files, "-o", str(tmp_path / "plan.parquet")]) == 0
    assert main(["match", *files, "-o", str(tmp_path / "plan.csv")]) == 0
    assert main(["check-certificate", str(tmp_path / "plan.parquet")]) == 0
    assert main(["check-certificate", str(tmp_path / "plan-proof.json")]) == 0
    assert "the proof holds" in capsys.readouterr().out


def test_changed_proposals_and_broken_files_are_noticed(tmp_path, capsys):
    main(["generate", "--requests", "60", "--offers", "50", "-o", str(tmp_path)])
    files = [str(tmp_path / "requests.csv"), str(tmp_path / "offers.csv")]
    main(["match", *files, "-o", str(tmp_path / "plan.csv")])
    proof = tmp_path / "plan-proof.json"
    assert main(["check-certificate", str(proof)]) == 0
    lines = (tmp_path / "plan.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "plan.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert main(["check-certificate", str(proof)]) == 1
    assert "does not tell this plan" in capsys.readouterr().out
    proof.write_text(proof.read_text(encoding="utf-8")[:-500], encoding="utf-8")
    assert main(["check-certificate", str(proof)]) == 1
    assert main(["check-certificate", str(tmp_path / "none.json")]) == 1


def test_without_pyarrow_the_message_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    asked = str(tmp_path / "requests.parquet")
    assert main(["match", asked, asked]) == 2
    assert "extra 'parquet'" in capsys.readouterr().err
