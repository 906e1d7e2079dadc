"""Organisations, teams, municipalities and who works where."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from samenspel.core.change_history import tracked
from samenspel.core.models import Identified
from samenspel.organisations.types import JobRole, OrganisationKind


class Municipality(models.Model):
    """A municipality (gemeente) with its CBS code."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class Organisation(Identified):
    """An organisation that takes part; it answers for what its people do here."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    allows_bodily_care = models.BooleanField(default=False)
    takes_new_questions = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["takes_new_questions"],
                condition=Q(takes_new_questions=True),
                name="organisation_one_takes_new_questions",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(Identified):
    """A team within an organisation, working in a municipality."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class EmploymentQuerySet(models.QuerySet["Employment"]):
    """Chains for employments."""

    def in_force(self, at: datetime) -> "EmploymentQuerySet":
        """Keep those that hold at this moment."""
        day = at.date()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


@tracked()
class Employment(Identified):
    """A person works at an organisation, in one job role, from a day until a day."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="employments")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True)
    job_role = models.CharField(max_length=20, choices=JobRole.choices)
    job_title = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = EmploymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="employment_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "job_role"],
                condition=Q(valid_until__isnull=True),
                name="employment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"employment {self.pk}: {self.job_role}"
