"""Every kind of round at once: classes, places, fixed, vetoes, bonus, load, floor, quotas."""

import json
from dataclasses import replace

import numpy as np
import pytest

from samenspel_engine import EngineInputError, Params, checker, generate_region, solve
from samenspel_engine.distributed import solve_in_parts
from samenspel_engine.proof import proof_of
from samenspel_engine.quotas import Quotas
from samenspel_engine.sentences import open_sentences

from .instances import assert_verified, random_pairs, random_problem
from .referees import Case

KINDS = [
    (step, floor, quotas) for step in (0, 90) for floor in (False, True) for quotas in (0, 1)
]


def random_quotas(random, problem):
    """Nested groups, each with room for the fixed matches."""
    m = len(problem.offers)
    groups = Quotas(random.integers(-1, 4, m), [3, 3, -1, -1], [0] * 4)
    least = groups.loads(np.bincount(problem.fixed[:, 1], minlength=m))
    return replace(groups, most=least + random.integers(0, 6, 4))


def random_round(seed, largest=14):
    """A problem with everything in it, and settings without load, floor or quotas."""
    random = np.random.default_rng(seed)
    n, m = int(random.integers(0, largest)), int(random.integers(0, largest))
    problem = random_problem(seed, n, m)
    earlier = random_pairs(random, n, m, n)
    _, first = np.unique(earlier[:, 0], return_index=True)
    bonus = int(random.choice([0, 0, 60, 400]))
    urgent = bool(random.random() < 0.7)
    params = Params(
        list_length=int(random.integers(1, 5)), continuity=bonus, urgent_first=urgent, threads=1
    )
    return replace(problem, previous=earlier[first]), params


def variant(seed, kind):
    step, floor, quotas = kind
    problem, params = random_round(seed)
    if quotas:
        problem = replace(problem, quotas=random_quotas(np.random.default_rng(seed), problem))
    return problem, replace(params, load_step=step, floor=floor)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", range(4))
def test_other_solvers_find_the_same_optimum(kind, part):
    for seed in range(50 * part, 50 * part + 50):
        problem, params = variant(seed, kind)
        result = solve(problem, params=params)
        case = Case(problem, params)
        ours = case.total(result.helper_of)
        assert ours == case.best(case.ortools), seed
        if seed % 5 == 0:
            assert ours == case.best(case.scipy), seed


@pytest.mark.parametrize("kind", KINDS)
def test_both_checks_accept_every_kind_of_round(kind):
    for seed in range(300, 320):
        problem, params = variant(seed, kind)
        result = solve(problem, params=params)
        assert_verified(problem, result, params)
        said = checker.check(json.loads(json.dumps(proof_of(result))))
        assert not said, (
            f"seed {seed}: the checker refuses an honest round: {said}. checker.py must have"
            " the rules of rules.py and the points of score.py; see test_rules.py"
        )


@pytest.mark.parametrize("kind", KINDS)
def test_list_length_threads_and_repetition_do_not_change_any_kind(kind):
    step, floor, quotas = kind
    problem = generate_region(120, 70, seed=4).problem
    if quotas:
        groups = np.arange(70) % 3
        problem = replace(problem, quotas=Quotas(groups, [-1, 0, -1], [30, 10, 9]))
    params = Params(load_step=step, floor=floor, list_length=2, threads=1)
    one = solve(problem, params=params)
    again = solve(problem, params=replace(params, threads=2))
    long = solve(problem, params=replace(params, list_length=70))
    assert one.certificate.result_hash == again.certificate.result_hash
    assert one.totals.served_by_urgency == long.totals.served_by_urgency
    assert one.certificate.value == long.certificate.value


def test_load_and_quotas_prove_themselves_on_cut_lists():
    problem = generate_region(400, 500, seed=9).problem
    quotas = Quotas(np.arange(500) % 4, [-1, -1, -1, -1], [60, 70, 80, 200])
    result = solve(replace(problem, quotas=quotas), params=Params(load_step=50, list_length=8))
    assert result.certificate.gap == 0
    load = np.bincount(result.helper_of[result.helper_of >= 0] % 4, minlength=4)
    assert (load <= [60, 70, 80, 200]).all()
    assert_verified(result.problem, result, result.params)


def test_a_group_with_more_fixed_matches_than_its_quota_is_refused():
    problem = replace(random_problem(3, 4, 4), fixed=[[0, 1]], forbidden=[])
    groups = Quotas([-1, 0, -1, -1], [-1], [0])
    with pytest.raises(EngineInputError, match="less than the fixed matches of the group"):
        replace(problem, quotas=groups)


def test_quotas_for_other_helpers_are_refused():
    with pytest.raises(EngineInputError, match="must have 4 values, one per offer"):
        replace(random_problem(3, 4, 4), quotas=Quotas([-1], [-1], [0]))


def test_several_processes_refuse_what_they_cannot_do():
    problem = generate_region(10, 10, seed=1).problem
    with pytest.raises(EngineInputError, match="need one process"):
        solve_in_parts(problem, workers=1, params=Params(load_step=5))


def test_questions_about_changes_keep_to_the_quotas():
    problem = generate_region(40, 30, seed=2).problem
    quotas = Quotas(np.zeros(30, int), [-1], [5])
    result = solve(replace(problem, quotas=quotas))
    assert result.totals.served == 5
    open_now = np.flatnonzero((result.helper_of < 0) & (result.candidates > 0)).tolist()
    reasons = [result.explain(i) for i in open_now]
    assert "quota" in {reason.code for reason in reasons}
    assert all(open_sentences(reason) != open_sentences(reason, "en") for reason in reasons)
    assert result.price(int(result.helper_of.max())).questions == 0
    extra = generate_region(1, 200, seed=3).problem.offers
    ids = np.arange(1000, 1200)
    gain = result.what_one_more_helper_would_do(replace(extra, ids=ids.astype(np.str_)))
    assert gain.questions > 0
