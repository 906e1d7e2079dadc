"""What matching does when a lower room publishes a fact."""

from django.db import transaction

from samenspel.consent.events import ConsentWithdrawn
from samenspel.consent.types import DataCategory
from samenspel.core.events import subscribe
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers
from samenspel.matching.types import ProposalState
from samenspel.needs.events import QuestionClosed
from samenspel.people.events import RepresentationEnded


@acting_for_system(Reason.FACT)
def take_back_when_withdrawn(fact: ConsentWithdrawn) -> None:
    """Take back what was put to helpers when the person no longer shares the question."""
    if fact.category != DataCategory.QUESTIONS or fact.grantee_organisation_id is None:
        return
    Proposal.objects.filter(
        question__subject_id=fact.subject_id,
        round__organisation_id=fact.grantee_organisation_id,
        state__in=[ProposalState.PROPOSED, ProposalState.INTRODUCED],
    ).update(state=ProposalState.SUPERSEDED)


@acting_for_system(Reason.FACT)
def take_back_when_closed(fact: QuestionClosed) -> None:
    """Take back open proposals for a question that needs nobody any more."""
    Proposal.objects.filter(
        question_id=fact.question_id,
        state__in=[ProposalState.PROPOSED, ProposalState.INTRODUCED],
    ).update(state=ProposalState.SUPERSEDED)


@acting_for_system(Reason.FACT)
def ask_again_when_nobody_speaks(fact: RepresentationEnded) -> None:
    """Let the person answer what was answered in their name and is not settled yet."""
    with transaction.atomic():
        waiting = Proposal.objects.select_for_update(of=("self",)).select_related(
            "question", "round"
        )
        for proposal in waiting.filter(
            question__subject_id=fact.represented_id,
            receiver_answered_by_id=fact.representative_id,
            state=ProposalState.INTRODUCED,
        ):
            answers.ask_the_person_again(proposal, fact.at)
            proposal.save(update_fields=answers.RECEIVER_FIELDS)


subscribe(RepresentationEnded, ask_again_when_nobody_speaks)
subscribe(ConsentWithdrawn, take_back_when_withdrawn)
subscribe(QuestionClosed, take_back_when_closed)
