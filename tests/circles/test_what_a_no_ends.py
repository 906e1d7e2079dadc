"""What was ticked for someone ends with their no, and does not come back by itself."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast

from samenspel.circles.models import Membership
from samenspel.circles.services import consents, membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.consent.models import Consent
from samenspel.consent.reads import open_consents
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError

LATER = NOON + timedelta(days=3)


def invite_els(cast: Cast) -> Membership:
    return membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.els.pk, SeatRole.NEIGHBOUR),
        at=NOON,
    )


@pytest.fixture
def invited(cast: Cast) -> Membership:
    """An invitation with everything ticked."""
    seat = invite_els(cast)
    consents.change_consent(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=cast.els.pk,
        categories=set(DataCategory),
        at=NOON,
    )
    return seat


def answer(cast: Cast, seat: Membership, *, yes: bool) -> None:
    membership.answer_invitation(actor=cast.els, membership_id=seat.pk, yes=yes, at=LATER)


def seen(cast: Cast) -> set[DataCategory]:
    return set(open_consents(cast.joost.pk, LATER).for_person(cast.els.pk))


def test_a_no_closes_what_was_ticked_for_them(cast: Cast, invited: Membership) -> None:
    assert seen(cast) == set(DataCategory)
    answer(cast, invited, yes=False)
    assert seen(cast) == set()
    mine = Consent.objects.filter(grantee_person=cast.els)
    assert {each.withdrawn_at for each in mine} == {LATER}
    assert {each.withdrawn_by for each in mine} == {cast.els}


def test_a_next_invitation_opens_nothing_by_itself(cast: Cast, invited: Membership) -> None:
    answer(cast, invited, yes=False)
    again = invite_els(cast)
    assert again.pk != invited.pk
    answer(cast, again, yes=True)
    assert seen(cast) == set()


def test_a_yes_keeps_what_was_ticked(cast: Cast, invited: Membership) -> None:
    answer(cast, invited, yes=True)
    assert seen(cast) == set(DataCategory)


def test_a_no_is_said_once(cast: Cast, invited: Membership) -> None:
    answer(cast, invited, yes=False)
    for yes in (True, False):
        with pytest.raises(NotFoundError):
            answer(cast, invited, yes=yes)
