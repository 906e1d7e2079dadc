"""Every verb that changes something is raced by several people at once (benchmarks/races.py).

Here a few of each kind, and the same without locks; ``make bench NAME=races`` runs 20,000.
"""

import ast
import importlib
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from tests.support.repository import ROOT

sys.path.append(str(ROOT / "benchmarks"))
runner = importlib.import_module("race_runner")
scenes = importlib.import_module("race_scenes")
for path in sorted((ROOT / "benchmarks").glob("race_scenes_*.py")):
    importlib.import_module(path.stem)
world = importlib.import_module("race_world")

ROOMS = ROOT / "src" / "samenspel"
EXEMPTIONS = ROOT / "tests" / "gates" / "exemptions.toml"
BESIDE_SERVICES = {
    "needs.ask_wizard.send",
    "notifications.tasks.claim",
    "notifications.tasks.send_message",
    "notifications.tasks.sweep",
    "own_data.clean_up.clean_up",
    "people.forms.SignUpFields",
    "people.middleware.person_behind",
}
"""What changes something and is no service."""

HOLDS_ONLY = "lock"
"""A service with such a name holds a row for another, and changes nothing."""

OFTEN = (
    "a_helper_with_one_place_put_to_two",
    "put_to_both_beside_does_not_fit",
    "ends_beside_goes_well",
    "one_draft_sent_twice",
    "four_newcomers_with_one_address",
    "two_first_requests_of_one_account",
)

HELD_BY_ITS_ROW_ALONE = (
    "a_helper_with_one_place_put_to_two",
    "a_helper_shuts_out_beside_their_second_yes",
    "a_yes_passed_on_beside_the_end_of_asking",
    "an_agreement_beside_leaving",
    "an_answer_taken_back_beside_the_second_yes",
    "ends_beside_goes_well",
    "four_sign_ups_with_one_address",
    "one_address_invited_by_two_circles",
    "one_link_opened_on_two_devices",
    "one_draft_becomes_two_questions",
    "one_mail_sent_by_two_workers",
    "one_proposal_put_to_both_twice",
    "one_question_claimed_by_two",
    "put_to_both_beside_does_not_fit",
    "put_to_both_beside_the_clean_up",
    "shown_more_beside_removed",
    "someone_leaves_beside_getting_the_reins",
    "someone_leaves_everything_beside_getting_the_reins",
    "someone_moves_twice",
    "someone_signs_in_beside_the_clean_up",
    "taken_beside_withdrawn",
    "the_second_yes_beside_withdrawn",
    "two_choices_of_what_is_shown",
    "two_first_requests_of_one_account",
    "two_steps_of_a_draft_at_once",
)
"""Races in which no constraint of the database helps: without the lock they always go wrong
when one has done all its work before the other begins."""


def verbs() -> set[str]:
    """Every public service that may change something, as ``room.services.function``."""
    listed = tomllib.loads(EXEMPTIONS.read_text(encoding="utf-8"))["without-transaction"]
    quiet = {
        entry["service"]
        for entry in listed
        if entry["reason"].startswith(("Writes nothing", "Registers"))
    }
    found = set()
    for path in [*ROOMS.glob("*/services.py"), *ROOMS.glob("*/services/*.py")]:
        module = ".".join(path.relative_to(ROOMS).with_suffix("").parts)
        module = module.removesuffix(".__init__")
        room = module.partition(".")[0]
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            name = node.name if isinstance(node, ast.FunctionDef) else "_"
            if not name.startswith(("_", HOLDS_ONLY)) and f"{room}.{name}" not in quiet:
                found.add(f"{module}.{name}")
    return found


def test_every_verb_is_raced() -> None:
    raced = {verb for of in scenes.VERBS.values() for verb in of}
    missing = (verbs() | BESIDE_SERVICES) - raced - set(scenes.LEFT_OUT)
    assert not missing, f"Add a race about these to benchmarks/race_scenes_*.py: {missing}"
    assert not raced - verbs() - BESIDE_SERVICES, "these are no verbs (any more)"
    assert not set(scenes.LEFT_OUT) - verbs()


@pytest.fixture
def ground(transactional_db: None) -> None:
    world.make_ground()


@contextmanager
def noting_calls() -> Iterator[set[str]]:
    """Collect the functions of the product that are called, in every thread."""
    called: set[str] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith("samenspel."):
            name = frame.f_code.co_qualname.partition(".")[0]
            called.add(f"{module.removeprefix('samenspel.')}.{name}")

    threading.setprofile(note)
    try:
        yield called
    finally:
        threading.setprofile(None)


def test_every_race_goes_well_in_turn_and_calls_its_verbs(ground: None) -> None:
    with noting_calls() as called, runner.Course(seed=1) as course:
        for name, (_weight, maker) in scenes.SCENES.items():
            called.clear()
            assert course.run_in_turn(maker(), first=0) == [], name
            assert set(scenes.VERBS[name]) <= called, name


def test_the_named_cases_go_well_the_other_way_round(ground: None) -> None:
    with runner.Course(seed=1) as course:
        for name in OFTEN:
            assert course.run_in_turn(scenes.SCENES[name][1](), first=1) == [], name


def test_nothing_is_lost_doubled_or_over_at_once(ground: None) -> None:
    some = {name: (1, scenes.SCENES[name][1]) for name in OFTEN}
    tally = runner.run(some, count=36, seed=2)
    assert (tally.races, tally.words) == (36, [])


def test_without_its_lock_every_race_goes_wrong(ground: None) -> None:
    with runner.without_locks(), runner.Course(seed=3) as course:
        well = [
            name
            for name in HELD_BY_ITS_ROW_ALONE
            if not course.run_in_turn(scenes.SCENES[name][1](), first=0)
        ]
    assert not well, f"these notice no missing lock: {well}"


def test_without_locks_the_harness_counts_faults(ground: None) -> None:
    name = "two_first_requests_of_one_account"
    with runner.without_locks():
        tally = runner.run({name: (1, scenes.SCENES[name][1])}, count=12, seed=3)
    assert 0 < tally.faulty <= tally.races == 12
    assert tally.faults["doubled"]
    assert tally.by_name == {name: tally.faulty}
