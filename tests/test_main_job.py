"""The main job from the question to the seat, on the real engine and the real database."""

from datetime import timedelta

import pytest
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast

from samenspel.access.rules import Permission
from samenspel.circles.reads import circle_page, seats
from samenspel.circles.services import agreements, consents
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.matching.models import Proposal, Round
from samenspel.matching.reads import match_table
from samenspel.matching.services import answers, coordinator_decisions, rounds
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking, question_changes
from samenspel.needs.types import Ask, QuestionState, WhoMayKnow
from samenspel.notifications.mail_text import words_for
from samenspel.notifications.models import Message
from samenspel.portal.reads import work_list
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType

LATER = NOON + timedelta(days=3)
TODAY = LATER.date()


def ask_for_company(cast: Cast, **changes: object) -> HelpQuestion:
    told = {
        "own_words": "Ik zit donderdag de hele middag alleen.",
        "task_types": (TaskType.COMPANY,),
        "windows": THURSDAY_AFTERNOON,
        "place": "Proefwijk",
        "interests": (Interest.MUSIC,),
        "who_may_know": WhoMayKnow.NEIGHBOURHOOD,
    }
    question = Ask(**{**told, **changes})
    return asking.ask(asked_by=cast.joost, subject=cast.joost, question=question, at=NOON)


def run_round(cast: Cast) -> Round:
    asked = rounds.request_round(actor=cast.bram, at=LATER)
    return rounds.run_round(round_id=asked.pk, at=LATER)


def propose(cast: Cast) -> Proposal:
    question = ask_for_company(cast)
    run_round(cast)
    return Proposal.objects.get(question=question, is_best=True)


def test_a_question_becomes_a_seat_with_agreement_and_consent(cast: Cast) -> None:
    proposal = propose(cast)
    assert proposal.helper == cast.els

    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    assert cast.els.pk not in seats.seated_person_ids(cast.circle.pk)
    settled = answers.answer_as_receiver(
        actor=cast.joost,
        proposal_id=proposal.pk,
        answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT],
        at=LATER,
    )

    assert settled.state == ProposalState.ACCEPTED
    assert HelpQuestion.objects.get().state == QuestionState.MATCHED
    view = circle_page.circle_view(cast.els, cast.circle.pk, at=LATER, today=TODAY)
    assert view.contacts is not None
    assert view.contacts.phone == "030 000 00 10"
    assert Permission.CIRCLE_HEALTH not in view.may
    (agreement,) = view.agreements
    assert agreement.agreed_at is None
    assert agreement.waits_for == ("Els", "Joost")
    for person in (cast.els, cast.joost):
        agreements.sign_agreement(actor=person, agreement_id=agreement.id, at=LATER)
    view = circle_page.circle_view(cast.els, cast.circle.pk, at=LATER, today=TODAY)
    assert view.agreements[0].agreed_at == LATER
    assert [moment.name for day in view.week for moment in day.moments] == ["Els"]


def test_withdrawn_consent_closes_at_the_next_look(cast: Cast) -> None:
    proposal = propose(cast)
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    answers.answer_as_receiver(
        actor=cast.joost,
        proposal_id=proposal.pk,
        answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT],
        at=LATER,
    )
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    look = circle_page.circle_view(cast.els, cast.circle.pk, at=LATER, today=TODAY)
    assert look.contacts is not None
    consents.change_consent(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=cast.els.pk,
        categories=[],
        at=LATER,
    )
    look = circle_page.circle_view(cast.els, cast.circle.pk, at=LATER, today=TODAY)
    assert look.contacts is None


def test_the_round_carries_a_proof_without_a_gap(cast: Cast) -> None:
    ask_for_company(cast)
    done = run_round(cast)
    assert (done.questions, done.served, done.gap) == (1, 1, 0)
    assert done.quality == done.bound
    assert len(done.content_hash) == 64


def test_nobody_found_comes_with_a_reason(cast: Cast) -> None:
    question = ask_for_company(cast, task_types=(TaskType.DIGITAL,))
    run_round(cast)
    page = match_table.match_table_page(cast.bram, question.pk, at=LATER)
    assert page.cards == ()
    assert page.nobody


def test_a_no_is_kept_and_harms_nobody(cast: Cast) -> None:
    proposal = propose(cast)
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.NOT_NOW, at=LATER
    )
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.DECLINED
    assert HelpQuestion.objects.get().state == QuestionState.OPEN
    run_round(cast)
    assert not Proposal.objects.filter(state=ProposalState.PROPOSED).exists()


def test_another_organisations_coordinator_sees_nothing(cast: Cast) -> None:
    proposal = propose(cast)
    with pytest.raises(NotFoundError):
        coordinator_decisions.introduce(actor=cast.dirk, proposal_id=proposal.pk, at=LATER)
    with pytest.raises(NotFoundError):
        match_table.match_table_page(cast.dirk, proposal.question_id, at=LATER)
    page = work_list.work_list_page(cast.dirk, work_list.WorklistFilter(), at=LATER)
    assert page.rows == ()


def test_both_sides_are_told_that_there_is_something_to_read(cast: Cast) -> None:
    proposal = propose(cast)
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    occasions = set(Message.objects.values_list("recipient__given_name", "occasion"))
    assert ("Els", "proposal_for_helper") in occasions
    assert ("Joost", "proposal_for_receiver") in occasions
    assert proposal.question.own_words
    for message in Message.objects.all():
        words = words_for(message)
        assert proposal.question.own_words not in words.subject + words.body
        assert message.path in words.body


def test_own_network_comes_first(cast: Cast) -> None:
    question = ask_for_company(cast)
    asked = rounds.request_round(actor=cast.bram, at=NOON)
    rounds.run_round(round_id=asked.pk, at=NOON)
    assert not Proposal.objects.exists()
    question_changes.take_question(actor=cast.fatma, question_id=question.pk, at=NOON)
    question.refresh_from_db()
    assert question.taken_by == cast.fatma
