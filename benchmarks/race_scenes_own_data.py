"""Races about being forgotten, and about closing and leaving circles."""

from __future__ import annotations

from collections.abc import Sequence

from race_scenes import all_of, kept, scene, within
from race_world import LATER, NOON, Around, Outcome, Race, Scene, asked, person
from samenspel.circles.models import Membership
from samenspel.circles.services import membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.consent.models import Consent
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers
from samenspel.matching.types import ACTIVE, HelperAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking
from samenspel.own_data import services
from samenspel.people import services as people
from samenspel.people.models import Person
from samenspel.placements.models import Placement
from samenspel.placements.types import RUNNING

OWN, ANSWER = "own_data.services.", "matching.services.answers."
SEAT, ACT, DRAFT = (
    "circles.services.membership.",
    "people.services.acting_for.",
    "needs.services.drafts.",
)
FORGET = (
    OWN + "forget",
    "needs.services.question_changes.withdraw_everything",
    SEAT + "leave_every_circle",
    "volunteering.services.stop_offering",
    ANSWER + "take_back_everything",
    "consent.services.withdraw_everything",
    ACT + "end_all",
    "people.services.forget",
)
"""What is called whenever someone is forgotten."""

Outcomes = Sequence[Outcome]


def help_yes(s: Scene, proposal: Proposal) -> Proposal:
    return answers.answer_as_helper(
        actor=s.helper, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )


def forget(who: Person) -> int:
    return services.forget(person=who, at=LATER)


def nothing_between(one_: Person, other: Person) -> list[str]:
    """What is wrong when two people of whom one stopped still have something together."""
    seats = Membership.objects.filter(left_at=None, circle__closed_at=None)
    runs = Placement.objects.filter(state__in=RUNNING)
    found = []
    for subject, helper in ((one_, other), (other, one_)):
        consents = Consent.objects.filter(subject=subject, grantee_person=helper)
        pair = Proposal.objects.filter(question__subject=subject, helper=helper)
        found += [
            within(seats.filter(circle__subject=subject, person=helper).count(), 0, "seats"),
            within(consents.filter(withdrawn_at=None).count(), 0, "open consents"),
            within(pair.filter(state__in=ACTIVE).count(), 0, "active proposals"),
            within(runs.filter(helper=helper, question__subject=subject).count(), 0, "runs"),
        ]
    return found


# --- Being forgotten --------------------------------------------------------------------------


def forgotten_beside_the_second_yes(s: Scene, who: Person) -> Race:
    proposal = s.introduced(shared_categories=["health"], **s.said_yes())

    def check(outcomes: Outcomes) -> list[str]:
        who.refresh_from_db()
        waiting = HelpQuestion.objects.still_open().filter(subject=who)
        return [
            kept(outcomes[0].done, f"being forgotten was refused: {outcomes[0].error}"),
            kept(who.forgotten_at == LATER, "being forgotten"),
            within(waiting.count(), 0, "open questions"),
            *nothing_between(s.asker, s.helper),
        ]

    return Race([lambda: forget(who), lambda: help_yes(s, proposal)], check)


@scene(*FORGET, ANSWER + "answer_as_helper", weight=20)
def a_helper_is_forgotten_beside_the_second_yes() -> Race:
    s = Scene()
    return forgotten_beside_the_second_yes(s, s.helper)


@scene(*FORGET, SEAT + "close_circle", ANSWER + "answer_as_helper", weight=20)
def the_person_is_forgotten_beside_the_second_yes() -> Race:
    s = Scene()
    membership.open_circle(actor=s.asker, subject_id=s.asker.pk, at=NOON)
    return forgotten_beside_the_second_yes(s, s.asker)


@scene(*FORGET, weight=10)
def forgotten_twice() -> Race:
    s = Scene()
    s.matched()
    who = s.asker

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), *nothing_between(s.asker, s.helper)]

    return Race([lambda: forget(who), lambda: forget(Person.objects.get(pk=who.pk))], check)


@scene(*FORGET, SEAT + "close_circle", weight=20)
def two_who_help_each_other_are_forgotten() -> Race:
    s = Scene()
    s.introduced()
    s.introduced(
        question=s.question(s.helper), offer=s.offer(s.asker), helper_answer=HelperAnswer.YES
    )
    for subject, helper in ((s.asker, s.helper), (s.helper, s.asker)):
        circle = membership.open_circle(actor=subject, subject_id=subject.pk, at=NOON)
        seat = NewSeat(helper.pk, SeatRole.NEIGHBOUR, said_yes_at=NOON)
        membership.give_seat(actor=subject, circle=circle, new_seat=seat, at=NOON)

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), *nothing_between(s.asker, s.helper)]

    return Race([lambda: forget(s.asker), lambda: forget(s.helper)], check)


