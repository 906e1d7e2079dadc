"""Words about messages that other rooms may use."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Occasion(TextChoices):
    """Why a message goes out. Mails and letters never say it: they all have the same neutral
    line. Whoever calls for us reads what to say (``SPOKEN``)."""

    QUESTION_RECEIVED = "question_received", _("question received")
    PROPOSAL_FOR_HELPER = "proposal_for_helper", _("proposal for a helper")
    PROPOSAL_FOR_RECEIVER = "proposal_for_receiver", _("proposal for a care receiver")
    BOTH_SAID_YES = "both_said_yes", _("both said yes")
    AGREEMENT_PROPOSED = "agreement_proposed", _("agreement proposed")
    IN_YOUR_NAME = "in_your_name", _("something was done in your name")
    SEAT_INVITATION = "seat_invitation", _("invitation to a circle")


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


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told: to whom, on which occasion, where to read it.

    ``key`` makes it unique: the same key is never sent twice, however often it is asked for.
    """

    recipient_id: UUID
    occasion: Occasion
    path: str
    key: str
    organisation_id: UUID | None = None
