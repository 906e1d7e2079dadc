"""Writes a drawn world into the database as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from tests.access.random_world import RandomWorld, Thing, period

from samenspel.circles.models import Circle, CircleNote, Membership
from samenspel.consent.models import Consent
from samenspel.consent.types import Ground, Purpose
from samenspel.matching.models import Proposal, Round
from samenspel.matching.types import HelperAnswer, ReceiverAnswer, RoundState
from samenspel.needs.models import HelpQuestion
from samenspel.needs.types import Frequency, QuestionState
from samenspel.organisations.models import Employment, Organisation
from samenspel.organisations.types import OrganisationKind
from samenspel.people.models import Block, Person, PostcodeArea, Representation
from samenspel.placements.models import Placement
from samenspel.volunteering.models import Offer
from samenspel.volunteering.types import HelperKind

NOTED = ("daily_life", "health", "money")
MODELS: dict[str, type[models.Model]] = {
    "circle": Circle, "seat": Membership, "question": HelpQuestion, "round": Round,
    "offer": Offer, "proposal": Proposal, "placement": Placement,
}  # fmt: skip
JOINED = {
    "seat": ("circle",), "proposal": ("question", "round"), "placement": ("question",),
}  # fmt: skip


def write(world: RandomWorld) -> None:
    """Write all of it; the caller holds the transaction."""
    _Writing(world).write()


def targets(world: RandomWorld) -> dict[Thing, Any]:
    """Return the objects of the product that the things of a world became."""
    found: dict[UUID, dict[str, Any]] = {}
    for kind, model in MODELS.items():
        for row in model._default_manager.select_related(*JOINED.get(kind, ())):
            found.setdefault(row.pk, {})[kind] = row
    return {thing: found[thing.id][thing.kind] for thing in world.things}


class _Writing:
    def __init__(self, world: RandomWorld) -> None:
        self.world, self.at = world, world.at
        self.long_ago = world.at - timedelta(days=100)
        self.area = PostcodeArea.objects.get_or_create(
            code="3551",
            defaults={"place": "Proefwijk", "latitude": 52.1, "longitude": 5.1, "source": "x"},
        )[0]

    def write(self) -> None:
        """Write what is referred to first."""
        world = self.world
        Person.objects.bulk_create(
            Person(pk=pk, given_name=f"P{number}", recorded_at=self.long_ago)
            for number, pk in enumerate(world.people)
        )
        Organisation.objects.bulk_create(
            Organisation(pk=pk, name=str(pk), kind=OrganisationKind.VOLUNTEER)
            for pk in world.organisations
        )
        Block.objects.bulk_create(
            Block(by_id=by, about_id=about, created_at=self.long_ago)
            for by, about in sorted(world.blocks)
        )
        self._relations()
        makers: dict[str, Callable[[Thing], models.Model]] = {
            "circle": self._circle, "seat": self._seat, "question": self._question,
            "round": self._round, "offer": self._offer, "proposal": self._proposal,
            "placement": self._placement,
        }  # fmt: skip
        for kind, make in makers.items():
            MODELS[kind]._default_manager.bulk_create(map(make, world.of_kind(kind)))
        CircleNote.objects.bulk_create(
            CircleNote(
                circle_id=circle.id, category=category, body="x",
                written_by_id=circle.subject, written_at=self.long_ago,
            )
            for circle in world.of_kind("circle")
            for category in NOTED
        )  # fmt: skip

    def _relations(self) -> None:
        jobs, speaks, consents = [], [], []
        for turn, ((person, organisation, job), state) in enumerate(self.world.jobs.items()):
            over = "expired" if state == "ended" else state
            start, end = period(over, self.at, turn, in_days=True)
            jobs.append(
                Employment(
                    person_id=person, organisation_id=organisation, job_role=job,
                    valid_from=start.date(), valid_until=end and end.date(),
                )
            )  # fmt: skip
        for turn, ((subject, other, kind), state) in enumerate(self.world.speaks.items()):
            start, end = period(state, self.at, turn, in_days=True)
            speaks.append(
                Representation(
                    represented_id=subject, representative_id=other, kind=kind,
                    valid_from=start.date(), valid_until=end and end.date(),
                    ended_at=self._ended(state, turn), recorded_at=self.long_ago,
                )
            )  # fmt: skip
        for turn, (consent, state) in enumerate(self.world.consents.items()):
            subject, grantee, category = consent
            start, end = period(state, self.at, turn, in_days=False)
            to = "organisation" if grantee in self.world.organisations else "person"
            consents.append(
                Consent(
                    subject_id=subject, category=category, purpose=Purpose.CIRCLE,
                    text_version="1", valid_from=start, valid_until=end,
                    given_by_id=subject, ground=Ground.SELF, recorded_by_id=subject,
                    recorded_at=self.long_ago, withdrawn_at=self._ended(state),
                    **{f"grantee_{to}_id": grantee},
                )
            )  # fmt: skip
        Employment.objects.bulk_create(jobs)
        Representation.objects.bulk_create(speaks)
        Consent.objects.bulk_create(consents)

    def _ended(self, state: str, turn: int = 0) -> Any:
        """Return when it was ended: just now, or on a day to come that was said before."""
        if state == "ended":
            return self.at
        return self.at + timedelta(days=2) if state == "now" and turn % 3 == 2 else None

    def _circle(self, circle: Thing) -> models.Model:
        return Circle(
            pk=circle.id, subject_id=circle.subject, regisseur_id=circle.facts["regisseur"],
            first_contact_id=circle.subject, opened_at=self.long_ago,
            closed_at=self.at - timedelta(days=5) if circle.facts["closed"] else None,
        )  # fmt: skip

    def _seat(self, seat: Thing) -> models.Model:
        circle: Any = seat.facts["circle"]
        person: Any = seat.facts["person"]
        role, state = self.world.seats[circle.id, person]
        return Membership(
            pk=seat.id, circle_id=circle.id, person_id=person, role=role,
            invited_by_id=circle.subject, invited_at=self.long_ago,
            said_yes_at=None if state == "invited" else self.long_ago,
            left_at=self.at - timedelta(days=4) if state == "left" else None,
        )  # fmt: skip

    def _question(self, question: Thing) -> models.Model:
        is_open = bool(question.facts["open"])
        return HelpQuestion(
            pk=question.id, subject_id=question.subject, asked_by_id=question.facts["asker"],
            recorded_by_id=question.facts["asker"], organisation_id=question.organisation,
            own_words="x", task_types=[], windows=1, hours_per_week=1, area=self.area,
            frequency=Frequency.values[0], languages=["nl"],
            who_may_know=question.facts["who_may_know"], asked_at=self.long_ago,
            subject_agreed_at=self.long_ago, neighbourhood_from=self.long_ago,
            respond_by=self.long_ago, closed_at=None if is_open else self.at,
            state=QuestionState.OPEN if is_open else QuestionState.MATCHED,
        )  # fmt: skip

    def _round(self, one: Thing) -> models.Model:
        return Round(
            pk=one.id, organisation_id=one.organisation, state=RoundState.DONE,
            asked_at=self.long_ago,
        )  # fmt: skip

    def _offer(self, offer: Thing) -> models.Model:
        return Offer(
            pk=offer.id, person_id=offer.subject, organisation_id=offer.organisation,
            kind=HelperKind.VOLUNTEER, area=self.area, task_types=[], windows=1,
            hours_per_week=1, radius_km=1, languages=["nl"], registered_at=self.long_ago,
        )  # fmt: skip

    def _proposal(self, proposal: Thing) -> models.Model:
        state = proposal.facts["state"]
        question: Any = proposal.facts["question"]
        return Proposal(
            pk=proposal.id, round_id=_id(proposal, "round"), question_id=question.id,
            offer_id=_id(proposal, "offer"), helper_id=proposal.facts["helper"], rank=1,
            quality=1, state=state,
            introduced_at=None if state == "proposed" else self.long_ago,
            helper_answer=HelperAnswer.YES if state == "accepted" else "",
            receiver_answer=ReceiverAnswer.YES if state == "accepted" else "",
        )  # fmt: skip

    def _placement(self, placement: Thing) -> models.Model:
        proposal: Any = placement.facts["proposal"]
        return Placement(
            pk=proposal.id, question_id=_id(proposal, "question"),
            helper_id=proposal.facts["helper"], organisation_id=placement.organisation,
            started_at=self.long_ago, last_contact_at=self.long_ago,
        )  # fmt: skip


def _id(thing: Thing, fact: str) -> UUID:
    found = thing.facts[fact]
    assert isinstance(found, Thing)
    return found.id
