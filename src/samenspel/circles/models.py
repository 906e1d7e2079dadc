"""Circles, seats, agreements and what the person wants others to know."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from samenspel.access.rules import Permission, roles_with
from samenspel.circles.types import Contact, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.core.change_history import tracked
from samenspel.core.models import Identified
from samenspel.people import reads as people_reads
from samenspel.vocabulary.week import Weekday

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

WEEKDAYS = [(day.value, day.name) for day in Weekday]


class CircleQuerySet(models.QuerySet["Circle"]):
    """Chains for circles."""

    def visible_to(self, actor: Person, at: datetime) -> CircleQuerySet:
        """Keep the circles that ``decide`` lets the actor open; a test proves that they
        agree."""
        viewing = {role.value for role in roles_with(Permission.CIRCLE_VIEW)}
        seats = Membership.objects.in_force().filter(
            circle=models.OuterRef("pk"), person=actor, role__in=viewing
        )
        shut_out = people_reads.blocking(actor.pk)
        return self.filter(
            Q(subject=actor)
            | (
                (
                    models.Exists(seats)
                    | Q(subject__in=people_reads.represented_by(actor.pk, at))
                )
                & ~Q(subject__in=shut_out)
            ),
            closed_at__isnull=True,
        )


@tracked()
class Circle(Identified):
    """The people around one person (zorgkring). Always exactly one regisseur."""

    subject = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    regisseur = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    first_contact = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CircleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(closed_at__isnull=True),
                name="circle_one_open_per_person",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="circle_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"circle {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Chains for seats."""

    def in_force(self) -> MembershipQuerySet:
        """Keep seats of people who said yes and have not left."""
        return self.filter(said_yes_at__isnull=False, left_at__isnull=True)


@tracked(exclude=("relation",))
class Membership(Identified):
    """A seat. It counts only after the person's own yes (``said_yes_at``)."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=SeatRole.choices)
    relation = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=10, choices=Contact.choices, default=Contact.WEEKLY)
    invited_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    said_yes_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=Q(left_at__isnull=True),
                name="membership_one_seat_per_person",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("invited_at")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}: {self.role}"

    @property
    def subject_id(self) -> Any:
        """The person in the middle, for access decisions about an invitation."""
        return self.circle.subject_id

    @property
    def is_open(self) -> bool:
        """Whether it waits for the person's own yes or no."""
        return self.said_yes_at is None and self.left_at is None


@tracked(exclude=("does", "does_not", "own_view", "if_difficult"))
class RoleAgreement(Identified):
    """What one member does and does not do, agreed before the start, with a review date."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="agreements")
    does = models.TextField()
    does_not = models.TextField(blank=True)
    own_view = models.TextField(blank=True)
    if_difficult = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    trial_until = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    proposed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(ended_at__isnull=True),
                name="agreement_one_per_seat",
            ),
            models.CheckConstraint(condition=~Q(does=""), name="agreement_says_what"),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class AgreementMoment(models.Model):
    """A weekly moment that belongs to an agreement; local wall time."""

    agreement = models.ForeignKey(RoleAgreement, models.CASCADE, related_name="moments")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    starts_at = models.TimeField()
    ends_at = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "weekday", "starts_at"], name="moment_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="moment_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"moment {self.pk}"


@tracked()
class AgreementSignature(models.Model):
    """Someone agreed. ``for_person`` is whose yes it is when a representative says it."""

    agreement = models.ForeignKey(RoleAgreement, models.CASCADE, related_name="signatures")
    for_person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    signed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "for_person"], name="signature_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"


class CircleNote(models.Model):
    """What the person wants others to know, seen only with consent for that category."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="notes")
    category = models.CharField(max_length=20, choices=DataCategory.choices)
    body = models.TextField()
    written_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "category"], name="note_one_per_category"
            ),
            models.CheckConstraint(
                condition=Q(category__in=["daily_life", "health", "money"]),
                name="note_in_a_category_of_words",
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"
