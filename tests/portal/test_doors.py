"""The front page, a home per role, and the pages that explain."""

import re
from collections.abc import Iterable
from datetime import time, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import translation
from tests.cast import NOON, Cast, Enter
from tests.matching.story import LATER, clock_at, introduce

from samenspel.circles.reads import circle_page, todo
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, Moment, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.core import privacy_registry
from samenspel.matching.services import answers
from samenspel.matching.types import HelperAnswer
from samenspel.people.models import Person
from samenspel.portal.retention_table import TABLES_OF_LINES, kept_table
from samenspel.vocabulary.week import Weekday

TUESDAY = NOON.date()


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_front_page_asks_what_we_can_help_with(db: None) -> None:
    page = read(Client(), "/")
    assert "Niemand hoeft het alleen te doen." in page
    assert "Zorgt u voor iemand?" in page
    assert "Waar kunnen we u mee helpen?" in page
    assert 'action="/hulp-vragen/" method="get"' in page
    assert 'href="/hulp-vragen/?voor=ander"' in page
    assert 'href="/meedoen/"' in page
    assert "030 000 00 00" in page
    assert "Voorbeeld van een kring" in page


def test_the_front_page_never_asks_whether_someone_is_a_mantelzorger(db: None) -> None:
    assert "mantelzorger" not in read(Client(), "/").lower()


def test_an_example_on_the_front_page_fills_in_the_question(db: None) -> None:
    page = read(Client(), "/")
    assert 'href="/hulp-vragen/?q=een%20avond%20weg%20kunnen"' in page


def test_the_carers_door_leads_home_when_signed_in(cast: Cast, enter: Enter) -> None:
    assert '<a href="/mijn/">Zorgt u voor iemand?' in read(enter(cast.fatma), "/")


def test_the_bar_of_the_demo_names_whoever_one_looks_as_and_nobody_else(
    cast: Cast, enter: Enter, settings: pytest.FixtureRequest
) -> None:
    for demo in (False, True):
        settings.DEMO = demo
        answer = enter(cast.wil).get("/mijn/")
        shell = answer.context["shell"]
        assert (shell.demo, shell.demo_person) == (demo, cast.wil.full_name if demo else "")
        assert bool(shell.role_switch_url) is demo


def test_the_first_contact_of_a_circle_that_is_closed_is_nobody(cast: Cast) -> None:
    membership.set_first_contact(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, at=NOON
    )
    cast.fatma.phone = "06 0000 00 20"
    cast.fatma.save()
    found = todo.find_first_contact(cast.joost)
    assert found
    assert found.phone == "06 0000 00 20"
    membership.close_circle(actor=cast.joost, circle_id=cast.circle.pk, at=NOON)
    assert todo.find_first_contact(cast.joost) is None


def test_people_to_look_around_as_are_shown_only_in_the_demo(
    db: None, settings: pytest.FixtureRequest
) -> None:
    assert "Kijk rond in de proef" not in read(Client(), "/")
    settings.DEMO = True
    page = read(Client(), "/")
    assert "Kijk rond in de proef" in page
    assert 'formaction="/proef/' in page


def test_the_front_page_is_complete_in_english(db: None) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    page = read(client, "/")
    assert "Nobody has to do it alone." in page
    assert 'lang="en"' in page


@pytest.mark.parametrize("address", ["/zo-werkt-het/", "/privacy/", "/toegankelijkheid/"])
def test_anyone_may_read_how_it_works(address: str, db: None) -> None:
    assert "030 000 00 00" in read(Client(), address)


def test_the_privacy_page_has_a_line_for_every_table_about_people() -> None:
    named = [table for tables in TABLES_OF_LINES for table in tables]
    registered = {entry.model._meta.label for entry in privacy_registry.registered()}
    new, gone = registered - set(named), set(named) - registered
    assert len(named) == len(set(named)), "a table stands on one line of the page"
    assert not new and not gone, (
        f"portal/retention_table.py: give {sorted(new)} a line in TABLES_OF_LINES and in"
        f" kept_table (what, how long, in plain words); remove {sorted(gone)}"
    )
    assert len(kept_table().rows) == len(TABLES_OF_LINES)


