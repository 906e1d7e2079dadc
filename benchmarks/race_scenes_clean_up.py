"""Races about what is counted, cleaned up, and written down once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from race_scenes import all_of, kept, scene, within
from race_scenes_own_data import OWN
from race_world import LATER, NOON, Outcome, Race, Scene, account, one, person
from samenspel.limits import services as limits
from samenspel.limits.models import CountedUse
from samenspel.limits.types import Limit
from samenspel.matching.models import Proposal, Round
from samenspel.matching.services import coordinator_decisions
from samenspel.own_data import clean_up
from samenspel.people.models import Account, Person

CLEAN = "own_data.clean_up.clean_up"
LONG_AGO, QUIET_NIGHT = NOON - timedelta(days=4000), NOON - timedelta(days=1500)
"""Before all other races: what the clean-up finds belongs to a race about the clean-up."""

MUCH_LATER = NOON + timedelta(days=4000)
"""A moment after which no other race forgets what was counted."""

Outcomes = Sequence[Outcome]


@scene("limits.services.use", weight=20)
def the_last_two_uses_taken_by_four() -> Race:
    limit, who = Limit.MAIL_TO_ADDRESS, one()
    for _number in range(limit.value[0].times - 2):
        limits.use(limit=limit, who=who, at=MUCH_LATER)

    def use() -> None:
        limits.use(limit=limit, who=who, at=MUCH_LATER)

    def check(outcomes: Outcomes) -> list[str]:
        told = sum(outcome.done for outcome in outcomes)
        return [kept(told >= 2, "a use"), within(told, 2, "uses")]

    return Race([use] * 4, check)


@scene("limits.services.use", weight=20)
def a_visitor_comes_back_after_a_day() -> Race:
    who, at = one(), NOON + timedelta(microseconds=random.randrange(10**9))
    limits.use(limit=Limit.MAIL_TO_ADDRESS, who=who, at=at)
    # What was counted by the hour was forgotten earlier.
    CountedUse.objects.filter(ends_at=at + timedelta(hours=1)).delete()

    def use() -> None:
        limits.use(limit=Limit.MAIL_TO_ADDRESS, who=who, at=at + timedelta(days=2))

    return Race([use] * 4, lambda outcomes: [all_of(outcomes)])


@scene(CLEAN, "matching.services.coordinator_decisions.introduce", weight=2)
def put_to_both_beside_the_clean_up() -> Race:
    s = Scene()
    proposal = s.proposal()
    Round.objects.filter(pk=s.round.pk).update(run_at=LONG_AGO)

    def introduce() -> Proposal:
        return coordinator_decisions.introduce(actor=s.bram, proposal_id=proposal.pk, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        is_there = Proposal.objects.filter(pk=proposal.pk).exists()
        return [
            kept(outcomes[1].done, f"the clean-up was refused: {outcomes[1].error}"),
            kept(is_there == outcomes[0].done, "what was put to both"),
        ]

    return Race([introduce, lambda: clean_up.clean_up(QUIET_NIGHT)], check)


@scene(CLEAN, weight=2)
def someone_signs_in_beside_the_clean_up() -> Race:
    email = f"{one()}@mail.example"
    who = person(email=email)
    key = account(email, who).pk
    Person.objects.filter(pk=who.pk).update(recorded_at=LONG_AGO)
    Account.objects.filter(pk=key).update(created_at=LONG_AGO)

    def sign_in() -> int:
        return Account.objects.filter(pk=key).update(last_login=QUIET_NIGHT)

    def check(outcomes: Outcomes) -> list[str]:
        is_there = Account.objects.filter(pk=key).exists()
        who.refresh_from_db()
        return [
            all_of(outcomes),
            kept(is_there == bool(outcomes[0].value), "the account of the one who signed in"),
            kept(is_there == (who.forgotten_at is None), "the name of the one who signed in"),
        ]

    return Race([sign_in, lambda: clean_up.clean_up(QUIET_NIGHT)], check)


@scene(CLEAN, OWN + "forget", weight=2)
def two_clean_ups_at_once() -> Race:
    who = person()
    Person.objects.filter(pk=who.pk).update(recorded_at=LONG_AGO)
    s = Scene()
    s.proposal()
    Round.objects.filter(pk=s.round.pk).update(run_at=LONG_AGO)

    def check(outcomes: Outcomes) -> list[str]:
        who.refresh_from_db()
        return [
            all_of(outcomes),
            kept(who.forgotten_at is not None, "being forgotten"),
            within(Proposal.objects.filter(round=s.round).count(), 0, "old proposals"),
        ]

    return Race([lambda: clean_up.clean_up(QUIET_NIGHT)] * 2, check)
