"""The words of an e-mail or letter: always the same, and nothing about care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from samenspel.people import reads as people_reads
from samenspel.people.types import Channel

if TYPE_CHECKING:
    from samenspel.notifications.models import Message
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body as the recipient reads them."""

    subject: str
    body: str


def address_of(person: Person) -> str:
    """Return where e-mail reaches this person, or an empty string."""
    account = people_reads.find_account(person.pk)
    return account.email if account else person.email


def language_of(person: Person) -> str:
    """Return "en" for people who read English and no Dutch, otherwise "nl"."""
    return "en" if "nl" not in person.languages and "en" in person.languages else "nl"


def words_for(message: Message) -> Words:
    """Return the neutral words, in the recipient's language; nobody clicks on paper."""
    with translation.override(language_of(message.recipient)):
        words = _letter() if message.channel == Channel.LETTER else _mail()
        body = words % {
            "name": message.recipient.given_name,
            "address": settings.SITE_URL.rstrip("/") + message.path,
            "site": settings.SITE_URL.rstrip("/") + "/",
            "phone": settings.SITE_PHONE,
        }
        return Words(_("There is something new for you"), body)


def _mail() -> str:
    return _(
        "Hello %(name)s,\n\n"
        "There is something new for you at samenspel. You can read it here:\n"
        "%(address)s\n\n"
        "Rather talk to someone? Call %(phone)s.\n\n"
        "For your privacy we never write in a message what it is about."
    )


def _letter() -> str:
    return _(
        "Hello %(name)s,\n\n"
        "There is something new for you at samenspel. Call %(phone)s, and we tell you more.\n\n"
        "Do you sign in on our site yourself? Then you read it there: %(site)s\n\n"
        "For your privacy we never write in a letter what it is about."
    )


def send(message: Message) -> None:
    """Hand one message to the mail server; raises what the server raises."""
    words = words_for(message)
    EmailMessage(
        subject=words.subject,
        body=words.body,
        to=[address_of(message.recipient)],
        headers={"Message-ID": f"<{message.pk}@{settings.SITE_MAIL_DOMAIN}>"},
    ).send()
