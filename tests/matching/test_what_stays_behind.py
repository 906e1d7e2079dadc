"""What each step leaves behind besides its answer: messages, dates, what is taken back."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast
from tests.matching.story import LATER, ask_for_company, introduce, match, propose, run_round

from samenspel.matching import explanations
from samenspel.matching.models import Proposal
from samenspel.matching.services import coordinator_decisions
from samenspel.matching.types import ProposalState
from samenspel.needs.services import question_changes
from samenspel.needs.types import QuestionState
from samenspel.notifications.models import Message
from samenspel.notifications.types import Occasion
from samenspel.volunteering.models import Offer
from samenspel.volunteering.reads import offers

AFTERWARDS = LATER + timedelta(days=2)


def test_both_are_told_that_both_said_yes(cast: Cast) -> None:
    match(cast)
    told = Message.objects.filter(occasion=Occasion.BOTH_SAID_YES)
    assert {message.recipient for message in told} == {cast.els, cast.joost}
    assert {message.path for message in told} == {f"/kringen/{cast.circle.pk}/"}
    assert {message.organisation for message in told} == {cast.helpdesk}


def test_putting_a_proposal_keeps_when_the_helper_was_asked_and_until_when(cast: Cast) -> None:
    proposal = introduce(cast)
    assert Offer.objects.get(pk=cast.offer.pk).last_asked_at == LATER
    proposal.refresh_from_db()
    assert proposal.decided_by == cast.bram
    assert proposal.answer_by == LATER + coordinator_decisions.ANSWER_WITHIN


@pytest.mark.parametrize("make", [propose, introduce])
def test_a_question_that_is_taken_back_takes_its_proposals_back(
    cast: Cast, make, django_capture_on_commit_callbacks
) -> None:
    proposal = make(cast)
    with django_capture_on_commit_callbacks(execute=True):
        question_changes.withdraw_question(
            actor=cast.joost, question_id=proposal.question_id, at=LATER
        )
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUPERSEDED


def test_seeking_again_restarts_the_wait_and_leaves_what_was_withdrawn(
    cast: Cast,
) -> None:
    proposal = match(cast)
    coordinator_decisions.end_proposal(proposal_id=proposal.pk, seek_again=True, at=AFTERWARDS)
    question = proposal.question
    question.refresh_from_db()
    assert (question.state, question.asked_at) == (QuestionState.OPEN, AFTERWARDS)
    assert (question.closed_at, question.taken_by) == (None, None)
    question_changes.withdraw_question(actor=cast.joost, question_id=question.pk, at=AFTERWARDS)
    question_changes.reopen(question_id=question.pk, at=AFTERWARDS)
    question.refresh_from_db()
    assert question.state == QuestionState.WITHDRAWN


def test_a_helper_is_asked_again_from_the_day_after_the_pause(cast: Cast) -> None:
    Offer.objects.filter(pk=cast.offer.pk).update(paused_until=LATER.date())
    question = ask_for_company(cast)
    run_round(cast, LATER)
    assert not Proposal.objects.filter(question=question).exists()
    run_round(cast, LATER + timedelta(days=1))
    assert Proposal.objects.get(question=question).helper == cast.els


def test_nobody_is_proposed_who_has_died(cast: Cast) -> None:
    assert len(offers.facts_for_round(cast.helpdesk.pk, at=NOON)) == 1
    cast.els.deceased_on = NOON.date()
    cast.els.save(update_fields=["deceased_on"])
    assert offers.facts_for_round(cast.helpdesk.pk, at=NOON) == ()


FINE = {"vog_is_valid": True, "seats": 0, "bodily_care": False}


@pytest.mark.parametrize(
    ("gender_met", "changed", "words"),
    [
        (True, {"vog_is_valid": False}, "VOG"),
        (False, {}, "vrouw of een man"),
        (True, {"seats": 1}, "vaste afspraak"),
        (True, {"bodily_care": True}, "Wassen en aankleden"),
    ],
)
def test_a_coordinator_is_warned_of_each_thing_by_itself(
    gender_met: bool, changed: dict[str, object], words: str
) -> None:
    assert explanations.warnings({"gender_met": True}, **FINE) == ()
    assert explanations.warnings({"gender_met": None}, **FINE) == ()
    (warning,) = explanations.warnings({"gender_met": gender_met}, **{**FINE, **changed})
    assert words in warning
