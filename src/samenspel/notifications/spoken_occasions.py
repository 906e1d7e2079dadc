"""What a coordinator says on the telephone, for people who get no mail and no letter."""

from django.utils.translation import gettext_lazy as _

from samenspel.notifications.types import Occasion

SPOKEN = {
    Occasion.QUESTION_RECEIVED: _("The question has come in. Say who will take it up."),
    Occasion.BOTH_SAID_YES: _("Both said yes. Plan the first meeting together."),
    Occasion.AGREEMENT_PROPOSED: _("An agreement is ready for them to read."),
    Occasion.IN_YOUR_NAME: _(
        "Something was done in their name. Say what, and that they can take it back."
    ),
    Occasion.SEAT_INVITATION: _("Someone asks them to join a circle. They may say no."),
}
"""What to say: nothing of what was written, and no name of another. About a proposal the work
list says whom to call, and why."""
