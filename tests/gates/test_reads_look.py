"""Every read that returns something about a person writes a look, or says here why it does not.

``tests/access/test_looks.py`` asks every route; this reads the code, so a read that no route
uses yet is seen as well.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.support.repository import ROOT

ROOMS = ROOT / "src" / "samenspel"
LOOKING = {"look", "look_at_all", "look_at_list"}
"""What decides and writes down in one step: samenspel.access.read_log."""

CHOSEN_THEN_SHOWN = {
    "circle_choices": "show_cards",
    "cards_of_persons": "show_helpers",
    "open_for_coordinator": "show_work",
}
"""Reads to choose from, and what the rows that are shown go through."""

SHOWS_NONE_OF_THEM = {
    ("matching.reads.match_table", "open_for_coordinator"): "only the order of the ids",
    ("matching.reads.calls_to_make", "open_for_coordinator"): "only which ids may be read",
    ("placements.reads.calls_to_make", "open_for_coordinator"): "only which ids may be read",
    ("demo.past_weeks", "open_for_coordinator"): "the demo's past, which nobody reads",
}

FOR_SERVICES = "for services and deciding; nothing of it is shown by them"
CHOICE = "to choose from; what is shown goes through its twin in CHOSEN_THEN_SHOWN"
BUILDING = "a condition or column for queries, not a value"
FACTS = "facts for the engine without a name or a word"
PUBLIC = "about organisations or places, which are public"
OWN = "what is about the actor, or says so"
ROUND = "about a round, which names nobody"
UNLOGGED = {
    "access.reads.who_looked_page": "the log itself, to the person it is about",
    "circles.reads.agreement_terms.find_terms": "part of a page that looked: follow_up_page",
    "circles.reads.circle_page.circle_choices": CHOICE,
    "circles.reads.circle_page.get_circle": FOR_SERVICES,
    "circles.reads.edit_pages.categories_for": "what a kind of seat can ever see",
    "circles.reads.edit_pages.find_own_circle_id": OWN,
    "circles.reads.circle_with_decisions.agreements_of": "part of a page that looked: open_for",
    "circles.reads.seats.find_circle_id": "an id",
    "circles.reads.seats.has_seat": BUILDING,
    "circles.reads.seats.look_columns": BUILDING,
    "circles.reads.seats.roles_around": FOR_SERVICES,
    "circles.reads.seats.seated_person_ids": "ids",
    "circles.reads.seats.seats_by_subject": "ids, of which a page shows the number",
    "circles.reads.seats.seen_as": FOR_SERVICES,
    "circles.reads.todo.find_first_contact": "the number someone gave to be called on",
    "consent.reads.allows_organisation": BUILDING,
    "matching.reads.match_table.who_may_answer": "part of a page that looked: match_table_page",
    "needs.reads.speakers.ground_for": FOR_SERVICES,
    "needs.reads.speakers.speaker_id": "an id",
    "needs.reads.speakers.speakers": "part of a page that looked: match_table_page",
    "circles.reads.circle_page.subject_of": "an id",
    "circles.reads.seats.known_people": "whom the actor knows by name already",
    "consent.reads.own_consents": OWN,
    "matching.reads.waiting_answers.answered_in_my_name": OWN,
    "needs.reads.question_lines.asked_in_my_name": OWN,
    "own_data.reads.kept_words.kind_words": "words",
    "own_data.reads.own_page.own_data_page": OWN,
    "own_data.reads.take_along.archive_of": OWN,
    "own_data.reads.spoken_values.row_words": "words",
    "own_data.reads.spoken_values.value_words": "words",
    "people.reads.asks_together": BUILDING,
    "people.reads.names_of": "names of people whom the actor knows already",
    "people.reads.not_seen_since": "for the nightly clean-up, which shows nobody",
    "people.reads.shut_out_by": OWN,
    "people.reads.who_speaks_for": OWN,
    "people.reads.who_decides_for": "ids, and what they are to the person",
    "consent.reads.allows_person": BUILDING,
    "consent.reads.is_open": "yes or no",
    "consent.reads.open_consents": FOR_SERVICES,
    "demo.reads.cast_cards": "invented people",
    "demo.reads.get_account_email": "invented people",
    "demo.reads.what_words": "invented people",
    "matching.reads.help_ladder.lead": "words about a question that was looked at",
    "matching.reads.help_ladder.near_words": "words about numbers",
    "matching.reads.help_ladder.rungs": "words about a question that was looked at",
    "matching.reads.invitation_heading.heading": "words about a kind of help",
    "matching.reads.proposals.best_proposals": "the demo's past, which nobody reads",
    "matching.reads.proposals.get_proposal": FOR_SERVICES,
    "matching.reads.proposals.get_round": ROUND,
    "matching.reads.question_progress.progress_of": "numbers by question",
    "matching.reads.question_progress.put_to_people": "ids",
    "matching.reads.round_certificate.certificate_card": ROUND,
    "matching.reads.round_certificate.certificate_data": ROUND,
    "matching.reads.round_certificate.certificate_line": ROUND,
    "matching.reads.round_certificate.figure": "words about a number",
    "matching.reads.round_page.latest_round": ROUND,
    "needs.reads.questions.existing_external_ids": "ids of an organisation's own list",
    "needs.reads.questions.get_question": FOR_SERVICES,
    "needs.reads.questions.is_shared": "yes or no",
    "needs.reads.questions.open_for_coordinator": CHOICE,
    "needs.reads.questions.require_coordinator": "yes or no",
    "needs.reads.facts_for_matching.facts_for_round": FACTS,
    "needs.reads.question_lines.who_asked_for": "one's own: who asked for oneself",
    "own_data.reads.known_here.known_here": "one's own: whom one knows here already",
    "notifications.reads.calls_waiting": "a number",
    "notifications.reads.letters_waiting": "a number",
    "organisations.reads.acting_for": BUILDING,
    "organisations.reads.all_organisations_of": FOR_SERVICES,
    "organisations.reads.coordinators_of": FOR_SERVICES,
    "organisations.reads.employments_of": OWN,
    "organisations.reads.find_intake_organisation": PUBLIC,
    "organisations.reads.find_organisation": PUBLIC,
    "organisations.reads.get_organisation": PUBLIC,
    "organisations.reads.intake_organisation": PUBLIC,
    "organisations.reads.organisations_where": FOR_SERVICES,
    "people.reads.areas_by_text": PUBLIC,
    "people.reads.blocking": BUILDING,
    "people.reads.blocks_between": FOR_SERVICES,
    "people.reads.current_addresses": "part of a page that looked: the caller decided",
    "people.reads.display_name": "the owner of an account, in a mail to them",
    "people.reads.find_account": FOR_SERVICES,
    "people.reads.find_area": PUBLIC,
    "people.reads.find_person_by_email": FOR_SERVICES,
    "people.reads.get_person": FOR_SERVICES,
    "people.reads.has_people": "yes or no",
    "people.reads.is_blocked": "yes or no",
    "people.reads.place_names": PUBLIC,
    "people.reads.represented_by": FOR_SERVICES,
    "people.reads.represents": BUILDING,
    "people.reads.facts_about": "values of expressions that a higher room answers for",
    "people.reads.ties_and_home": "part of a page that looked: circles open_for",
    "people.reads.ties_between": FOR_SERVICES,
    "placements.reads.follow_up.get_placement": FOR_SERVICES,
    "portal.reads.doors.front_page": "invented people",
    "portal.reads.doors.is_coordinator": "yes or no",
    "portal.reads.work_list_words.asked_by": "words about a question that was looked at",
    "portal.reads.work_list_words.lead": "words about numbers",
    "portal.reads.work_list_words.noes_words": "words about numbers",
    "portal.reads.work_list_words.proposals_words": "words about numbers",
    "organisations.reads.coordinated_by": BUILDING,
    "organisations.reads.job_roles_held": BUILDING,
    "volunteering.reads.offers.has_standing_offer": BUILDING,
    "volunteering.reads.offers.cards_of_persons": CHOICE,
    "volunteering.reads.offers.existing_external_ids": "ids of an organisation's own list",
    "volunteering.reads.offers.facts_for_round": FACTS,
    "volunteering.reads.offers.find_own_offer_id": OWN,
    "volunteering.reads.offers.get_offer": FOR_SERVICES,
    "volunteering.reads.offers.page_of": "the page of an offer that was looked at",
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOMS).with_suffix("").parts)


def sources(pattern: str) -> dict[str, str]:
    return {
        module_name(path): path.read_text(encoding="utf-8")
        for path in ROOMS.glob(pattern)
        if path.name != "__init__.py"
    }


def reads() -> dict[str, str]:
    """The source of every module of reads, by its name within samenspel."""
    return sources("*/reads.py") | sources("*/reads/*.py")


def calls_of(node: ast.AST) -> set[str]:
    """The names that are called within a function or module."""
    called = {call.func for call in ast.walk(node) if isinstance(call, ast.Call)}
    return {
        func.id if isinstance(func, ast.Name) else func.attr
        for func in called
        if isinstance(func, ast.Name | ast.Attribute)
    }


def unlogged(modules: Mapping[str, str]) -> set[str]:
    """Return the public functions from which no call leads to a look."""
    calls: dict[str, set[str]] = {}
    for module, source in modules.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                calls[f"{module}.{node.name}"] = calls_of(node)
    looking: set[str] = set()
    while more := {
        name for name in calls.keys() - looking if _leads_to_a_look(name, calls, looking)
    }:
        looking |= more
    return {
        name for name in calls.keys() - looking if not name.rsplit(".", 1)[1].startswith("_")
    }


def _leads_to_a_look(name: str, calls: Mapping[str, set[str]], looking: Iterable[str]) -> bool:
    """Private names count within their own module only, public ones everywhere."""
    module = name.rsplit(".", 1)[0]
    known = {
        function
        for where, function in (one.rsplit(".", 1) for one in looking)
        if where == module or not function.startswith("_")
    }
    return bool(calls[name] & (LOOKING | known))


def careless(modules: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return where rows are chosen in a module that does not pass on what it shows."""
    found = set()
    for module, source in modules.items():
        called = calls_of(ast.parse(source))
        found |= {
            (module, choose)
            for choose, show in CHOSEN_THEN_SHOWN.items()
            if choose in called and show not in called
        }
    return found


