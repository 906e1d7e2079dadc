"""Everything that changes a circle."""

from samenspel.circles.services.agreements import (
    AgreementError,
    draw_up,
    propose_agreement,
    redraw_agreement,
    sign_agreement,
)
from samenspel.circles.services.consents import change_consent, write_note
from samenspel.circles.services.inviting import Asked, Invited, invite_by_name
from samenspel.circles.services.membership import (
    SeatError,
    answer_invitation,
    end_helper_seat,
    hand_over_regie,
    invite,
    leave_circle,
    open_circle,
    remove_member,
    seat,
    set_first_contact,
    set_holders,
)

__all__ = [
    "AgreementError",
    "Asked",
    "Invited",
    "SeatError",
    "answer_invitation",
    "change_consent",
    "draw_up",
    "end_helper_seat",
    "hand_over_regie",
    "invite",
    "invite_by_name",
    "leave_circle",
    "open_circle",
    "propose_agreement",
    "redraw_agreement",
    "remove_member",
    "seat",
    "set_first_contact",
    "set_holders",
    "sign_agreement",
    "write_note",
]
