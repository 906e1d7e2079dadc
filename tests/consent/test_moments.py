"""From when until when a consent counts, to the moment."""

from datetime import datetime, timedelta

import pytest
from tests.cast import NOON, Cast

from samenspel.consent import reads, services
from samenspel.consent.services import Yes
from samenspel.consent.types import DataCategory, Grantee, Purpose

MOMENT = timedelta(microseconds=1)
UNTIL = NOON + timedelta(days=7)
HEALTH = DataCategory.HEALTH


@pytest.fixture
def grantee(cast: Cast) -> Grantee:
    """The people to whom Joost shows his health for a week, from noon on."""
    grantee = Grantee(person_id=cast.wil.pk)
    yes = Yes(cast.joost.pk, grantee, Purpose.CIRCLE, cast.joost.pk, valid_until=UNTIL)
    services.give_consent(actor=cast.joost, yes=yes, categories=[HEALTH], at=NOON)
    return grantee


def answers(cast: Cast, grantee: Grantee, at: datetime) -> set[bool]:
    """What each way to ask says; one answer when they agree."""
    joost = cast.joost.pk
    return {
        reads.is_open(subject_id=joost, grantees=[grantee], category=HEALTH, at=at),
        reads.open_consents(joost, at).is_open([grantee], HEALTH),
    }


@pytest.mark.parametrize(
    ("at", "is_open"),
    [(NOON - MOMENT, False), (NOON, True), (UNTIL - MOMENT, True), (UNTIL, False)],
    ids=["before", "from the yes on", "until the end", "at the end"],
)
def test_a_consent_counts_from_its_yes_until_its_end(
    cast: Cast, grantee: Grantee, at: datetime, is_open: bool
) -> None:
    assert answers(cast, grantee, at) == {is_open}


def test_a_withdrawn_consent_counts_no_more(cast: Cast, grantee: Grantee) -> None:
    later = NOON + timedelta(days=1)
    assert answers(cast, grantee, later) == {True}
    services.withdraw_consent(
        actor=cast.joost, subject_id=cast.joost.pk, grantee=grantee, at=later
    )
    assert answers(cast, grantee, later) == {False}
