"""Offers of help: what someone can and wants to do, and where the limits are."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samenspel.core.change_history import tracked
from samenspel.core.models import Identified
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.vocabulary.week import ALL_WINDOWS
from samenspel.volunteering.types import HelperKind

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class OfferQuerySet(models.QuerySet["Offer"]):
    """Chains for offers."""

    def visible_to(self, actor: Person, at: datetime) -> OfferQuerySet:
        """Keep the offers that ``decide`` lets the actor see; a test proves the equality."""
        mine = organisation_reads.coordinated_by(actor.pk, at)
        return self.filter(
            Q(person=actor)
            | (Q(organisation__in=mine) & ~Q(person__in=people_reads.blocking(actor.pk)))
        )

    def available(self, day: date) -> OfferQuerySet:
        """Keep offers that are not paused or ended."""
        return self.filter(
            Q(paused_until__isnull=True) | Q(paused_until__lt=day), ended_at__isnull=True
        )


@tracked(exclude=("motive", "limits", "external_id"))
class Offer(Identified):
    """What one helper offers through one organisation; one profile, several organisations."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=HelperKind.choices)
    area = models.ForeignKey("people.PostcodeArea", models.PROTECT, related_name="+")
    task_types = ArrayField(models.CharField(max_length=20, choices=TaskType.choices))
    windows = models.PositiveIntegerField()
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1)
    radius_km = models.DecimalField(max_digits=5, decimal_places=1)
    languages = ArrayField(models.CharField(max_length=5, choices=Language.choices))
    interests = ArrayField(
        models.CharField(max_length=20, choices=Interest.choices), default=list
    )
    limits = ArrayField(models.CharField(max_length=20, choices=Boundary.choices), default=list)
    motive = models.TextField(blank=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    asks_per_month = models.PositiveSmallIntegerField(default=2)
    vog_seen_on = models.DateField(null=True, blank=True)
    vog_valid_until = models.DateField(null=True, blank=True)
    willing_bodily_care = models.BooleanField(default=False)
    trained_bodily_care_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    last_asked_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    external_id = models.CharField(max_length=80, blank=True)

    objects: ClassVar[Any] = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(windows__lte=ALL_WINDOWS), name="offer_windows_in_a_week"
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0) & Q(hours_per_week__lte=168),
                name="offer_hours_in_a_week",
            ),
            models.CheckConstraint(condition=Q(radius_km__gt=0), name="offer_radius_positive"),
            models.CheckConstraint(
                condition=Q(vog_valid_until__isnull=True)
                | Q(vog_valid_until__gte=F("vog_seen_on")),
                name="offer_vog_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="offer_one_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~Q(external_id=""),
                name="offer_external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"

    @property
    def subject_id(self) -> Any:
        """The person whose data this is, for access decisions."""
        return self.person_id

    def is_available(self, day: date) -> bool:
        """Say whether this helper may be asked on this day; the twin of ``available``."""
        paused = self.paused_until is not None and self.paused_until >= day
        return self.ended_at is None and not paused

    def has_valid_vog(self, day: date) -> bool:
        """Say whether a VOG was seen and still counts on this day."""
        return self.vog_seen_on is not None and (
            self.vog_valid_until is None or self.vog_valid_until >= day
        )


class TaskRefusal(models.Model):
    """ "Never for this": a kind of help about which this helper is not asked again."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="refusals")
    task_type = models.CharField(max_length=20, choices=TaskType.choices)
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "task_type"], name="refusal_once")
        ]

    def __str__(self) -> str:
        return f"refusal {self.pk}"
