"""Rounds and proposals: the solver proposes, people decide."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samenspel.consent.types import DataCategory, Ground
from samenspel.core.change_history import tracked
from samenspel.core.models import Identified
from samenspel.matching.types import (
    ACTIVE,
    AFTER_TWO_YESES,
    HelperAnswer,
    ProposalState,
    ReceiverAnswer,
    RoundState,
)
from samenspel.organisations import reads as organisation_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@tracked()
class Round(Identified):
    """One run of the engine over all open questions of an organisation, with its proof.

    The optimum is lexicographic: most questions served, the most urgent first, then the best
    total quality. ``bound`` is the proven maximum of ``quality`` given that; ``gap`` is their
    difference, 0 when the proof closes.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="+"
    )
    run_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=RoundState.choices, default=RoundState.QUEUED
    )
    progress = models.PositiveSmallIntegerField(default=0)
    seed = models.PositiveIntegerField(default=0)
    engine_version = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    run_at = models.DateTimeField(null=True, blank=True)
    questions = models.PositiveIntegerField(default=0)
    helpers = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    pairs = models.PositiveBigIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    quality = models.PositiveBigIntegerField(default=0)
    bound = models.PositiveBigIntegerField(default=0)
    gap = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    content_hash = models.CharField(max_length=64, blank=True)
    scarcities = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-asked_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(served__lte=F("questions")), name="round_serves_what_is_asked"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=[RoundState.QUEUED, RoundState.RUNNING]),
                name="round_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"

    @property
    def subject_id(self) -> None:
        """A round is about nobody in particular."""
        return


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Chains for proposals."""

    def active(self) -> ProposalQuerySet:
        """Keep those that have been put to people, or that both said yes to."""
        return self.filter(state__in=ACTIVE)

    def accepted(self) -> ProposalQuerySet:
        """Keep those that both said yes to and that have not ended: each takes up a helper."""
        return self.filter(state=ProposalState.ACCEPTED)

    def of_coordinator(self, actor: Person, at: datetime) -> ProposalQuerySet:
        """Keep the proposals of the organisations at which the actor coordinates."""
        mine = organisation_reads.coordinated_by(actor.pk, at)
        return self.filter(round__organisation__in=mine)


@tracked(exclude=("unsuitable_because",), inserts=False)
class Proposal(Identified):
    """This helper for this question: proposed, put to both, accepted by both or not, ended."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="proposals")
    question = models.ForeignKey("needs.HelpQuestion", models.CASCADE, related_name="+")
    offer = models.ForeignKey("volunteering.Offer", models.CASCADE, related_name="+")
    helper = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    is_best = models.BooleanField(default=False)
    quality = models.PositiveSmallIntegerField()
    fit = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    unsuitable_because = models.TextField(blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    helper_answer = models.CharField(max_length=10, choices=HelperAnswer.choices, blank=True)
    helper_answered_at = models.DateTimeField(null=True, blank=True)
    receiver_answer = models.CharField(
        max_length=10, choices=ReceiverAnswer.choices, blank=True
    )
    receiver_answered_at = models.DateTimeField(null=True, blank=True)
    receiver_answered_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver_ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    shared_categories = ArrayField(
        models.CharField(max_length=20, choices=DataCategory.choices), default=list
    )
    last_contact_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["question", "state"]),
            models.Index(fields=["helper", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "question", "offer"], name="proposal_once_per_round"
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state__in=ACTIVE),
                name="proposal_one_active_per_question",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER_TWO_YESES)
                | (Q(helper_answer=HelperAnswer.YES) & Q(receiver_answer=ReceiverAnswer.YES)),
                name="proposal_accepted_after_two_yeses",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.ENDED, ended_at__isnull=False)
                | (~Q(state=ProposalState.ENDED) & Q(ended_at__isnull=True)),
                name="proposal_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(quality__range=(1, 1000)), name="proposal_quality_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def subject_id(self) -> Any:
        """The person who needs help, for access decisions."""
        return self.question.subject_id


class UnservedQuestion(models.Model):
    """A question for which a round found nobody, with the reason."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="unserved")
    question = models.ForeignKey("needs.HelpQuestion", models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    suitable = models.PositiveIntegerField(default=0)
    steps = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "question"], name="unserved_once")
        ]

    def __str__(self) -> str:
        return f"unserved {self.pk}"


@tracked()
class QuestionHold(models.Model):
    """A coordinator keeps a question out of rounds until a day."""

    question = models.OneToOneField("needs.HelpQuestion", models.CASCADE, related_name="+")
    until = models.DateField()
    held_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    held_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hold {self.pk}"
