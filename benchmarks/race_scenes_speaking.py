"""Races about speaking for someone, what is taken back, and a link to a draft."""

from __future__ import annotations

from collections.abc import Sequence

from race_scenes import all_of, kept, once, one_of, scene, within
from race_scenes_own_data import ACT, ANSWER, DRAFT, OWN, help_yes, nothing_between
from race_world import LATER, NOON, Outcome, Race, Scene, asked, one, person
from samenspel.circles.models import Circle
from samenspel.circles.services import membership
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking, drafts
from samenspel.needs.types import QuestionState
from samenspel.notifications import services as notifications
from samenspel.notifications.models import Message
from samenspel.own_data import services
from samenspel.people.models import Representation
from samenspel.people.services import acting_for
from samenspel.people.types import RepresentationKind
from samenspel.placements import services as placements
from samenspel.placements.models import Placement
from samenspel.placements.types import PlacementState

Outcomes = Sequence[Outcome]


class Spoken(Scene):
    """Fatma asks together with Joost, and a helper was put to both."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.fatma = person("Fatma")
        acting_for.record_representation(
            actor=self.fatma,
            represented=self.asker,
            representative=self.fatma,
            kind=RepresentationKind.WITH_CONSENT,
            relation="dochter",
            at=NOON,
        )
        self.told = self.introduced(question=self.question(self.asker, asked_by=self.fatma))

    def pass_on(self) -> Proposal:
        return answers.answer_as_receiver(
            actor=self.fatma,
            proposal_id=self.told.pk,
            answer=ReceiverAnswer.YES,
            own_word=True,
            at=LATER,
        )

    def end_asking(self) -> None:
        services.end_asking(actor=self.asker, person_id=self.fatma.pk, at=LATER)

    def speaks(self) -> int:
        """How many representations hold."""
        return Representation.objects.filter(
            represented=self.asker, representative=self.fatma, ended_at=None
        ).count()


def unanswered(proposal: Proposal) -> list[str]:
    """What is wrong when there is still something of an answer."""
    proposal.refresh_from_db()
    nothing = not proposal.receiver_answer and proposal.receiver_answered_by_id is None
    return [
        kept(nothing and not proposal.shared_categories, "the end, a yes stands"),
        kept(proposal.state == ProposalState.INTRODUCED, f"it is {proposal.state}"),
    ]


@scene(
    OWN + "end_asking",
    ACT + "end_representation",
    ANSWER + "ask_again",
    ANSWER + "answer_as_receiver",
    weight=30,
)
def a_yes_passed_on_beside_the_end_of_asking() -> Race:
    s = Spoken()

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[1].done, "the end was refused"),
            within(s.speaks(), 0, "representations"),
            *unanswered(s.told),
        ]

    return Race([s.pass_on, s.end_asking], check)


@scene(OWN + "end_asking", ANSWER + "answer_by_phone", weight=20)
def a_yes_on_the_phone_beside_the_end_of_asking() -> Race:
    s = Spoken()

    def phoned() -> Proposal:
        return answers.answer_by_phone(
            actor=s.bram,
            proposal_id=s.told.pk,
            answer=ReceiverAnswer.YES,
            said_by_id=s.fatma.pk,
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [kept(outcomes[1].done, "the end was refused"), *unanswered(s.told)]

    return Race([phoned, s.end_asking], check)


@scene(OWN + "end_asking", ANSWER + "answer_as_helper", weight=20)
def the_second_yes_beside_the_end_of_asking() -> Race:
    s = Spoken()
    s.pass_on()

    def check(outcomes: Outcomes) -> list[str]:
        s.told.refresh_from_db()
        is_match = s.told.state == ProposalState.ACCEPTED
        runs = Placement.objects.filter(pk=s.told.pk).count()
        return [
            all_of(outcomes),
            within(s.speaks(), 0, "representations"),
            kept(s.told.helper_answer == HelperAnswer.YES, "the helper's yes"),
            kept(runs == is_match, "what begins"),
            *([] if is_match else unanswered(s.told)),
        ]

    return Race([lambda: help_yes(s, s.told), s.end_asking], check)


@scene(
    OWN + "end_asking", ACT + "record_representation", "needs.services.asking.ask", weight=20
)
def asked_once_more_beside_the_end_of_asking() -> Race:
    s = Spoken()

    def ask() -> HelpQuestion:
        return asking.ask(
            asked_by=s.fatma,
            subject=s.asker,
            question=asked(subject_agreed=True, relation="dochter"),
            organisation_id=s.helpdesk.pk,
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[1].done, "the end was refused"),
            within(s.speaks(), 0, "representations after the person ended it"),
        ]

    return Race([ask, s.end_asking], check)


@scene(OWN + "end_asking", weight=10)
def asking_ended_twice() -> Race:
    s = Spoken()

    def check(outcomes: Outcomes) -> list[str]:
        return [one_of(outcomes), within(s.speaks(), 0, "representations")]

    return Race([s.end_asking, s.end_asking], check)


@scene(ANSWER + "take_back_answer", ANSWER + "answer_as_helper", weight=30)
def an_answer_taken_back_beside_the_second_yes() -> Race:
    s = Spoken()
    s.pass_on()

    def take_back() -> Proposal:
        return answers.take_back_answer(actor=s.asker, proposal_id=s.told.pk, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        s.told.refresh_from_db()
        runs = Placement.objects.filter(pk=s.told.pk).count()
        state = HelpQuestion.objects.get(pk=s.told.question_id).state
        if not outcomes[0].done:
            return [
                kept(s.told.state == ProposalState.ACCEPTED, "the match"),
                kept(s.told.receiver_answer == ReceiverAnswer.YES, "the answer"),
                kept(state == QuestionState.MATCHED, "the question"),
                once(runs, "placements"),
            ]
        return [all_of(outcomes), within(runs, 0, "placements"), *unanswered(s.told)]

    return Race([take_back, lambda: help_yes(s, s.told)], check)


@scene(ANSWER + "take_back_answer", weight=10)
def an_answer_taken_back_twice() -> Race:
    s = Spoken()
    s.pass_on()

    def take_back() -> Proposal:
        return answers.take_back_answer(actor=s.asker, proposal_id=s.told.pk, at=LATER)

    return Race(
        [take_back, take_back], lambda outcomes: [one_of(outcomes), *unanswered(s.told)]
    )


@scene("placements.services.end_with_the_seat", "placements.services.end_placement", weight=20)
def a_seat_left_beside_the_end() -> Race:
    s = Scene()
    proposal = s.matched()
    circle = Circle.objects.get(subject=s.asker)

    def leave() -> None:
        membership.leave_circle(actor=s.helper, circle_id=circle.pk, at=LATER)

    def end() -> Placement:
        return placements.end_placement(
            actor=s.bram, placement_id=proposal.pk, seek_again=False, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        row = Placement.objects.get(pk=proposal.pk)
        return [
            kept(any(outcome.done for outcome in outcomes), "an end"),
            kept(row.state == PlacementState.ENDED, f"the end, it is {row.state}"),
            *nothing_between(s.asker, s.helper),
        ]

    return Race([leave, end], check)


@scene(DRAFT + "take_over", weight=10)
def one_link_opened_on_two_devices() -> Race:
    token = drafts.save_draft(token=None, person=None, answers={"who": {}}, at=NOON)

    def open_link() -> str | None:
        return drafts.take_over(token=token, person=None, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        won = [outcome.value for outcome in outcomes if outcome.value]
        found = [drafts.find_draft(each, person=None, at=LATER) for each in won]
        return [
            all_of(outcomes),
            once(len(won), "devices that go on"),
            kept(all(found), "the draft"),
            kept(drafts.find_draft(token, person=None, at=LATER) is None, "the old link's end"),
        ]

    return Race([open_link, open_link, open_link], check)


@scene(DRAFT + "take_over", DRAFT + "save_draft", weight=10)
def a_link_opened_beside_a_step_by_its_owner() -> Race:
    who = person()
    token = drafts.save_draft(token=None, person=None, answers={"who": {}}, at=NOON)

    def check(outcomes: Outcomes) -> list[str]:
        typed = drafts.find_draft(outcomes[1].value, person=who, at=LATER)
        other = outcomes[0].value
        seen = drafts.find_draft(other, person=None, at=LATER) if other else None
        return [
            all_of(outcomes),
            kept(typed is not None and "what" in typed.answers, "the step"),
            within("what" in seen.answers if seen else 0, 0, "readers of what they typed"),
        ]

    return Race(
        [
            lambda: drafts.take_over(token=token, person=None, at=LATER),
            lambda: drafts.save_draft(token=token, person=who, answers={"what": {}}, at=LATER),
        ],
        check,
    )


@scene("notifications.services.tell_the_person", weight=10)
def a_person_told_twice_of_one_deed() -> Race:
    who, deed = person(), one()

    def tell() -> None:
        notifications.tell_the_person(who.pk, deed, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), once(Message.objects.filter(recipient=who).count(), "told")]

    return Race([tell, tell, tell], check)
