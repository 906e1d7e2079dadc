"""Stopping on one device and going on with another: nothing is lost, or left behind."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, Enter
from tests.needs.test_asking_pages import WHO, step

WORDS = "Ik zit op donderdag alleen."
SAVED, ASK = "needs:ask_saved", "needs:ask"
START_AGAIN = "?opnieuw"


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def begin(client: Client, words: str = WORDS) -> str:
    """Answer a little, stop, and return the secret address."""
    client.post(step("voor-wie"), WHO)
    client.post(step("wat"), {"own_words": words, "later": "1"})
    return read(client, reverse(SAVED)).split("http://testserver")[1].split('"')[0]


def test_stopping_leaves_nothing_on_a_device_that_others_use(
    cast: Cast, client: Client
) -> None:
    address = begin(client)
    assert WORDS in read(client, step("wat"))
    assert client.post(reverse(SAVED))["Location"] == "/"
    assert client.get(reverse(ASK))["Location"] == step("voor-wie")
    assert WORDS not in client.get(step("wat"), follow=True).content.decode()
    elsewhere = Client()
    elsewhere.post(address)
    assert WORDS in read(elsewhere, step("wat")), "they are kept under the address"


def test_looking_at_the_address_again_is_not_stopping(cast: Cast, client: Client) -> None:
    begin(client)
    read(client, reverse(SAVED))
    assert WORDS in read(client, step("wat"))


def test_an_address_that_no_longer_works_is_not_shown(cast: Cast, client: Client) -> None:
    address = begin(client)
    Client().post(address)
    for send in (client.get, client.post):
        assert send(reverse(SAVED))["Location"] == reverse(ASK)


@pytest.mark.parametrize("again", [Client.get, Client.post])
def test_an_address_that_was_used_leads_back_to_the_answers(
    cast: Cast, client: Client, again: Callable[..., object]
) -> None:
    address = begin(client)
    elsewhere = Client()
    elsewhere.post(address)
    answer = again(elsewhere, address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Een adres werkt één keer" in page
    assert "Verder met die vraag" in page
    assert START_AGAIN not in page
    assert WORDS in read(elsewhere, step("wat"))


def test_no_button_of_this_page_throws_answers_away(cast: Cast, client: Client) -> None:
    begin(client)
    page = read(client, reverse("needs:ask_resume", args=["onbekend"]))
    assert START_AGAIN not in page
    assert f'href="{reverse(ASK)}"' in page
    assert "Verder met die vraag" not in read(Client(), reverse("needs:ask_resume", args=["x"]))


def test_going_on_says_which_question_it_replaces(cast: Cast, client: Client) -> None:
    address = begin(client)
    elsewhere = Client()
    assert "nog een andere vraag" not in read(elsewhere, address)
    begin(elsewhere, "Een andere vraag.")
    assert "nog een andere vraag" in read(elsewhere, address)
    assert reverse(SAVED) in read(elsewhere, address)
    assert "nog een andere vraag" not in read(client, address), "it is the same one here"


def test_who_was_signed_in_is_told_to_sign_in_elsewhere(
    cast: Cast, client: Client, enter: Enter
) -> None:
    fatma = enter(cast.fatma)
    address = begin(fatma)
    assert "Op een ander apparaat logt u eerst in" in read(fatma, reverse(SAVED))
    page = read(client, address)
    assert "Was u ingelogd toen u dit schreef?" in page
    assert f"{reverse('account_login')}?next={quote(address)}" in page
    assert "Was u ingelogd" not in read(enter(cast.bram), address), (
        "signing in once more does not help them"
    )


def test_a_visitor_keeps_the_address_to_themselves(cast: Cast, client: Client) -> None:
    begin(client)
    page = read(client, reverse(SAVED))
    assert "Geef het aan niemand anders" in page
    assert "logt u eerst in" not in page
