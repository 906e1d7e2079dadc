"""Steps of the main job that the tests of matching share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast, els_offers, make_person

from samenspel.consent.types import DataCategory
from samenspel.matching.models import Proposal, Round
from samenspel.matching.services import answers, coordinator_decisions, rounds
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.people import reads as people_reads
from samenspel.people.models import Person
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, windows_of
from samenspel.volunteering import services as volunteering

LATER = NOON + timedelta(days=3)
CANARY = "kanariegeel"
"""A word in what people wrote about care; it must never turn up where it does not belong."""


def ask_for_company(
    cast: Cast, person: Person | None = None, **changes: object
) -> HelpQuestion:
    """Joost, or someone else, asks for company on Thursday afternoon."""
    told = {
        "own_words": f"Ik zit donderdag alleen, {CANARY}.",
        "task_types": (TaskType.COMPANY,),
        "windows": THURSDAY_AFTERNOON,
        "place": "Proefwijk",
        "interests": (Interest.MUSIC, Interest.WALKING),
        "who_may_know": WhoMayKnow.NEIGHBOURHOOD,
    }
    subject = person or cast.joost
    question = Ask(**{**told, **changes})
    return asking.ask(asked_by=subject, subject=subject, question=question, at=NOON)


def ask_for_joost(
    cast: Cast, asked_by: Person, at: datetime = NOON, **changes: object
) -> HelpQuestion:
    """Someone asks for company for Joost, who agreed, from the neighbourhood."""
    told = {
        "own_words": "Hij zit veel alleen.",
        "task_types": (TaskType.COMPANY,),
        "windows": THURSDAY_AFTERNOON,
        "place": "Proefwijk",
        "who_may_know": WhoMayKnow.NEIGHBOURHOOD,
        "subject_agreed": True,
    }
    question = Ask(**{**told, **changes})
    return asking.ask(asked_by=asked_by, subject=cast.joost, question=question, at=at)


def run_round(cast: Cast, at: datetime = LATER) -> Round:
    """Bram asks for a round and it is solved with the real engine."""
    asked = rounds.request_round(actor=cast.bram, at=at)
    return rounds.run_round(round_id=asked.pk, at=at)


def propose(cast: Cast) -> Proposal:
    """The round proposes Els for Joost's question."""
    question = ask_for_company(cast)
    run_round(cast)
    return Proposal.objects.get(question=question, is_best=True)


def introduce(cast: Cast, at: datetime = LATER) -> Proposal:
    """Bram puts it to both."""
    return coordinator_decisions.introduce(actor=cast.bram, proposal_id=propose(cast).pk, at=at)


def match(cast: Cast, at: datetime = LATER) -> Proposal:
    """Both say yes."""
    proposal = introduce(cast, at)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=at
    )
    return answers.answer_as_receiver(
        actor=cast.joost,
        proposal_id=proposal.pk,
        answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT],
        at=at,
    )


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(people_reads.find_account(person.pk))
    return client


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the edges of the product believe that it is this moment."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


def ask_more(cast: Cast, numbers: range) -> None:
    """More questions with a helper each, and as many for which nobody can be found."""
    for number in numbers:
        person = make_person(f"Vrager{number}", "Verzonneman")
        helper = make_person(f"Helper{number}", "Verzonneman")
        moment = windows_of([(Weekday(number % 7), Daypart(number // 7 % 3))])
        volunteering.register_offer(
            person=helper, offering=els_offers(windows=moment, radius_km=20), at=NOON
        )
        ask_for_company(cast, person, windows=moment)
        ask_for_company(cast, person, task_types=(TaskType.DIGITAL,))


def introduce_some(cast: Cast, *, count: int, yeses: int, at: datetime) -> None:
    """Put the best proposals to both; the helper says yes, and the other too with two yeses."""
    proposals = Proposal.objects.filter(state=ProposalState.PROPOSED, is_best=True)
    for proposal in proposals.order_by("pk")[:count]:
        about = {"proposal_id": proposal.pk, "at": at}
        coordinator_decisions.introduce(actor=cast.bram, **about)
        answers.answer_as_helper(actor=proposal.helper, answer=HelperAnswer.YES, **about)
        if yeses == 2:
            asker = proposal.question.asked_by
            answers.answer_as_receiver(actor=asker, answer=ReceiverAnswer.YES, **about)


def queries(client: Client, url: str) -> int:
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
