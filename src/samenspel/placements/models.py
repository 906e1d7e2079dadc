"""A placement: two people who said yes, from the second yes to the end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from samenspel.core.change_history import tracked
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.placements.types import RUNNING, PlacementState

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Chains for placements."""

    def running(self) -> PlacementQuerySet:
        """Keep those on trial and those that last."""
        return self.filter(state__in=RUNNING)

    def of_coordinator(self, actor: Person, at: datetime) -> PlacementQuerySet:
        """Keep the placements of the organisations at which the actor coordinates."""
        mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
        return self.filter(organisation__in=mine)


@tracked()
class Placement(models.Model):
    """This helper helps this person: on trial, lasting or ended.

    It has the id of the proposal it came from, which stays as long as its placement does.
    """

    proposal = models.OneToOneField(
        "matching.Proposal", models.RESTRICT, primary_key=True, related_name="+"
    )
    question = models.ForeignKey("needs.HelpQuestion", models.CASCADE, related_name="+")
    helper = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=PlacementState.choices, default=PlacementState.TRIAL
    )
    started_at = models.DateTimeField()
    first_meeting_on = models.DateField(null=True, blank=True)
    last_contact_at = models.DateTimeField()
    lasting_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = PlacementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "last_contact_at"]),
            models.Index(fields=["helper", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state__in=RUNNING),
                name="placement_one_running_per_question",
            ),
            models.CheckConstraint(
                condition=Q(state=PlacementState.ENDED, ended_at__isnull=False)
                | (~Q(state=PlacementState.ENDED) & Q(ended_at__isnull=True)),
                name="placement_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlacementState.LASTING) | Q(lasting_at__isnull=False),
                name="placement_lasting_since_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(last_contact_at__gte=F("started_at"))
                & (Q(lasting_at__isnull=True) | Q(lasting_at__gte=F("started_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at"))),
                name="placement_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"

    @property
    def subject_id(self) -> Any:
        """The person who is helped, for access decisions."""
        return self.question.subject_id
