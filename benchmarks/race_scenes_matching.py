"""Races about proposals, questions and what both said yes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

from race_scenes import all_of, kept, once, one_of, scene, within
from race_world import (
    LATER,
    NOON,
    Around,
    Outcome,
    Race,
    Scene,
    account,
    asked,
    offered,
    one,
    person,
    terms,
)
from samenspel.circles.models import Membership, RoleAgreement
from samenspel.consent import services as consent
from samenspel.consent.types import Grantee
from samenspel.matching.models import Proposal, QuestionHold, Round
from samenspel.matching.services import answers, coordinator_decisions, rounds
from samenspel.matching.types import (
    ACTIVE,
    HelperAnswer,
    ProposalState,
    ReceiverAnswer,
    RoundState,
)
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking, drafts, question_changes
from samenspel.needs.types import QuestionState
from samenspel.notifications.models import Message
from samenspel.people.services import PersonDetails
from samenspel.placements import services as placements
from samenspel.placements.models import Placement
from samenspel.placements.types import PlacementState
from samenspel.volunteering import services as volunteering

DECIDE, ANSWER = "matching.services.coordinator_decisions.", "matching.services.answers."
CHANGE, ASK, DRAFT = (
    f"needs.services.{name}." for name in ("question_changes", "asking", "drafts")
)
ROUNDS, FOLLOW, OFFER = (
    "matching.services.rounds.",
    "placements.services.",
    "volunteering.services.",
)
UNTIL = date(2026, 4, 1)
Outcomes = Sequence[Outcome]


def active(**which: object) -> int:
    return Proposal.objects.filter(state__in=ACTIVE, **which).count()


def messages(proposal: Proposal) -> int:
    return Message.objects.filter(key__endswith=f":{proposal.pk}").count()


def introduce(scene_: Scene, proposal: Proposal, actor: object = None) -> object:
    return coordinator_decisions.introduce(
        actor=actor or scene_.bram, proposal_id=proposal.pk, at=LATER
    )


@scene(DECIDE + "introduce", "notifications.services.notify", weight=40)
def one_proposal_put_to_both_twice() -> Race:
    s = Scene()
    proposal = s.proposal()

    def check(outcomes: Outcomes) -> list[str]:
        return [
            one_of(outcomes),
            once(active(pk=proposal.pk), "introductions"),
            "" if messages(proposal) == 2 else "doubled: messages",
        ]

    return Race([lambda: introduce(s, proposal), lambda: introduce(s, proposal, s.carl)], check)


@scene(DECIDE + "introduce", weight=30)
def two_proposals_for_one_question() -> Race:
    s = Scene()
    question = s.question()
    pair = [s.proposal(question), s.proposal(question, s.offer(person("Ans")))]

    def check(outcomes: Outcomes) -> list[str]:
        return [one_of(outcomes), within(active(question=question), 1, "introductions")]

    return Race([lambda: introduce(s, pair[0]), lambda: introduce(s, pair[1], s.carl)], check)


@scene(DECIDE + "introduce", OFFER + "mark_asked", weight=60)
def a_helper_with_one_place_put_to_two() -> Race:
    s = Scene()
    offer = s.offer()
    pair = [s.proposal(s.question(person()), offer) for _number in range(2)]

    def check(outcomes: Outcomes) -> list[str]:
        return [one_of(outcomes), within(active(offer=offer), 1, "introductions")]

    return Race([lambda: introduce(s, pair[0]), lambda: introduce(s, pair[1], s.carl)], check)


@scene(DECIDE + "introduce", ANSWER + "answer_as_helper", weight=60)
def a_helper_with_one_place_says_yes_while_put_to_another() -> Race:
    s = Scene()
    offer = s.offer()
    first = s.introduced(offer=offer, **s.said_yes())
    second = s.proposal(s.question(person()), offer)

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, "the yes"),
            within(active(offer=offer), 1, "places taken"),
        ]

    return Race([lambda: say(s, first), lambda: introduce(s, second, s.carl)], check)


@scene(DECIDE + "introduce", DECIDE + "judge_unsuitable", weight=60)
def put_to_both_beside_does_not_fit() -> Race:
    s = Scene()
    proposal = s.proposal()

    def unsuitable() -> object:
        return coordinator_decisions.judge_unsuitable(
            actor=s.carl, proposal_id=proposal.pk, because="te ver", at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        state = Proposal.objects.get(pk=proposal.pk).state
        told = ProposalState.INTRODUCED if outcomes[0].done else ProposalState.UNSUITABLE
        return [
            one_of(outcomes),
            kept(state == told, f"{told}, it is {state}"),
            kept((messages(proposal) > 0) == outcomes[0].done, "messages"),
        ]

    return Race([lambda: introduce(s, proposal), unsuitable], check)


@scene(DECIDE + "introduce", CHANGE + "withdraw_question", ROUNDS + "supersede", weight=30)
def put_to_both_beside_withdrawn() -> Race:
    s = Scene()
    proposal = s.proposal()

    def withdraw() -> object:
        return question_changes.withdraw_question(
            actor=s.asker, question_id=proposal.question_id, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        question = HelpQuestion.objects.get(pk=proposal.question_id)
        return [
            kept(outcomes[1].done, "the withdrawal was refused"),
            kept(question.state == QuestionState.WITHDRAWN, "the withdrawal"),
            within(active(pk=proposal.pk), 0, "introductions"),
        ]

    return Race([lambda: introduce(s, proposal), withdraw], check)


@scene(DECIDE + "introduce", OFFER + "pause", weight=20)
def put_to_both_beside_a_pause() -> Race:
    s = Scene()
    proposal = s.proposal()

    def pause() -> object:
        return volunteering.pause(
            actor=s.helper, offer_id=proposal.offer_id, until=UNTIL, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        proposal.offer.refresh_from_db()
        asked_at = proposal.offer.last_asked_at
        return [
            kept(proposal.offer.paused_until == UNTIL, "the pause"),
            kept((asked_at is not None) == outcomes[0].done, "when they were asked"),
            kept(active(pk=proposal.pk) == outcomes[0].done, "the introduction"),
        ]

    return Race([lambda: introduce(s, proposal), pause], check)


@scene(DECIDE + "introduce", "consent.services.withdraw_consent", weight=20)
def put_to_both_beside_consent_withdrawn() -> Race:
    s = Scene()
    proposal = s.proposal()

    def withdraw() -> object:
        return consent.withdraw_consent(
            actor=s.asker,
            subject_id=s.asker.pk,
            grantee=Grantee(organisation_id=s.helpdesk.pk),
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[1].done, "the withdrawal"),
            within(active(pk=proposal.pk), 0, "introductions"),
        ]

    return Race([lambda: introduce(s, proposal), withdraw], check)


def say(s: Scene, proposal: Proposal, answer: HelperAnswer = HelperAnswer.YES) -> Proposal:
    return answers.answer_as_helper(
        actor=s.helper, proposal_id=proposal.pk, answer=answer, at=LATER
    )


def receive(
    s: Scene, proposal: Proposal, answer: ReceiverAnswer = ReceiverAnswer.YES
) -> Proposal:
    return answers.answer_as_receiver(
        actor=s.asker, proposal_id=proposal.pk, answer=answer, at=LATER
    )


def begun(proposal: Proposal) -> list[str]:
    """What is wrong with what begins at the second yes."""
    question = HelpQuestion.objects.get(pk=proposal.question_id)
    seats = Membership.objects.filter(
        circle__subject=question.subject, person=proposal.helper, left_at=None
    )
    return [
        kept(Proposal.objects.get(pk=proposal.pk).state == ProposalState.ACCEPTED, "the yes"),
        kept(question.state == QuestionState.MATCHED, "the match"),
        once(Placement.objects.filter(pk=proposal.pk).count(), "placements"),
        once(seats.count(), "seats"),
    ]


@scene(
    ANSWER + "answer_as_helper",
    ANSWER + "answer_as_receiver",
    CHANGE + "close_as_matched",
    FOLLOW + "start_placement",
    "circles.services.membership.give_seat",
    weight=40,
)
def both_say_yes_at_once() -> Race:
    s = Scene()
    proposal = s.introduced()
    return Race(
        [lambda: say(s, proposal), lambda: receive(s, proposal)],
        lambda outcomes: [all_of(outcomes), *begun(proposal)],
    )


@scene(ANSWER + "answer_as_helper", ANSWER + "helper_answer_by_phone", weight=20)
def the_second_yes_twice() -> Race:
    s = Scene()
    proposal = s.introduced(**s.said_yes())

    def phoned() -> object:
        return answers.helper_answer_by_phone(
            actor=s.carl, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
        )

    return Race(
        [lambda: say(s, proposal), phoned],
        lambda outcomes: [one_of(outcomes), *begun(proposal)],
    )


@scene(ANSWER + "answer_as_helper", CHANGE + "withdraw_question", weight=40)
def the_second_yes_beside_withdrawn() -> Race:
    s = Scene()
    proposal = s.introduced(**s.said_yes())

    def withdraw() -> object:
        return question_changes.withdraw_question(
            actor=s.asker, question_id=proposal.question_id, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        if outcomes[0].done:
            return [one_of(outcomes), *begun(proposal)]
        state = HelpQuestion.objects.get(pk=proposal.question_id).state
        return [
            one_of(outcomes),
            kept(state == QuestionState.WITHDRAWN, "the withdrawal"),
            within(active(pk=proposal.pk), 0, "introductions"),
        ]

    return Race([lambda: say(s, proposal), withdraw], check)


@scene(
    ANSWER + "answer_as_helper", ANSWER + "answer_by_phone", OFFER + "refuse_task", weight=20
)
def a_no_beside_a_yes() -> Race:
    s = Scene()
    proposal = s.introduced()

    def phoned() -> object:
        return answers.answer_by_phone(
            actor=s.bram, proposal_id=proposal.pk, answer=ReceiverAnswer.YES, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        row = Proposal.objects.get(pk=proposal.pk)
        return [
            kept(outcomes[0].done, "the no was refused"),
            kept(row.state == ProposalState.DECLINED, "the no"),
            kept(row.helper_answer == HelperAnswer.NEVER, "never"),
            kept(bool(row.receiver_answer) == outcomes[1].done, "the yes"),
        ]

    return Race([lambda: say(s, proposal, HelperAnswer.NEVER), phoned], check)


@scene(DECIDE + "record_contact", ANSWER + "answer_as_helper", weight=20)
def spoken_with_beside_an_answer() -> Race:
    s = Scene()
    proposal = s.introduced()

    def spoke() -> object:
        return coordinator_decisions.record_contact(
            actor=s.bram, proposal_id=proposal.pk, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        row = Proposal.objects.get(pk=proposal.pk)
        return [
            all_of(outcomes),
            kept(row.last_contact_at == LATER, "the contact"),
            kept(row.helper_answer == HelperAnswer.YES, "the answer"),
        ]

    return Race([spoke, lambda: say(s, proposal)], check)


@scene(DECIDE + "hold_question", weight=10)
def held_by_two() -> Race:
    s = Scene()
    question = s.question()

    def hold(actor: object) -> None:
        coordinator_decisions.hold_question(
            actor=actor, question_id=question.pk, until=UNTIL, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            all_of(outcomes),
            once(QuestionHold.objects.filter(question=question).count(), "holds"),
        ]

    return Race([lambda: hold(s.bram), lambda: hold(s.carl)], check)


@scene(DECIDE + "hold_question", DECIDE + "release_question", weight=10)
def held_beside_released() -> Race:
    s = Scene()
    question = s.question()
    about = {"question_id": question.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        return [
            all_of(outcomes),
            within(QuestionHold.objects.filter(question=question).count(), 1, "holds"),
        ]

    return Race(
        [
            lambda: coordinator_decisions.hold_question(actor=s.bram, until=UNTIL, **about),
            lambda: coordinator_decisions.release_question(actor=s.carl, **about),
        ],
        check,
    )


@scene(DECIDE + "propose_other", weight=4)
def one_helper_proposed_by_two() -> Race:
    s = Scene()
    question, offer = s.question(), s.offer()

    def propose(actor: object) -> object:
        return coordinator_decisions.propose_other(
            actor=actor, question_id=question.pk, offer_id=offer.pk, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        rows = Proposal.objects.filter(question=question, offer=offer)
        return [all_of(outcomes), once(rows.count(), "proposals")]

    return Race([lambda: propose(s.bram), lambda: propose(s.carl)], check)


@scene(ROUNDS + "request_round", weight=10)
def a_round_asked_for_by_two() -> Race:
    s = Scene()

    def request(actor: object) -> object:
        return rounds.request_round(actor=actor, organisation_id=s.helpdesk.pk, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        waiting = Round.objects.filter(organisation=s.helpdesk, state=RoundState.QUEUED)
        return [one_of(outcomes), once(waiting.count(), "rounds")]

    return Race([lambda: request(s.bram), lambda: request(s.carl)], check)


@scene(ROUNDS + "run_round", weight=4)
def a_round_run_by_two_workers() -> Race:
    s = Scene()
    s.question()
    s.offer()
    row = Round.objects.create(organisation=s.helpdesk, run_by=s.bram, asked_at=NOON)

    def work() -> object:
        return rounds.run_round(round_id=row.pk, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        row.refresh_from_db()
        return [
            all_of(outcomes),
            kept(row.state == RoundState.DONE, f"the round is {row.state}"),
            once(row.proposals.count(), "proposals"),
        ]

    return Race([work, work], check)


@scene(ROUNDS + "run_round", DECIDE + "introduce", weight=4)
def put_to_both_beside_a_new_round() -> Race:
    s = Scene()
    proposal = s.proposal()
    row = Round.objects.create(organisation=s.helpdesk, run_by=s.bram, asked_at=NOON)

    def check(outcomes: Outcomes) -> list[str]:
        state = Proposal.objects.get(pk=proposal.pk).state
        told = ProposalState.INTRODUCED if outcomes[1].done else ProposalState.SUPERSEDED
        return [
            kept(outcomes[0].done, "the round"),
            kept(state == told, f"{told}: {state}"),
            within(active(question_id=proposal.question_id), 1, "introductions"),
        ]

    return Race(
        [lambda: rounds.run_round(round_id=row.pk, at=LATER), lambda: introduce(s, proposal)],
        check,
    )


# --- What both said yes to --------------------------------------------------------------------


def end(s: Scene, proposal: Proposal, *, seek_again: bool = True) -> Placement:
    return placements.end_placement(
        actor=s.bram, placement_id=proposal.pk, seek_again=seek_again, at=LATER
    )


def ended(proposal: Proposal) -> list[str]:
    """What is wrong with what ended."""
    row = Placement.objects.select_related("proposal", "question").get(pk=proposal.pk)
    open_seats = Membership.objects.filter(
        circle__subject=row.question.subject, person=row.helper, left_at=None
    )
    return [
        kept(row.state == PlacementState.ENDED, f"the end, it is {row.state}"),
        kept(row.proposal.state == ProposalState.ENDED, "the end of the proposal"),
        kept(row.question.state == QuestionState.OPEN, "seeking again"),
        within(open_seats.count(), 0, "seats"),
    ]


@scene(
    FOLLOW + "end_placement",
    FOLLOW + "call_lasting",
    DECIDE + "end_proposal",
    CHANGE + "reopen",
    "circles.services.membership.end_helper_seat",
    weight=60,
)
def ends_beside_goes_well() -> Race:
    s = Scene()
    proposal = s.matched()

    def lasting() -> object:
        return placements.call_lasting(actor=s.carl, placement_id=proposal.pk, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        row = Placement.objects.get(pk=proposal.pk)
        return [
            kept(outcomes[0].done, "the end was refused"),
            *ended(proposal),
            kept((row.lasting_at is not None) == outcomes[1].done, "goes well"),
        ]

    return Race([lambda: end(s, proposal), lasting], check)


@scene(FOLLOW + "end_placement", weight=20)
def ended_twice() -> Race:
    s = Scene()
    proposal = s.matched()
    return Race(
        [lambda: end(s, proposal), lambda: end(s, proposal)],
        lambda outcomes: [one_of(outcomes), *ended(proposal)],
    )


@scene(FOLLOW + "record_contact", FOLLOW + "call_lasting", weight=10)
def spoken_with_beside_goes_well() -> Race:
    s = Scene()
    about = {"placement_id": s.matched().pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        row = Placement.objects.get(pk=about["placement_id"])
        return [
            all_of(outcomes),
            kept(row.last_contact_at == LATER, "the contact"),
            kept(row.state == PlacementState.LASTING, "goes well"),
        ]

    return Race(
        [
            lambda: placements.record_contact(actor=s.bram, **about),
            lambda: placements.call_lasting(actor=s.carl, **about),
        ],
        check,
    )


@scene(FOLLOW + "record_intake", FOLLOW + "end_placement", weight=20)
def an_intake_beside_the_end() -> Race:
    s = Scene()
    proposal = s.matched()

    def intake() -> object:
        return placements.record_intake(
            actor=s.carl,
            placement_id=proposal.pk,
            first_meeting_on=UNTIL,
            terms=terms("Samen wandelen."),
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        row = Placement.objects.get(pk=proposal.pk)
        agreed = RoleAgreement.objects.filter(membership__person=s.helper, ended_at=None)
        return [
            kept(outcomes[0].done, "the end was refused"),
            *ended(proposal),
            kept((row.first_meeting_on == UNTIL) == outcomes[1].done, "the intake"),
            within(agreed.count(), 0, "agreements"),
        ]

    return Race([lambda: end(s, proposal), intake], check)


@scene(FOLLOW + "record_intake", "circles.services.agreements.redraw_agreement", weight=10)
def two_intakes() -> Race:
    s = Scene()
    proposal = s.matched()

    def intake(actor: object, does: str) -> object:
        return placements.record_intake(
            actor=actor,
            placement_id=proposal.pk,
            first_meeting_on=UNTIL,
            terms=terms(does),
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        drawn = RoleAgreement.objects.filter(membership__person=s.helper)
        return [
            all_of(outcomes),
            once(drawn.filter(ended_at=None).count(), "agreements"),
            kept(drawn.count() == 3, "an agreement"),
        ]

    return Race([lambda: intake(s.bram, "Wandelen."), lambda: intake(s.carl, "Lezen.")], check)


# --- Questions --------------------------------------------------------------------------------


@scene(ASK + "ask", ASK + "put_on_record", weight=20)
def one_press_asks_twice() -> Race:
    s = Scene()
    question = asked(once=uuid4())

    def ask() -> object:
        return asking.ask(
            asked_by=s.asker,
            subject=s.asker,
            question=question,
            organisation_id=s.helpdesk.pk,
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            one_of(outcomes),
            once(HelpQuestion.objects.filter(subject=s.asker).count(), "q"),
        ]

    return Race([ask, ask], check)


@scene(ASK + "ask_by_phone", weight=10)
def one_call_written_down_twice() -> Race:
    s = Scene()
    question, name = asked(once=uuid4()), one("Beller")[:30]

    def ask() -> object:
        return asking.ask_by_phone(
            actor=s.bram,
            people=asking.Caller(PersonDetails(name, phone="030 1")),
            question=question,
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        rows = HelpQuestion.objects.filter(subject__given_name=name)
        return [one_of(outcomes), once(rows.count(), "questions")]

    return Race([ask, ask], check)


@scene(DRAFT + "finish_draft", weight=10)
def one_draft_becomes_two_questions() -> Race:
    s = Scene()
    pair = [s.question(), s.question()]
    token = drafts.save_draft(token=None, person=None, answers={}, at=NOON)

    def check(outcomes: Outcomes) -> list[str]:
        draft = drafts.find_draft(token, person=None, at=NOON)
        won = next(at for at, outcome in enumerate(outcomes) if outcome.done)
        return [one_of(outcomes), kept(draft.question_id == pair[won].pk, "the question")]

    def finish(question: HelpQuestion) -> None:
        drafts.finish_draft(token=token, person=None, question=question, at=LATER)

    return Race([lambda: finish(pair[0]), lambda: finish(pair[1])], check)


@scene(DRAFT + "save_draft", weight=20)
def two_steps_of_a_draft_at_once() -> Race:
    token = drafts.save_draft(token=None, person=None, answers={"who": {}}, at=NOON)

    def save(step: str) -> object:
        return drafts.save_draft(token=token, person=None, answers={step: {}}, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        kept_steps = set(drafts.find_draft(token, person=None, at=LATER).answers)
        return [all_of(outcomes), kept(kept_steps == {"who", "what", "when"}, "a step")]

    return Race([lambda: save("what"), lambda: save("when")], check)


@scene(DRAFT + "claim_question", weight=10)
def one_question_claimed_by_two() -> Race:
    s = Scene()
    two = [person("Anja"), person("Bea")]
    for who in two:
        account(f"{one()}@mail.example", who)
    question = s.question()
    token = drafts.save_draft(token=None, person=None, answers={}, at=NOON)
    drafts.finish_draft(token=token, person=None, question=question, at=NOON)

    def claim(actor: object) -> object:
        return drafts.claim_question(actor=actor, token=token, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        question.refresh_from_db()
        won = [who.pk for who, outcome in zip(two, outcomes, strict=True) if outcome.done]
        return [
            one_of(outcomes),
            kept(question.asked_by_id in won, "the claim"),
            kept(question.subject_id == question.asked_by_id, "for whom"),
        ]

    return Race([lambda: claim(two[0]), lambda: claim(two[1])], check)


@scene(CHANGE + "take_question", weight=30)
def taken_by_two() -> Race:
    a, s = Around(), Scene()
    question = s.question(a.subject)
    consent_for(a)

    def take(actor: object) -> object:
        return question_changes.take_question(actor=actor, question_id=question.pk, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        question.refresh_from_db()
        won = a.fatma if outcomes[0].done else a.karim
        return [one_of(outcomes), kept(question.taken_by_id == won.pk, "who takes it")]

    return Race([lambda: take(a.fatma), lambda: take(a.karim)], check)


def consent_for(a: Around) -> None:
    for who in (a.fatma, a.karim):
        consent.give_consent(
            actor=a.subject,
            yes=consent.Yes(
                a.subject.pk, Grantee(person_id=who.pk), consent.Purpose.CIRCLE, a.subject.pk
            ),
            categories=[consent.DataCategory.QUESTIONS],
            at=NOON,
        )


@scene(CHANGE + "take_question", CHANGE + "withdraw_question", weight=20)
def taken_beside_withdrawn() -> Race:
    a, s = Around(), Scene()
    question = s.question(a.subject)
    consent_for(a)
    about = {"question_id": question.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        question.refresh_from_db()
        told = QuestionState.MATCHED if outcomes[0].done else QuestionState.WITHDRAWN
        return [
            one_of(outcomes),
            kept(question.state == told, f"{told}: {question.state}"),
            kept((question.taken_by_id is not None) == outcomes[0].done, "who"),
        ]

    return Race(
        [
            lambda: question_changes.take_question(actor=a.fatma, **about),
            lambda: question_changes.withdraw_question(actor=a.subject, **about),
        ],
        check,
    )


@scene(CHANGE + "ask_neighbourhood", CHANGE + "set_helper_words", weight=10)
def the_neighbourhood_beside_new_words() -> Race:
    s = Scene()
    question = s.question(who_may_know="circle", neighbourhood_from=None)
    about = {"actor": s.asker, "question_id": question.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        question.refresh_from_db()
        return [
            all_of(outcomes),
            kept(question.public_note == "Wandelt graag.", "the words"),
            kept(question.neighbourhood_from == LATER, "the neighbourhood"),
        ]

    return Race(
        [
            lambda: question_changes.ask_neighbourhood(**about),
            lambda: question_changes.set_helper_words(public_note="Wandelt graag.", **about),
        ],
        check,
    )


# --- Offers -----------------------------------------------------------------------------------


@scene(OFFER + "change_offer", OFFER + "pause", weight=20)
def an_offer_changed_beside_a_pause() -> Race:
    s = Scene()
    offer = s.offer()
    about = {"actor": s.helper, "offer_id": offer.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        offer.refresh_from_db()
        return [
            all_of(outcomes),
            kept(offer.paused_until == UNTIL, "the pause"),
            kept(offer.motive == "Leuk", "the change"),
        ]

    return Race(
        [
            lambda: volunteering.change_offer(offering=offered(motive="Leuk"), **about),
            lambda: volunteering.pause(until=UNTIL, **about),
        ],
        check,
    )


@scene(OFFER + "change_offer", OFFER + "record_vog_seen", weight=10)
def an_offer_changed_beside_a_vog_seen() -> Race:
    s = Scene()
    offer = s.offer()
    seen = NOON.date() - timedelta(days=3)

    def check(outcomes: Outcomes) -> list[str]:
        offer.refresh_from_db()
        return [
            all_of(outcomes),
            kept(offer.vog_seen_on == seen, "the VOG"),
            kept(offer.motive == "Leuk", "the change"),
        ]

    about = {"offer_id": offer.pk, "at": LATER}
    return Race(
        [
            lambda: volunteering.change_offer(
                actor=s.helper, offering=offered(motive="Leuk"), **about
            ),
            lambda: volunteering.record_vog_seen(actor=s.bram, seen_on=seen, **about),
        ],
        check,
    )


@scene(OFFER + "register_offer", weight=10)
def one_helper_offers_twice() -> Race:
    s = Scene()

    def register() -> object:
        return volunteering.register_offer(
            person=s.helper, offering=offered(), organisation_id=s.helpdesk.pk, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        rows = volunteering.Offer.objects.filter(person=s.helper)
        return [all_of(outcomes), once(rows.count(), "offers")]

    return Race([register, register], check)
