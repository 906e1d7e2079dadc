"""Every verb that changes something is raced by several people at once (benchmarks/races.py).

Here a few of each kind, and the same without locks; ``make bench NAME=races`` runs 20,000.
"""

import ast
import importlib
import sys
import threading
import tomllib
from types import FrameType
from typing import Any

import pytest
from tests.support.repository import ROOT

sys.path.append(str(ROOT / "benchmarks"))
runner = importlib.import_module("race_runner")
scenes = importlib.import_module("race_scenes")
importlib.import_module("race_scenes_matching")
importlib.import_module("race_scenes_people")
world = importlib.import_module("race_world")

ROOMS = ROOT / "src" / "samenspel"
EXEMPTIONS = ROOT / "tests" / "gates" / "exemptions.toml"
BESIDE_SERVICES = {
    "needs.ask_wizard.send",
    "notifications.tasks.claim",
    "notifications.tasks.send_message",
    "notifications.tasks.sweep",
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


def called_in(name: str) -> set[str]:
    """The functions of the product that are called in one race."""
    called: set[str] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith("samenspel."):
            qualified = frame.f_code.co_qualname.partition(".")[0]
            called.add(f"{module.removeprefix('samenspel.')}.{qualified}")

    race = scenes.SCENES[name][1]()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        with runner.Course(seed=1) as course:
            assert course.run(race) == [], name
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return called


def test_a_race_calls_the_verbs_it_is_about(ground: None) -> None:
    idle = {name: set(verbs) - called_in(name) for name, verbs in scenes.VERBS.items()}
    assert not {name: missed for name, missed in idle.items() if missed}


def test_nothing_is_lost_doubled_or_over_at_once(ground: None) -> None:
    some = {name: (1, scenes.SCENES[name][1]) for name in OFTEN}
    tally = runner.run(some, count=30, seed=2)
    assert (tally.races, tally.words) == (30, [])


@pytest.mark.parametrize(
    "name",
    [
        "a_helper_with_one_place_put_to_two",
        "put_to_both_beside_does_not_fit",
        "two_first_requests_of_one_account",
        "two_steps_of_a_draft_at_once",
    ],
)
def test_without_locks_the_races_notice(ground: None, name: str) -> None:
    with runner.without_locks():
        tally = runner.run({name: (1, scenes.SCENES[name][1])}, count=12, seed=3)
    assert tally.faulty, f"{name} goes well without locks: it notices nothing"
    assert tally.by_name[name] == tally.faulty
