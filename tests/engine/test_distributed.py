"""Several processes give the round of one."""

import numpy as np
import pytest

from samenspel_engine import EngineInputError, Params, generate_region, solve, verify
from samenspel_engine.cli import main
from samenspel_engine.distributed import solve_in_parts

from .instances import random_problem


@pytest.mark.parametrize("sizes", [(400, 600), (500, 200)])
def test_two_workers_find_the_same_optimum(sizes):
    problem = generate_region(*sizes, seed=4).problem
    one, two = solve(problem), solve_in_parts(problem, workers=2)
    assert two.totals == one.totals
    assert two.certificate.value == one.certificate.value
    assert verify(problem, two, Params()) == ()


def test_fixed_matches_and_vetoes_hold_over_workers():
    problem = random_problem(7, 30, 30)
    one, two = solve(problem), solve_in_parts(problem, workers=3)
    assert two.certificate.value == one.certificate.value == two.certificate.bound
    assert np.array_equal(two.candidates, one.candidates)


def test_the_number_of_workers_must_make_sense():
    with pytest.raises(EngineInputError, match="workers"):
        solve_in_parts(generate_region(2, 2, seed=1).problem, workers=0)


def test_workers_from_the_command_line(tmp_path, capsys):
    main(["generate", "--requests", "80", "--offers", "60", "-o", str(tmp_path)])
    files = [str(tmp_path / "requests.csv"), str(tmp_path / "offers.csv")]
    assert main(["match", *files, "--workers", "2", "-o", str(tmp_path / "plan.csv")]) == 0
    assert "gap 0: proven optimal" in capsys.readouterr().out
    assert main(["check-certificate", str(tmp_path / "plan-proof.json")]) == 0
