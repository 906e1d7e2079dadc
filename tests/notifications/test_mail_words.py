"""A message says exactly what was allowed by hand, on every occasion and in both languages."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core.mail import EmailMessage
from tests.cast import NOON, Cast
from tests.matching.story import LATER, match

from samenspel.notifications import mail_text, reads, services, tasks
from samenspel.notifications.models import Message
from samenspel.notifications.types import Notice, Occasion
from samenspel.people.models import Person
from samenspel.people.types import Channel

ALLOWED = tomllib.loads(Path(__file__).with_name("allowed.toml").read_text(encoding="utf-8"))
LANGUAGES = [code for code, _name in settings.LANGUAGES]
ADVICE = (
    "Nobody reading along may learn what it is about. If the words are right, allow them by "
)
ADVICE += "hand in tests/notifications/allowed.toml"
ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PATH = re.compile(rf"/(?:{'|'.join(ALLOWED['paths'])})/(?:{ID}/)*")


@dataclass(frozen=True)
class Seen:
    """All that can be read of a message without opening its address."""

    subject: str
    body: str


def allowed(person: Person, path: str, language: str, kind: str = "body") -> Seen:
    words = ALLOWED[language]
    body = words[kind].removeprefix("\n")
    site = settings.SITE_URL.rstrip("/")
    filled = body.format(
        name=person.given_name, address=site + path, site=f"{site}/", phone=settings.SITE_PHONE
    )  # nothing else of the person or the occasion
    return Seen(words["subject"], filled)


def reader_of(person: Person, language: str, channel: Channel = Channel.EMAIL) -> Person:
    person.languages, person.channel = [language], channel
    person.save(update_fields=["languages", "channel"])
    return person


def tell(person: Person, occasion: Occasion, cast: Cast) -> Message:
    notice = Notice(person.pk, occasion, "/vragen/", f"once:{occasion}", cast.helpdesk.pk)
    services.notify(notice, at=NOON)
    return Message.objects.get(key=notice.key)


def sent(message: Message) -> EmailMessage:
    outbox.outbox.clear()
    tasks.send_message(message_id=str(message.pk))
    (letter,) = outbox.outbox
    return letter


def loose_ends(letter: EmailMessage, message: Message) -> dict[str, Any]:
    """Everything a mail tells beside its subject and body, where it should tell nothing."""
    expected = {"Message-ID": f"<{message.pk}@{settings.SITE_MAIL_DOMAIN}>"}
    found = {
        "attachments": letter.attachments,
        "alternatives": getattr(letter, "alternatives", []),
        "copies": [*letter.cc, *letter.bcc, *letter.reply_to],
        "headers": {
            key: value for key, value in letter.extra_headers.items()
            if expected.get(key) != value
        },
        "sender": "" if letter.from_email == settings.DEFAULT_FROM_EMAIL else letter.from_email,
        "kind": "" if letter.content_subtype == "plain" else letter.content_subtype,
    }  # fmt: skip
    return {what: value for what, value in found.items() if value}


def test_every_occasion_was_allowed_by_hand() -> None:
    assert sorted(Occasion.values) == sorted(ALLOWED["occasions"]), ADVICE


def test_every_language_has_its_allowed_words() -> None:
    assert {key for key in ALLOWED if isinstance(ALLOWED[key], dict)} == set(LANGUAGES), ADVICE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", Occasion)
def test_a_mail_says_exactly_what_is_allowed(
    cast: Cast, occasion: Occasion, language: str
) -> None:
    person = reader_of(cast.joost, language)
    message = tell(person, occasion, cast)
    letter = sent(message)
    seen = Seen(str(letter.subject), str(letter.body))
    assert seen == allowed(person, "/vragen/", language), ADVICE
    assert not loose_ends(letter, message), ADVICE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", Occasion)
def test_a_letter_says_exactly_what_is_allowed(
    cast: Cast, occasion: Occasion, language: str
) -> None:
    person = reader_of(cast.joost, language, Channel.LETTER)
    tell(person, occasion, cast)
    (letter,) = reads.letters_page(cast.bram, NOON).letters
    said = allowed(person, "/vragen/", language, "letter")
    assert Seen(letter.subject, letter.body) == said, ADVICE
    assert "/vragen/" not in letter.body, "nobody types such an address over from paper"


def test_the_mails_of_the_main_job_say_exactly_what_is_allowed(cast: Cast) -> None:
    match(cast, LATER)
    messages = Message.objects.select_related("recipient")
    assert len(messages) >= 3
    for message in messages:
        assert PATH.fullmatch(message.path), f"{message.path} tells too much. {ADVICE}"
        language = mail_text.language_of(message.recipient)
        words = mail_text.words_for(message)
        kind = "letter" if message.channel == Channel.LETTER else "body"
        said = allowed(message.recipient, message.path, language, kind)
        assert Seen(words.subject, words.body) == said, ADVICE


@pytest.mark.parametrize("path", ["/vragen/dementie/", "/kennismaken/?taak=wandelen", "/zorg/"])
def test_an_address_that_tells_something_is_noticed(path: str) -> None:
    assert not PATH.fullmatch(path)


@pytest.mark.parametrize(
    "word",
    ["Nieuw bij Stichting Zonnehof", "Uw mantelzorg", "Er staat iets nieuws voor u klaar!"],
)
def test_one_other_word_is_noticed(cast: Cast, word: str) -> None:
    message = tell(reader_of(cast.joost, "nl"), Occasion.BOTH_SAID_YES, cast)
    said = allowed(cast.joost, "/vragen/", "nl")
    with patch.object(mail_text, "words_for", return_value=mail_text.Words(word, said.body)):
        letter = sent(message)
    assert Seen(str(letter.subject), str(letter.body)) != said


def test_a_mail_that_tells_something_elsewhere_is_noticed(cast: Cast) -> None:
    message = tell(reader_of(cast.joost, "nl"), Occasion.BOTH_SAID_YES, cast)
    letter = sent(message)
    letter.cc = ["neighbour@mail.example"]
    letter.extra_headers["X-Occasion"] = message.occasion
    letter.attach("agreement.txt", "gezelschap", "text/plain")
    assert set(loose_ends(letter, message)) == {"copies", "headers", "attachments"}
