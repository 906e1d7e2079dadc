"""The hard rules one by one, in each of the three places that know them.

A rule is written three times: plainly (``rules.py``), packed for the search (``packing.py`` and
the kernels) and in the separate checker (``checker.py``). Each must refuse the same pairs.
"""

import json
from collections import Counter
from itertools import product

import numpy as np
import pytest

from samenspel_engine import Params, checker, solve
from samenspel_engine.candidates import Search
from samenspel_engine.proof import proof_of
from samenspel_engine.rules import RULE, RULES, broken_rules, compatible
from samenspel_engine.score import points_table, quality_parts, total_quality
from samenspel_engine.vocabulary import BODILY_CARE_TASK, BOUNDARIES, TASKS

from .instances import easy_problem, random_problem

BREAKERS = {
    "task": {"offers__tasks": [2]},
    "distance": {"offers__x_m": [1001.0]},
    "windows": {"offers__windows": [2]},
    "hours": {"requests__hours_per_week": [3.0], "offers__hours_per_week": [2.5]},
    "language": {"requests__languages": [2]},
    "boundaries": {"requests__boundaries": [1], "offers__refused": [1]},
    "gender": {
        "requests__gender_wish": [1],
        "requests__gender_required": [True],
        "offers__gender": [2],
    },
    "skills": {"requests__skills_needed": [3], "offers__skills": [1]},
    "vog": {"requests__vog_needed": [True]},
    "bodily_care": {"requests__boundaries": [BOUNDARIES.bit("bodily_care")]},
    "veto": {"forbidden": [[0, 0]]},
    "room": {"offers__capacity": [0]},
}  # fmt: skip


PLAIN = "src/samenspel_engine/rules.py (RULES)"
PACKED = "src/samenspel_engine/packing.py and mark_near, mark_far of _kernels_candidates.py"
CHECKER = "src/samenspel_engine/checker.py (rules_of)"
KEYS = [rule.key for rule in RULES]


def found_by_the_search(problem):
    """The pairs (request row, offer row) that the packed search finds."""
    n, m = len(problem.requests), len(problem.offers)
    lists = Search(problem, Params(), np.arange(m)).best(np.arange(n), max(1, m))
    rows = np.repeat(np.arange(n), np.diff(lists.start)).tolist()
    return set(zip(rows, lists.helper.tolist(), strict=True))


def as_proof(problem):
    return json.loads(json.dumps(proof_of(solve(problem))))


def with_the_pair(proof):
    """The proof of a round of two people who stay apart, as if they were matched after all."""
    plan = checker.Plan(proof)
    quality = int(checker.quality_of(plan, 0)[0])
    proof["answer"] |= {"helper": [0], "quality": [quality]}
    proof["about"] |= {"served": 1, "quality": quality}
    proof["about"]["input_sha256"] = checker.sealed(proof, *checker.OUTPUT)
    proof["sha256"] = checker.sealed(proof, "sha256")
    return proof


def test_every_rule_has_a_case():
    missing = [key for key in KEYS if key not in BREAKERS]
    assert not missing, (
        f"{missing}: give each in BREAKERS the columns of a pair that breaks this rule alone;"
        " until then no test tries it"
    )
    gone = [key for key in BREAKERS if key not in KEYS]
    assert not gone, f"{gone}: add each to {PLAIN}, or take it out of BREAKERS"
    assert list(BREAKERS) == KEYS, f"keep BREAKERS in the order of {PLAIN}"


def test_the_checker_has_every_rule_under_its_own_key():
    told = list(checker.rules_of(checker.Plan(as_proof(easy_problem(1, 1))), 0))
    missing, extra = set(KEYS) - set(told), set(told) - set(KEYS)
    assert not missing, f"{sorted(missing)}: write each once more in {CHECKER}"
    assert not extra, f"{sorted(extra)}: only the checker knows these; add each to {PLAIN}"
    assert told == KEYS, f"keep {CHECKER} in the order of {PLAIN}"


