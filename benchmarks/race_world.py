"""People, questions and offers for the races (see races.py), written without ceremony.

Each race gets people and an organisation of its own: nothing it finds comes from another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from samenspel.circles.models import Circle, Membership
from samenspel.circles.services import membership
from samenspel.circles.types import AgreementTerms, NewSeat, SeatRole
from samenspel.consent import services as consent
from samenspel.consent.services import Yes
from samenspel.consent.types import DataCategory, Grantee, Ground, Purpose
from samenspel.matching.models import Proposal, Round
from samenspel.matching.services import answers
from samenspel.matching.types import (
    HelperAnswer,
    ProposalState,
    ReceiverAnswer,
    RoundState,
)
from samenspel.needs.models import HelpQuestion
from samenspel.needs.types import Ask, Frequency, WhoMayKnow
from samenspel.organisations import services as organisations
from samenspel.organisations.models import Employment, Organisation
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people.models import Account, Person, PostcodeArea
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, windows_of
from samenspel.volunteering.models import Offer
from samenspel.volunteering.types import HelperKind, Offering

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=3)
AFTERNOON = windows_of([(Weekday.THURSDAY, Daypart.AFTERNOON)])
PLACE = "3551"

Step = Callable[[], Any]


@dataclass
class Outcome:
    """How one of the steps of a race ended: with a value, or with an error."""

    value: Any = None
    error: BaseException | None = None

    @property
    def done(self) -> bool:
        """Whether the step was acknowledged."""
        return self.error is None


@dataclass
class Race:
    """Steps that are taken at once, and what must be true afterwards.

    ``check`` returns what is wrong, each as a kind of fault (lost, doubled, over) and words.
    """

    steps: Sequence[Step]
    check: Callable[[Sequence[Outcome]], Sequence[str]]


def one(text: str = "") -> str:
    """A word that no other race uses."""
    return f"{text}{uuid4().hex}"


def make_ground() -> None:
    """The place where everyone lives, and who takes new questions."""
    organisations.set_up_organisation(
        name="Proefhulp", kind=OrganisationKind.VOLUNTEER, takes_new_questions=True
    )
    PostcodeArea.objects.get_or_create(
        code=PLACE,
        defaults={
            "place": "Proefwijk",
            "latitude": 52.11,
            "longitude": 5.08,
            "source": "races",
        },
    )


def person(name: str = "Mens", **more: Any) -> Person:
    """Someone who was written down."""
    return Person.objects.create(
        given_name=name, family_name="Proefstra", recorded_at=NOON, **more
    )


def account(email: str, of: Person | None = None) -> Account:
    """A way in."""
    return Account.objects.create_user(email, person=of)


def organisation(**more: Any) -> Organisation:
    """An organisation of volunteers."""
    return Organisation.objects.create(
        name=one("Proefhulp "), kind=OrganisationKind.VOLUNTEER, **more
    )


def coordinator(at: Organisation) -> Person:
    """Someone who coordinates there."""
    who = person("Noor")
    Employment.objects.create(
        person=who, organisation=at, job_role=JobRole.COORDINATOR, valid_from=NOON.date()
    )
    return who


def asked(**more: Any) -> Ask:
    """A question as it is told."""
    told = {
        "own_words": "Ik zit donderdag alleen.",
        "task_types": (TaskType.COMPANY,),
        "windows": AFTERNOON,
        "place": PLACE,
        "who_may_know": WhoMayKnow.NEIGHBOURHOOD,
    }
    return Ask(**{**told, **more})


def offered(**more: Any) -> Offering:
    """An offer as it is told."""
    told = {"task_types": (TaskType.COMPANY,), "windows": AFTERNOON, "place": PLACE}
    return Offering(**{**told, **more})


def terms(does: str) -> AgreementTerms:
    """An agreement as two people make it."""
    return AgreementTerms(does=does, does_not="", review_on=(LATER + timedelta(days=30)).date())


@dataclass
class Scene:
    """An organisation with two coordinators, someone who asks, and someone who helps."""

    helpdesk: Organisation = field(default_factory=organisation)
    asker: Person = field(default_factory=lambda: person("Joost"))
    helper: Person = field(default_factory=lambda: person("Els"))

    def __post_init__(self) -> None:
        self.bram = coordinator(self.helpdesk)
        self.carl = coordinator(self.helpdesk)
        self.round = Round.objects.create(
            organisation=self.helpdesk,
            run_by=self.bram,
            asked_at=NOON,
            run_at=NOON,
            state=RoundState.DONE,
        )

    def question(self, subject: Person | None = None, **more: Any) -> HelpQuestion:
        """An open question that the organisation and the neighbourhood may read."""
        who = subject or self.asker
        values = {
            "own_words": "Ik zit alleen.",
            "who_may_know": WhoMayKnow.NEIGHBOURHOOD,
            "neighbourhood_from": NOON,
            "subject_agreed_at": NOON,
            "asked_by": who,
        }
        row = HelpQuestion.objects.create(
            subject=who,
            recorded_by=who,
            organisation=self.helpdesk,
            task_types=[TaskType.COMPANY],
            windows=AFTERNOON,
            hours_per_week=2,
            frequency=Frequency.WEEKLY,
            area_id=PLACE,
            languages=["nl"],
            asked_at=NOON,
            respond_by=NOON,
            **{**values, **more},
        )
        consent.give_consent(
            actor=who,
            yes=Yes(
                who.pk, Grantee(organisation_id=self.helpdesk.pk), Purpose.FIND_HELP, who.pk
            ),
            categories=[DataCategory.QUESTIONS, DataCategory.CONTACT],
            at=NOON,
        )
        return row

    def offer(self, by: Person | None = None, **more: Any) -> Offer:
        """What a helper offers: one place, unless ``more`` says otherwise."""
        values = {"capacity": 1, "asks_per_month": 9}
        return Offer.objects.create(
            person=by or self.helper,
            organisation=self.helpdesk,
            kind=HelperKind.VOLUNTEER,
            area_id=PLACE,
            task_types=[TaskType.COMPANY],
            windows=AFTERNOON,
            hours_per_week=2,
            radius_km=5,
            languages=["nl"],
            registered_at=NOON,
            **{**values, **more},
        )

    def proposal(
        self, question: HelpQuestion | None = None, offer: Offer | None = None, **more: Any
    ) -> Proposal:
        """The helper is proposed for the question."""
        offer = offer or self.offer()
        return Proposal.objects.create(
            round=self.round,
            question=question or self.question(),
            offer=offer,
            helper=offer.person,
            rank=1,
            quality=500,
            **more,
        )

    def said_yes(self) -> dict[str, Any]:
        """The columns of a proposal to which the asker said yes."""
        return {
            "receiver_answer": ReceiverAnswer.YES,
            "receiver_answered_at": NOON,
            "receiver_answered_by": self.asker,
            "receiver_ground": Ground.SELF,
        }

    def introduced(self, **more: Any) -> Proposal:
        """It was put to both."""
        values = {
            "state": ProposalState.INTRODUCED,
            "decided_by": self.bram,
            "introduced_at": NOON,
            "answer_by": LATER,
        }
        return self.proposal(**{**values, **more})

    def matched(self) -> Proposal:
        """Both said yes."""
        proposal = self.introduced()
        answers.answer_as_helper(
            actor=self.helper, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=NOON
        )
        return answers.answer_as_receiver(
            actor=self.asker, proposal_id=proposal.pk, answer=ReceiverAnswer.YES, at=NOON
        )


@dataclass
class Around:
    """A circle with someone in the middle and two carers who have a seat."""

    subject: Person = field(default_factory=lambda: person("Riet"))
    fatma: Person = field(default_factory=lambda: person("Fatma"))
    karim: Person = field(default_factory=lambda: person("Karim"))

    def __post_init__(self) -> None:
        self.circle: Circle = membership.open_circle(
            actor=self.subject, subject_id=self.subject.pk, at=NOON
        )
        for who in (self.fatma, self.karim):
            self.seat(who, said_yes_at=NOON)

    def seat(self, who: Person, **more: Any) -> Membership:
        """A seat, or an invitation without ``said_yes_at``."""
        new_seat = NewSeat(who.pk, SeatRole.CARER, **more)
        return membership.give_seat(
            actor=self.subject, circle=self.circle, new_seat=new_seat, at=NOON
        )