SHARE_A_LINE = {
    ("people.Person", "people.Account"): "who someone is",
    ("needs.HelpQuestion", "matching.QuestionHold"): "a question, and its being kept back",
    ("volunteering.Offer", "volunteering.TaskRefusal"): "what someone offers and never wants",
    ("matching.Proposal", "matching.Round", "matching.UnservedQuestion"): "who could help whom",
    ("circles.Circle", "circles.Membership"): "a circle and who is in it",
    ("circles.RoleAgreement", "circles.AgreementSignature"): "what was agreed, and signed",
}
"""Tables that are one thing to the person who reads the page, and what that is."""


def test_each_table_has_a_line_of_its_own_or_shares_one_for_a_reason() -> None:
    together = {tables for tables in TABLES_OF_LINES if len(tables) > 1}
    assert together == set(SHARE_A_LINE), (
        f"{sorted(together ^ set(SHARE_A_LINE))}: give the new table a line of its own in"
        " portal/retention_table.py; only what the line's words name as well may share it, with"
        " those words in SHARE_A_LINE"
    )


PERIODS = re.compile(r"\b(?:one|two|three|five|ten|thirty) (?:day|month|year)")


def promised_otherwise(tables: Iterable[tuple[str, str]]) -> list[str]:
    """Return the tables kept for a period that their line on the privacy page does not name.

    ``tables`` are names of tables with the words of the line.
    """
    kept = {entry.model._meta.label: entry.retention for entry in privacy_registry.registered()}
    return [
        f"{table}: kept {kept[table]!r}, and the page says {words!r}"
        for table, words in tables
        if not set(PERIODS.findall(kept[table])) <= set(PERIODS.findall(words.lower()))
    ]


def test_the_privacy_page_promises_what_the_rooms_keep() -> None:
    with translation.override("en"):
        lines = [str(how_long) for _what, how_long in kept_table().rows]
    pairs = zip(TABLES_OF_LINES, lines, strict=True)
    said = [(table, words) for tables, words in pairs for table in tables]
    assert not promised_otherwise(said)
    # Negative control: a table on the line of another.
    assert promised_otherwise([("notifications.Message", "Two years after it ends")])


def test_a_coordinator_goes_to_the_work_list(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.bram).get("/mijn/")
    assert answer.status_code == 302
    assert "/werklijst/" in answer["Location"]


def test_an_empty_home_says_what_to_do(cast: Cast, enter: Enter) -> None:
    page = read(enter(cast.stranger), "/mijn/")
    assert "Hier staat nog niets" in page
    assert 'href="/hulp-vragen/"' in page
    assert "Vraagt iemand u in een kring?" in read(enter(cast.wil), "/mijn/")


def test_home_shows_the_circles_and_nothing_of_others(cast: Cast, enter: Enter) -> None:
    assert "De kring van Joost Testerink" in read(enter(cast.fatma), "/mijn/")
    assert "Joost" not in read(enter(cast.els), "/mijn/")
    assert "Mijn profiel" in read(enter(cast.els), "/mijn/")


def propose(cast: Cast, person: Person) -> None:
    terms = AgreementTerms(
        "Wandelen",
        "",
        TUESDAY + timedelta(days=60),
        moments=(Moment(Weekday.TUESDAY, time(14)),),
    )
    agreements.propose_agreement(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=person.pk, terms=terms, at=NOON
    )


def test_home_says_what_waits_for_an_answer(cast: Cast, enter: Enter) -> None:
    membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.els.pk, SeatRole.NEIGHBOUR, "buurvrouw"),
        at=NOON,
    )
    propose(cast, cast.fatma)
    assert "Joost Testerink vraagt u in de kring" in read(enter(cast.els), "/mijn/")
    assert "Een afspraak over wat u doet voor Joost" in read(enter(cast.fatma), "/mijn/")
    assert "Een afspraak met Fatma Testoğlu" in read(enter(cast.joost), "/mijn/")
    assert "Er wacht niets op u." in read(enter(cast.noor), "/mijn/")


