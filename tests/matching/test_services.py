"""What the services of matching promise: two yeses, no harm in a no, nobody asked too often."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
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
from samenspel.consent import services as consent_services
from samenspel.consent.types import DataCategory, Grantee
from samenspel.core.errors import NotFoundError
from samenspel.matching.models import Proposal
from samenspel.matching.reads import calls_to_make, invitation_pages
from samenspel.matching.services import answers, coordinator_decisions, rounds
from samenspel.matching.services.coordinator_decisions import ProposalError
from samenspel.matching.services.rounds import RoundError
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.people.services import acting_for
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


def test_the_second_yes_begins_what_is_registered_within_its_transaction(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Proposal] = []
    monkeypatch.setattr(answers, "_starters", [])
    answers.on_both_yes(lambda *, proposal, **_told: begun.append(proposal))
    settled = match(cast)
    assert begun == [settled]
    assert settled.state == ProposalState.ACCEPTED
    settled.question.refresh_from_db()
    assert settled.question.state == "matched"


def test_registering_twice_begins_it_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Proposal] = []

    def begin(*, proposal: Proposal, **_told: object) -> None:
        begun.append(proposal)

    monkeypatch.setattr(answers, "_starters", [])
    answers.on_both_yes(begin)
    answers.on_both_yes(begin)
    assert begun == [match(cast)]


def test_a_second_yes_is_refused_when_nobody_would_begin_anything(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: without the registration no door lets a match through."""
    monkeypatch.setattr(answers, "_starters", [])
    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.YES)
    with pytest.raises(ImproperlyConfigured, match="on_both_yes"), transaction.atomic():
        answers.answer_by_phone(
            actor=cast.bram, proposal_id=proposal.pk, answer=ReceiverAnswer.YES, at=LATER
        )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.receiver_answer) == (ProposalState.INTRODUCED, "")


def test_the_database_knows_no_acceptance_without_two_yeses(cast: Cast) -> None:
    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.YES)
    row = Proposal.objects.filter(pk=proposal.pk)
    for state in (ProposalState.ACCEPTED, ProposalState.ENDED):
        with pytest.raises(IntegrityError, match="two_yeses"), transaction.atomic():
            row.update(state=state, ended_at=LATER if state == ProposalState.ENDED else None)


def test_an_accepted_proposal_takes_up_its_helper_until_it_ends(cast: Cast) -> None:
    """Els helps one person at a time; with the first match she is full."""
    offered = els_offers(capacity=1)
    volunteering.change_offer(actor=cast.els, offer_id=cast.offer.pk, offering=offered, at=NOON)
    proposal = match(cast)
    other = ask_for_company(cast, cast.stranger)
    assert run_round(cast, LATER + MONTH).skipped == 1
    assert not Proposal.objects.filter(question=other).exists()
    coordinator_decisions.end_proposal(
        proposal_id=proposal.pk, seek_again=False, at=LATER + MONTH
    )
    run_round(cast, LATER + MONTH)
    assert Proposal.objects.get(question=other).helper == cast.els


def test_what_ended_does_not_end_again(cast: Cast) -> None:
    proposal = match(cast)
    coordinator_decisions.end_proposal(proposal_id=proposal.pk, seek_again=True, at=LATER)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.ended_at) == (ProposalState.ENDED, LATER)
    assert proposal.question.state == "open"
    with pytest.raises(ProposalError) as refusal:
        coordinator_decisions.end_proposal(proposal_id=proposal.pk, seek_again=True, at=LATER)
    assert refusal.value.code == "not_accepted"


def test_a_yes_of_someone_who_no_longer_speaks_for_the_person_begins_nothing(
    cast: Cast,
) -> None:
    proposal = introduce(cast)
    answers.answer_as_receiver(
        actor=cast.joost, proposal_id=proposal.pk, answer=ReceiverAnswer.YES, shared=[],
        at=LATER,
    )  # fmt: skip
    Proposal.objects.filter(pk=proposal.pk).update(receiver_answered_by=cast.stranger)
    answer(cast, proposal, HelperAnswer.YES)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.receiver_answer) == (ProposalState.INTRODUCED, "")
    assert cast.els.pk not in seats.seated_person_ids(cast.circle.pk)
    assert proposal.question.state == "open"


@pytest.mark.parametrize(("weeks", "told"), [(3, False), (4, True), (40, True)])
def test_a_helper_reads_that_they_were_not_asked_for_a_month(
    cast: Cast, weeks: int, told: bool
) -> None:
    proposal = introduce(cast)
    proposal.fit["idle_weeks"] = weeks
    proposal.save()
    page = invitation_pages.invitation_page(cast.els, proposal.pk, at=LATER)
    words = "U bent deze maand nog niet gevraagd."
    assert (words in [str(reason) for reason in page.reasons]) is told


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


