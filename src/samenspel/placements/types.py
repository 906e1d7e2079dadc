"""Words about placements that other rooms may use."""

from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PlacementId = UUID
"""The id of the proposal it came from: one id from the first proposal to the last day."""


class PlacementState(TextChoices):
    """From the second yes to the end."""

    TRIAL = "trial", _("both said yes, on trial")
    LASTING = "lasting", _("going well")
    ENDED = "ended", _("ended")


RUNNING = (PlacementState.TRIAL, PlacementState.LASTING)
