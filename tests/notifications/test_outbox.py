"""A message leaves once, and a letter is printed once; tests/notifications/allowed.toml has the
words."""

from unittest.mock import patch

import pytest
from django.core import mail as outbox
from django.urls import reverse
from tests.cast import NOON, Cast
from tests.matching.story import LATER, clock_at, signed_in

from samenspel.core.errors import NotFoundError
from samenspel.notifications import mail_text, reads, services, tasks
from samenspel.notifications.models import Message
from samenspel.notifications.types import SPOKEN, Notice, Occasion
from samenspel.people.models import Address, Person
from samenspel.people.types import Channel


def tell(person: Person, cast: Cast, key: str = "once") -> Message:
    services.notify(
        Notice(
            person.pk, Occasion.PROPOSAL_FOR_RECEIVER, "/kennismaken/", key, cast.helpdesk.pk
        ),
        at=NOON,
    )
    return Message.objects.get(key=key)


def hears_by(person: Person, channel: Channel) -> Person:
    person.channel = channel
    person.save(update_fields=["channel"])
    return person


def test_a_message_is_kept_once_and_sent_once(cast: Cast) -> None:
    first, second = tell(cast.joost, cast), tell(cast.joost, cast)
    assert first.pk == second.pk
    tasks.send_message(message_id=str(first.pk))
    tasks.send_message(message_id=str(first.pk))
    assert len(outbox.outbox) == 1
    first.refresh_from_db()
    assert first.sent_at is not None


def test_what_one_worker_claimed_no_other_sends(cast: Cast) -> None:
    message = tell(cast.joost, cast)
    assert tasks.claim(str(message.pk)) is not None
    assert tasks.claim(str(message.pk)) is None
    tasks.send_message(message_id=str(message.pk))
    assert outbox.outbox == []


def test_an_unreachable_server_is_tried_again(cast: Cast) -> None:
    message = tell(cast.joost, cast)
    with patch.object(mail_text, "send", side_effect=ConnectionRefusedError):
        tasks.send_message(message_id=str(message.pk))
    message.refresh_from_db()
    assert (message.sent_at, message.claimed_at) == (None, None)
    tasks.sweep(timestamp=0)
    assert len(outbox.outbox) == 1


def test_nothing_goes_to_someone_who_has_died(cast: Cast) -> None:
    cast.joost.deceased_on = NOON.date()
    cast.joost.save(update_fields=["deceased_on"])
    services.notify(Notice(cast.joost.pk, Occasion.QUESTION_RECEIVED, "/vragen/", "k"), at=NOON)
    assert not Message.objects.exists()


def test_people_without_an_address_are_called_or_written_to(cast: Cast) -> None:
    assert services.channel_of(cast.joost) == Channel.EMAIL
    person = Person(given_name="Riet", channel=Channel.EMAIL, phone="030 000 00 11")
    assert services.channel_of(person) == Channel.PHONE
    person.phone = ""
    assert services.channel_of(person) == Channel.LETTER


def test_letters_are_printed_once_by_their_own_organisation(cast: Cast) -> None:
    message = tell(hears_by(cast.joost, Channel.LETTER), cast)
    bram, dirk = signed_in(cast.bram), signed_in(cast.dirk)
    url = reverse("notifications:letters")
    text = bram.get(url).content.decode()
    assert "1 brief om te printen" in text
    assert "Joost Testerink" in text
    assert "Joost" not in dirk.get(url).content.decode()
    dirk.post(url, {"letters": str(message.pk)})
    message.refresh_from_db()
    assert message.sent_at is None
    with clock_at(LATER):
        bram.post(url, {"letters": str(message.pk)})
        assert "Geen brieven om te printen" in bram.get(url).content.decode()
    message.refresh_from_db()
    assert (message.sent_at, message.sent_by) == (LATER, cast.bram)