def test_someone_who_shut_a_helper_out_never_meets_them(cast: Cast) -> None:
    acting_for.block(actor=cast.joost, about_id=cast.els.pk, at=NOON)
    question = ask_for_company(cast)
    run_round(cast)
    assert not Proposal.objects.filter(question=question).exists()


def test_a_block_by_the_helper_counts_as_well(cast: Cast) -> None:
    acting_for.block(actor=cast.els, about_id=cast.joost.pk, at=NOON)
    question = ask_for_company(cast)
    run_round(cast)
    assert not Proposal.objects.filter(question=question).exists()


def test_a_helper_who_does_not_fit_is_not_proposed_again(cast: Cast) -> None:
    proposal = propose(cast)
    with pytest.raises(ProposalError):
        coordinator_decisions.judge_unsuitable(
            actor=cast.bram, proposal_id=proposal.pk, because="  ", at=LATER
        )
    coordinator_decisions.judge_unsuitable(
        actor=cast.bram, proposal_id=proposal.pk, because="Ze zijn familie.", at=LATER
    )
    run_round(cast)
    assert not Proposal.objects.filter(state=ProposalState.PROPOSED).exists()


def test_a_question_is_put_to_one_helper_at_a_time(cast: Cast) -> None:
    second_helper()
    propose(cast)
    first, second = Proposal.objects.order_by("rank")
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=first.pk, at=LATER)
    with pytest.raises(ProposalError) as refusal:
        coordinator_decisions.introduce(actor=cast.bram, proposal_id=second.pk, at=LATER)
    assert refusal.value.code == "one_at_a_time"
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=second.pk).update(state=ProposalState.INTRODUCED)


def test_a_held_question_takes_no_part_until_its_day(cast: Cast) -> None:
    question = ask_for_company(cast)
    until = (LATER + timedelta(days=5)).date()
    coordinator_decisions.hold_question(
        actor=cast.bram, question_id=question.pk, until=until, at=LATER
    )
    assert run_round(cast).questions == 0
    coordinator_decisions.release_question(actor=cast.bram, question_id=question.pk, at=LATER)
    assert run_round(cast).questions == 1


def test_own_choice_keeps_to_the_hard_rules(cast: Cast) -> None:
    proposal = propose(cast)
    far = second_helper("Verweg", "Verwegdorp", radius_km=2.0)
    with pytest.raises(ProposalError) as refusal:
        coordinator_decisions.propose_other(
            actor=cast.bram, question_id=proposal.question_id, offer_id=far.pk, at=LATER
        )
    assert refusal.value.code == "distance"
    near = second_helper()
    added = coordinator_decisions.propose_other(
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
    assert settled.state == ProposalState.ACCEPTED


def test_someone_called_about_an_answer_leaves_todays_list(cast: Cast) -> None:
    def to_call() -> list[object]:
        rows = calls_to_make.waiting_calls(cast.bram, at=LATER, limit=9)
        return [row.id for row in rows]

    proposal = introduce(cast)
    answer(cast, proposal, HelperAnswer.YES)
    assert to_call() == [proposal.pk]
    coordinator_decisions.record_contact(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    assert to_call() == []


def test_a_call_is_about_a_proposal_only_while_an_answer_is_awaited(cast: Cast) -> None:
    proposal = match(cast)
    with pytest.raises(ProposalError) as refusal:
        coordinator_decisions.record_contact(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    assert refusal.value.code == "dealt_with"


def test_what_a_helper_says_on_the_phone_is_written_down(cast: Cast) -> None:
    proposal = propose(cast)
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    told = answers.helper_answer_by_phone(
        actor=cast.bram, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    assert (told.helper_answer, told.state) == (HelperAnswer.YES, ProposalState.INTRODUCED)


def test_a_proposal_that_no_longer_fits_is_not_put_to_people(cast: Cast) -> None:
    proposal = propose(cast)
    acting_for.block(actor=cast.els, about_id=cast.joost.pk, at=LATER)
    with pytest.raises(ProposalError) as refusal:
        coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    assert refusal.value.code == "veto"
    acting_for.unblock(actor=cast.els, about_id=cast.joost.pk)
    volunteering.pause(
        actor=cast.els,
        offer_id=cast.offer.pk,
        until=LATER.date() + timedelta(days=9),
        at=LATER,
    )
    with pytest.raises(ProposalError) as refusal:
        coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    assert refusal.value.code == "paused"
    volunteering.pause(actor=cast.els, offer_id=cast.offer.pk, until=None, at=LATER)
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
