"""A plan turned back into people: no rule broken, totals right, reasons true."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.weekplan.weeks import first_plan, random_week

from samenspel_engine.vocabulary import EN, NL
from samenspel_engine.weekplan.arrays import Choice, broken_limits, cost_of
from samenspel_engine.weekplan.bound import Bound, Prices
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.params import PlanParams
from samenspel_engine.weekplan.reading import read_plan
from samenspel_engine.weekplan.reasons import Help, LimitCount, OpenVisit, PlacedVisit
from samenspel_engine.weekplan.region import generate_week
from samenspel_engine.weekplan.rules import (
    broken_plan_rules,
    compatible_suppliers,
    informal_may,
)
from samenspel_engine.weekplan.sentences import (
    LIMIT_WORDS,
    help_sentence,
    open_plan_sentences,
    placed_sentences,
)
from samenspel_engine.weekplan.usage import LIMITS
from samenspel_engine.weekplan.words import LOAD_PERCENT


def complaints(week, supplier_of, slot_of):
    """Everything a plan breaks, worked out from the tables in plain Python."""
    visits, clients, suppliers = week.visits, week.clients, week.suppliers
    wrong, time, load, met, days = [], {}, {}, set(), set()
    fixed = set(week.fixed[:, 0].tolist())
    for i in range(len(visits)):
        j, slot, c = int(supplier_of[i]), int(slot_of[i]), int(visits.client[i])
        if j < 0:
            continue
        if i not in fixed:
            wrong += [rule.key for rule in broken_plan_rules(week, i, j)]
        if not (int(visits.slots[i]) | (i in fixed) << slot) >> slot & 1:
            wrong.append("slot of the visit")
        if not int(suppliers.windows[j]) >> slot & 1:
            wrong.append("window of the supplier")
        away = np.hypot(suppliers.x_m[j] - clients.x_m[c], suppliers.y_m[j] - clients.y_m[c])
        own, quarters = suppliers.tier[j] == 0, int(visits.minutes[i]) // 15
        travel = 0 if own and away < 1501 else 1 + int(away) // 7500
        weight = LOAD_PERCENT[int(visits.task[i])] if own else 100
        time[j, slot] = time.get((j, slot), 0) + 15 * (quarters + travel)
        load[j] = load.get(j, 0) + 15 * (-(-quarters * weight // 100) + travel)
        met |= set() if own else {(c, j)}
        day = int(visits.series[i]), slot // 4
        wrong += ["series"] if day[0] >= 0 and day in days else []
        days.add(day)
    wrong += ["daypart" for (j, _), n in time.items() if n > suppliers.minutes_per_daypart[j]]
    wrong += ["week" for j, n in load.items() if n > suppliers.minutes_per_week[j]]
    for j in {j for _, j in met}:
        wrong += ["people"] * int(sum(k == j for _, k in met) > suppliers.most_people[j])
    for c in {c for c, _ in met}:
        wrong += ["faces"] * int(sum(k == c for k, _ in met) > clients.most_faces[c])
    return wrong


def roomy_week(seed, n=20, m=20):
    """A random week in which most visits find someone."""
    week = random_week(seed, 4, n, m)
    lots = np.full(m, 300, np.int32)
    suppliers = replace(week.suppliers, minutes_per_week=lots * 3, tasks=np.full(m, 255))
    return replace(week, suppliers=replace(suppliers, radius_m=np.full(m, 9e4)))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(0, 25), st.integers(1, 25))
def test_a_plan_breaks_no_rule(seed, n, m):
    week = roomy_week(seed, n, m)
    result = first_plan(week)
    assert complaints(week, result.supplier_of, result.slot_of) == []


def test_a_plan_with_agreed_visits_breaks_no_rule():
    for seed in range(8):
        week = replace(roomy_week(seed), forbidden=np.empty((0, 2), np.int64))
        result = first_plan(week)
        rows = result.usage.planned[::3]
        fixed = np.stack([rows, result.supplier_of[rows], result.slot_of[rows]], axis=1)
        again = first_plan(replace(week, fixed=fixed))
        assert (again.supplier_of[rows] == result.supplier_of[rows]).all()
        assert complaints(again.problem, again.supplier_of, again.slot_of) == []
        reason = again.why(int(rows[0]))
        assert isinstance(reason, PlacedVisit)
        assert placed_sentences(reason, EN) == ("This was agreed.",)


def planned_week():
    for seed in range(100):
        result = first_plan(roomy_week(seed))
        if result.usage.planned.size > 6:
            return result
    raise AssertionError("no week has a plan")


def spoilt(result, key):
    """The plan with one thing wrong, as (problem, suppliers, slots)."""
    week, i = result.problem, int(result.usage.planned[0])
    suppliers, slots = result.supplier_of.copy(), result.slot_of.copy()
    j = int(suppliers[i])
    if key == "slot of the visit":
        slots[i] = next(t for t in range(28) if not int(week.visits.slots[i]) >> t & 1)
    elif key == "veto":
        pair = [[week.visits.client[i], j]]
        week = replace(week, forbidden=np.concatenate([week.forbidden, pair]))
    elif key == "series":
        visits = replace(week.visits, series=np.zeros(len(week.visits), np.int64))
        visits = replace(visits, client=np.full(len(visits), week.visits.client[i], np.int32))
        week, slots[:] = replace(week, visits=visits), slots[i]
    else:
        column = {
            "daypart": "minutes_per_daypart", "week": "minutes_per_week",
        }[key]  # fmt: skip
        less = np.zeros(len(week.suppliers), np.int32)
        week = replace(week, suppliers=replace(week.suppliers, **{column: less}))
    return week, suppliers, slots


@pytest.mark.parametrize("key", ["slot of the visit", "veto", "series", "daypart", "week"])
def test_the_check_of_these_tests_sees_a_broken_rule(key):
    assert key in complaints(*spoilt(planned_week(), key))


def test_a_choice_that_breaks_a_limit_is_not_read():
    compiled = planned_week().compiled
    pair, slot = Choice.empty(compiled.arrays.visits)
    bound = Bound(0, Prices.none(compiled.arrays), 0, 0.0)
    read_plan(compiled, Choice(pair, slot), bound, {})
    k = int(np.flatnonzero(np.diff(compiled.arrays.start))[0])
    pair[k] = compiled.arrays.start[k]
    with pytest.raises(AssertionError, match="no such slot"):
        read_plan(compiled, Choice(pair, slot), bound, {})


def test_totals_add_up():
    result = first_plan(generate_week(8000, 4))
    totals, visits = result.totals, result.problem.visits
    assert totals.planned + totals.open == len(visits)
    assert totals.planned == sum(totals.planned_by_urgency) == len(result.timetable())
    assert totals.open == sum(totals.open_by_urgency) == result.open_visits().size
    hours = sum(totals.hours_by_tier) + sum(totals.open_hours_by_urgency)
    assert hours == pytest.approx(visits.minutes.sum() / 60)
    assert 0 < totals.professional_hours_on_informal < totals.hours_by_tier[2]
    assert 1 <= totals.mean_fit <= 100
    proof, arrays = result.certificate, result.compiled.arrays
    missed = arrays.open_cost[result.supplier_of < 0].sum()
    assert missed <= proof.cost <= proof.worth == arrays.open_cost.sum()
    assert 0 < proof.gap_of_value < proof.gap < proof.gap_of_avoidable
    assert proof.unavoidable <= proof.cost


def test_everyone_s_week_is_the_timetable():
    result = first_plan(generate_week(3000, 4))
    lines = {line.visit: line for line in result.timetable()}
    people = [result.week_of_client(c) for c in range(len(result.problem.clients))]
    helpers = [result.week_of_supplier(j) for j in range(len(result.problem.suppliers))]
    for weeks in (people, helpers):
        told = [line for week in weeks for line in week]
        assert {line.visit: line for line in told} == lines
        for week in weeks:
            when = [(line.day, line.daypart) for line in week]
            assert when == sorted(when)
    assert all(len({line.client for line in week}) <= 1 for week in people)


def slow_limit(usage, i, j):
    """The first limit that keeps supplier ``j`` from visit ``i``, by trying it."""
    week, supplier_of, slot_of = usage.problem, usage.supplier_of.copy(), usage.slot_of.copy()
    supplier_of[i], slots = j, []
    for slot in range(28):
        if int(week.visits.slots[i] & week.suppliers.windows[j]) >> slot & 1:
            slot_of[i] = slot
            slots.append(set(complaints(week, supplier_of, slot_of)))
    best = [found for found in slots if "series" not in found]
    if not best:
        return "series"
    rest = [found for found in best if "daypart" not in found]
    if not rest:
        return "daypart"
    return next((key for key in ("week", "people", "faces") if key in rest[0]), "free")


def test_the_reason_for_an_open_visit_is_what_happens_when_it_is_tried():
    seen = set()
    for seed in range(24):
        week = random_week(seed, 3, 30, 16)
        result = first_plan(replace(week, forbidden=np.empty((0, 2), np.int64)))
        for i in result.open_visits().tolist():
            reason, rows = result.why(i), compatible_suppliers(result.problem, i)
            assert isinstance(reason, OpenVisit)
            assert reason.suitable == rows.size
            limits = [slow_limit(result.usage, i, j) for j in rows.tolist()]
            told = {one.limit: one.suppliers for one in reason.limits}
            assert told == {key: limits.count(key) for key in set(limits)}
            assert (reason.code == "nobody_fits") == (not limits) == bool(reason.steps)
            assert (reason.code == "room") == ("free" in limits) == bool(reason.could)
            seen.update(limits)
    assert seen >= set(LIMITS) - {"free", "series"}


def test_a_search_that_found_nobody_is_explained_rule_by_rule():
    result = first_plan(random_week(5, 3, 30, 12))
    reasons = [result.why(i) for i in result.open_visits().tolist()]
    told = [one for one in reasons if one.code == "nobody_fits"]
    assert told
    for reason in told:
        assert reason.steps[-1].left == 0
        assert sum(step.removed for step in reason.steps) == 12
        assert all(len(open_plan_sentences(reason, language)) == 2 for language in (NL, EN))


def test_nobody_at_all():
    result = first_plan(random_week(5, 3, 4, 0))
    reason = result.why(0)
    assert reason.code == "no_suppliers"
    assert open_plan_sentences(reason, EN) == ("There is nobody to help yet.",)


def test_a_placed_visit_says_why():
    result = first_plan(generate_week(3000, 4))
    by_tier = {}
    for i in result.usage.planned.tolist():
        reason = result.why(i)
        assert isinstance(reason, PlacedVisit)
        points = sum(points for _, points in reason.parts)
        assert reason.fit == min(100, max(1, points))
        by_tier.setdefault(reason.tier, []).append(reason)
    assert set(by_tier) == {0, 1, 2}
    assert placed_sentences(by_tier[0][0], EN)[0] == "The person's own network goes first."
    held = [one for one in by_tier[2] if any(limits for _, limits in one.nearer_tiers)]
    assert held
    for reason in (*by_tier[1], *by_tier[2]):
        for language in (NL, EN):
            assert all(one.endswith(".") for one in placed_sentences(reason, language))


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            (),
            "Nobody from the person's own network or the neighbourhood is allowed or able to "
            "do this.",
        ),
        (
            (LimitCount("week", 2), LimitCount("people", 1)),
            "Those who go first cannot: neighbours and volunteers: no time left in this week "
            "(2) and already as many people as they want to help (1).",
        ),
        (
            (LimitCount("week", 2), LimitCount("free", 1)),
            "Some who go first still have room; over the whole week this fits better.",
        ),
    ],
)
def test_a_professional_s_visit_says_why_nobody_nearer(limits, said):
    reason = PlacedVisit(
        "V", "C", "S", 2, 4, False, True, False, 1200, 2, 50, (), ((0, ()), (1, limits))
    )
    assert placed_sentences(reason, EN) == (
        said, "They already know each other.", "Starts 1.2 km away.", "Shares 2 interests.",
    )  # fmt: skip
    assert len(placed_sentences(reason, NL)) == 4


def test_sentences_of_a_full_week():
    limits = (LimitCount("daypart", 3), LimitCount("week", 1))
    reason = OpenVisit("V1", "C1", "all_full", 5, 1 << 4, 4, limits=limits)
    assert open_plan_sentences(reason, EN) == (
        "There is no one within the limits on Tuesday morning.",
        "4 helpers fit this visit. What stands in the way: no time left in that part of the "
        "week (3) and no time left in this week (1).",
    )
    assert open_plan_sentences(reason, NL)[0] == "Er is niemand met ruimte op dinsdagochtend."
    assert set(LIMIT_WORDS) == set(LIMITS)
    extra = Help(0, "Zuilen", 1, 4, 4, tuple(range(7)), 420)
    assert help_sentence(extra, EN) == (
        "One more neighbour or volunteer in Zuilen on Tuesday morning for company would solve "
        "7 visits."
    )
    assert "beroepskracht meer op" in help_sentence(replace(extra, tier=2, place=""), NL)


def most_solved(week, rows, room=14):
    """The most visits of ``rows`` that fit in one part of one day, by trying all sets."""
    for size in range(len(rows), 0, -1):
        for some in combinations(rows, size):
            series = [int(week.visits.series[i]) for i in some if week.visits.series[i] >= 0]
            if (
                len(set(series)) == len(series)
                and sum(int(week.visits.minutes[i]) // 15 + 1 for i in some) <= room
            ):
                return size
    return 0


def test_the_extra_helper_named_solves_most():
    for seed in range(20):
        week = random_week(seed, 4, 14, 2)
        free = np.full(4, 1_000_000, np.int32)
        result = first_plan(replace(week, clients=replace(week.clients, most_faces=free)))
        found, may = result.what_would_help(3), informal_may(week)
        groups = {}
        for i in result.open_visits().tolist():
            area = int(week.clients.area[week.visits.client[i]])
            for slot in range(28):
                if result.usage.slots_left(i) >> slot & 1:
                    key = area, 1 if may[i] else 2, int(week.visits.task[i]), slot
                    groups.setdefault(key, []).append(i)
        best = max(most_solved(week, rows) for rows in groups.values())
        first = found[0]
        assert len(first.visits) == best
        assert set(first.visits) <= set(groups[first.area, first.tier, first.task, first.slot])
        told = [i for one in found for i in one.visits]
        assert len(set(told)) == len(told)


def test_nothing_would_help_when_nothing_is_open():
    assert first_plan(random_week(1, 2, 0, 2)).what_would_help() == []


def every_choice(arrays):
    """All plans of a tiny week that break no limit."""
    options = []
    for k in range(arrays.visits):
        pairs = range(arrays.start[k], arrays.start[k + 1])
        slots = [(p, t) for p in pairs for t in range(28) if arrays.slots[p] >> t & 1]
        options.append([(-1, -1), *slots])
    for one in product(*options):
        pair, slot = np.array(one, np.int64).reshape(-1, 2).T
        choice = Choice(pair, slot.astype(np.int8))
        if not broken_limits(arrays, choice):
            yield choice


def level_values(compiled, choice):
    """The three levels of a plan from their definitions."""
    result = read_plan(compiled, choice, Bound(0, Prices.none(compiled.arrays), 0, 0.0), {})
    visits = result.problem.visits
    missed = result.supplier_of < 0
    urgent = int((visits.urgency[missed].astype(int) * visits.minutes[missed]).sum())
    weights, rows = compiled.params.weights, result.usage.planned
    lack = 100 - compiled.fit[choice.pair[choice.pair >= 0]]
    third = weights.fit * int((lack * (visits.minutes[rows] // 15) // 8).sum())
    third += weights.new_face * result.totals.new_faces
    return urgent, result.totals.professional_hours_on_informal, third


def test_strict_costs_put_all_plans_in_the_order_of_the_levels():
    seen = 0
    for seed in range(30):
        week = roomy_week(seed, 4, 6)
        few = week.visits.slots & np.uint32(0x0F0F0F0F)
        few = np.where(few == 0, week.visits.slots, few)
        week = replace(week, visits=replace(week.visits, slots=few & -few.astype(np.int64)))
        compiled = compile_plan(week, PlanParams(strict=True))
        plans = [
            (level_values(compiled, choice), cost_of(compiled.arrays, choice))
            for choice in every_choice(compiled.arrays)
        ]
        by_levels = sorted(plans)
        assert [cost for _, cost in by_levels] == sorted(cost for _, cost in plans)
        for (levels, cost), (after, more) in pairwise(by_levels):
            assert (levels == after) == (cost == more)
        seen += len(plans) > 10 and len({levels[1] for levels, _ in plans}) > 1
    assert seen > 2
