"""The question page, the list, and entering by phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast, Enter

from samenspel.access import decide
from samenspel.access.models import ReadLogEntry
from samenspel.access.rules import Permission
from samenspel.circles.models import Circle
from samenspel.circles.reads.circle_page import circle_view
from samenspel.needs.models import HelpQuestion
from samenspel.needs.question_words import question_title
from samenspel.needs.reads.question_lines import questions_around, questions_for
from samenspel.needs.services import asking
from samenspel.needs.types import Ask, QuestionState, WhoMayKnow
from samenspel.organisations import services as organisations
from samenspel.organisations.types import JobRole
from samenspel.people.models import Person
from samenspel.people.services import acting_for
from samenspel.people.types import RepresentationKind
from samenspel.vocabulary.kinds_of_help import TaskType

PHONE = {
    "given_name": "Corrie",
    "family_name": "Proefhuis",
    "phone": "030 000 00 30",
    "own_words": "Wil graag iemand om mee te kaarten.",
    "task_types": ["company"],
    "windows": ["3-1"],
    "place": "Proefdorp",
    "frequency": "weekly",
    "hours_per_week": "2",
    "urgency": "2",
    "who_may_know": "neighbourhood",
    "languages": ["nl"],
    "gender_wish": "none",
    "subject_agreed": "on",
}


def ask(subject: Person, asked_by: Person | None = None, **changes: Any) -> HelpQuestion:
    told: dict[str, Any] = {
        "own_words": "Ik zit donderdag de hele middag alleen.",
        "task_types": (TaskType.COMPANY,),
        "windows": THURSDAY_AFTERNOON,
        "place": "Proefwijk",
        "who_may_know": WhoMayKnow.CIRCLE,
    }
    question = Ask(**{**told, **changes})
    return asking.ask(asked_by=asked_by or subject, subject=subject, question=question, at=NOON)


def address(name: str, question: HelpQuestion) -> str:
    return reverse(f"needs:{name}", args=[question.pk])


def test_a_title_reads_well_in_both_languages(cast: Cast) -> None:
    with translation.override("nl"):
        title = question_title([TaskType.COMPANY], THURSDAY_AFTERNOON)
        assert title == "Gezelschap op donderdagmiddag"
    with translation.override("en"):
        title = question_title([TaskType.COMPANY], THURSDAY_AFTERNOON)
        assert title == "Company on Thursday afternoon"


def test_only_who_may_read_a_question_finds_it(cast: Cast, enter: Enter) -> None:
    question = ask(cast.joost)
    allowed = {cast.joost, cast.fatma, cast.bram}
    for person in cast.everyone().values():
        status = enter(person).get(address("question", question)).status_code
        assert status == (200 if person in allowed else 404), person
    assert Client().get(address("question", question)).status_code == 302


def test_the_list_of_what_one_may_read_is_what_decide_allows(cast: Cast) -> None:
    questions = [
        ask(cast.joost),
        ask(cast.joost, who_may_know=WhoMayKnow.COORDINATOR),
        ask(cast.joost, cast.fatma, who_may_know=WhoMayKnow.NEIGHBOURHOOD),
        ask(cast.els, who_may_know=WhoMayKnow.COORDINATOR),
    ]
    acting_for.record_representation(
        actor=cast.bram,
        represented=cast.els,
        representative=cast.noor,
        kind=RepresentationKind.MENTOR,
        relation="",
        at=NOON,
    )
    acting_for.record_representation(
        actor=cast.bram,
        represented=cast.joost,
        representative=cast.wil,
        kind=RepresentationKind.CURATOR,
        relation="",
        at=NOON,
    )
    acting_for.block(actor=cast.joost, about_id=cast.bram.pk, at=NOON)
    organisations.appoint(
        person_id=cast.noor.pk,
        organisation=cast.helpdesk,
        job_role=JobRole.COORDINATOR,
        valid_from=(NOON - timedelta(days=9)).date(),
    )
    for person in cast.everyone().values():
        listed = set(HelpQuestion.objects.visible_to(person, NOON))
        decided = {
            question
            for question in questions
            if decide.decide(person, Permission.QUESTION_VIEW, question, NOON).allowed
        }
        assert listed == decided, person
        if Circle.objects.visible_to(person, NOON).filter(pk=cast.circle.pk).exists():
            view = circle_view(person, cast.circle.pk, at=NOON, today=NOON.date())
            shown = {line.id for line in questions_around(person, view, at=NOON)}
            around = {each.pk for each in decided if each.subject == cast.joost}
            assert shown == around, person


def test_someone_in_the_circle_takes_the_question(cast: Cast, enter: Enter) -> None:
    question = ask(cast.joost)
    client = enter(cast.fatma)
    assert (
        address("question_take", question)
        in client.get(address("question", question)).content.decode()
    )
    taken = client.post(address("question_take", question), follow=True)
    question.refresh_from_db()
    assert (question.state, question.taken_by) == (QuestionState.MATCHED, cast.fatma)
    assert "sp-alert--success" in taken.content.decode()
    again = client.post(address("question_take", question), follow=True)
    assert "sp-alert--danger" in again.content.decode()  # no longer open: said, not a crash


def test_the_asker_changes_words_asks_wider_and_withdraws(cast: Cast, enter: Enter) -> None:
    question = ask(cast.joost)
    client = enter(cast.joost)
    client.post(address("question_note", question), {"public_note": "Een meneer die wandelt."})
    client.post(address("question_neighbourhood", question))
    question.refresh_from_db()
    assert question.public_note == "Een meneer die wandelt."
    assert question.who_may_know == WhoMayKnow.NEIGHBOURHOOD
    page = client.get(address("question", question)).content.decode()
    assert address("question_withdraw", question) in page
    assert address("question_take", question) not in page
    client.post(address("question_withdraw", question))
    question.refresh_from_db()
    assert question.state == QuestionState.WITHDRAWN
    page = client.get(address("question", question)).content.decode()
    assert address("question_withdraw", question) not in page


def test_too_many_words_for_a_helper_come_back(cast: Cast, enter: Enter) -> None:
    question = ask(cast.joost)
    words = "wandelen " * 100
    answer = enter(cast.joost).post(address("question_note", question), {"public_note": words})
    assert answer.status_code == 200
    assert words.strip() in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["question_take", "question_neighbourhood", "question_withdraw", "question_note"],
)
def test_a_stranger_changes_nothing(cast: Cast, enter: Enter, name: str) -> None:
    question = ask(cast.joost)
    for person in (cast.stranger, cast.els, cast.dirk, cast.wil):
        answer = enter(person).post(address(name, question), {"public_note": "x"})
        assert answer.status_code == 404, person
    question.refresh_from_db()
    assert (question.state, question.public_note) == (QuestionState.OPEN, "")


def test_the_list_shows_own_questions_or_how_to_begin(cast: Cast, enter: Enter) -> None:
    question = ask(cast.joost)
    url = reverse("needs:questions")
    assert address("question", question) in enter(cast.joost).get(url).content.decode()
    empty = enter(cast.stranger).get(url).content.decode()
    assert address("question", question) not in empty
    assert reverse("needs:ask") in empty


def test_a_coordinator_has_the_questions_of_their_own_organisation(cast: Cast) -> None:
    own, other = ask(cast.joost), ask(cast.els)
    HelpQuestion.objects.filter(pk=other.pk).update(organisation=cast.elsewhere)
    for coordinator, question in ((cast.bram, own), (cast.dirk, other)):
        assert list(HelpQuestion.objects.coordinated_by(coordinator, NOON)) == [question]
    assert not HelpQuestion.objects.coordinated_by(cast.joost, NOON).exists()


def test_the_list_begins_with_what_has_waited_longest(cast: Cast) -> None:
    late, first, middle = ask(cast.joost), ask(cast.joost), ask(cast.joost)
    for question, days in ((first, 9), (middle, 5)):
        asked_at = NOON - timedelta(days=days)
        HelpQuestion.objects.filter(pk=question.pk).update(asked_at=asked_at)
    lines = questions_for(cast.joost, at=NOON)
    assert [line.id for line in lines] == [first.pk, middle.pk, late.pk]


@pytest.mark.parametrize("kind", list(RepresentationKind))
def test_whoever_reads_a_question_in_a_circle_is_written_down_as_who_they_are(
    cast: Cast, kind: RepresentationKind
) -> None:
    """Someone who decides by law, beside a seat; and whoever coordinates with a seat."""
    question = ask(cast.joost)
    for reader in (cast.fatma, cast.noor):
        acting_for.record_representation(
            actor=cast.joost, represented=cast.joost, representative=reader, kind=kind,
            relation="", at=NOON,
        )  # fmt: skip
    organisations.appoint(
        person_id=cast.noor.pk,
        organisation=cast.helpdesk,
        job_role=JobRole.COORDINATOR,
        valid_from=(NOON - timedelta(days=9)).date(),
    )
    for reader in (cast.fatma, cast.noor):
        view = circle_view(reader, cast.circle.pk, at=NOON, today=NOON.date())
        (line,) = questions_around(reader, view, at=NOON)
        decided = decide.decide(reader, Permission.QUESTION_VIEW, question, NOON)
        look = ReadLogEntry.objects.filter(user=reader, client=cast.joost).latest("pk")
        assert (line.id, look.role) == (question.pk, decided.role), (reader, kind)


def test_the_list_costs_as_many_queries_for_twenty_as_for_one(cast: Cast, enter: Enter) -> None:
    client, url = enter(cast.joost), reverse("needs:questions")
    ask(cast.joost)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(19):
        ask(cast.joost)
    with CaptureQueriesContext(connection) as twenty:
        client.get(url)
    assert len(twenty) == len(one)


def test_a_question_comes_in_by_phone(cast: Cast, enter: Enter) -> None:
    client, url = enter(cast.bram), reverse("needs:by_phone")
    kept = client.post(url, PHONE)
    question = HelpQuestion.objects.get()
    assert kept["Location"] == f"{url}?bewaard={question.pk}"
    assert f"/koppelen/{question.pk}/" in client.get(kept["Location"]).content.decode()
    assert question.recorded_by == cast.bram
    assert question.subject == question.asked_by
    assert question.organisation == cast.helpdesk
    assert question.windows == THURSDAY_AFTERNOON


def test_a_neighbour_calls_for_someone_else(cast: Cast, enter: Enter) -> None:
    for_other = {
        **PHONE,
        "subject_given_name": "Henk",
        "subject_family_name": "Proefhof",
        "relation": "buurvrouw",
    }
    enter(cast.bram).post(reverse("needs:by_phone"), for_other)
    question = HelpQuestion.objects.get()
    assert question.subject.full_name == "Henk Proefhof"
    assert question.asked_by.given_name == "Corrie"
    assert question.relation == "buurvrouw"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject_agreed": ""}, "subject_agreed"),
        ({"place": "Nergenshuizen"}, "place"),
        ({"own_words": "", "task_types": []}, "own_words"),
        ({"task_types": ["bodily_care"]}, "accepts_bodily_care"),
    ],
)
def test_a_phone_question_that_is_not_right_comes_back(
    cast: Cast, enter: Enter, wrong: dict[str, Any], field: str
) -> None:
    given = {key: value for key, value in {**PHONE, **wrong}.items() if value}
    before = Person.objects.count()
    answer = enter(cast.bram).post(reverse("needs:by_phone"), given)
    page = answer.content.decode()
    assert f'href="#id_{field}"' in page
    assert 'value="Corrie"' in page
    assert 'value="3-1" checked' in page
    assert not HelpQuestion.objects.exists()
    assert Person.objects.count() == before


def test_someone_who_coordinates_nowhere_finds_no_phone_form(cast: Cast, enter: Enter) -> None:
    url = reverse("needs:by_phone")
    for person in (cast.joost, cast.els, cast.noor, cast.wil, cast.stranger):
        assert enter(person).get(url).status_code == 404
        assert enter(person).post(url, PHONE).status_code == 404
    assert not HelpQuestion.objects.exists()
    assert Client().get(url).status_code == 302
