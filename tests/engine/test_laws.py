"""Laws that hold for every kind of round: load, floor and quotas, alone and together."""

from dataclasses import replace

import numba
import numpy as np
import pytest

from samenspel_engine import (
    Offers,
    Params,
    Weights,
    generate_region,
    solve,
)
from samenspel_engine.people_columns import OFFER_COLUMNS
from samenspel_engine.quotas import Quotas
from samenspel_engine.rules import RULE, RULES, broken_rules
from samenspel_engine.vocabulary import LANGUAGES, SKILLS, TASKS, WINDOWS

from .instances import assert_verified, easy_problem, random_offers
from .test_properties import with_columns
from .test_variants import KINDS, variant


def classes_served(problem, params):
    """Served of class 5, of class 4, and so on: a list to compare item by item."""
    return solve(problem, params=params).totals.served_by_urgency[::-1]


def never_fewer(before, after, params):
    """By class, the most urgent first; without urgency only the sum counts."""
    if params.urgent_first:
        return after >= before and sum(after) >= sum(before)
    return sum(after) >= sum(before)


@pytest.mark.parametrize("kind", KINDS)
def test_no_pair_that_breaks_a_rule_is_ever_chosen(kind):
    for seed in range(400, 425):
        problem, params = variant(seed, kind)
        result = solve(problem, params=params)
        free = replace(problem, fixed=[])
        fixed = set(problem.fixed[:, 0].tolist())
        for i, j in enumerate(result.helper_of.tolist()):
            keys = [] if j < 0 or i in fixed else [one.key for one in broken_rules(free, i, j)]
            assert not keys, (
                f"seed {seed}: request row {i} got offer row {j}, which breaks {keys}: pack"
                " these rules in packing.py and _kernels_candidates.py as rules.py has them"
            )
        load = np.bincount(
            result.helper_of[result.helper_of >= 0], minlength=len(problem.offers)
        )
        assert (load <= problem.offers.capacity).all(), (
            f"seed {seed}: a helper got more people than they have places for (Offers.capacity)"
        )
        kept = result.helper_of[problem.fixed[:, 0]].tolist()
        assert kept == problem.fixed[:, 1].tolist(), (
            f"seed {seed}: solve changed a match that people had agreed on (Problem.fixed)"
        )


