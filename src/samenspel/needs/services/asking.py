"""Writing a help question down: by the person, for someone else, or by a coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.circles.reads import seats
from samenspel.consent import services as consent_services
from samenspel.consent.services import Yes
from samenspel.consent.types import DataCategory, Grantee, Ground, Purpose
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.events import publish
from samenspel.core.locked_rows import insert_once
from samenspel.core.one_line import one_line
from samenspel.needs.events import QuestionAsked
from samenspel.needs.models import HelpQuestion
from samenspel.needs.reads import speakers
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.notifications import services as notification_services
from samenspel.notifications.types import Notice, Occasion
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.people.services import PersonDetails, UnknownPlaceError, acting_for
from samenspel.people.types import RepresentationKind
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.kinds_of_help import TaskType

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

ANSWER_WITHIN = timedelta(days=1)
OWN_NETWORK_FIRST = timedelta(days=2)


class AskError(DomainError):
    """This question cannot be asked like this."""


class AlreadySentError(DomainError):
    """The question was sent by another press of the same button."""

    def __init__(self) -> None:
        super().__init__(_("This question has been sent already."), code="sent")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and for whom; ``subject`` None means for the caller."""

    caller: PersonDetails
    subject: PersonDetails | None = None


@transaction.atomic
def ask(
    *,
    asked_by: Person,
    subject: Person,
    question: Ask,
    recorded_by: Person | None = None,
    organisation_id: UUID | None = None,
    at: datetime,
) -> HelpQuestion:
    """Write a question down and let the organisation that looks for help read it.

    Asking for someone else goes on record as a representation with consent. Raises AskError
    when the person has not agreed or the question is empty, UnknownPlaceError for the place,
    AlreadySentError when there is a question with the id ``question.once``.
    """
    _check(question, for_other=asked_by.pk != subject.pk)
    area = people_services.known_area(question.place)
    writer = recorded_by or asked_by
    organisation_id = organisation_id or organisation_reads.intake_organisation().pk
    row = _row(asked_by, subject, question, at)
    row.organisation_id = organisation_id
    row.recorded_by = writer
    row.area = area
    row.neighbourhood_from = _neighbourhood_from(subject.pk, question, at)
    insert_once(row, AlreadySentError)
    put_on_record(row, writer, at)
    people_services.lock_present(person_ids=[asked_by.pk, subject.pk])
    publish(QuestionAsked(row.pk, organisation_id, at))
    return row


def _row(asked_by: Person, subject: Person, question: Ask, at: datetime) -> HelpQuestion:
    """Return an unsaved row with what was told; the caller fills in where, who wrote it and
    when it may be shared with helpers."""
    return HelpQuestion(
        **({"id": question.once} if question.once else {}),
        subject=subject,
        asked_by=asked_by,
        relation=one_line(question.relation, field="relation"),
        own_words=question.own_words.strip(),
        public_note=question.public_note.strip(),
        task_types=list(question.task_types),
        windows=question.windows,
        hours_per_week=question.hours_per_week,
        frequency=question.frequency,
        languages=list(question.languages),
        interests=list(question.interests),
        boundaries=sorted(_boundaries(question)),
        gender_wish=question.gender_wish,
        accepts_bodily_care=question.accepts_bodily_care,
        urgency=question.urgency,
        who_may_know=question.who_may_know,
        subject_agreed_at=at if question.subject_agreed else None,
        asked_at=at,
        respond_by=at + ANSWER_WITHIN,
        external_id=question.external_id,
    )


@transaction.atomic
def ask_many(
    *,
    recorded_by: Person,
    subjects: Sequence[Person],
    questions: Sequence[Ask],
    asked_at: Sequence[datetime],
    organisation_id: UUID,
    at: datetime,
) -> list[HelpQuestion]:
    """Write many questions down at once, each for the person at the same index.

    For spreadsheets and the demo region: nobody gets a message. The first wrong row raises
    AskError or UnknownPlaceError, and nothing is written.
    """
    areas = people_reads.areas_by_text()
    rows = []
    for subject, question, moment in zip(subjects, questions, asked_at, strict=True):
        _check(question, for_other=False)
        area = areas.get(question.place.strip().lower())
        if area is None:
            raise UnknownPlaceError(
                _("We do not know the place %(place)s.") % {"place": question.place},
                code="unknown_place",
                field="place",
            )
        row = _row(subject, subject, question, moment)
        row.organisation_id = organisation_id
        row.recorded_by = recorded_by
        row.area = area
        if question.who_may_know == WhoMayKnow.NEIGHBOURHOOD:
            row.neighbourhood_from = moment
        rows.append(row)
    HelpQuestion.objects.bulk_create(rows, batch_size=1000)
    grantee = Grantee(organisation_id=organisation_id)
    consent_services.give_many(
        actor=recorded_by,
        yeses=[
            _said(subject, question, grantee, recorded_by)
            for subject, question in zip(subjects, questions, strict=True)
        ],
        categories=[DataCategory.QUESTIONS, DataCategory.CONTACT],
        at=min(asked_at, default=at),
    )
    return rows


