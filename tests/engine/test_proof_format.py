"""A proof with other fields has another format number, so that no checker reads it amiss.

Beside each number stand the fields that files of that format have; that is history. When a
proof gets or loses a field, FORMAT gets the next number, and that number a line here.
"""

import json
from dataclasses import replace

import pytest
from tests.weekplan.weeks import first_fit

from samenspel_engine import Params, checker, proof, solve
from samenspel_engine.quotas import Quotas
from samenspel_engine.weekplan import checker as week_checker
from samenspel_engine.weekplan import proof as week_proof
from samenspel_engine.weekplan.bound import raise_bound
from samenspel_engine.weekplan.compiling import compile_plan
from samenspel_engine.weekplan.reading import read_plan
from samenspel_engine.weekplan.region import generate_week

from .instances import easy_problem

PROOF = "src/samenspel_engine/proof.py"
WEEK_PROOF = "src/samenspel_engine/weekplan/proof.py"
FIELDS = {
    2: {
        "": "sha256",
        "settings": (
            "nearness overlap interests wishes room trusted near_m enough_overlap "
            "enough_interests long_idle_weeks urgent_first continuity load_step floor"
        ),
        "requests": (
            "ids x_m y_m task windows overlap_needed hours_per_week languages boundaries "
            "gender_wish gender_required skills_needed vog_needed bodily_comfortable "
            "urgency interests"
        ),
        "offers": (
            "ids x_m y_m tasks windows hours_per_week languages refused gender skills "
            "vog_seen bodily_willing bodily_trained bodily_allowed radius_m capacity "
            "interests idle_weeks"
        ),
        "pairs": "forbidden fixed trusted previous",
        "quotas": "group_of parent most",
        "about": "format value bound served quality input_sha256",
        "answer": "helper quality",
        "answer.prices": "request helper group",
        "floor": "quality",
        "floor.most": "request helper group",
        "floor.higher": "request helper group",
    },
}
"""Of the proof of a round, by FORMAT."""
WEEK_FIELDS = {
    1: {
        "": "sha256",
        "about": "kind format cost bound price_scale",
        "week": (
            "client open_cost day_group group_days start supplier time load slots cost "
            "relation relation_supplier relation_client relation_cost relation_counts "
            "slot_room week_room people faces"
        ),
        "plan": "pair slot",
        "prices": "visit day face slot_at slot",
        "names": "visit supplier problem_sha256",
    },
}
"""Of the proof of a week, by FORMAT."""


def fields(parts, at=""):
    """Every field of a proof with the part it is in: ``offers: ids x_m ...``, by part."""
    inside = {name: part for name, part in parts.items() if isinstance(part, dict)}
    found = {at: " ".join(name for name in parts if name not in inside)}
    for name, part in inside.items():
        found |= fields(part, f"{at}.{name}".strip("."))
    return {name: names for name, names in found.items() if names}


def proof_of_a_round():
    """A proof with everything in it: quotas, a floor, a load step."""
    problem = replace(easy_problem(2, 2), quotas=Quotas([0, 0], [-1], [2]))
    params = Params(floor=True, load_step=10)
    return json.loads(json.dumps(proof.proof_of(solve(problem, params=params))))


def proof_of_a_week():
    compiled = compile_plan(generate_week(300, 4))
    bound = raise_bound(compiled.arrays, iterations=5)
    plan = read_plan(compiled, first_fit(compiled.arrays), bound, {})
    return json.loads(json.dumps(week_proof.proof_of_result(plan)))


def said_about(told, known, number, file):
    """What to do when the fields of a proof are not those of its format."""
    if number not in known:
        return [
            f"{file}: FORMAT is {number}; give it a line in tests/engine/test_proof_format.py"
            f" with its fields: {told}"
        ]
    before = known[number]
    changed = [part for part in {**before, **told} if before.get(part) != told.get(part)]
    return [
        f"{file}: part '{part}' had the fields [{before.get(part, '')}] in format {number} and"
        f" has [{told.get(part, '')}] now. Raise FORMAT, also in the checker beside it, and add"
        " the new number with all fields to tests/engine/test_proof_format.py; leave the line"
        " of the old number as it is"
        for part in changed
    ]


def test_the_proof_of_a_round_has_the_fields_of_its_format():
    parts = proof_of_a_round()
    assert parts["about"]["format"] == proof.FORMAT == checker.FORMAT, (
        f"{PROOF} and checker.py must have the same FORMAT"
    )
    found = said_about(fields(parts), FIELDS, proof.FORMAT, PROOF)
    assert not found, "\n".join(found)
    assert checker.check(parts) == [], "see tests/engine/test_checker.py"


def test_the_proof_of_a_week_has_the_fields_of_its_format():
    parts = proof_of_a_week()
    found = said_about(fields(parts), WEEK_FIELDS, week_proof.FORMAT, WEEK_PROOF)
    assert not found, "\n".join(found)
    said = week_checker.check(parts)
    assert said == [], f"weekplan/checker.py must know format {week_proof.FORMAT}: {said}"


@pytest.mark.parametrize("more", [{"offers": "ids pets"}, {"offers": "ids", "pets": "ids"}])
def test_a_field_without_a_new_format_is_noticed(more):
    known = {2: {"offers": "ids"}}
    [said] = said_about(more, known, 2, PROOF)
    assert "Raise FORMAT" in said
    assert "pets" in said
    assert "is 3; give it a line" in said_about(more, known, 3, PROOF)[0]
    assert said_about(more, known | {3: more}, 3, PROOF) == []
    [said] = said_about(known[2], {2: more}, 2, PROOF)
    assert "Raise FORMAT" in said
