"""The circle page: everything this person may see of a circle, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from samenspel.access.read_log import one_page
from samenspel.access.rules import Permission
from samenspel.circles.reads import circle_page as circle_circle_page
from samenspel.circles.reads.circle_page import CircleView
from samenspel.circles.types import AgreementLine, MemberLine
from samenspel.consent.types import DataCategory
from samenspel.needs.reads import question_lines
from samenspel.needs.types import QuestionLine
from samenspel.portal import time_words
from samenspel.ui.ecogram import Ecogram, EcoPerson
from samenspel.ui.part_values import Day

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

OPEN_SEATS = 2
NOTES = {
    Permission.CIRCLE_DAILY_LIFE: DataCategory.DAILY_LIFE,
    Permission.CIRCLE_HEALTH: DataCategory.HEALTH,
    Permission.CIRCLE_MONEY: DataCategory.MONEY,
}


@dataclass(frozen=True, slots=True)
class NoteSection:
    """What is written in one category, empty when nothing is."""

    category: str
    label: str
    body: str


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """An agreement with its weekly moments and its dates in words."""

    line: AgreementLine
    moments: tuple[str, ...]
    dates: str


@dataclass(frozen=True, slots=True)
class CirclePage:
    """The circle page: everything this person may see of it, ready to draw."""

    circle: CircleView
    headline: str
    me: MemberLine | None
    others: tuple[MemberLine, ...]
    ecogram: Ecogram | None
    week: tuple[Day, ...]
    week_title: str
    question: QuestionLine | None
    questions: tuple[QuestionLine, ...]
    to_sign: tuple[AgreementCard, ...]
    agreements: tuple[AgreementCard, ...]
    notes: tuple[NoteSection, ...]
    may_write: bool
    sees_agenda: bool
    sees_people: bool

    @property
    def has_open_seat(self) -> bool:
        """Whether the drawing shows a place that nobody has taken yet."""
        return self.ecogram is not None and any(each.is_open for each in self.ecogram.people)


@one_page()
def circle_page(actor: Person, circle_id: UUID, *, at: datetime, today: date) -> CirclePage:
    """Return the circle as this person may see it; the look is written down."""
    view = circle_circle_page.circle_view(actor, circle_id, at=at, today=today)
    questions = question_lines.questions_around(actor, view, at=at)
    cards = tuple(_agreement_card(each) for each in view.agreements)
    return CirclePage(
        circle=view,
        headline=_headline(view),
        me=next((member for member in view.members if member.is_me), None),
        others=tuple(member for member in view.members if not member.is_subject),
        ecogram=_with_open_seats(view.ecogram, questions) if view.ecogram else None,
        week=time_words.week_days(view.week),
        week_title=time_words.week_title(view.week),
        question=next(
            (each for each in questions if each.may_change and not each.asks_neighbourhood),
            None,
        ),
        questions=questions,
        to_sign=tuple(card for card in cards if card.line.may_sign),
        agreements=cards,
        notes=_notes(view),
        may_write=Permission.AGREEMENT_PROPOSE in view.may,
        sees_agenda=Permission.CIRCLE_AGENDA in view.may,
        sees_people=Permission.CIRCLE_PEOPLE in view.may,
    )


def _agreement_card(line: AgreementLine) -> AgreementCard:
    return AgreementCard(line, time_words.moments_words(line), time_words.agreement_dates(line))


def _headline(view: CircleView) -> str:
    who = [view.subject_name]
    if view.age is not None:
        who.append(_("%(age)d years old") % {"age": view.age})
    if view.place:
        who.append(view.place)
    sentences = [", ".join(who) + "."]
    if view.first_contact:
        sentences.append(_("First contact: %(name)s.") % {"name": view.first_contact})
    if view.regisseur:
        sentences.append(_("Keeps the overview: %(name)s.") % {"name": view.regisseur})
    return " ".join(sentences)


def _with_open_seats(eco: Ecogram, questions: tuple[QuestionLine, ...]) -> Ecogram:
    """Return the drawing with a place kept open for the first questions."""
    places = tuple(
        EcoPerson("?", _("Someone else?"), "own", 3, 1, is_open=True)
        for _question in questions[:OPEN_SEATS]
    )
    return replace(eco, people=eco.people + places)


def _notes(view: CircleView) -> tuple[NoteSection, ...]:
    written = {note.category: note.body for note in view.notes}
    return tuple(
        NoteSection(category.value, str(category.label), written.get(category, ""))
        for permission, category in NOTES.items()
        if permission in view.may
    )
