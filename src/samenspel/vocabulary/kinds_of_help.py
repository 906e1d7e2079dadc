"""The one list of ready-made kinds of help, with every word that screens say about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWords:
    """What screens say of a kind of help; leaving one out is an error when this is imported.

    ``icon`` is a name in ``ui.icons``; ``asked`` explains the kind to people who ask for it,
    ``offered`` to people who offer it; ``invitation`` heads the question that a helper gets,
    with ``%(on)s`` where the moment goes.
    """

    label: _StrPromise
    icon: str
    asked: _StrPromise
    offered: _StrPromise
    invitation: _StrPromise


class TaskType(TextChoices):
    """Ready-made kinds of help, in the order in which screens show them.

    ``code`` is how the engine counts a kind: files keep it, so it never changes, wherever the
    kind stands. A new kind stands beside what is like it, with the first code that is free.
    """

    code: int
    words: HelpWords

    def __new__(
        cls, value: str, code: int | None = None, words: HelpWords | None = None
    ) -> TaskType:
        """Make a kind of help, with its code and all of its words.

        They look optional because ``TaskType("pets")``, to find one, has this signature too.
        """
        if code is None or words is None:
            raise TypeError(f"{value}: give this kind of help its code and its HelpWords")
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.code = code
        kind.words = words
        return kind

    @property
    def label(self) -> _StrPromise:
        """What the kind is called."""
        return self.words.label

    COMPANY = (
        "company",
        0,
        HelpWords(
            label=_("Company"),
            icon="cup",
            asked=_("a cup of coffee, a chat"),
            offered=_("a cup of coffee, a chat"),
            invitation=_("Would you like to keep someone company%(on)s?"),
        ),
    )
    READING_ALOUD = (
        "reading_aloud",
        12,
        HelpWords(
            label=_("Reading aloud"),
            icon="book",
            asked=_("a book, the newspaper, letters"),
            offered=_("a book, the newspaper, letters"),
            invitation=_("Would you like to read aloud to someone%(on)s?"),
        ),
    )
    OUTDOORS = (
        "outdoors",
        1,
        HelpWords(
            label=_("Going out together"),
            icon="walk",
            asked=_("a walk, the market, church or mosque"),
            offered=_("walking, the market, church or mosque"),
            invitation=_("Would you like to go out with someone%(on)s?"),
        ),
    )
    GROCERIES = (
        "groceries",
        2,
        HelpWords(
            label=_("Groceries"),
            icon="cart",
            asked=_("together or for you"),
            offered=_("together or for someone"),
            invitation=_("Would you like to do the shopping for someone%(on)s?"),
        ),
    )
    TRANSPORT = (
        "transport",
        3,
        HelpWords(
            label=_("Transport"),
            icon="car",
            asked=_("to the hospital or to family"),
            offered=_("to the hospital or to family"),
            invitation=_("Would you like to give someone a lift%(on)s?"),
        ),
    )
    HOME_GARDEN = (
        "home_garden",
        4,
        HelpWords(
            label=_("House and garden"),
            icon="tools",
            asked=_("a lamp, the lawn, a dustbin"),
            offered=_("a lamp, the lawn, a dustbin"),
            invitation=_("Would you like to do an odd job for someone%(on)s?"),
        ),
    )
    PAPERWORK = (
        "paperwork",
        5,
        HelpWords(
            label=_("Paperwork"),
            icon="document",
            asked=_("post, forms, money matters"),
            offered=_("post and forms, never the bank card"),
            invitation=_("Would you like to help someone with their post%(on)s?"),
        ),
    )
    RESPITE = (
        "respite",
        6,
        HelpWords(
            label=_("Someone else for a while"),
            icon="swap",
            asked=_("so that whoever cares for you can rest"),
            offered=_("so that a carer can rest for a while"),
            invitation=_("Would you like to take over for someone%(on)s?"),
        ),
    )
    LANGUAGE = (
        "language",
        7,
        HelpWords(
            label=_("Practising the language"),
            icon="chat",
            asked=_("talking and reading together"),
            offered=_("talking and reading together"),
            invitation=_("Would you like to practise Dutch with someone%(on)s?"),
        ),
    )
    DIGITAL = (
        "digital",
        8,
        HelpWords(
            label=_("Phone and computer"),
            icon="phone",
            asked=_("calling, messages, internet"),
            offered=_("calling, messages, internet"),
            invitation=_("Would you like to help someone with their phone or computer%(on)s?"),
        ),
    )
    PETS = (
        "pets",
        9,
        HelpWords(
            label=_("Pets"),
            icon="heart",
            asked=_("walking the dog, feeding the cat"),
            offered=_("walking the dog, feeding the cat"),
            invitation=_("Would you like to look after an animal for someone%(on)s?"),
        ),
    )
    NIGHT_WATCH = (
        "night_watch",
        10,
        HelpWords(
            label=_("Staying the night"),
            icon="moon",
            asked=_("someone in the house at night"),
            offered=_("being in the house at night"),
            invitation=_("Would you like to stay overnight at someone's home%(on)s?"),
        ),
    )
    BODILY_CARE = (
        "bodily_care",
        11,
        HelpWords(
            label=_("Washing and dressing"),
            icon="person",
            asked=_("only with someone trained, as agreed"),
            offered=_("only after training, as agreed"),
            invitation=_("Would you like to help someone with washing and dressing%(on)s?"),
        ),
    )
