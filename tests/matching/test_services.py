"""What the services of matching promise: two yeses, no harm in a no, nobody asked too often."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOON, Cast, els_offers, make_person
from tests.matching.story import (
    LATER,
    ask_for_company,
    introduce,
    match,
    propose,
    run_round,
)

from samenspel.circles.reads import seats
from samenspel.circles.reads.agreement_terms import find_terms
from samenspel.consent import reads as consent_reads
from samenspel.consent import services as consent_services
from samenspel.consent.types import DataCategory, Grantee
from samenspel.core.errors import NotFoundError
from samenspel.matching.models import Proposal
from samenspel.matching.reads import invitation_pages, work_list
from samenspel.matching.services import answers, decisions, follow_up, rounds
from samenspel.matching.services.decisions import ProposalError
from samenspel.matching.services.rounds import RoundError
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.people import services as people
from samenspel.volunteering import services as volunteering
from samenspel.volunteering.models import Offer

MONTH = timedelta(days=31)


def second_helper(name: str = "Samira", place: str = "Proefwijk", **changes: object) -> Offer:
    person = make_person(name, "Namaak", place=place)
    return volunteering.register_offer(
        person=person, offering=els_offers(place=place, **changes), at=NOON
    )


def answer(cast: Cast, proposal: Proposal, said: HelperAnswer) -> None:
    answers.answer_as_helper(actor=cast.els, proposal_id=proposal.pk, answer=said, at=LATER)


def test_two_yeses_give_a_seat_an_agreement_and_what_may_be_seen(cast: Cast) -> None:
    settled = match(cast)
    assert settled.state == ProposalState.TRIAL
    assert cast.els.pk in seats.seated_person_ids(cast.circle.pk)
    terms = find_terms(subject_id=cast.joost.pk, person_id=cast.els.pk)
    assert terms is not None
    assert [moment.weekday.name for moment in terms.moments] == ["THURSDAY"]
    seen = consent_reads.open_categories(
        subject_id=cast.joost.pk, person_ids=[cast.els.pk], at=LATER
    )
    assert set(seen[cast.els.pk]) == {DataCategory.CONTACT}


def test_one_yes_gives_nothing_yet(cast: Cast) -> None:
    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.YES)
    assert cast.els.pk not in seats.seated_person_ids(cast.circle.pk)


@pytest.mark.parametrize("said", [HelperAnswer.NOT_NOW, HelperAnswer.NEVER])
def test_a_no_is_not_asked_again_for_the_same_question(cast: Cast, said: HelperAnswer) -> None:
    proposal = introduce(cast)
    answer(cast, proposal, said)
    run_round(cast, LATER + MONTH)
    assert not Proposal.objects.filter(
        question=proposal.question_id, helper=cast.els, state=ProposalState.PROPOSED
    ).exists()


def test_not_now_leaves_the_helper_for_others_after_a_week(cast: Cast) -> None:
    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.NOT_NOW)
    other = ask_for_company(cast, cast.stranger)
    run_round(cast, LATER + timedelta(days=1))
    assert not Proposal.objects.filter(question=other).exists()
    run_round(cast, LATER + timedelta(days=8))
    assert Proposal.objects.get(question=other).helper == cast.els


def test_never_means_never_for_this_kind_of_help(cast: Cast) -> None:
    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.NEVER)
    other = ask_for_company(cast, cast.stranger)
    run_round(cast, LATER + MONTH)
    assert not Proposal.objects.filter(question=other).exists()


def test_a_helper_is_not_asked_more_often_than_wanted(cast: Cast) -> None:
    volunteering.change_offer(
        actor=cast.els, offer_id=cast.offer.pk, offering=els_offers(asks_per_month=1), at=NOON
    )
    proposal = introduce(cast)
    answers.answer_as_receiver(
        actor=cast.joost, proposal_id=proposal.pk, answer=ReceiverAnswer.NO, at=LATER
    )
    other = ask_for_company(cast, cast.stranger)
    done = run_round(cast, LATER + timedelta(days=8))
    assert done.skipped == 1
    assert not Proposal.objects.filter(question=other).exists()


def test_who_shut_someone_out_never_meets_them(cast: Cast) -> None:
    people.block(actor=cast.joost, about_id=cast.els.pk, at=NOON)
    question = ask_for_company(cast)
    run_round(cast)
    assert not Proposal.objects.filter(question=question).exists()


def test_a_block_by_the_helper_counts_as_well(cast: Cast) -> None:
    people.block(actor=cast.els, about_id=cast.joost.pk, at=NOON)
    question = ask_for_company(cast)
    run_round(cast)
    assert not Proposal.objects.filter(question=question).exists()


def test_who_does_not_fit_is_not_proposed_again(cast: Cast) -> None:
    proposal = propose(cast)
    with pytest.raises(ProposalError):
        decisions.judge_unsuitable(
            actor=cast.bram, proposal_id=proposal.pk, because="  ", at=LATER
        )
    decisions.judge_unsuitable(
        actor=cast.bram, proposal_id=proposal.pk, because="Ze zijn familie.", at=LATER
    )
    run_round(cast)
    assert not Proposal.objects.filter(state=ProposalState.PROPOSED).exists()


def test_a_question_is_put_to_one_helper_at_a_time(cast: Cast) -> None:
    second_helper()
    propose(cast)
    first, second = Proposal.objects.order_by("rank")
    decisions.introduce(actor=cast.bram, proposal_id=first.pk, at=LATER)
    with pytest.raises(ProposalError) as refusal:
        decisions.introduce(actor=cast.bram, proposal_id=second.pk, at=LATER)
    assert refusal.value.code == "one_at_a_time"
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=second.pk).update(state=ProposalState.INTRODUCED)


def test_a_held_question_takes_no_part_until_its_day(cast: Cast) -> None:
    question = ask_for_company(cast)
    until = (LATER + timedelta(days=5)).date()
    decisions.hold_question(actor=cast.bram, question_id=question.pk, until=until, at=LATER)
    assert run_round(cast).questions == 0
    decisions.release_question(actor=cast.bram, question_id=question.pk, at=LATER)
    assert run_round(cast).questions == 1


def test_own_choice_keeps_to_the_hard_rules(cast: Cast) -> None:
    proposal = propose(cast)
    far = second_helper("Verweg", "Verwegdorp", radius_km=2.0)
    with pytest.raises(ProposalError) as refusal:
        decisions.propose_other(
            actor=cast.bram, question_id=proposal.question_id, offer_id=far.pk, at=LATER
        )
    assert refusal.value.code == "distance"
    near = second_helper()
    added = decisions.propose_other(
        actor=cast.bram, question_id=proposal.question_id, offer_id=near.pk, at=LATER
    )
    assert added.state == ProposalState.PROPOSED
    assert not added.is_best


def test_withdrawn_consent_takes_the_invitation_back(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    proposal = introduce(cast)
    assert invitation_pages.invitation_page(cast.els, proposal.pk, at=LATER).is_open
    with django_capture_on_commit_callbacks(execute=True):
        consent_services.withdraw_consent(
            actor=cast.joost,
            subject_id=cast.joost.pk,
            grantee=Grantee(organisation_id=cast.helpdesk.pk),
            at=LATER,
        )
    with pytest.raises(NotFoundError):
        invitation_pages.invitation_page(cast.els, proposal.pk, at=LATER)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUPERSEDED


def test_one_round_at_a_time(cast: Cast) -> None:
    rounds.request_round(actor=cast.bram, at=LATER)
    with pytest.raises(RoundError), transaction.atomic():
        rounds.request_round(actor=cast.bram, at=LATER)


def test_ending_a_match_closes_what_was_seen_and_seeks_again(cast: Cast) -> None:
    proposal = match(cast)
    follow_up.end_match(actor=cast.bram, proposal_id=proposal.pk, seek_again=True, at=LATER)
    assert cast.els.pk not in seats.seated_person_ids(cast.circle.pk)
    assert not consent_reads.open_categories(
        subject_id=cast.joost.pk, person_ids=[cast.els.pk], at=LATER
    )
    proposal.question.refresh_from_db()
    assert proposal.question.state == "open"


def test_an_answer_by_phone_is_on_record_as_theirs(cast: Cast) -> None:
    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.YES)
    settled = answers.answer_by_phone(
        actor=cast.bram,
        proposal_id=proposal.pk,
        answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT],
        at=LATER,
    )
    assert settled.receiver_answered_by == cast.joost
    assert settled.state == ProposalState.TRIAL


def test_who_was_called_about_an_answer_leaves_todays_list(cast: Cast) -> None:
    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.YES)
    page = work_list.worklist_page(cast.bram, work_list.WorklistFilter(), at=LATER)
    assert [row.proposal_id for row in page.calls] == [proposal.pk]
    follow_up.record_contact(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    page = work_list.worklist_page(cast.bram, work_list.WorklistFilter(), at=LATER)
    assert page.calls == ()


def test_silence_is_noticed_after_four_weeks(cast: Cast) -> None:
    proposal = match(cast)
    page = work_list.worklist_page(cast.bram, work_list.WorklistFilter(), at=LATER + MONTH)
    assert [row.proposal_id for row in page.silent] == [proposal.pk]
    assert page.going_well == 0


def test_what_a_helper_says_on_the_phone_is_written_down(cast: Cast) -> None:
    proposal = propose(cast)
    decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    told = answers.helper_answer_by_phone(
        actor=cast.bram, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    assert (told.helper_answer, told.state) == (HelperAnswer.YES, ProposalState.INTRODUCED)


def test_a_proposal_that_no_longer_fits_is_not_put_to_people(cast: Cast) -> None:
    proposal = propose(cast)
    people.block(actor=cast.els, about_id=cast.joost.pk, at=LATER)
    with pytest.raises(ProposalError) as refusal:
        decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    assert refusal.value.code == "veto"
    people.unblock(actor=cast.els, about_id=cast.joost.pk)
    volunteering.pause(
        actor=cast.els,
        offer_id=cast.offer.pk,
        until=LATER.date() + timedelta(days=9),
        at=LATER,
    )
    with pytest.raises(ProposalError) as refusal:
        decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    assert refusal.value.code == "paused"
    volunteering.pause(actor=cast.els, offer_id=cast.offer.pk, until=None, at=LATER)
    decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
