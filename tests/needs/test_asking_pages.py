"""Asking step by step: keeping, stopping, going on, sending."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import NOON, Cast, Enter

from samenspel.needs.models import AskDraft, HelpQuestion
from samenspel.needs.types import WhoMayKnow
from samenspel.people.models import Person, Representation
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import windows_of

WHO = {"for_whom": "self"}
FOR_RIET = {
    "for_whom": "other",
    "given_name": "Riet",
    "family_name": "Proefman",
    "relation": "buurvrouw",
    "subject_agreed": "on",
}
WHAT = {
    "own_words": "Ik zit op donderdag alleen.",
    "task_types": ["company", "outdoors"],
    "who_may_know": "coordinator",
    "public_note": "Een mevrouw die graag wandelt.",
}
WHEN = {
    "windows": ["3-1", "1-0"],
    "frequency": "fortnightly",
    "hours_per_week": "3",
    "urgency": "3",
}
NEAR = {
    "place": "3551",
    "languages": ["nl", "tr"],
    "interests": ["walking"],
    "boundaries": ["stairs"],
    "gender_wish": "woman",
}
CONTACT = {
    "given_name": "Anja",
    "family_name": "Proefman",
    "channel": "phone",
    "phone": "030 000 00 20",
    "email": "",
}


def step(slug: str) -> str:
    return reverse("needs:ask_step", args=[slug])


def fill_in(client: Client, who: dict[str, Any] | None = None, **changes: Any) -> None:
    """Answer the four steps before the last."""
    client.post(step("voor-wie"), who or WHO)
    client.post(step("wat"), {**WHAT, **changes})
    client.post(step("wanneer"), WHEN)
    client.post(step("dichtbij"), NEAR)


def test_a_visitor_asks_from_the_first_step_to_the_last(cast: Cast, client: Client) -> None:
    start = client.get(reverse("needs:ask"))
    assert start["Location"] == step("voor-wie")
    answers: list[dict[str, Any]] = [WHO, WHAT, WHEN, NEAR]
    slugs = ["voor-wie", "wat", "wanneer", "dichtbij", "nakijken"]
    for slug, following, answer in zip(slugs, slugs[1:], answers, strict=False):
        assert client.get(step(slug)).status_code == 200
        assert client.post(step(slug), answer)["Location"] == step(following)
    check = client.get(step("nakijken")).content.decode()
    assert "Ik zit op donderdag alleen." in check
    sent = client.post(step("nakijken"), CONTACT)
    assert sent["Location"] == reverse("needs:ask_done")
    assert reverse("needs:follow") in client.get(reverse("needs:ask_done")).content.decode()

    question = HelpQuestion.objects.get()
    assert question.asked_by == question.subject
    assert question.asked_by.phone == "030 000 00 20"
    assert question.windows == windows_of([(3, 1), (1, 0)])
    assert float(question.hours_per_week) == 1.5  # three hours every two weeks
    assert (question.urgency, question.task_types) == (3, ["company", "outdoors"])
    assert question.languages == ["nl", "tr"]
    assert question.asked_at == NOON
    assert AskDraft.objects.get().answers == {}


def test_every_step_names_the_phone_number(cast: Cast, client: Client, settings: Any) -> None:
    settings.SITE_PHONE = "030 000 00 99"
    fill_in(client)
    for slug in ("voor-wie", "wat", "wanneer", "dichtbij", "nakijken"):
        assert "tel:0300000099" in client.get(step(slug)).content.decode()


def test_answers_are_found_again_elsewhere_under_the_secret_address(
    cast: Cast, client: Client
) -> None:
    client.post(step("voor-wie"), FOR_RIET)
    half = {"own_words": "Nog niet klaar", "later": "1"}
    assert client.post(step("wat"), half)["Location"] == reverse("needs:ask_saved")
    page = client.get(reverse("needs:ask_saved")).content.decode()
    address = page.split("http://testserver")[1].split('"')[0]

    elsewhere = Client()
    looked_at = elsewhere.get(address).content.decode()
    assert "Nog niet klaar" not in looked_at, "opening the address alone shows nothing"
    elsewhere.post(address)
    assert elsewhere.get(reverse("needs:ask"))["Location"] == step("wat")
    again = elsewhere.get(step("wat")).content.decode()
    assert "Nog niet klaar" in again
    assert "Riet Proefman" in again
    assert "Nog niet klaar" not in Client().get(step("wat"), follow=True).content.decode()
    assert Client().get(address).status_code == 404, "it opens once"


def test_an_unknown_address_says_so_kindly(cast: Cast, client: Client) -> None:
    answer = client.get(reverse("needs:ask_resume", args=["onbekend"]))
    assert answer.status_code == 404
    assert reverse("needs:ask") in answer.content.decode()


def test_starting_again_shows_nothing_of_the_person_before(cast: Cast, client: Client) -> None:
    client.post(step("voor-wie"), FOR_RIET)
    client.get(reverse("needs:ask"), {"opnieuw": "1"})
    assert "Riet" not in client.get(step("voor-wie")).content.decode()


@pytest.mark.parametrize(
    ("slug", "wrong", "kept"),
    [
        ("voor-wie", {"for_whom": "other", "family_name": "Proefman"}, "Proefman"),
        ("wat", {"own_words": "Kom gerust langs"}, "Kom gerust langs"),
        ("wanneer", {**WHEN, "hours_per_week": "veel"}, 'value="veel"'),
        ("dichtbij", {**NEAR, "place": ""}, 'value="tr" checked'),
    ],
)
def test_wrong_input_comes_back_filled_in(
    cast: Cast, client: Client, slug: str, wrong: dict[str, Any], kept: str
) -> None:
    fill_in(client)
    answer = client.post(step(slug), wrong)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert kept in page
    assert "sp-errors" in page
    assert kept in client.get(step(slug)).content.decode()  # and was kept as well
    assert not HelpQuestion.objects.exists()


def test_the_week_comes_back_ticked(cast: Cast, client: Client) -> None:
    fill_in(client)
    page = client.post(step("wanneer"), {**WHEN, "frequency": "vaak"}).content.decode()
    assert 'value="3-1" checked' in page
    assert 'value="3-2" checked' not in page


def test_a_later_step_waits_for_the_earlier_ones(cast: Cast, client: Client) -> None:
    client.post(step("voor-wie"), WHO)
    assert client.get(step("nakijken"))["Location"] == step("wat")


def test_an_unknown_place_sends_back_to_that_step_and_writes_nobody_down(
    cast: Cast, client: Client
) -> None:
    fill_in(client)
    client.post(step("dichtbij"), {**NEAR, "place": "Nergenshuizen"})
    before = Person.objects.count()
    answer = client.post(step("nakijken"), CONTACT)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'href="#id_place"' in page
    assert 'value="Nergenshuizen"' in page
    assert Person.objects.count() == before
    client.post(step("dichtbij"), NEAR)
    assert 'value="Anja"' in client.get(step("nakijken")).content.decode()


def test_asking_for_someone_else_needs_their_yes_and_goes_on_record(
    cast: Cast, client: Client
) -> None:
    without = {key: value for key, value in FOR_RIET.items() if key != "subject_agreed"}
    refused = client.post(step("voor-wie"), without)
    assert refused.status_code == 200
    assert 'href="#id_subject_agreed"' in refused.content.decode()

    fill_in(client, FOR_RIET)
    client.post(step("nakijken"), CONTACT)
    question = HelpQuestion.objects.get()
    assert question.subject.full_name == "Riet Proefman"
    assert question.asked_by.given_name == "Anja"
    assert question.subject_agreed_at == NOON
    record = Representation.objects.get()
    assert (record.represented, record.representative) == (question.subject, question.asked_by)
    assert record.relation == "buurvrouw"


def test_bodily_care_asks_whether_it_feels_all_right(cast: Cast, client: Client) -> None:
    fill_in(client)
    care = {**WHAT, "task_types": ["bodily_care"]}
    asked = client.post(step("wat"), care)
    assert "id_accepts_bodily_care" in asked.content.decode()
    assert "id_accepts_bodily_care" not in Client().get(step("voor-wie")).content.decode()
    agreed = client.post(step("wat"), {**care, "accepts_bodily_care": "on"})
    assert agreed["Location"] == step("nakijken")


def test_not_knowing_yet_is_a_question_too(cast: Cast, client: Client) -> None:
    fill_in(client, own_words="", task_types=["unknown"])
    client.post(step("nakijken"), CONTACT)
    question = HelpQuestion.objects.get()
    assert question.task_types == []
    assert question.own_words


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"channel": "email", "email": ""}, "email"),
        ({"channel": "phone", "phone": "", "email": "anja@mail.example"}, "phone"),
        ({"channel": "letter", "phone": ""}, "phone"),
    ],
)
def test_what_the_chosen_channel_needs_is_asked(
    cast: Cast, client: Client, given: dict[str, str], field: str
) -> None:
    fill_in(client)
    answer = client.post(step("nakijken"), {**CONTACT, **given})
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not HelpQuestion.objects.exists()


def test_someone_signed_in_asks_without_contact_details(cast: Cast, enter: Enter) -> None:
    client = enter(cast.joost)
    fill_in(client)
    client.post(step("nakijken"), {})
    question = HelpQuestion.objects.get()
    assert (question.asked_by, question.subject) == (cast.joost, cast.joost)


def test_a_carer_asks_for_someone_in_the_circle_without_writing_them_down_again(
    cast: Cast, enter: Enter
) -> None:
    client = enter(cast.fatma)
    assert "Joost Testerink" in client.get(step("voor-wie")).content.decode()
    before = Person.objects.count()
    who = {"for_whom": f"circle:{cast.circle.pk}", "relation": "dochter"}
    refused = client.post(step("voor-wie"), who)
    assert 'href="#id_subject_agreed"' in refused.content.decode()
    fill_in(client, {**who, "subject_agreed": "on"}, who_may_know=WhoMayKnow.CIRCLE)
    client.post(step("nakijken"), {})
    question = HelpQuestion.objects.get()
    assert (question.asked_by, question.subject) == (cast.fatma, cast.joost)
    assert Person.objects.count() == before


def test_nobody_asks_for_a_circle_that_is_not_theirs(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stranger)
    who = {"for_whom": f"circle:{cast.circle.pk}", "subject_agreed": "on"}
    assert client.post(step("voor-wie"), who).status_code == 200
    assert client.get(step("nakijken"))["Location"] == step("voor-wie")


def test_a_sent_question_is_followed_after_signing_in(cast: Cast, client: Client) -> None:
    fill_in(client)
    client.post(step("nakijken"), CONTACT)
    question = HelpQuestion.objects.get()
    assert client.get(reverse("needs:follow")).status_code == 302  # to the sign-in page
    client.force_login(cast.stranger.account)
    followed = client.get(reverse("needs:follow"))
    assert followed["Location"] == reverse("needs:question", args=[question.pk])
    question.refresh_from_db()
    assert question.asked_by == cast.stranger
    assert client.get(followed["Location"]).status_code == 200
    assert client.get(reverse("needs:follow"))["Location"] == reverse("needs:questions")


def test_sending_twice_asks_once(cast: Cast, client: Client) -> None:
    fill_in(client)
    client.post(step("nakijken"), CONTACT)
    again = client.post(step("nakijken"), CONTACT)
    assert again["Location"] == step("voor-wie")  # starts again: nothing is left to send
    assert HelpQuestion.objects.count() == 1


def test_all_kinds_of_help_can_be_chosen(cast: Cast, client: Client) -> None:
    client.post(step("voor-wie"), WHO)
    page = client.get(step("wat")).content.decode()
    assert all(f'value="{kind}"' in page for kind in TaskType.values)


def test_a_check_before_anything_was_answered_leads_to_the_first_step(cast: Cast) -> None:
    answer = Client().post("/hulp-vragen/nakijken/", {})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/hulp-vragen/voor-wie/"
