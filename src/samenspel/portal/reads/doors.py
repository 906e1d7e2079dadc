"""The front page, home, and today in large letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from samenspel.access.read_log import one_page
from samenspel.circles.reads import circle_page as circle_circle_page
from samenspel.circles.reads import todo
from samenspel.circles.reads.circle_page import CircleCard
from samenspel.circles.reads.todo import TodayMoment
from samenspel.demo import reads as demo_reads
from samenspel.demo.reads import CastCard
from samenspel.matching.reads import waiting_answers
from samenspel.needs.reads import question_lines
from samenspel.needs.types import QuestionLine
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.portal import time_words
from samenspel.portal.example_circle import example_circle
from samenspel.ui.ecogram import Ecogram
from samenspel.volunteering.reads import offers as offer_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page: an invented circle, and in the demo the people through whose eyes one may
    look."""

    example: Ecogram
    roles: tuple[CastCard, ...]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits for this person's answer."""

    title: str
    words: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What someone sees first: what waits, who comes today, and where to go."""

    given_name: str
    greeting: str
    today: date
    waiting: tuple[WaitingLine, ...]
    moments: tuple[TodayMoment, ...]
    circles: tuple[CircleCard, ...]
    questions: tuple[QuestionLine, ...]
    has_offer: bool
    has_own_circle: bool
    at_work: bool


@dataclass(frozen=True, slots=True)
class SpokenMoment:
    """Someone who comes, with the time as people say it."""

    time: str
    moment: TodayMoment


@dataclass(frozen=True, slots=True)
class SimplePage:
    """Today (or tomorrow) and who to call, in large letters."""

    greeting: str
    day_line: str
    is_today: bool
    moments: tuple[SpokenMoment, ...]
    call_name: str
    call_phone: str

    @property
    def call_href(self) -> str:
        """Address that dials the number."""
        return "tel:" + self.call_phone.replace(" ", "")


def front_page() -> FrontPage:
    """Return the front page; the same for everybody."""
    return FrontPage(example_circle(), demo_reads.cast_cards())


def is_coordinator(actor: Person, at: datetime) -> bool:
    """Say whether the actor's work starts at the work list."""
    return bool(organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at))


@one_page()
def home_page(actor: Person, *, at: datetime, today: date) -> HomePage:
    """Return what waits for someone and what they take part in."""
    circles = circle_circle_page.circles_of(actor, at)
    return HomePage(
        given_name=actor.given_name,
        greeting=time_words.greeting(actor.given_name, at) + ".",
        today=today,
        waiting=_waiting(actor, at),
        moments=todo.today_moments(actor, at=at, today=today),
        circles=circles,
        questions=question_lines.questions_for(actor, at=at),
        has_offer=offer_reads.find_own_offer_id(actor) is not None,
        has_own_circle=any(card.is_own for card in circles),
        at_work=bool(organisation_reads.employments_of(actor.pk, at)),
    )


def _waiting(actor: Person, at: datetime) -> tuple[WaitingLine, ...]:
    lines = [
        WaitingLine(
            _("%(name)s asks you to join the circle") % {"name": each.invited_by}
            if each.by_subject
            else _("You are asked to join the circle of %(name)s")
            % {"name": each.subject_name},
            _("You say yes or no. Both are fine."),
            reverse("circles:seat_invitation", args=[each.id]),
            _("Read and answer"),
        )
        for each in todo.open_invitations(actor, at)
    ]
    for proposal in waiting_answers.waiting_for(actor, at):
        name = "matching:invitation" if proposal.as_helper else "matching:introduction"
        lines.append(
            WaitingLine(
                proposal.title,
                _("A question that may suit you.")
                if proposal.as_helper
                else _("We found someone who may fit."),
                reverse(name, args=[proposal.id]),
                _("Read and answer"),
            )
        )
    lines += [
        WaitingLine(
            _("An agreement about what you do for %(name)s") % {"name": each.subject_given_name}
            if each.is_mine
            else _("An agreement with %(name)s") % {"name": each.who},
            _("It takes effect when both have agreed."),
            reverse("portal:circle", args=[each.circle_id]) + "#afspraken",
            _("Read and agree"),
        )
        for each in todo.signatures_waiting(actor, at)
    ]
    return tuple(lines)


def simple_page(actor: Person, *, at: datetime, day: date, today: date) -> SimplePage:
    """Return one day of the actor's own circle, and whom to call."""
    contact = todo.find_first_contact(actor)
    return SimplePage(
        greeting=time_words.greeting(actor.given_name, at) + ".",
        day_line=time_words.day_line(day),
        is_today=day == today,
        moments=tuple(
            SpokenMoment(time_words.spoken_clock(moment.starts_at), moment)
            for moment in todo.today_moments(actor, at=at, today=day, own_only=True)
        ),
        call_name=contact.name if contact else "",
        call_phone=contact.phone if contact else "",
    )
