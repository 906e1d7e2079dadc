"""A world with something of everything that an address of the product can be about."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.timezone import localdate
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast, els_offers, make_person
from tests.support.routes import routes

from samenspel.access.models import ReadLogEntry
from samenspel.access.rules import Permission, Role
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, Moment, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.core.clock import now
from samenspel.matching.models import Proposal, QuestionHold, UnservedQuestion
from samenspel.matching.services import answers, coordinator_decisions, rounds
from samenspel.matching.types import HelperAnswer, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking, drafts
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.notifications import services as notifications
from samenspel.notifications.types import Notice, Occasion
from samenspel.people import services as people
from samenspel.people.models import Person, Representation
from samenspel.people.types import Channel, RepresentationKind
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Weekday
from samenspel.volunteering import services as volunteering
from samenspel.volunteering.models import Offer

WHO = ("joost", "fatma", "els", "noor", "bram", "dirk", "wil", "stranger", "anonymous")

OWN_WORDS = "Ik zou graag hulp hebben."
NOTE = "Ik hou van dammen en van koffie."
"""What Joost wrote: for whoever helps him find someone, and for a helper."""


@dataclass
class World:
    """The cast with something of everything an address can be about."""

    cast: Cast
    ids: dict[str, Any]
    data: dict[str, dict[str, Any]]
    owners: dict[int, set[str]] = field(default_factory=dict)  # of words that are marked

    def url(self, route: str) -> str:
        """Return the address of a route, filled in with the ids of this world."""
        by_route = {
            "matching:contacted": "introduced", "matching:invitation": "introduced",
            "matching:introduction": "introduced", "matching:answer_by_phone": "introduced",
            "matching:helper_by_phone": "introduced",
        }  # fmt: skip
        known = {**self.ids, "proposal_id": self.ids[by_route.get(route, "proposed")]}
        wanted = next(
            pattern.pattern.converters
            for name, pattern in routes(get_resolver())
            if name == route
        )
        return reverse(route, kwargs={key: known[key] for key in wanted})


@pytest.fixture
def world(cast: Cast) -> World:
    """Something of everything."""
    return make_world(cast)


def make_world(cast: Cast) -> World:
    """Four questions (open, introduced, half answered, on trial) and one asked by Fatma.

    Also an invitation, an agreement to sign, one that stands with a moment today, a letter.
    """
    at = now()
    offered = {
        "Gerrit": TaskType.DIGITAL,
        "Mieke": TaskType.PETS,
        "Sien": TaskType.TRANSPORT,
    }
    for name, kind in offered.items():
        helper = make_person(name, "Proefman")
        offering = els_offers(task_types=(kind,))
        volunteering.register_offer(person=helper, offering=offering, at=NOON)
    questions = {
        kind: asking.ask(
            asked_by=cast.joost,
            subject=cast.joost,
            question=Ask(
                own_words=OWN_WORDS,
                public_note=NOTE,
                task_types=(kind,),
                windows=THURSDAY_AFTERNOON,
                place="Proefwijk",
                who_may_know=WhoMayKnow.NEIGHBOURHOOD,
                urgency=5,
            ),
            at=at - timedelta(days=1),
        )
        for kind in (TaskType.COMPANY, *offered.values())
    }
    asked = rounds.request_round(actor=cast.bram, at=at)
    rounds.run_round(round_id=asked.pk, at=at)
    best = {
        proposal.question_id: proposal for proposal in Proposal.objects.filter(is_best=True)
    }
    introduced = best[questions[TaskType.COMPANY].pk]
    trial = best[questions[TaskType.PETS].pk]
    one_sided = best[questions[TaskType.TRANSPORT].pk]
    for proposal in (introduced, trial, one_sided):
        coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=at)
    for proposal in (trial, one_sided):
        answers.answer_as_helper(
            actor=proposal.helper, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=at
        )
    answers.answer_as_receiver(
        actor=cast.joost,
        proposal_id=trial.pk,
        answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT],
        at=at,
    )
    invited = membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.els.pk, SeatRole.NEIGHBOUR),
        at=at,
    )
    agreement = agreements.propose_agreement(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=cast.fatma.pk,
        terms=AgreementTerms("Koken.", "", (at + timedelta(days=60)).date()),
        at=at,
    )
    asking.ask(
        asked_by=cast.fatma,
        subject=cast.joost,
        question=Ask("Mijn vader zit veel alleen.", (), THURSDAY_AFTERNOON, "Proefwijk"),
        at=at,
    )
    _noor_comes_today(cast, at)
    _one_of_the_rest(cast, asked.pk, at)
    cast.wil.channel = Channel.LETTER
    cast.wil.save(update_fields=["channel"])
    notice = Notice(
        cast.wil.pk, Occasion.QUESTION_RECEIVED, "/vragen/", "letter", cast.helpdesk.pk
    )
    notifications.notify(notice, at=at)
    open_question = questions[TaskType.DIGITAL]
    token = drafts.save_draft(token=None, person=None, answers={}, at=at)
    return World(
        cast,
        {
            "agreement_id": agreement.pk,
            "category": "daily_life",
            "circle_id": cast.circle.pk,
            "introduced": introduced.pk,
            "key": "riet",
            "membership_id": invited.pk,
            "offer_id": cast.offer.pk,
            "person_id": cast.fatma.pk,
            "proposed": best[open_question.pk].pk,
            "question_id": open_question.pk,
            "round_id": asked.pk,
            "step": "voor-wie",
            "token": token,
            "placement_id": trial.pk,
        },
        {
            "circles:holders": {
                "regisseur": str(cast.noor.pk),
                "first_contact": str(cast.fatma.pk),
            },
            "matching:propose_other": {"offer": str(cast.offer.pk)},
            "own_data:end_asking": {"person": str(cast.fatma.pk)},
            "own_data:let_back": {"person": str(cast.fatma.pk)},
            "own_data:shut_out": {"person": str(cast.noor.pk)},
            "own_data:stop_showing": {"person": str(cast.fatma.pk)},
            "own_data:take_back": {"proposal": str(introduced.pk)},
            "set_language": {"language": "nl"},
        },
    )


def _one_of_the_rest(cast: Cast, round_id: UUID, at: datetime) -> None:
    """Add a row of every table about people that has none yet."""
    mother = make_person("Truus", "Modelstra")
    asking.ask(
        asked_by=mother,
        subject=mother,
        question=Ask("Wie gaat er mee?", (TaskType.OUTDOORS,), THURSDAY_AFTERNOON, "Proefwijk"),
        at=at,
    )
    question = HelpQuestion.objects.get(subject=mother)
    Representation.objects.create(
        represented=mother, representative=cast.wil, kind=RepresentationKind.MENTOR,
        relation="zoon", valid_from=localdate(at), recorded_by=cast.wil, recorded_at=at,
    )  # fmt: skip
    UnservedQuestion.objects.create(round_id=round_id, question=question, code="nobody")
    QuestionHold.objects.create(
        question=question, until=localdate(at), held_by=cast.bram, held_at=at
    )
    people.block(actor=mother, about_id=cast.stranger.pk, at=at)
    gerrit = Offer.objects.get(person__given_name="Gerrit")
    volunteering.refuse_task(offer_id=gerrit.pk, task_types=[TaskType.PAPERWORK], at=at)
    consents.write_note(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        category=DataCategory.DAILY_LIFE,
        body="Ik fiets graag.",
        at=at,
    )
    drafts.save_draft(token=None, person=mother, answers={}, at=at)
    ReadLogEntry.objects.create(
        user=cast.wil, client=mother, event=Permission.QUESTION_VIEW,
        object_kind="needs.helpquestion", object_id=question.pk, role=Role.ASKER, at=at,
    )  # fmt: skip


def _noor_comes_today(cast: Cast, at: datetime) -> None:
    today = localdate(at)
    terms = AgreementTerms(
        "Wond verzorgen.",
        "",
        today + timedelta(days=60),
        moments=(Moment(Weekday(today.weekday()), time(14)),),
    )
    agreement = agreements.propose_agreement(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.noor.pk, terms=terms, at=at
    )
    for person in (cast.joost, cast.noor):
        agreements.sign_agreement(actor=person, agreement_id=agreement.pk, at=at)


def client_of(world: World, who: str) -> Client:
    client = Client()
    if who != "anonymous":
        person: Person = getattr(world.cast, who)
        client.force_login(person.account)
    return client