def test_today_shows_the_same_as_the_week_on_the_circle_page(cast: Cast) -> None:
    for person in (cast.fatma, cast.noor):
        propose(cast, person)
    for waiting in todo.signatures_waiting(cast.joost, NOON):
        agreements.sign_agreement(actor=cast.joost, agreement_id=waiting.id, at=NOON)
    for person in (cast.fatma, cast.noor):
        for waiting in todo.signatures_waiting(person, NOON):
            agreements.sign_agreement(actor=person, agreement_id=waiting.id, at=NOON)
    counts = {}
    for name, person in cast.everyone().items():
        today = todo.today_moments(person, at=NOON, today=TUESDAY)
        counts[name] = len(today)
        if name not in ("joost", "fatma", "noor"):
            continue
        view = circle_page.circle_view(person, cast.circle.pk, at=NOON, today=TUESDAY)
        (week_today,) = [day for day in view.week if day.is_today]
        assert [m.name for m in today] == [m.name for m in week_today.moments]
    seen = {name: count for name, count in counts.items() if count}
    assert seen == {"joost": 2, "fatma": 2, "noor": 1}
    everything = set(DataCategory) - {DataCategory.AGENDA}
    consents.change_consent(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=cast.fatma.pk,
        categories=everything,
        at=NOON,
    )
    assert len(todo.today_moments(cast.fatma, at=NOON, today=TUESDAY)) == 1


def test_today_in_large_letters(cast: Cast, enter: Enter) -> None:
    joost = enter(cast.joost)
    page = read(joost, "/mijn/eenvoudig/")
    assert "Ik voel me niet goed" in page
    assert "Ons bellen" in page
    assert "Morgen is het" in read(joost, "/mijn/eenvoudig/?dag=morgen")
    assert "tel:112" in read(joost, "/mijn/eenvoudig/niet-goed/")


def test_large_letters_show_who_comes_to_oneself_alone(cast: Cast, enter: Enter) -> None:
    propose(cast, cast.fatma)
    (waiting,) = todo.signatures_waiting(cast.joost, NOON)
    for signer in (cast.joost, cast.fatma):
        agreements.sign_agreement(actor=signer, agreement_id=waiting.id, at=NOON)
    with clock_at(NOON):
        assert "Fatma komt" in read(enter(cast.joost), "/mijn/eenvoudig/")
        assert "Fatma komt" not in read(enter(cast.joost), "/mijn/eenvoudig/?dag=morgen")
        # Fatma goes there herself: it is on her home, and nobody comes to her.
        assert "voor Joost" in read(enter(cast.fatma), "/mijn/")
        assert "Fatma komt" not in read(enter(cast.fatma), "/mijn/eenvoudig/")


def test_home_shows_a_proposal_until_one_has_answered(cast: Cast, enter: Enter) -> None:
    proposal = introduce(cast)
    els, link = enter(cast.els), f'href="/vraag-voor-u/{proposal.pk}/"'
    with clock_at(LATER):
        assert link in read(els, "/mijn/")
        answers.answer_as_helper(
            actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
        )
        assert link not in read(els, "/mijn/")
        assert f'href="/kennismaken/{proposal.pk}/"' in read(enter(cast.joost), "/mijn/")


def test_whom_to_call_is_the_first_contact(cast: Cast, enter: Enter) -> None:
    cast.fatma.phone = "06 0000 00 20"
    cast.fatma.save()
    membership.set_first_contact(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, at=NOON
    )
    assert "Fatma bellen" in read(enter(cast.joost), "/mijn/eenvoudig/")
    assert "Fatma bellen" not in read(enter(cast.noor), "/mijn/eenvoudig/")