@pytest.mark.parametrize("key", BREAKERS)
def test_the_plain_rules_refuse_a_pair_that_breaks_one_rule(key):
    broken = [rule.key for rule in broken_rules(easy_problem(1, 1, **BREAKERS[key]), 0, 0)]
    assert key in broken, f"{PLAIN} allows the pair of BREAKERS[{key!r}]: add the rule there"
    assert broken == [key], (
        f"the pair of BREAKERS[{key!r}] also breaks {broken}: change it so that it breaks"
        " one rule alone, or no test can tell which rule refused it"
    )


@pytest.mark.parametrize("key", BREAKERS)
def test_the_packed_search_refuses_a_pair_that_breaks_one_rule(key):
    problem = easy_problem(1, 1, **BREAKERS[key])
    assert not found_by_the_search(problem), (
        f"the search finds a pair that breaks {key!r}: pack this rule in {PACKED}"
    )
    assert solve(problem).totals.served == 0, f"a round proposes a pair that breaks {key!r}"


@pytest.mark.parametrize("key", BREAKERS)
def test_the_checker_refuses_a_pair_that_breaks_one_rule_and_names_it(key):
    proof = as_proof(easy_problem(1, 1, **BREAKERS[key]))
    said = checker.check(proof)
    assert not said, (
        f"the checker refuses an honest round, of which the pair of BREAKERS[{key!r}] is not a"
        f" part (it says {said}): compare {CHECKER} with {PLAIN}"
    )
    said = checker.check(with_the_pair(proof))
    assert f"R0 has a helper who may not be chosen: {key}" in said, (
        f"the checker lets a pair pass that breaks {key!r}, or does not name that rule alone"
        f" (it says {said}): write the rule once more in {CHECKER}"
    )


def test_a_pair_that_breaks_no_rule_is_not_refused_by_the_checker():
    """Negative control: the same change to a proof, of a pair that nothing keeps apart."""
    said = checker.check(with_the_pair(as_proof(easy_problem(1, 1))))
    assert said == []


@pytest.fixture(scope="module")
def crowds():
    """Random rounds: the problem, and for each request the keys each helper breaks."""
    problems = [random_problem(seed, 25, 60) for seed in range(40)]
    everyone = np.arange(60)
    return [
        (one, [~np.array([rule.allows(one, i, everyone) for rule in RULES]) for i in range(25)])
        for one in problems
    ]


def told_apart(problem, breaks, found, place):
    """What to do about pairs that one of the other two places judges differently."""
    said = []
    for i, broken in enumerate(breaks):
        for j in range(broken.shape[1]):
            keys = [key for key, at in zip(KEYS, broken[:, j], strict=True) if at]
            if ((i, j) in found) != (not keys):
                pair = f"request row {i} and offer row {j}"
                said.append(
                    f"{PLAIN} refuses {pair} ({', '.join(keys)}): write that in {place}"
                    if keys
                    else f"{place} refuses {pair}: write why in {PLAIN}, or take it out"
                )
    return said


def test_the_packed_search_refuses_what_the_plain_rules_refuse_and_no_more(crowds):
    for problem, breaks in crowds:
        said = told_apart(problem, breaks, found_by_the_search(problem), PACKED)
        assert not said, "\n".join(said[:5])
        for i, broken in enumerate(breaks):
            allowed = np.flatnonzero(~broken.any(axis=0)).tolist()
            assert compatible(problem, i).tolist() == allowed, "rules.compatible skips a rule"


def test_the_checker_refuses_what_the_plain_rules_refuse_and_no_more(crowds):
    for problem, breaks in crowds[::4]:
        plan = checker.Plan(as_proof(problem))
        found = set()
        for i in range(len(breaks)):
            may = np.logical_and.reduce([*checker.rules_of(plan, i).values()])
            found |= {(i, j) for j in np.flatnonzero(may).tolist()}
        said = told_apart(problem, breaks, found, CHECKER)
        assert not said, "\n".join(said[:5])


