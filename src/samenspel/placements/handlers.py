"""Registers at start-up what begins with every second yes, and what ends with a seat."""

from samenspel.circles.events import SeatLeft
from samenspel.core.events import subscribe
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.matching.services.answers import on_both_yes
from samenspel.placements.services import end_with_the_seat, start_placement


@acting_for_system(Reason.FACT)
def end_when_the_seat_ends(fact: SeatLeft) -> None:
    """End the match of a helper who left the circle, or was taken out of it."""
    end_with_the_seat(circle_id=fact.circle_id, person_id=fact.person_id, at=fact.at)


subscribe(SeatLeft, end_when_the_seat_ends)
on_both_yes(start_placement)
