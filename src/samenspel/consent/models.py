"""What a person allowed, to whom, for what, in which words, from when until when."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from samenspel.consent.types import DataCategory, Ground, Purpose
from samenspel.core.change_history import tracked
from samenspel.core.models import Identified


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Chains for consents."""

    def in_force(self, at: datetime) -> "ConsentQuerySet":
        """Keep those that hold at this moment; a withdrawn one never does."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=at),
            withdrawn_at__isnull=True,
            valid_from__lte=at,
        )


@tracked()
class Consent(Identified):
    """One yes. Withdrawing ends it; the row stays, because it says what was once allowed."""

    subject = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    grantee_person = models.ForeignKey(
        "people.Person", models.CASCADE, null=True, blank=True, related_name="+"
    )
    grantee_organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    category = models.CharField(max_length=20, choices=DataCategory.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    text_version = models.CharField(max_length=20)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "category"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(grantee_person__isnull=True) ^ Q(grantee_organisation__isnull=True),
                name="consent_one_grantee",
            ),
            models.CheckConstraint(
                condition=Q(ground=Ground.SELF, given_by=F("subject"))
                | (~Q(ground=Ground.SELF) & ~Q(given_by=F("subject"))),
                name="consent_ground_says_whose_word",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="consent_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("valid_from")),
                name="consent_withdrawn_after_given",
            ),
            models.UniqueConstraint(
                fields=["subject", "grantee_person", "category"],
                condition=Q(withdrawn_at__isnull=True, grantee_person__isnull=False),
                name="consent_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["subject", "grantee_organisation", "category"],
                condition=Q(withdrawn_at__isnull=True, grantee_organisation__isnull=False),
                name="consent_once_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}: {self.category}"