def _said(subject: Person, question: Ask, grantee: Grantee, writer: Person) -> Yes:
    """Return the person's own yes, or that the organisation already had the question."""
    if question.subject_agreed:
        return Yes(subject.pk, grantee, Purpose.FIND_HELP, subject.pk)
    return Yes(subject.pk, grantee, Purpose.OWN_LIST, writer.pk, ground=Ground.OWN_LIST)


def _check(question: Ask, *, for_other: bool) -> None:
    if not question.own_words.strip() and not question.task_types:
        raise AskError(
            _("Tell us in a few words what is needed, or choose a kind of help."),
            code="empty",
            field="own_words",
        )
    if for_other and not question.subject_agreed:
        raise AskError(
            _("First ask the person whether this is all right. Then send the question."),
            code="no_own_yes",
            field="subject_agreed",
        )
    if TaskType.BODILY_CARE in question.task_types and not question.accepts_bodily_care:
        raise AskError(
            _("Washing and dressing only when the person is comfortable with it. Say so here."),
            code="bodily_care_not_agreed",
            field="accepts_bodily_care",
        )


def _boundaries(question: Ask) -> set[str]:
    boundaries = set(question.boundaries)
    if TaskType.BODILY_CARE in question.task_types:
        boundaries.add(Boundary.BODILY_CARE)
    return boundaries


def _neighbourhood_from(subject_id: UUID, question: Ask, at: datetime) -> datetime | None:
    """Own network first: with people in the circle, volunteers are sought two days later."""
    if question.who_may_know != WhoMayKnow.NEIGHBOURHOOD:
        return None
    circle_id = seats.find_circle_id(subject_id)
    has_network = circle_id is not None and len(seats.seated_person_ids(circle_id)) > 1
    waits = has_network and question.urgency < 4
    return at + OWN_NETWORK_FIRST if waits else at


@transaction.atomic
def put_on_record(row: HelpQuestion, writer: Person, at: datetime) -> None:
    """Record who asked for whom and the consent to look for help; tell the asker, and the
    person in whose name it was asked."""
    ground = Ground.SELF
    if row.asked_by_id != row.subject_id:
        acting_for.record_representation(
            actor=writer,
            represented=row.subject,
            representative=row.asked_by,
            kind=RepresentationKind.WITH_CONSENT,
            relation=row.relation,
            at=at,
        )
        ground = speakers.ground_for(row, row.asked_by_id, at) or Ground.OWN_WORD
        notification_services.tell_the_person(
            row.subject_id, f"question:{row.pk}", at=at, organisation_id=row.organisation_id
        )
    consent_services.give_consent(
        actor=writer,
        yes=Yes(
            row.subject_id,
            Grantee(organisation_id=row.organisation_id),
            Purpose.FIND_HELP,
            row.asked_by_id,
            ground=ground,
        ),
        categories=[DataCategory.QUESTIONS, DataCategory.CONTACT],
        at=at,
    )
    notification_services.notify(
        Notice(
            recipient_id=row.asked_by_id,
            occasion=Occasion.QUESTION_RECEIVED,
            path=f"/vragen/{row.pk}/",
            key=f"question-received:{row.pk}",
            organisation_id=row.organisation_id,
        ),
        at=at,
    )


@transaction.atomic
def ask_by_phone(*, actor: Person, people: Caller, question: Ask, at: datetime) -> HelpQuestion:
    """Write down a question that came in by phone, on paper or at the counter.

    Raises NotFoundError when the actor coordinates nowhere.
    """
    organisations = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if not organisations:
        raise NotFoundError("Only a coordinator enters questions for others.")
    caller = people_services.record_person(
        actor=actor,
        details=people.caller,
        at=at,
        place="" if people.subject else question.place,
    )
    subject = caller
    if people.subject:
        subject = people_services.record_person(
            actor=actor, details=people.subject, at=at, place=question.place
        )
    return ask(
        asked_by=caller,
        subject=subject,
        question=question,
        recorded_by=actor,
        organisation_id=min(organisations),
        at=at,
    )
