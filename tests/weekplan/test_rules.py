"""Each hard rule with a pair that passes it and one that does not."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from samenspel_engine.weekplan.candidates import find_candidates
from samenspel_engine.weekplan.params import PlanParams
from samenspel_engine.weekplan.problem import Clients, PlanProblem, Suppliers, Visits
from samenspel_engine.weekplan.rules import PLAN_RULES, broken_plan_rules
from samenspel_engine.weekplan.words import WEEK_TASKS

OWN, INFORMAL, PROFESSIONAL = 0, 1, 2
COMPANY, BODILY, NURSING = (WEEK_TASKS.code(k) for k in ("company", "bodily_care", "nursing"))


def meeting(client=None, visit=None, supplier=None, **pairs):
    """One visit and one supplier who fit, with some values changed."""
    clients = {"x_m": 0, "y_m": 0} | (client or {})
    visits = {"client": 0, "task": COMPANY, "minutes": 60, "slots": 0b110} | (visit or {})
    suppliers = {
        "tier": INFORMAL, "client": -1, "x_m": 600, "y_m": 0, "tasks": 255, "windows": 0b010,
        "minutes_per_week": 75, "minutes_per_daypart": 75, "radius_m": 1000,
    } | (supplier or {})  # fmt: skip
    tables = (
        table.from_columns(ids=["A"], **{key: [value] for key, value in columns.items()})
        for table, columns in ((Clients, clients), (Visits, visits), (Suppliers, suppliers))
    )
    return PlanProblem(*tables, **pairs)


def broken(problem):
    """Keys of the rules that are broken; the fast search must say the same."""
    found = find_candidates(problem, PlanParams(), np.array([0]))
    keys = [rule.key for rule in broken_plan_rules(problem, 0, 0)]
    assert (found.visit.size == 0) == bool(keys)
    return keys


OWN_LIFE = {"tier": OWN, "client": 0}
CASES = {
    "tier": ({"visit": {"informal_allowed": 0}}, {"supplier": {"tier": PROFESSIONAL}}),
    "task": ({"supplier": {"tasks": 0b1}}, {"supplier": {"tasks": 1 << COMPANY}}),
    "distance": ({"supplier": {"radius_m": 599}}, {"supplier": {"radius_m": 600}}),
    "slots": ({"supplier": {"windows": 0b001}}, {"supplier": {"windows": 0b100}}),
    "daypart": (
        {"supplier": {"minutes_per_daypart": 74}},
        {"supplier": {"minutes_per_daypart": 75}},
    ),
    "week": (
        {"supplier": {"minutes_per_week": 74}},
        {"supplier": {"minutes_per_week": 75}},
    ),
    "people": ({"supplier": {"most_people": 0}}, {"supplier": {"most_people": 1}}),
    "skills": (
        {"visit": {"skills_needed": 0b11}, "supplier": {"skills": 0b01}},
        {"visit": {"skills_needed": 0b11}, "supplier": {"skills": 0b111}},
    ),
    "vog": (
        {"visit": {"vog_needed": 1}},
        {"visit": {"vog_needed": 1}, "supplier": {"vog_seen": 1}},
    ),
    "language": ({"client": {"languages": 0b10}}, {"client": {"languages": 0b11}}),
    "boundaries": (
        {"client": {"boundaries": 0b1}, "supplier": {"refused": 0b1}},
        {"client": {"boundaries": 0b1}, "supplier": {"refused": 0b10}},
    ),
    "veto": ({"forbidden": [[0, 0]]}, {}),
}


@pytest.mark.parametrize("key", CASES)
def test_a_rule_forbids_one_pair_and_lets_the_other_pass(key):
    wrong, right = CASES[key]
    assert broken(meeting(**wrong)) == [key]
    assert broken(meeting(**right)) == []


def test_every_rule_has_a_test_here():
    assert {rule.key for rule in PLAN_RULES} - set(CASES) == {"client", "bodily_care"}
    assert all(rule.nl and rule.en for rule in PLAN_RULES)


@pytest.mark.parametrize("mine", [True, False])
def test_own_network_helps_its_own_client_only(mine):
    clients = Clients.from_columns(ids=["A", "B"], x_m=[0, 0], y_m=[0, 0])
    one = meeting(supplier=OWN_LIFE)
    visits = Visits.from_columns(
        ids=["V"], client=[0 if mine else 1], task=[COMPANY], minutes=[60], slots=[2]
    )
    problem = PlanProblem(clients, visits, one.suppliers)
    assert broken(problem) == ([] if mine else ["client"])


def test_own_network_is_not_asked_for_distance_language_or_vog():
    far = {"x_m": 90_000, "languages": 0, "radius_m": 0}
    week = {"minutes_per_week": 600, "minutes_per_daypart": 360}
    visit, client = {"vog_needed": 1}, {"languages": 0b10, "most_faces": 0}
    assert broken(meeting(client, visit, OWN_LIFE | far | week)) == []
    assert broken(meeting(client, visit, far | week)) == [
        "distance", "people", "vog", "language",
    ]  # fmt: skip


def test_own_network_nearby_needs_no_travel_and_a_carer_s_hours_weigh():
    week = {"minutes_per_week": 60, "minutes_per_daypart": 60}
    assert broken(meeting(supplier=week)) == ["daypart", "week"]
    assert broken(meeting(supplier=OWN_LIFE | week)) == []
    light = week | {"minutes_per_week": 45}  # company weighs 75 in 100
    assert broken(meeting(supplier=OWN_LIFE | light)) == []
    heavy = {"task": BODILY}, OWN_LIFE | week | {"bodily_willing": 1}
    assert broken(meeting({"bodily_comfortable": 1}, *heavy)) == ["week"]


@pytest.mark.parametrize("how", ["task", "part"])
@pytest.mark.parametrize("tier", [OWN, INFORMAL, PROFESSIONAL])
@pytest.mark.parametrize("said", list(product([0, 1], repeat=4)))
def test_bodily_care_asks_for_all_its_conditions(said, tier, how):
    comfortable, willing, trained, allowed = said
    visit = {"task": BODILY} if how == "task" else {"bodily_part": 1}
    ready = {"bodily_willing": willing, "bodily_trained": trained, "bodily_allowed": allowed}
    supplier = {
        "tier": tier,
        "client": 0 if tier == OWN else -1,
        "minutes_per_week": 600,
    } | ready
    problem = meeting({"bodily_comfortable": comfortable}, visit, supplier)
    may = {
        OWN: comfortable and willing,
        INFORMAL: comfortable and willing and trained and allowed,
        PROFESSIONAL: True,
    }[tier]
    assert broken(problem) == ([] if may else ["bodily_care"])


@pytest.mark.parametrize("refused", [0, 16])
def test_someone_who_refuses_bodily_care_is_not_asked_for_it(refused):
    ready = {"bodily_willing": 1, "bodily_trained": 1, "bodily_allowed": 1, "refused": refused}
    problem = meeting({"bodily_comfortable": 1}, {"task": BODILY}, ready)
    assert broken(problem) == (["boundaries"] if refused else [])
    assert broken(meeting(supplier=ready)) == []


@pytest.mark.parametrize("tier", [OWN, INFORMAL, PROFESSIONAL])
def test_nursing_is_for_professionals(tier):
    supplier = {"tier": tier, "client": 0 if tier == OWN else -1, "minutes_per_week": 600}
    problem = meeting(visit={"task": NURSING}, supplier=supplier)
    assert broken(problem) == ([] if tier == PROFESSIONAL else ["tier"])