@scene(*FORGET, SEAT + "remove_member", weight=10)
def forgotten_beside_removed() -> Race:
    a = Around()

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, f"being forgotten was refused: {outcomes[0].error}"),
            *nothing_between(a.subject, a.fatma),
        ]

    def remove() -> None:
        membership.remove_member(
            actor=a.subject, circle_id=a.circle.pk, person_id=a.fatma.pk, at=LATER
        )

    return Race([lambda: forget(a.fatma), remove], check)


@scene(OWN + "forget", SEAT + "invite", weight=10)
def forgotten_beside_an_invitation() -> Race:
    a, who = Around(), person("Jan")

    def invite() -> Membership:
        return membership.invite(
            actor=a.subject,
            circle_id=a.circle.pk,
            new_seat=NewSeat(who.pk, SeatRole.NEIGHBOUR),
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, f"being forgotten was refused: {outcomes[0].error}"),
            *nothing_between(a.subject, who),
        ]

    return Race([lambda: forget(who), invite], check)


@scene(OWN + "forget", "needs.services.asking.ask", weight=10)
def forgotten_beside_a_question_asked_for_them() -> Race:
    s, fatma = Scene(), person("Fatma")

    def ask() -> HelpQuestion:
        return asking.ask(
            asked_by=fatma,
            subject=s.asker,
            question=asked(subject_agreed=True, relation="dochter"),
            organisation_id=s.helpdesk.pk,
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        rows = HelpQuestion.objects.filter(subject=s.asker)
        told = rows.exclude(own_words="").count()
        consents = Consent.objects.filter(subject=s.asker, withdrawn_at=None)
        return [
            kept(outcomes[0].done, f"being forgotten was refused: {outcomes[0].error}"),
            within(rows.still_open().count(), 0, "open questions"),
            within(told, 0, "questions with words"),
            within(consents.count(), 0, "open consents"),
        ]

    return Race([lambda: forget(s.asker), ask], check)


@scene(OWN + "forget", "people.services.move", weight=10)
def forgotten_beside_moving() -> Race:
    who = person()

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, "being forgotten"),
            within(who.addresses.count(), 0, "addresses of someone forgotten"),
        ]

    return Race(
        [
            lambda: services.forget(person=who, at=LATER),
            lambda: people.move(person=who, place="3551", at=LATER),
        ],
        check,
    )


@scene(SEAT + "close_circle", SEAT + "answer_invitation", weight=10)
def a_circle_closes_beside_a_yes_to_a_seat() -> Race:
    a, who = Around(), person("Jan")
    row = a.seat(who)

    def check(outcomes: Outcomes) -> list[str]:
        seats = Membership.objects.filter(circle=a.circle, left_at=None)
        a.circle.refresh_from_db()
        return [
            kept(outcomes[0].done, "closing was refused"),
            kept(a.circle.closed_at == LATER, "the end"),
            within(seats.exclude(person=a.subject).count(), 0, "seats"),
        ]

    return Race(
        [
            lambda: membership.close_circle(actor=a.subject, circle_id=a.circle.pk, at=LATER),
            lambda: membership.answer_invitation(
                actor=who, membership_id=row.pk, yes=True, at=LATER
            ),
        ],
        check,
    )


@scene(SEAT + "leave_every_circle", SEAT + "hand_over_regie", weight=10)
def someone_leaves_everything_beside_getting_the_reins() -> Race:
    a = Around()

    def check(outcomes: Outcomes) -> list[str]:
        a.circle.refresh_from_db()
        return [
            kept(outcomes[0].done, "leaving was refused"),
            kept(a.circle.regisseur_id == a.subject.pk, "a regisseur with a seat"),
            *nothing_between(a.subject, a.fatma),
        ]

    return Race(
        [
            lambda: membership.leave_every_circle(actor=a.fatma, at=LATER),
            lambda: membership.hand_over_regie(
                actor=a.subject, circle_id=a.circle.pk, person_id=a.fatma.pk, at=LATER
            ),
        ],
        check,
    )
