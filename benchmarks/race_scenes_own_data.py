"""Races about taking back, shutting out, being forgotten, and speaking for someone."""

from __future__ import annotations

from collections.abc import Sequence

from race_scenes import all_of, kept, once, scene, within
from race_world import LATER, NOON, Around, Outcome, Race, Scene, person
from samenspel.circles.models import Membership
from samenspel.circles.services import membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.consent import services as consent
from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee, Purpose
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers, coordinator_decisions
from samenspel.matching.types import ACTIVE, HelperAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.own_data import services
from samenspel.people.models import Block, Person
from samenspel.people.services import acting_for
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


def shut_out(actor: Person, other: Person) -> None:
    services.shut_out(actor=actor, person_id=other.pk, at=LATER)


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


# --- Shutting out -----------------------------------------------------------------------------


def shut_out_beside_the_second_yes(s: Scene, by: Person, about: Person) -> Race:
    """Both know each other from a circle around the helper."""
    circle = membership.open_circle(actor=s.helper, subject_id=s.helper.pk, at=NOON)
    seat = NewSeat(s.asker.pk, SeatRole.NEIGHBOUR, said_yes_at=NOON)
    membership.give_seat(actor=s.helper, circle=circle, new_seat=seat, at=NOON)
    proposal = s.introduced(shared_categories=["health"], **s.said_yes())

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, f"shutting out was refused: {outcomes[0].error}"),
            once(Block.objects.filter(by=by, about=about).count(), "blocks"),
            *nothing_between(s.asker, s.helper),
        ]

    return Race([lambda: shut_out(by, about), lambda: help_yes(s, proposal)], check)


@scene(
    OWN + "shut_out",
    ANSWER + "take_back_everything",
    ANSWER + "answer_as_helper",
    ACT + "block",
    weight=20,
)
def a_helper_is_shut_out_beside_the_second_yes() -> Race:
    s = Scene()
    return shut_out_beside_the_second_yes(s, s.asker, s.helper)


@scene(OWN + "shut_out", SEAT + "leave_every_circle", ANSWER + "answer_as_helper", weight=20)
def a_helper_shuts_out_beside_their_second_yes() -> Race:
    s = Scene()
    return shut_out_beside_the_second_yes(s, s.helper, s.asker)


@scene(OWN + "shut_out", SEAT + "answer_invitation", weight=20)
def shut_out_beside_an_invitation_accepted() -> Race:
    a, b = Around(), Around(person("Jan"))
    b.seat(a.subject, said_yes_at=NOON)  # they know each other from the circle around Jan
    row = a.seat(b.subject)

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, f"shutting out was refused: {outcomes[0].error}"),
            *nothing_between(a.subject, b.subject),
        ]

    return Race(
        [
            lambda: shut_out(a.subject, b.subject),
            lambda: membership.answer_invitation(
                actor=b.subject, membership_id=row.pk, yes=True, at=LATER
            ),
        ],
        check,
    )


@scene(OWN + "shut_out", weight=10)
def two_shut_each_other_out() -> Race:
    a, b = Around(), Around(person("Jan"))
    a.seat(b.subject, said_yes_at=NOON)
    b.seat(a.subject, said_yes_at=NOON)

    def check(outcomes: Outcomes) -> list[str]:
        blocks = Block.objects.filter(by__in=[a.subject, b.subject]).count()
        return [
            kept(any(outcome.done for outcome in outcomes), "shutting out"),
            kept(blocks == sum(outcome.done for outcome in outcomes), "a block"),
            *nothing_between(a.subject, b.subject),
        ]

    return Race(
        [lambda: shut_out(a.subject, b.subject), lambda: shut_out(b.subject, a.subject)], check
    )


@scene(ACT + "block", "matching.services.coordinator_decisions.introduce", weight=20)
def a_block_beside_put_to_both() -> Race:
    s = Scene()
    proposal = s.proposal()

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, "the block was refused"),
            once(Block.objects.filter(by=s.asker, about=s.helper).count(), "blocks"),
            *nothing_between(s.asker, s.helper),
        ]

    return Race(
        [
            lambda: acting_for.block(actor=s.asker, about_id=s.helper.pk, at=LATER),
            lambda: coordinator_decisions.introduce(
                actor=s.bram, proposal_id=proposal.pk, at=LATER
            ),
        ],
        check,
    )


@scene(
    OWN + "stop_showing",
    "consent.services.withdraw_consent",
    "matching.services.coordinator_decisions.introduce",
    weight=10,
)
def an_organisation_shut_off_beside_put_to_both() -> Race:
    s = Scene()
    proposal = s.proposal()
    grantee = Grantee(organisation_id=s.helpdesk.pk)

    def check(outcomes: Outcomes) -> list[str]:
        rows = Consent.objects.filter(subject=s.asker, grantee_organisation=s.helpdesk)
        return [
            kept(outcomes[0].done, "it was refused"),
            within(rows.filter(withdrawn_at=None).count(), 0, "open consents"),
            *nothing_between(s.asker, s.helper),
        ]

    return Race(
        [
            lambda: services.stop_showing(actor=s.asker, grantee=grantee, at=LATER),
            lambda: coordinator_decisions.introduce(
                actor=s.bram, proposal_id=proposal.pk, at=LATER
            ),
        ],
        check,
    )


@scene("consent.services.withdraw_everything", "consent.services.give_consent", weight=10)
def all_consent_withdrawn_beside_one_more() -> Race:
    a = Around()
    yes = consent.Yes(a.subject.pk, Grantee(person_id=a.fatma.pk), Purpose.CIRCLE, a.subject.pk)
    everything = list(DataCategory)

    def give() -> None:
        consent.give_consent(actor=a.subject, yes=yes, categories=everything, at=LATER)

    def withdraw() -> int:
        return consent.withdraw_everything(actor=a.subject, person_id=a.subject.pk, at=LATER)

    give()

    def check(outcomes: Outcomes) -> list[str]:
        rows = Consent.objects.filter(subject=a.subject, grantee_person=a.fatma)
        open_ones = rows.filter(withdrawn_at=None).count()
        ended = sum(outcome.value or 0 for outcome in outcomes[1:])
        return [
            all_of(outcomes),
            within(open_ones, len(everything), "consents"),
            kept(open_ones + ended == rows.count(), "a withdrawal"),
        ]

    return Race([give, withdraw, withdraw], check)
