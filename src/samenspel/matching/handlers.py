"""What matching does when a lower room publishes a fact."""

from samenspel.consent.events import ConsentWithdrawn
from samenspel.consent.types import DataCategory
from samenspel.core.events import subscribe
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers
from samenspel.matching.services.rounds import supersede
from samenspel.matching.types import UNANSWERED
from samenspel.needs.events import QuestionClosed
from samenspel.people.events import PersonShutOut, RepresentationEnded


@acting_for_system(Reason.FACT)
def take_back_when_withdrawn(fact: ConsentWithdrawn) -> None:
    """Take back what was put to helpers when the person no longer shares the question."""
    if fact.category != DataCategory.QUESTIONS or fact.grantee_organisation_id is None:
        return
    rows = Proposal.objects.filter(
        question__subject_id=fact.subject_id,
        round__organisation_id=fact.grantee_organisation_id,
    )
    supersede(rows, UNANSWERED)


@acting_for_system(Reason.FACT)
def take_back_when_closed(fact: QuestionClosed) -> None:
    """Take back open proposals for a question that needs nobody any more."""
    supersede(Proposal.objects.filter(question_id=fact.question_id), UNANSWERED)


@acting_for_system(Reason.FACT)
def ask_again_when_nobody_speaks(fact: RepresentationEnded) -> None:
    """Let the person answer what was answered in their name and is not settled yet."""
    answers.ask_again(
        person_id=fact.represented_id, answered_by_id=fact.representative_id, at=fact.at
    )


def take_back_between(fact: PersonShutOut) -> None:
    """Take back what waits between two people, perhaps put to both at that very moment."""
    answers.take_back_everything(person_id=fact.by_id, other_id=fact.about_id, at=fact.at)


subscribe(PersonShutOut, take_back_between)
subscribe(RepresentationEnded, ask_again_when_nobody_speaks)
subscribe(ConsentWithdrawn, take_back_when_withdrawn)
subscribe(QuestionClosed, take_back_when_closed)
