"""Races about shutting someone out, and about closing what they see."""

from __future__ import annotations

from collections.abc import Sequence

from race_scenes import all_of, kept, once, scene, within
from race_scenes_own_data import ACT, ANSWER, OWN, SEAT, help_yes, nothing_between
from race_world import LATER, NOON, Around, Outcome, Race, Scene, person
from samenspel.circles.services import membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.consent import services as consent
from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee, Purpose
from samenspel.matching.services import coordinator_decisions
from samenspel.own_data import services
from samenspel.people.models import Block, Person
from samenspel.people.services import acting_for

Outcomes = Sequence[Outcome]


def shut_out(actor: Person, other: Person) -> None:
    services.shut_out(actor=actor, person_id=other.pk, at=LATER)


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
    SEAT + "part_ways",
    ANSWER + "answer_as_helper",
    ACT + "block",
    weight=20,
)
def a_helper_is_shut_out_beside_the_second_yes() -> Race:
    s = Scene()
    return shut_out_beside_the_second_yes(s, s.asker, s.helper)


@scene(OWN + "shut_out", SEAT + "part_ways", ANSWER + "answer_as_helper", weight=20)
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
