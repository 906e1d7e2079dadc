"""What a helper and a person who asked see before both said yes: enough, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.core.errors import NotFoundError
from samenspel.matching import words
from samenspel.matching.limits import usual_limits
from samenspel.matching.models import Proposal
from samenspel.matching.reads.proposals import get_proposal
from samenspel.matching.types import ProposalId, ProposalState
from samenspel.needs import reads as need_reads
from samenspel.needs.describe import question_title
from samenspel.needs.types import Frequency
from samenspel.people import reads as people_reads
from samenspel.volunteering.types import HelperKind

if TYPE_CHECKING:
    from samenspel.people.models import Person

DECADE = 10


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """Something that waits for an answer."""

    id: ProposalId
    title: str
    as_helper: bool
    answered: bool
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """One question for one helper: what, how far, when, why you. No name, no address."""

    id: ProposalId
    title: str
    summary: str
    public_note: str
    when: str
    frequency: str
    hours: float
    distance: str
    cycling: str
    reasons: tuple[str, ...]
    limits: tuple[str, ...]
    coordinator: str
    organisation: str
    phone: str
    answer_by: datetime | None
    is_open: bool
    answer: str
    state: str


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """One helper for who asked: who they are in general terms; the name after two yeses."""

    id: ProposalId
    question_title: str
    subject_given_name: str
    for_self: bool
    helper: str
    reasons: tuple[str, ...]
    vog_seen: bool
    coordinator: str
    organisation: str
    phone: str
    answer_by: datetime | None
    is_open: bool
    answer: str
    helper_said_yes: bool
    state: str


def waiting_for(actor: Person, at: datetime) -> tuple[InvitationLine, ...]:
    """Return what waits for this person's answer, as helper or as who asked."""
    rows = (
        Proposal.objects.filter(state=ProposalState.INTRODUCED)
        .filter(
            Q(helper=actor)
            | Q(question__subject=actor)
            | Q(question__asked_by=actor)
            | Q(question__subject__in=people_reads.represented_by(actor.pk, at))
        )
        .select_related("question")
        .order_by("answer_by", "pk")[:50]
    )
    return tuple(
        InvitationLine(
            id=row.pk,
            title=question_title(row.question.task_types, row.question.windows),
            as_helper=row.helper_id == actor.pk,
            answered=bool(
                row.helper_answer if row.helper_id == actor.pk else row.receiver_answer
            ),
            answer_by=row.answer_by,
        )
        for row in rows
    )


def invitation_page(actor: Person, proposal_id: ProposalId, *, at: datetime) -> InvitationPage:
    """Return what the helper may read. Gone when the person no longer shares the question."""
    row = get_proposal(actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_HELPER, at=at)
    question = row.question
    if row.introduced_at is None or not need_reads.is_shared(question.pk, at=at):
        raise NotFoundError("There is no question for this person here.")
    coordinator = row.decided_by
    return InvitationPage(
        id=row.pk,
        title=question_title(question.task_types, question.windows),
        summary=_summary(question.subject.age_on(at.date()), question.area.place),
        public_note=question.public_note,
        when=words.window_code_words(row.fit["windows"]),
        frequency=str(Frequency(question.frequency).label),
        hours=float(question.hours_per_week),
        distance=words.kilometre_words(row.fit["distance_m"]),
        cycling=words.distance_words(row.fit["distance_m"]),
        reasons=_reasons_for_helper(row),
        limits=tuple(usual_limits(question.accepts_bodily_care)),
        coordinator=coordinator.full_name if coordinator else "",
        organisation=row.round.organisation.name,
        phone=row.round.organisation.phone,
        answer_by=row.answer_by,
        is_open=row.state == ProposalState.INTRODUCED and not row.helper_answer,
        answer=row.helper_answer,
        state=row.state,
    )


def _summary(age: int | None, place: str) -> str:
    if age is None:
        return _("Someone in %(place)s asks for help.") % {"place": place}
    return _("Someone of about %(age)d in %(place)s asks for help.") % {
        "age": round(age / DECADE) * DECADE,
        "place": place,
    }


def _reasons_for_helper(row: Proposal) -> tuple[str, ...]:
    fit = row.fit
    reasons = [
        _("You can come on %(when)s.") % {"when": words.window_code_words(fit["windows"])},
        _("You offered this kind of help."),
    ]
    if fit["interests"]:
        reasons.append(
            _("You both like %(interests)s.")
            % {"interests": words.interest_words(fit["interests"])}
        )
    if fit["idle_weeks"] >= 4:
        reasons.append(_("You have not been asked this month."))
    return tuple(reasons)


def introduction_page(
    actor: Person, proposal_id: ProposalId, *, at: datetime
) -> IntroductionPage:
    """Return what who asked may read about the helper before both said yes."""
    row = get_proposal(actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_RECEIVER, at=at)
    if row.introduced_at is None:
        raise NotFoundError("Nobody has been proposed yet.")
    question = row.question
    return IntroductionPage(
        id=row.pk,
        question_title=question_title(question.task_types, question.windows),
        subject_given_name=question.subject.given_name,
        for_self=question.subject_id == actor.pk,
        helper=_helper_words(row),
        reasons=_reasons_for_receiver(row),
        vog_seen=row.offer.has_valid_vog(at.date()),
        coordinator=row.decided_by.full_name if row.decided_by else "",
        organisation=row.round.organisation.name,
        phone=row.round.organisation.phone,
        answer_by=row.answer_by,
        is_open=row.state == ProposalState.INTRODUCED and not row.receiver_answer,
        answer=row.receiver_answer,
        helper_said_yes=row.helper_answer == "yes",
        state=row.state,
    )


def _helper_words(row: Proposal) -> str:
    kind = str(HelperKind(row.offer.kind).label)
    return _("A %(kind)s from %(place)s") % {"kind": kind, "place": row.offer.area.place}


def _reasons_for_receiver(row: Proposal) -> tuple[str, ...]:
    fit = row.fit
    reasons = [
        _("Can come on %(when)s.") % {"when": words.window_code_words(fit["windows"])},
        _("Lives %(distance)s away.") % {"distance": words.distance_words(fit["distance_m"])},
    ]
    if fit["interests"]:
        reasons.append(
            _("Likes %(interests)s too.")
            % {"interests": words.interest_words(fit["interests"])}
        )
    return tuple(reasons)
