"""Someone who presses twice, or two people with one address at once: one of each, no error."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, Enter, make_areas

from samenspel.circles.models import Membership
from samenspel.needs.models import HelpQuestion
from samenspel.organisations import services as organisations
from samenspel.organisations.types import OrganisationKind
from samenspel.people.models import Account, Person
from samenspel.volunteering.models import Offer

JOIN = {
    "given_name": "Anja",
    "channel": "phone",
    "phone": "030 000 00 20",
    "email": "anja@mail.example",
    "task_types": ["company"],
    "windows": ["3-1"],
    "hours_per_week": "2",
    "asks_per_month": "2",
    "place": "3551",
    "radius_km": "5",
    "languages": ["nl"],
}
CALL = {
    "given_name": "Anja",
    "phone": "030 000 00 20",
    "own_words": "Ik zit alleen.",
    "task_types": ["company"],
    "place": "3551",
    "frequency": "weekly",
    "hours_per_week": "2",
    "urgency": "3",
    "languages": ["nl"],
    "who_may_know": "coordinator",
    "gender_wish": "none",
    "subject_agreed": "on",
}
INVITE = {
    "given_name": "Anja",
    "phone": "030 000 00 20",
    "role": "neighbour",
    "contact": "weekly",
}


def once_of(client: Client, address: str) -> dict[str, str]:
    """The hidden id on the page of a form."""
    page = client.get(address).content.decode()
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return {"once": found.group(1)}


def press_twice(client: Client, address: str, sent: dict[str, object]) -> None:
    """Send the same form again; both lead to the same page."""
    sent = {**sent, **once_of(client, address)}
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.status_code == second.status_code == 302, first.content.decode()
    assert first["Location"] == second["Location"]


def test_one_press_offers_once(cast: Cast, client: Client) -> None:
    press_twice(client, reverse("volunteering:join"), JOIN)
    assert Offer.objects.filter(person__given_name="Anja").count() == 1
    assert Person.objects.filter(given_name="Anja").count() == 1


def test_another_form_offers_again(cast: Cast, client: Client) -> None:
    address = reverse("volunteering:join")
    for _time in range(2):
        client.post(address, {**JOIN, **once_of(client, address)})
    assert Person.objects.filter(given_name="Anja").count() == 2
    assert Account.objects.filter(email="anja@mail.example").count() == 1


def test_one_press_writes_a_call_down_once(cast: Cast, enter: Enter) -> None:
    press_twice(enter(cast.bram), reverse("needs:by_phone"), CALL)
    question = HelpQuestion.objects.get(subject__given_name="Anja")
    assert question.recorded_by == cast.bram


def test_one_press_invites_once(cast: Cast, enter: Enter) -> None:
    address = reverse("circles:invite", args=[cast.circle.pk])
    press_twice(enter(cast.joost), address, INVITE)
    assert Membership.objects.filter(person__given_name="Anja").count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_sign_ups_at_once_get_one_account_and_one_answer() -> None:
    meeting, address = Barrier(4), reverse("account_signup")

    def sign_up(_number: int) -> tuple[int, str]:
        client = Client(raise_request_exception=False)
        meeting.wait()
        answer = client.post(address, {"email": "vier@mail.example"})
        connections.close_all()
        return answer.status_code, answer.get("Location", "")

    with ThreadPoolExecutor(4) as threads:
        told = set(threads.map(sign_up, range(4)))
    assert len(told) == 1
    assert told.pop()[0] == 302
    assert Account.objects.filter(email="vier@mail.example").count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_who_want_to_help_with_one_address_get_one_account() -> None:
    make_areas()
    organisations.set_up_organisation(
        name="Stichting Proefhulp", kind=OrganisationKind.VOLUNTEER, takes_new_questions=True
    )
    meeting, address = Barrier(4), reverse("volunteering:join")

    def join(_number: int) -> tuple[int, str]:
        client = Client(raise_request_exception=False)
        meeting.wait()
        answer = client.post(address, JOIN)
        connections.close_all()
        return answer.status_code, answer.get("Location", "")

    with ThreadPoolExecutor(4) as threads:
        told = set(threads.map(join, range(4)))
    assert told == {(302, reverse("volunteering:join_done"))}
    assert Account.objects.filter(email="anja@mail.example").count() == 1
