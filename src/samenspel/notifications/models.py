"""The outbox: messages written in the transaction that caused them."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from samenspel.core.models import Identified
from samenspel.notifications.types import SPOKEN, Occasion
from samenspel.people.types import Channel

CLAIM_HOLDS = timedelta(minutes=10)


class MessageQuerySet(models.QuerySet["Message"]):
    """Chains for messages."""

    def waiting(self) -> "MessageQuerySet":
        """Keep e-mails that nobody has started to send."""
        return self.filter(channel=Channel.EMAIL, sent_at__isnull=True, claimed_at__isnull=True)

    def uncertain(self, at: datetime) -> "MessageQuerySet":
        """Keep e-mails whose sending was started and never confirmed."""
        return self.filter(sent_at__isnull=True, claimed_at__lt=at - CLAIM_HOLDS)

    def to_print(self) -> "MessageQuerySet":
        """Keep letters that have not been printed."""
        return self.filter(channel=Channel.LETTER, sent_at__isnull=True)

    def to_call(self) -> "MessageQuerySet":
        """Keep calls that have not been made; about a proposal the work list says whom to
        call."""
        return self.filter(
            channel=Channel.PHONE, sent_at__isnull=True, occasion__in=list(SPOKEN)
        )


class Message(Identified):
    """One message to one person. What it is about is behind the address, never in it."""

    recipient = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    occasion = models.CharField(max_length=30, choices=Occasion.choices)
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "created_at"],
                condition=Q(sent_at__isnull=True),
                name="message_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/"), name="message_path_is_local"
            )
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