def test_a_letter_that_cannot_be_sent_by_post_says_so(cast: Cast) -> None:
    Address.objects.filter(person=cast.joost).update(street="", house_number="")
    tell(hears_by(cast.joost, Channel.LETTER), cast)
    page = signed_in(cast.bram).get(reverse("notifications:letters")).content.decode()
    assert "Wij weten de straat niet" in page
    assert f"tel:{cast.joost.phone.replace(' ', '')}" in page
    Address.objects.filter(person=cast.joost).update(street="Proefstraat", house_number="1")
    page = signed_in(cast.bram).get(reverse("notifications:letters")).content.decode()
    assert "Wij weten de straat niet" not in page
    assert "Proefstraat 1" in page


def test_whoever_has_no_e_mail_is_on_a_list_to_call(cast: Cast) -> None:
    """Once called they are off it; an answer that is awaited stands on the work list itself."""
    message = tell(hears_by(cast.joost, Channel.PHONE), cast)
    Message.objects.filter(pk=message.pk).update(occasion=Occasion.IN_YOUR_NAME)
    bram, dirk = signed_in(cast.bram), signed_in(cast.dirk)
    url = reverse("notifications:letters")
    assert "Nieuws per telefoon" in bram.get("/werklijst/").content.decode()
    assert "Nieuws per telefoon" not in dirk.get("/werklijst/").content.decode()
    text = bram.get(url).content.decode()
    assert "Joost Testerink" in text
    assert "030 000 00 10" in text
    assert "Er is iets gedaan in naam van deze persoon." in text
    assert "Joost" not in dirk.get(url).content.decode()
    dirk.post(url, {"letters": str(message.pk), "called": "on"})
    assert Message.objects.to_call().exists()
    bram.post(url, {"letters": str(message.pk), "called": "on"})
    assert "Joost" not in bram.get(url).content.decode()
    Message.objects.update(occasion=Occasion.PROPOSAL_FOR_RECEIVER, sent_at=None)
    assert "Joost" not in bram.get(url).content.decode()


def test_whoever_calls_knows_what_to_say_on_every_occasion() -> None:
    on_the_work_list = {Occasion.PROPOSAL_FOR_HELPER, Occasion.PROPOSAL_FOR_RECEIVER}
    assert set(SPOKEN) == set(Occasion) - on_the_work_list
    assert len({str(words) for words in SPOKEN.values()}) == len(SPOKEN)


def test_only_coordinators_print_letters(cast: Cast) -> None:
    for person in (cast.els, cast.wil, cast.noor, cast.stranger):
        with pytest.raises(NotFoundError):
            reads.letters_page(person, NOON)
        assert signed_in(person).get(reverse("notifications:letters")).status_code == 404


def test_a_broken_list_of_letters_is_said_in_words(cast: Cast) -> None:
    tell(hears_by(cast.joost, Channel.LETTER), cast)
    response = signed_in(cast.bram).post(
        reverse("notifications:letters"), {"letters": "nonsense"}
    )
    assert "Open de pagina opnieuw." in response.content.decode()


def test_a_broken_call_is_said_in_words_where_there_are_only_calls(cast: Cast) -> None:
    message = tell(hears_by(cast.joost, Channel.PHONE), cast)
    Message.objects.filter(pk=message.pk).update(occasion=Occasion.IN_YOUR_NAME)
    response = signed_in(cast.bram).post(
        reverse("notifications:letters"), {"letters": "nonsense", "called": "on"}
    )
    page = response.content.decode()
    assert "Open de pagina opnieuw." in page
    assert "Wacht sinds" in page
    assert Message.objects.to_call().exists()


def test_letters_cost_as_many_queries_for_twenty_as_for_one(
    cast: Cast, django_assert_num_queries
) -> None:
    person = hears_by(cast.joost, Channel.LETTER)
    tell(person, cast, "first")
    with django_assert_num_queries(4):
        reads.letters_page(cast.bram, NOON)
    for number in range(20):
        tell(person, cast, f"more-{number}")
    with django_assert_num_queries(4):
        reads.letters_page(cast.bram, NOON)