@pytest.mark.parametrize("kind", KINDS)
def test_one_and_two_threads_of_the_compiler_give_the_same_result(kind):
    step, floor, quotas = kind
    problem = generate_region(90, 70, seed=8).problem
    if quotas:
        problem = replace(problem, quotas=Quotas(np.arange(70) % 2, [-1, -1], [9, 14]))
    params = Params(load_step=step, floor=floor, list_length=4)
    before, hashes = numba.get_num_threads(), set()
    try:
        for threads in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
            numba.set_num_threads(threads)
            for own in (1, 2):
                result = solve(problem, params=replace(params, threads=own), seed=5)
                hashes.add(result.certificate.result_hash)
    finally:
        numba.set_num_threads(before)
    assert len(hashes) == 1, (
        "the result depends on the number of threads: in a kernel, let no row write or add up"
        " where another one does"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_one_more_helper_never_serves_fewer(kind):
    for seed in range(500, 515):
        problem, params = variant(seed, kind)
        extra = random_offers(np.random.default_rng(seed), 1, ids=[10_000])
        old = problem.offers
        columns = {
            name: np.concatenate([getattr(old, name), getattr(extra, name)])
            for name in OFFER_COLUMNS
        }
        offers = Offers.from_columns(ids=[*old.ids.tolist(), 10_000], **columns)
        quotas = problem.quotas and problem.quotas.with_free_helpers(1)
        more = replace(problem, offers=offers, quotas=quotas)
        before, after = classes_served(problem, params), classes_served(more, params)
        assert never_fewer(before, after, params), (
            f"seed {seed}: one more helper serves {after} by class instead of {before}. Every"
            " match of before is still possible, unless a rule looks at other people than the"
            " pair: make it look at the pair alone"
        )


def everywhere(problem, value, names):
    """The columns of the helpers with one value."""
    return with_columns(
        problem, offers={name: np.full(len(problem.offers), value) for name in names}
    )


def asked(problem, value, *names):
    return with_columns(
        problem, requests={name: np.full(len(problem.requests), value) for name in names}
    )


BODILY = ("bodily_willing", "bodily_trained", "bodily_allowed")
WITHOUT = {
    "task": lambda p: everywhere(p, TASKS.all_bits, ["tasks"]),
    "distance": lambda p: everywhere(p, 1e6, ["radius_m"]),
    "windows": lambda p: everywhere(p, WINDOWS.all_bits, ["windows"]),
    "hours": lambda p: everywhere(p, 168, ["hours_per_week"]),
    "language": lambda p: everywhere(p, LANGUAGES.all_bits, ["languages"]),
    "boundaries": lambda p: everywhere(p, 0, ["refused"]),
    "gender": lambda p: asked(p, 0, "gender_required"),
    "skills": lambda p: everywhere(p, SKILLS.all_bits, ["skills"]),
    "vog": lambda p: asked(p, 0, "vog_needed"),
    "bodily_care": lambda p: everywhere(asked(p, 1, "bodily_comfortable"), 1, BODILY),
    "veto": lambda p: replace(p, forbidden=[]),
    "room": lambda p: with_columns(p, offers={"capacity": p.offers.capacity + 1}),
}  # fmt: skip


def test_every_rule_is_taken_out_once():
    keys = [rule.key for rule in RULES]
    missing = [key for key in keys if key not in WITHOUT]
    assert not missing, (
        f"{missing}: give each in WITHOUT a change of the problem after which the rule keeps"
        " nobody apart and no other rule asks more"
    )
    gone = [key for key in WITHOUT if key not in keys]
    assert not gone, f"{gone}: take each out of WITHOUT, or add it to RULES in rules.py"
    assert list(WITHOUT) == keys, "keep WITHOUT in the order of RULES in rules.py"


@pytest.mark.parametrize("rule", WITHOUT)
def test_taking_a_rule_out_leaves_no_pair_that_breaks_it(rule):
    left = 0
    for seed in range(600, 606):
        problem, _ = variant(seed, KINDS[seed % len(KINDS)])
        problem = WITHOUT[rule](replace(problem, fixed=[]))
        everyone = np.arange(len(problem.offers))
        for i in range(len(problem.requests)):
            left += int((~RULE[rule].allows(problem, i, everyone)).sum())
    assert left == 0, (
        f"WITHOUT[{rule!r}] still leaves {left} pairs that break {rule!r}: change every column"
        " that the rule reads, so that it keeps nobody apart"
    )


@pytest.mark.parametrize("rule", WITHOUT)
def test_one_rule_fewer_never_serves_fewer_and_sometimes_more(rule):
    gained, seed = 0, 599
    while seed < 623 or (gained == 0 and seed < 800):
        seed += 1
        problem, params = variant(seed, KINDS[seed % len(KINDS)])
        if rule == "vog":
            problem = asked(problem, 1, "vog_needed")
        before = classes_served(problem, params)
        after = classes_served(WITHOUT[rule](problem), params)
        assert never_fewer(before, after, params), (
            f"seed {seed}: without the rule {rule!r} {after} are served by class instead of"
            f" {before}. WITHOUT[{rule!r}] makes another rule ask more: change only columns"
            " that this rule reads, in the direction that allows more"
        )
        gained += sum(after) - sum(before)
    assert gained > 0, (
        f"in 200 random rounds nobody more is served without the rule {rule!r}, so this law"
        " does not try it. Either the search does not know the rule (packing.py,"
        " _kernels_candidates.py), or it concerns too few: give tests/engine/instances.py more"
        f" people whom it keeps apart, or let this test change a column first, as for 'vog'"
    )


@pytest.mark.parametrize("kind", KINDS[1::2])
def test_a_wider_quota_never_serves_fewer_and_a_load_step_always_as_many(kind):
    for seed in range(700, 715):
        problem, params = variant(seed, kind)
        before = classes_served(problem, params)
        wider = replace(problem.quotas, most=problem.quotas.most + 1)
        for name, quotas in (("one wider", wider), ("none", None)):
            after = classes_served(replace(problem, quotas=quotas), params)
            assert never_fewer(before, after, params), (
                f"seed {seed}: with other quotas ({name}) {after} are served by class instead"
                f" of {before}; look in quotas.py and where the kernels count the groups"
            )
        other = replace(params, load_step=500, floor=not params.floor)
        after = classes_served(problem, other)
        as_many = after == before if params.urgent_first else sum(after) == sum(before)
        assert as_many, (
            f"seed {seed}: with {other.load_step=} and {other.floor=} {after} are served by"
            f" class instead of {before}; load and floor may only choose among rounds that"
            " serve as many: certificate.drop_of must be more than all else together"
        )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 3), (3, 0), (1, 1), (4, 4)])
@pytest.mark.parametrize("somebody", [True, False])
def test_tiny_rounds_are_right_whatever_is_asked(kind, n, m, somebody):
    step, floor, quotas = kind
    problem = easy_problem(n, m, offers__tasks=[1 if somebody else 2] * m)
    if quotas:
        problem = replace(problem, quotas=Quotas([0] * m, [-1], [2]))
    params = Params(load_step=step, floor=floor)
    result = solve(problem, params=params)
    most = min(n, m, 2) if quotas else min(n, m)
    expected = most if somebody else 0
    assert result.totals.served == expected, (
        f"{n} alike questions and {m} helpers who {'offer' if somebody else 'do not offer'} the"
        f" help asked for: {expected} must be served. A new column must have a default that"
        " keeps nobody apart (people_columns.py)"
    )
    assert result.certificate.gap == 0, "the prices do not prove this round: see solving.py"
    assert_verified(problem, result, params)


def test_a_kept_match_has_at_least_one_point_besides_the_bonus():
    problem = easy_problem(1, 1, requests__gender_wish=[1], offers__gender=[2])
    problem = replace(problem, previous=[[0, 0]])
    weights = Weights(nearness=0, overlap=0, interests=0, wishes=100, room=0, trusted=0)
    params = Params(weights=weights, continuity=50)
    result = solve(problem, params=params)
    assert result.quality.tolist() == [1], (
        "a match without any points must count as 1, or it is no better than staying open:"
        " look at total_quality in score.py and score_places in _kernels_lists.py"
    )
    assert_verified(problem, result, params)
