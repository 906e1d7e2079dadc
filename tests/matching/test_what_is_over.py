"""Once it is over, a helper reads nothing of the question, the asker nothing of the helper."""

from collections.abc import Callable

import pytest
from tests.cast import Cast
from tests.matching.story import LATER, clock_at, introduce, match, signed_in

from samenspel.matching.models import Proposal
from samenspel.matching.services import answers, coordinator_decisions
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.services import question_changes

WORDS = "Graag iemand die van muziek houdt."


def no_of_the_helper(cast: Cast, proposal: Proposal) -> None:
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.NOT_NOW, at=LATER
    )


def no_of_the_receiver(cast: Cast, proposal: Proposal) -> None:
    answers.answer_as_receiver(
        actor=cast.joost, proposal_id=proposal.pk, answer=ReceiverAnswer.NO, at=LATER
    )


def withdrawn(cast: Cast, proposal: Proposal) -> None:
    question_changes.withdraw_question(
        actor=cast.joost, question_id=proposal.question_id, at=LATER
    )


def ended(cast: Cast, proposal: Proposal) -> None:
    coordinator_decisions.end_proposal(proposal_id=proposal.pk, seek_again=False, at=LATER)


ENDINGS = {
    ProposalState.DECLINED: (no_of_the_helper, no_of_the_receiver),
    ProposalState.SUPERSEDED: (withdrawn,),
}
WAYS = [(state, way) for state, ways in ENDINGS.items() for way in ways]


def pages(cast: Cast, proposal: Proposal) -> tuple[str, str]:
    """Return what the helper and the person who asked see at its two addresses."""
    with clock_at(LATER):
        seen = [
            signed_in(person).get(f"/{where}/{proposal.pk}/")
            for person, where in ((cast.els, "vraag-voor-u"), (cast.joost, "kennismaken"))
        ]
    assert [page.status_code for page in seen] == [200, 200]
    helper, receiver = (page.content.decode() for page in seen)
    return helper, receiver


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    found = introduce(cast)
    question_changes.set_helper_words(
        actor=cast.bram, question_id=found.question_id, public_note=WORDS, at=LATER
    )
    return found


def test_before_the_end_both_read_about_each_other(cast: Cast, proposal: Proposal) -> None:
    helper, receiver = pages(cast, proposal)
    assert WORDS in helper
    assert "Waarom deze helper" in receiver


@pytest.mark.parametrize(("state", "end"), WAYS, ids=lambda one: getattr(one, "__name__", ""))
def test_after_the_end_neither_reads_of_the_other(
    cast: Cast,
    proposal: Proposal,
    state: ProposalState,
    end: Callable[[Cast, Proposal], None],
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end(cast, proposal)
    proposal.refresh_from_db()
    assert proposal.state == state
    helper, receiver = pages(cast, proposal)
    for told in (WORDS, "Waarom we aan u denken", "Gezelschap", "muziek"):
        assert told not in helper
    assert "U ziet niet meer waar het over ging" in helper
    for told in ("Waarom deze helper", "vrijwilliger uit", "muziek"):
        assert told not in receiver
    assert "U ziet niet meer wie het was" in receiver


def test_after_a_match_ends_neither_reads_of_the_other(cast: Cast) -> None:
    accepted = match(cast)
    ended(cast, accepted)
    helper, receiver = pages(cast, accepted)
    assert "U ziet niet meer waar het over ging" in helper
    assert "Els" not in receiver
