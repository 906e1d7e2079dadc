"""The steps of asking: which there are, what was answered, and sending it at the end.

Answers are kept in a draft exactly as they were typed, a mapping of step to field to what came
in. A form reads them again at every step, so nothing is lost and nothing is trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from samenspel.access.rules import Permission
from samenspel.circles.reads import circle_page
from samenspel.circles.reads.circle_page import CircleCard
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.limits import services as limits
from samenspel.limits.types import Limit
from samenspel.needs.forms.contact_details import ContactForm, SignedInForm
from samenspel.needs.forms.kinds_of_help import task_types_of
from samenspel.needs.forms.wizard_steps import (
    ANOTHER,
    MYSELF,
    NearForm,
    WhatForm,
    WhenForm,
    WhoForm,
)
from samenspel.needs.services import asking, drafts
from samenspel.needs.types import Ask, Frequency, WhoMayKnow
from samenspel.people import services as people_services
from samenspel.people.services import PersonDetails
from samenspel.people.types import Channel
from samenspel.ui.part_values import Option
from samenspel.vocabulary.gender_wishes import GenderWish

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from samenspel.needs.models import AskDraft, HelpQuestion
    from samenspel.people.model_types import Person

Answers = Mapping[str, Mapping[str, Any]]
CIRCLE = "circle:"


@dataclass(frozen=True)
class Stage:
    """A step: its key in the draft, its address, its short name and its heading."""

    key: str
    slug: str
    label: _StrPromise
    heading: _StrPromise


STAGES = (
    Stage("who", "voor-wie", gettext_lazy("For whom"), gettext_lazy("Who is it for?")),
    Stage("what", "wat", gettext_lazy("What is needed"), gettext_lazy("What is needed?")),
    Stage("when", "wanneer", gettext_lazy("When"), gettext_lazy("When would it suit?")),
    Stage("near", "dichtbij", gettext_lazy("Who nearby"), gettext_lazy("Who fits, and where?")),
    Stage("check", "nakijken", gettext_lazy("Check"), gettext_lazy("Is this right?")),
)
CHECK = STAGES[-1]
BY_SLUG = {stage.slug: stage for stage in STAGES}
_FORMS: dict[str, type[forms.Form]] = {
    "who": WhoForm,
    "what": WhatForm,
    "when": WhenForm,
    "near": NearForm,
}


def circles_to_choose(actor: Person | None, at: datetime) -> tuple[CircleCard, ...]:
    """Return the circles for whose person the actor may ask: not as a volunteer there."""
    cards = circle_page.circle_choices(actor, at) if actor else ()
    return tuple(card for card in cards if not card.is_own and card.voice != "vol")


def option_of(card: CircleCard) -> Option:
    """Return the person of a circle as a choice of "for whom"."""
    return Option(f"{CIRCLE}{card.id}", card.subject_name, card.role)


class Wizard:
    """The answers of one person at one moment."""

    def __init__(self, answers: Answers, actor: Person | None, at: datetime) -> None:
        self.answers = answers
        self.actor = actor
        self.at = at
        self._cards = circles_to_choose(actor, at)
        self.circles = tuple(option_of(card) for card in self._cards)

    def look_at_names(self, stage: Stage) -> None:
        """Write down a look at the people in circles whose names this step shows."""
        chosen = self.answers.get("who", {}).get("for_whom")
        shown = [
            card
            for card in self._cards
            if stage.key == "who" or option_of(card).value == chosen
        ]
        if self.actor:
            circle_page.show_cards(self.actor, shown, self.at)

    def form(self, stage: Stage, data: Mapping[str, Any] | None = None) -> forms.Form:
        """Return the form of a step, filled with ``data`` or with what was answered before."""
        initial = dict(self.answers.get(stage.key, {}))
        kind = self._kind(stage)
        if issubclass(kind, WhoForm):
            return kind(data, initial=initial, circles=self.circles)
        return kind(data, initial=initial)

    def _kind(self, stage: Stage) -> type[forms.Form]:
        last = ContactForm if self.actor is None else SignedInForm
        return _FORMS.get(stage.key, last)

    def raw(self, stage: Stage, posted: QueryDict) -> dict[str, Any]:
        """Return what was typed in this step, right or wrong, to be kept."""
        kept: dict[str, Any] = {}
        for name, field in self.form(stage).fields.items():
            is_list = isinstance(field, forms.MultipleChoiceField)
            if is_list or name in posted:
                kept[name] = posted.getlist(name) if is_list else posted[name]
        return kept

    def checked(self, stage: Stage) -> forms.Form:
        """Return the form of a step, checked against what was answered."""
        form = self.form(stage, dict(self.answers.get(stage.key, {})))
        form.is_valid()
        return form

    def is_done(self, stage: Stage) -> bool:
        """Say whether a step was answered and is in order."""
        return stage.key in self.answers and self.checked(stage).is_valid()

    def first_open(self) -> Stage:
        """Return the first step that still asks for something; the last when none does."""
        return next((stage for stage in STAGES[:-1] if not self.is_done(stage)), CHECK)

    def given(self, key: str) -> dict[str, Any]:
        """Return the answers of one step, checked and converted."""
        stage = next(stage for stage in STAGES if stage.key == key)
        return self.checked(stage).cleaned_data

    def subject_name(self) -> str:
        """Return the name of the other person, or "" when it is for the asker or not known."""
        who = self.answers.get("who", {})
        if who.get("for_whom") == ANOTHER:
            names = (str(who.get("given_name", "")), str(who.get("family_name", "")))
            return " ".join(name.strip() for name in names).strip()
        chosen = (option for option in self.circles if option.value == who.get("for_whom"))
        return next((str(option.label) for option in chosen), "")


HOURS_IN_A_WEEK_OF = {
    Frequency.ONCE: 1,
    Frequency.WEEKLY: 1,
    Frequency.FORTNIGHTLY: 2,
    Frequency.MONTHLY: 4,
}
"""Over how many weeks the hours of one visit are spread."""


def weekly_hours(hours: float, frequency: Frequency) -> float:
    """Return hours a week for hours at a time, at least the tenth that is stored."""
    return max(0.1, round(hours / HOURS_IN_A_WEEK_OF[frequency], 1))


def question_of(wizard: Wizard, once: UUID) -> Ask:
    """Return the question as told in all steps. Every step must be in order."""
    who, what = wizard.given("who"), wizard.given("what")
    when, near = wizard.given("when"), wizard.given("near")
    is_own = who["for_whom"] == MYSELF
    frequency = Frequency(when["frequency"])
    return Ask(
        own_words=what["own_words"],
        task_types=task_types_of(what["task_types"]),
        windows=when["windows"],
        place=near["place"],
        hours_per_week=weekly_hours(float(when["hours_per_week"]), frequency),
        frequency=frequency,
        languages=tuple(near["languages"]),
        interests=tuple(near["interests"]),
        boundaries=tuple(near["boundaries"]),
        gender_wish=GenderWish(near["gender_wish"]),
        public_note=what["public_note"],
        urgency=int(when["urgency"]),
        who_may_know=WhoMayKnow(what["who_may_know"]),
        subject_agreed=is_own or who["subject_agreed"],
        accepts_bodily_care=what["accepts_bodily_care"],
        relation="" if is_own else who["relation"],
        once=once,
    )


@transaction.atomic
def send(
    wizard: Wizard, contact: Mapping[str, Any], *, token: str, client: str
) -> HelpQuestion:
    """Write down who asks, for whom and what, and empty the draft: all of it or nothing.

    ``client`` is where the request comes from. The question gets the id of its draft. Raises
    AlreadySentError when there is one, another DomainError when the question cannot be asked
    like this, or when visitors asked too many from there.
    """
    draft = drafts.lock_unsent(token=token, person=wizard.actor, at=wizard.at)
    if wizard.actor is None:
        limits.use(limit=Limit.NEWCOMERS_BY_CLIENT, who=client, at=wizard.at)
        if contact["email"]:
            limits.use(limit=Limit.QUESTIONS_WITH_ADDRESS, who=contact["email"], at=wizard.at)
        with acting_for_system(Reason.NEWCOMER):
            return _send(wizard, contact, draft, token)
    return _send(wizard, contact, draft, token)


def _send(
    wizard: Wizard, contact: Mapping[str, Any], draft: AskDraft, token: str
) -> HelpQuestion:
    question, for_whom = question_of(wizard, draft.pk), wizard.given("who")["for_whom"]
    asked_by = wizard.actor or people_services.record_newcomer(
        details=_details(contact),
        at=wizard.at,
        place=question.place if for_whom == MYSELF else "",
    )
    subject = asked_by if for_whom == MYSELF else _other(wizard, asked_by, question.place)
    row = asking.ask(asked_by=asked_by, subject=subject, question=question, at=wizard.at)
    drafts.finish_draft(token=token, person=wizard.actor, question=row, at=wizard.at)
    return row


def _details(contact: Mapping[str, Any]) -> PersonDetails:
    return PersonDetails(
        given_name=contact["given_name"],
        family_name=contact["family_name"],
        email=contact["email"],
        phone=contact["phone"],
        channel=Channel(contact["channel"]),
    )


def _other(wizard: Wizard, asked_by: Person, place: str) -> Person:
    who = wizard.given("who")
    if who["for_whom"].startswith(CIRCLE):
        circle_id = UUID(who["for_whom"].removeprefix(CIRCLE))
        may_speak = Permission.AGREEMENT_PROPOSE
        subject: Person = circle_page.get_circle(
            asked_by, circle_id, may_speak, at=wizard.at
        ).subject
        return subject
    return people_services.record_person(
        actor=asked_by,
        details=PersonDetails(
            given_name=who["given_name"],
            family_name=who["family_name"],
            channel=Channel.PHONE,
        ),
        at=wizard.at,
        place=place,
    )
