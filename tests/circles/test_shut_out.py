"""Whoever the person in the middle shut out gets no seat, by whatever way."""

import pytest
from tests.cast import NOON, Cast

from samenspel.circles.models import Membership
from samenspel.circles.services import membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.people.services import acting_for


def test_who_was_shut_out_gets_no_seat(cast: Cast) -> None:
    new_seat = NewSeat(cast.wil.pk, SeatRole.NEIGHBOUR)

    def invite() -> None:
        membership.invite(
            actor=cast.joost, circle_id=cast.circle.pk, new_seat=new_seat, at=NOON
        )

    acting_for.block(actor=cast.joost, about_id=cast.wil.pk, at=NOON)
    with pytest.raises(membership.SeatError) as refused:
        invite()
    assert refused.value.code == "not_possible"
    assert not Membership.objects.filter(person=cast.wil).exists()
    acting_for.unblock(actor=cast.joost, about_id=cast.wil.pk)
    invite()
    assert Membership.objects.filter(person=cast.wil).exists()
