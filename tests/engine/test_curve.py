"""What fairness costs, and the same from the command line."""

from itertools import pairwise

import numpy as np
import pytest

from samenspel_engine import Params, generate_region
from samenspel_engine.cli import main
from samenspel_engine.curve import fairness_curve, gini

from .instances import easy_problem


def test_a_higher_load_step_serves_as_many_and_spreads_them():
    problem = generate_region(250, 200, seed=5).problem
    curve = fairness_curve(problem, (0, 20, 80, 320))
    for one, two in pairwise(curve):
        assert one.served == two.served
        assert one.quality >= two.quality
    assert curve[-1].gini < curve[0].gini
    assert curve[-1].max_load <= curve[0].max_load


def test_the_floor_raises_the_worst_match_and_serves_as_many():
    problem = generate_region(150, 200, seed=5).problem
    (plain,), (fair,) = (fairness_curve(problem, [0], floor=floor) for floor in (False, True))
    assert fair.served == plain.served
    assert fair.worst >= plain.worst
    assert fair.quality <= plain.quality


def test_the_curve_of_nobody_is_flat():
    point = fairness_curve(easy_problem(0, 2), [0, 10], params=Params(threads=1))[-1]
    assert (point.served, point.worst, point.gini, point.max_load) == (0, 0, 0.0, 0)


@pytest.mark.parametrize(
    ("loads", "expected"),
    [([], 0), ([0, 0], 0), ([3, 3], 0), ([0, 4], 0.5), ([0, 0, 0, 1], 0.75)],
)
def test_gini(loads, expected):
    assert gini(loads) == expected


@pytest.fixture
def files(tmp_path):
    main(["generate", "--requests", "60", "--offers", "50", "-o", str(tmp_path)])
    return [str(tmp_path / "requests.csv"), str(tmp_path / "offers.csv")]


def quotas(tmp_path, *lines):
    path = tmp_path / "quotas.csv"
    path.write_text("\n".join(["group,most,part_of,offers", *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_load_floor_and_quotas_from_the_command_line(tmp_path, files, capsys):
    ids = [f"H{number:06d}" for number in range(1, 51)]
    groups = quotas(
        tmp_path,
        f"west,2,town,{'|'.join(ids[:25])}",
        f"east,9,town,{'|'.join(ids[25:])}",
        "town,5,,",
    )
    plan = tmp_path / "plan.csv"
    fair = ["--load-step", "30", "--floor", "--quotas", groups]
    assert main(["match", *files, *fair, "-o", str(plan)]) == 0
    assert "proven optimal" in capsys.readouterr().out
    told = [line.split(",")[1] for line in plan.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(told) == 5
    assert np.isin(told, ids[:25]).sum() <= 2
    assert main(["check-certificate", str(tmp_path / "plan-proof.json")]) == 0


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["a,-1,,"], "line 2, most: must be a whole number"),
        (["a,x,,"], "line 2, most: must be a whole number"),
        ([",1,,"], "line 2, group: is empty or occurs twice"),
        (["a,1,,", "a,1,,"], "line 3, group: is empty or occurs twice"),
        (["a,1,b,"], "line 2, part_of: there is no group 'b'"),
        (["a,1,b,", "b,1,a,"], "part_of: goes round in a circle"),
        (["a,1,,nobody"], "line 2, offers: 'nobody' is unknown or given twice"),
        (["a,1,,H000001", "b,1,,H000001"], "line 3, offers: 'H000001' is unknown or given"),
    ],
)
def test_wrong_quotas_are_named_with_their_line(tmp_path, files, capsys, lines, message):
    assert main(["match", *files, "--quotas", quotas(tmp_path, *lines)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"), [("most\n1\n", "has no column group"), (None, "cannot read")]
)
def test_a_file_without_quotas_is_refused(tmp_path, files, capsys, text, message):
    path = tmp_path / "quotas.csv"
    if text:
        path.write_text(text, encoding="utf-8")
    assert main(["match", *files, "--quotas", str(path)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["--load-step", "-1"], ["--floor", "--workers", "2"]])
def test_settings_that_cannot_be_used_are_refused(files, capsys, asked):
    assert main(["match", *files, *asked]) == 2
    assert capsys.readouterr().err.strip()
