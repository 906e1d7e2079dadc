"""The Dutch catalogue of the look is complete and speaks plainly."""

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext

from samenspel import ui

FOLDER = Path(ui.__file__).parent / "locale" / "nl" / "LC_MESSAGES"
INFORMAL = re.compile(r"\b(je|jij|jouw|jullie)\b", re.IGNORECASE)


def messages() -> list[Message]:
    with (FOLDER / "django.po").open("rb") as file:
        return [message for message in read_po(file, locale="nl") if message.id]


def pairs(catalogue: Iterable[Message]) -> dict[str, str]:
    return {str(tuple(m.id)): str(tuple(m.string)) for m in catalogue if m.id}


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_everything_is_translated_and_nothing_is_fuzzy() -> None:
    for message in messages():
        assert all(texts(message)), message.id
        assert not message.fuzzy, message.id


def test_people_are_addressed_with_u() -> None:
    for message in messages():
        for text in texts(message):
            assert not INFORMAL.search(text), text
    assert INFORMAL.search("Meld je aan")


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = pairs(read_mo(file))
    assert compiled == pairs(messages())


def test_our_words_win_over_those_of_the_sign_in_package() -> None:
    with translation.override("nl"):
        assert gettext("Sign in with a passkey") == "Inloggen met een passkey"