def test_every_read_about_a_person_looks_or_says_why_not() -> None:
    found = unlogged(reads())
    assert not found - UNLOGGED.keys(), (
        f"{sorted(found - UNLOGGED.keys())}: return rows about persons through"
        " access.read_log.look, look_at_all or look_at_list, or say in UNLOGGED why not"
    )
    assert not UNLOGGED.keys() - found, (
        f"take these off UNLOGGED, they look or are gone: {sorted(UNLOGGED.keys() - found)}"
    )


def test_rows_that_were_chosen_are_shown_through_a_look() -> None:
    found = careless(sources("*/**/*.py"))
    assert not found - SHOWS_NONE_OF_THEM.keys(), (
        f"{sorted(found - SHOWS_NONE_OF_THEM.keys())}: pass the rows that the page shows"
        f" through {CHOSEN_THEN_SHOWN}, or say in SHOWS_NONE_OF_THEM why none is shown"
    )
    assert not SHOWS_NONE_OF_THEM.keys() - found, "take what is gone off SHOWS_NONE_OF_THEM"


def test_a_read_without_a_look_is_noticed() -> None:
    """Negative control, also for a look that stays behind in another function."""
    source = """
def helper_page(actor): return _shown(actor)
def _shown(actor): return look_at_list(actor)
def names(actor): return Person.objects.all()
"""
    assert unlogged({"room.reads": source}) == {"room.reads.names"}
    cut = source.replace("look_at_list(actor)", "rows")
    assert unlogged({"room.reads": cut}) == {"room.reads.names", "room.reads.helper_page"}


def test_a_room_that_stops_looking_is_noticed() -> None:
    """Negative control on the product itself, room by room.

    A page with two looks that loses one is for ``tests/access/test_looks.py`` to notice.
    """
    modules = reads()
    allowed = unlogged(modules)
    for room in {module.split(".")[0] for module in modules} - {"portal"}:
        muted = {
            module: re.sub(rf"\b({'|'.join(LOOKING)})\(", "tuple(", source)
            if module.startswith(f"{room}.")
            else source
            for module, source in modules.items()
        }
        if muted != modules:
            assert unlogged(muted) - allowed, room


def test_choosing_without_showing_is_noticed() -> None:
    """Negative control."""
    source = "def page(actor): return need_reads.open_for_coordinator(actor)"
    assert careless({"room.reads": source}) == {("room.reads", "open_for_coordinator")}