def test_every_rule_alone_keeps_some_random_pair_apart(crowds):
    alone = Counter()
    for _, breaks in crowds:
        for broken in breaks:
            of_one = broken[:, broken.sum(axis=0) == 1]
            alone.update({KEYS[at]: int(row.sum()) for at, row in enumerate(of_one)})
    rare = [key for key in KEYS if alone[key] < 20]
    assert not rare, (
        f"{rare}: hardly a random pair breaks one of these and no other rule; give"
        " tests/engine/instances.py more people whom it concerns, or the laws never try it"
    )


def test_a_rule_that_is_in_one_place_only_is_noticed():
    """Negative control: the plain rules know one rule more than the search, and one fewer."""
    problem = easy_problem(1, 2)
    more = [np.zeros((len(KEYS), 2), bool)]
    more[0][-1, 1] = True
    found = found_by_the_search(problem)
    [said] = told_apart(problem, more, found, PACKED)
    assert said == (
        f"{PLAIN} refuses request row 0 and offer row 1 ({KEYS[-1]}): write that in {PACKED}"
    )
    fewer = [np.zeros((len(KEYS), 2), bool)]
    [said] = told_apart(problem, fewer, found - {(0, 1)}, PACKED)
    assert said.startswith(f"{PACKED} refuses request row 0 and offer row 1: write why in")


def test_the_pair_is_proposed_when_no_rule_is_broken():
    broken = [rule.key for rule in broken_rules(easy_problem(1, 1), 0, 0)]
    assert not broken, (
        f"two people who ask and offer nothing special break {broken}: give new columns a"
        " default in people_columns.py with which the rule keeps nobody apart"
    )
    assert solve(easy_problem(1, 1)).helper_of.tolist() == [0], (
        f"the search keeps two people apart who break no rule: compare {PACKED} with {PLAIN}"
    )


@pytest.mark.parametrize("as_task", [True, False])
@pytest.mark.parametrize("conditions", list(product([True, False], repeat=4)))
def test_bodily_care_needs_all_four_conditions(conditions, as_task):
    comfortable, willing, trained, allowed = conditions
    part = {"requests__boundaries": [BOUNDARIES.bit("bodily_care")]}
    task = {"requests__task": [BODILY_CARE_TASK], "offers__tasks": [TASKS.all_bits]}
    problem = easy_problem(
        1,
        1,
        requests__bodily_comfortable=[comfortable],
        offers__bodily_willing=[willing],
        offers__bodily_trained=[trained],
        offers__bodily_allowed=[allowed],
        **(task if as_task else part),
    )
    assert (solve(problem).helper_of[0] == 0) == all(conditions), (
        "bodily care is planned only when comfortable, willing, trained and allowed are all"
        f" true; here they are {conditions}"
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_search_counts_as_the_plain_scores_do(seed):
    problem = random_problem(seed, 25, 60)
    lists = Search(problem, Params(), np.arange(60)).best(np.arange(25), 60)
    points = points_table(problem, Params())
    for i in range(25):
        helpers = compatible(problem, i)
        quality = total_quality(quality_parts(problem, points, i, helpers))
        place = slice(lists.start[i], lists.start[i + 1])
        found = dict(zip(lists.helper[place].tolist(), lists.cost[place].tolist(), strict=True))
        plain = dict(zip(helpers.tolist(), (1000 - quality).tolist(), strict=True))
        both = found.keys() & plain.keys()  # who is in one alone is told above, by rule
        assert {j: found[j] for j in both} == {j: plain[j] for j in both}, (
            f"request row {i}: score.py (quality_parts) and _kernels_lists.py (score_places)"
            " give a pair another cost; a part of the score goes in both"
        )
        assert lists.cost[place].tolist() == sorted(found.values()), "the cheapest come first"


def test_a_helper_at_exactly_the_radius_is_within_reach():
    assert solve(easy_problem(1, 1, offers__x_m=[1000.0])).helper_of.tolist() == [0]


def test_rules_are_named_in_both_languages():
    for rule in RULE.values():
        assert rule.nl, f"give {rule.key} a Dutch sentence in {PLAIN}"
        assert rule.en, f"give {rule.key} an English sentence in {PLAIN}"
