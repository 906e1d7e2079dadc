"""The checker shares nothing with the engine and notices every change to a result."""

import json
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest

from samenspel_engine import Params, checker, generate_region, replan, solve
from samenspel_engine.cli import main
from samenspel_engine.proof import proof_of
from samenspel_engine.quotas import Quotas


def as_file(result):
    return json.loads(json.dumps(proof_of(result)))


@pytest.fixture(scope="module")
def proof():
    return as_file(solve(generate_region(90, 60, seed=6).problem))


@pytest.fixture(scope="module")
def fair_proof():
    """A round with everything in it: load, floor, quotas, fixed, vetoes, trust, earlier."""
    problem = generate_region(90, 60, seed=6).problem
    plain = solve(problem)
    served = np.flatnonzero(plain.helper_of >= 0)
    pairs = np.stack([served, plain.helper_of[served]], axis=1)
    groups = Quotas(np.arange(60) % 3, [2, -1, -1], [0, 0, 0])
    loads = groups.loads(np.bincount(pairs[:, 1], minlength=60))
    quotas = replace(groups, most=(2 * loads + 2) // 3)
    problem = replace(
        problem, quotas=quotas, fixed=pairs[:1], forbidden=pairs[1:2], trusted=pairs[2:4],
        previous=pairs[4:],
    )  # fmt: skip
    proof = as_file(solve(problem, params=Params(load_step=40, floor=True, continuity=30)))
    assert max(proof["answer"]["prices"]["group"]) > 0
    return proof


def resealed(parts):
    """The same parts with hashes that match them again."""
    parts["about"]["input_sha256"] = checker.sealed(parts, *checker.OUTPUT)
    parts["sha256"] = checker.sealed(parts, "sha256")
    return parts


def complaints(parts):
    """What the checker says; a proof that it cannot read does not hold either."""
    try:
        return checker.check(parts)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        return [f"cannot be read: {error}"]


def test_the_checker_imports_nothing_from_the_engine_or_a_compiler():
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


def test_an_honest_proof_of_a_fair_round_holds(fair_proof):
    assert checker.check(fair_proof) == []


def test_a_round_with_a_continuity_bonus_holds():
    problem = generate_region(60, 60, seed=2).problem
    first = solve(problem)
    served = np.flatnonzero(first.helper_of >= 0)[::2]
    plan = replan(problem, np.stack([served, first.helper_of[served]], axis=1), bonus=70)
    assert checker.check(as_file(plan.result)) == []


def leaves(parts, at=()):
    """The place of one value of every field: the first of each list."""
    if isinstance(parts, dict):
        for name, part in parts.items():
            yield from leaves(part, (*at, name))
    elif isinstance(parts, list):
        yield from leaves(parts[0], (*at, 0)) if parts else ()
    else:
        yield at


def changed_at(parts, at):
    """The same proof with one value changed."""
    changed = deepcopy(parts)
    *way, last = at
    part = changed
    for step in way:
        part = part[step]
    value = part[last]
    if isinstance(value, bool):
        part[last] = not value
    else:
        part[last] = f"{value}1" if isinstance(value, str) else value + 1
    return changed


def test_every_field_of_a_proof_is_sealed(fair_proof):
    places = list(leaves(fair_proof))
    assert {at[0] for at in places} == set(fair_proof)
    for at in places:
        assert complaints(changed_at(fair_proof, at)), at


def test_a_changed_input_is_noticed_even_with_a_new_seal(fair_proof):
    for at in leaves({k: v for k, v in fair_proof.items() if k not in checker.OUTPUT}):
        changed = changed_at(fair_proof, at)
        changed["sha256"] = checker.sealed(changed, "sha256")
        assert complaints(changed), at


def test_every_answer_is_proven_even_with_new_hashes(fair_proof):
    for name in ("about", "answer"):
        for at in leaves(fair_proof[name], (name,)):
            if at != ("about", "input_sha256"):
                assert complaints(resealed(changed_at(fair_proof, at))), at


@pytest.mark.parametrize("set_of", ["most", "higher"])
@pytest.mark.parametrize("side", ["request", "helper", "group"])
def test_the_prices_of_the_floor_are_proven_too(fair_proof, set_of, side):
    changed = deepcopy(fair_proof)
    prices = changed["floor"][set_of][side]
    prices[int(np.argmax(prices))] += 60
    assert complaints(resealed(changed))
    prices[int(np.argmax(prices))] = -60
    assert complaints(resealed(changed))


@pytest.mark.parametrize("shift", [-1, 1])
def test_another_floor_is_noticed(fair_proof, shift):
    changed = deepcopy(fair_proof)
    changed["floor"]["quality"] += shift
    assert complaints(resealed(changed))
    changed["floor"] = None
    assert complaints(resealed(changed))


def test_quotas_that_are_too_small_or_circular_are_noticed(fair_proof):
    changed = deepcopy(fair_proof)
    changed["quotas"]["most"][2] -= 1
    assert complaints(resealed(changed))
    changed = deepcopy(fair_proof)
    changed["quotas"]["parent"] = [2, 0, 1]
    assert complaints(resealed(changed))


@pytest.mark.parametrize("wrong", [[], [0.5], ["x"], None, "abc", {}, [10**30]])
@pytest.mark.parametrize("name", ["helper", "quality", "prices"])
def test_answers_of_another_shape_are_noticed(proof, name, wrong):
    changed = deepcopy(proof)
    changed["answer"][name] = wrong
    assert complaints(resealed(changed))


def swap_helpers(parts):
    helper = parts["answer"]["helper"]
    i, k = [at for at, j in enumerate(helper) if j >= 0][:2]
    helper[i], helper[k] = helper[k], helper[i]


def open_one(parts):
    helper = parts["answer"]["helper"]
    helper[next(at for at, j in enumerate(helper) if j >= 0)] = -1


def serve_one_more(parts):
    helper = parts["answer"]["helper"]
    helper[helper.index(-1)] = max(helper)


def dearer_request(parts):
    price = parts["answer"]["prices"]["request"]
    price[price.index(max(price))] += 1


def cheaper_request(parts):
    price = parts["answer"]["prices"]["request"]
    price[price.index(max(price))] -= 1


def dearer_helper(parts):
    price = parts["answer"]["prices"]["helper"]
    price[price.index(max(price))] += 1


def negative_helper(parts):
    price = parts["answer"]["prices"]["helper"]
    price[price.index(0)] = -5


def better_value(parts):
    parts["about"]["value"] -= 1
    parts["about"]["bound"] -= 1


def better_quality(parts):
    quality = parts["answer"]["quality"]
    quality[quality.index(max(quality))] += 5
    parts["about"]["quality"] += 5


def more_served(parts):
    parts["about"]["served"] += 1


def other_weight(parts):
    parts["settings"]["room"] -= 50


def forbid_a_match(parts):
    helper = parts["answer"]["helper"]
    i = next(at for at, j in enumerate(helper) if j >= 0)
    parts["pairs"]["forbidden"].append([i, helper[i]])


def fewer_places(parts):
    helper = parts["answer"]["helper"]
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
    assert complaints(changed)
    assert complaints(resealed(changed))


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
    assert "does not describe this plan" in capsys.readouterr().out
    proof.write_text(proof.read_text(encoding="utf-8")[:-500], encoding="utf-8")
    assert main(["check-certificate", str(proof)]) == 1
    assert main(["check-certificate", str(tmp_path / "none.json")]) == 1


def test_without_pyarrow_the_message_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    asked = str(tmp_path / "requests.parquet")
    assert main(["match", asked, asked]) == 2
    assert "extra 'parquet'" in capsys.readouterr().err
