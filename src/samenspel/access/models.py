"""The read log: who saw what of whom, when, for which organisation, and why it was allowed.

Field names follow NEN 7513: event, user, client, object, responsible organisation, moment.
"""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Concat, Trim

from samenspel.access.rules import NAMELESS, Permission, Role


class ReadLogManager(models.Manager["ReadLogEntry"]):
    """Says for each look who it was, as far as the person it was about may know."""

    def get_queryset(self) -> models.QuerySet["ReadLogEntry"]:
        """Add ``who``: the name, or "" while the two may not know each other's name."""
        name = Concat("user__given_name", models.Value(" "), "user__family_name")
        hidden = models.When(event__in=list(NAMELESS), then=models.Value(""))
        who = models.Case(hidden, default=Trim(name), output_field=models.CharField())
        return super().get_queryset().annotate(who=who)


class ReadLogEntry(models.Model):
    """One look by one person at something about another; never changed, never deleted."""

    user = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    event = models.CharField(max_length=40, choices=Permission.choices)
    categories = ArrayField(models.CharField(max_length=20), default=list)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=120)
    at = models.DateTimeField()

    objects: ClassVar[Any] = ReadLogManager()

    class Meta:
        indexes = [models.Index(fields=["client", "-at"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"read log entry {self.pk}"
