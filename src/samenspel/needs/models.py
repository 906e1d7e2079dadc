"""Help questions, and drafts of questions that are not finished yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Q

from samenspel.access.rules import Permission
from samenspel.circles.reads import seats
from samenspel.consent import reads as consent_reads
from samenspel.consent.types import DataCategory
from samenspel.core.change_history import tracked
from samenspel.core.models import Identified
from samenspel.needs.types import Frequency, QuestionState, WhoMayKnow
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.vocabulary.week import ALL_WINDOWS

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def _organisation_may_read(at: datetime) -> Exists:
    return consent_reads.allows_organisation(
        subject="subject_id",
        organisation="organisation_id",
        category=DataCategory.QUESTIONS,
        at=at,
    )


class HelpQuestionQuerySet(models.QuerySet["HelpQuestion"]):
    """Chains for help questions."""

    def visible_to(self, actor: Person, at: datetime) -> HelpQuestionQuerySet:
        """Keep the questions that ``decide`` lets the actor read; a test proves it."""
        coordinates = organisation_reads.coordinated_by(actor.pk, at)
        in_the_name_of = people_reads.represented_by(actor.pk, at)
        actor_may_read = consent_reads.allows_person(
            subject="subject_id", person_id=actor.pk, category=DataCategory.QUESTIONS, at=at
        )
        by_organisation = Q(organisation__in=coordinates) & (
            Q(_organisation_may_read(at)) | Q(actor_may_read)
        )
        by_seat = (
            Q(who_may_know__in=SHARED_WITH_CIRCLE)
            & Q(seats.has_seat("subject_id", actor.pk, Permission.QUESTION_VIEW))
            & Q(actor_may_read)
        )
        others = Q(asked_by=actor) | Q(subject__in=in_the_name_of) | by_organisation | by_seat
        shut_out = people_reads.blocking(actor.pk)
        return self.filter(Q(subject=actor) | (others & ~Q(subject__in=shut_out)))

    def with_consent(self, at: datetime) -> HelpQuestionQuerySet:
        """Keep questions that their organisation may still read."""
        return self.filter(_organisation_may_read(at))

    def coordinated_by(self, actor: Person, at: datetime) -> HelpQuestionQuerySet:
        """Keep the questions of the organisations at which the actor coordinates."""
        return self.filter(organisation__in=organisation_reads.coordinated_by(actor.pk, at))

    def still_open(self) -> HelpQuestionQuerySet:
        """Keep questions for which someone is still being sought."""
        return self.filter(state=QuestionState.OPEN)

    def for_round(self, at: datetime) -> HelpQuestionQuerySet:
        """Keep questions that volunteers may be sought for: the own-network stage is over."""
        return self.still_open().filter(
            who_may_know=WhoMayKnow.NEIGHBOURHOOD, neighbourhood_from__lte=at
        )


SHARED_WITH_CIRCLE = (WhoMayKnow.CIRCLE, WhoMayKnow.NEIGHBOURHOOD)


@tracked(exclude=("own_words", "public_note", "boundaries", "relation", "external_id"))
class HelpQuestion(Identified):
    """A question for help, in the person's own words and in terms that can be matched."""

    subject = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=60, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+"
    )
    own_words = models.TextField(blank=True)
    public_note = models.TextField(blank=True)
    task_types = ArrayField(models.CharField(max_length=20, choices=TaskType.choices))
    windows = models.PositiveIntegerField()
    needed_overlap = models.PositiveSmallIntegerField(default=1)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1)
    frequency = models.CharField(max_length=12, choices=Frequency.choices)
    area = models.ForeignKey("people.PostcodeArea", models.PROTECT, related_name="+")
    languages = ArrayField(models.CharField(max_length=5, choices=Language.choices))
    interests = ArrayField(
        models.CharField(max_length=20, choices=Interest.choices), default=list
    )
    boundaries = ArrayField(
        models.CharField(max_length=20, choices=Boundary.choices), default=list
    )
    gender_wish = models.CharField(
        max_length=12, choices=GenderWish.choices, default=GenderWish.NONE
    )
    accepts_bodily_care = models.BooleanField(default=False)
    urgency = models.PositiveSmallIntegerField(default=2)
    who_may_know = models.CharField(max_length=15, choices=WhoMayKnow.choices)
    subject_agreed_at = models.DateTimeField(null=True, blank=True)
    neighbourhood_from = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN
    )
    asked_at = models.DateTimeField()
    respond_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    external_id = models.CharField(max_length=80, blank=True)

    objects: ClassVar[Any] = HelpQuestionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "asked_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__range=(1, 5)), name="question_urgency_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(windows__lte=ALL_WINDOWS), name="question_windows_in_a_week"
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0) & Q(hours_per_week__lte=168),
                name="question_hours_in_a_week",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.OPEN, closed_at__isnull=True)
                | (~Q(state=QuestionState.OPEN) & Q(closed_at__gte=F("asked_at"))),
                name="question_closed_when_not_open",
            ),
            models.CheckConstraint(
                condition=~Q(who_may_know=WhoMayKnow.NEIGHBOURHOOD)
                | (Q(subject_agreed_at__isnull=False) & Q(neighbourhood_from__isnull=False)),
                name="question_shared_after_own_yes",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~Q(external_id=""),
                name="question_external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"help question {self.pk}"


class AskDraft(Identified):
    """Answers of someone who is still asking; a secret address finds them again."""

    token_digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(
        "people.Person", models.CASCADE, null=True, blank=True, related_name="+"
    )
    answers = models.JSONField(default=dict)
    question = models.ForeignKey(
        HelpQuestion, models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.pk}"
