"""What a helper and a person who asked see before both have said yes: enough, no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samenspel.access.decide import Decision
from samenspel.access.read_log import Shown, look_at_list, one_page
from samenspel.access.rules import Permission, Role
from samenspel.circles.reads import circle_page, seats
from samenspel.core.errors import NotFoundError
from samenspel.matching import explanations
from samenspel.matching.models import Proposal
from samenspel.matching.reads.invitation_heading import heading
from samenspel.matching.reads.proposals import look_at_proposal
from samenspel.matching.types import ACTIVE, HelperAnswer, ProposalId, ProposalState
from samenspel.needs.question_words import question_title
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.types import Frequency
from samenspel.ui.part_values import Fact
from samenspel.vocabulary.helper_promises import limits_agreed
from samenspel.volunteering.types import HelperKind

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

DECADE = 10


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """One question for one helper: what, how far, when, why you. No name, no address."""

    id: ProposalId
    heading: str
    title: str
    summary: str
    public_note: str
    facts: tuple[Fact, ...]
    reasons: tuple[str, ...]
    limits: tuple[str, ...]
    coordinator: str
    organisation: str
    phone: str
    answer_by: datetime | None
    is_open: bool
    answer: str
    state: str
    circle_id: UUID | None

    @property
    def phone_href(self) -> str:
        """An address that dials the coordinator's number."""
        return "tel:" + self.phone.replace(" ", "")


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """One helper for the person who asked: in general terms; the name after two yeses."""

    id: ProposalId
    question_title: str
    subject_given_name: str
    for_self: bool
    passes_on: bool
    helper: str
    helper_name: str
    reasons: tuple[str, ...]
    vog_seen: bool
    coordinator: str
    organisation: str
    phone: str
    answer_by: datetime | None
    is_open: bool
    answer: str
    answered_by_actor: bool
    helper_said_yes: bool
    state: str
    circle_id: UUID | None

    @property
    def phone_href(self) -> str:
        """An address that dials the coordinator's number."""
        return "tel:" + self.phone.replace(" ", "")


@one_page()
def invitation_page(actor: Person, proposal_id: ProposalId, *, at: datetime) -> InvitationPage:
    """Return what the helper may read. Gone when the person no longer shares the question.

    Once it is over (a no, withdrawn, ended) nothing of the question is on the page any more.
    """
    row, _seen_by = look_at_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_HELPER, at=at
    )
    question = row.question
    if row.introduced_at is None or not need_reads.is_shared(question.pk, at=at):
        raise NotFoundError("There is no question for this person here.")
    coordinator = row.decided_by
    when = explanations.window_code_words(row.fit["windows"])
    page = InvitationPage(
        id=row.pk,
        heading=heading(question.task_types, when if len(row.fit["windows"]) == 1 else ""),
        title=question_title(question.task_types, question.windows),
        summary=_summary(question.subject.age_on(at.date()), question.area.place),
        public_note=question.public_note,
        facts=_facts(row, when),
        reasons=_reasons_for_helper(row),
        limits=limits_agreed(bodily_care=question.accepts_bodily_care),
        coordinator=coordinator.full_name if coordinator else "",
        organisation=row.round.organisation.name,
        phone=row.round.organisation.phone,
        answer_by=row.answer_by,
        is_open=row.state == ProposalState.INTRODUCED and not row.helper_answer,
        answer=row.helper_answer,
        state=row.state,
        circle_id=_circle_id(actor, row, at),
    )
    if row.state in ACTIVE:
        return page
    return replace(
        page, heading="", title="", summary="", public_note="", facts=(), reasons=(), limits=()
    )


def _circle_id(actor: Person, row: Proposal, at: datetime) -> UUID | None:
    """Return the circle of a match that both said yes to, for someone who may open it."""
    if row.state != ProposalState.ACCEPTED:
        return None
    circle_id = seats.find_circle_id(row.question.subject_id)
    try:
        return circle_id and circle_page.get_circle(actor, circle_id, at=at).pk
    except NotFoundError:
        return None


def _facts(row: Proposal, when: str) -> tuple[Fact, ...]:
    often = str(Frequency(row.question.frequency).label)
    metres = row.fit["distance_m"]
    hours = number_format(row.question.hours_per_week.normalize(), use_l10n=True)
    long = (
        _("%(hours)s hours. You arrange the day together.")
        if row.question.frequency == Frequency.ONCE
        else _("%(hours)s hours a week. First four weeks on trial.")
    )
    return (
        Fact(
            "calendar",
            _("When"),
            _("%(when)s, %(often)s") % {"when": when[:1].upper() + when[1:], "often": often},
        ),
        Fact(
            "bicycle",
            _("How far"),
            _("%(distance)s from you, %(minutes)s")
            % {
                "distance": explanations.kilometre_words(metres),
                "minutes": explanations.distance_words(metres),
            },
        ),
        Fact("clock", _("How long"), long % {"hours": hours}),
    )


def _summary(age: int | None, place: str) -> str:
    if age is None:
        return _("Someone in %(place)s is asking for help.") % {"place": place}
    return _("Someone of about %(age)d in %(place)s is asking for help.") % {
        "age": round(age / DECADE) * DECADE,
        "place": place,
    }


def _reasons_for_helper(row: Proposal) -> tuple[str, ...]:
    fit = row.fit
    reasons = [
        _("You are free on %(when)s.")
        % {"when": explanations.window_code_words(fit["windows"])},
        _("You offered this kind of help."),
    ]
    if fit["interests"]:
        reasons.append(
            _("You both like %(interests)s.")
            % {"interests": explanations.interest_words(fit["interests"])}
        )
    if fit["idle_weeks"] >= 4:
        reasons.append(_("You have not been asked this month."))
    return tuple(reasons)


@one_page()
def introduction_page(
    actor: Person, proposal_id: ProposalId, *, at: datetime
) -> IntroductionPage:
    """Return what the person who asked may read about the helper before both have said yes.

    Once it is over nothing of the helper is on the page any more.
    """
    row, seen_by = look_at_proposal(
        actor, proposal_id, Permission.PROPOSAL_ANSWER_AS_RECEIVER, at=at
    )
    if row.introduced_at is None:
        raise NotFoundError("Nobody has been proposed yet.")
    _look_at_helper(actor, row, seen_by, at)
    question = row.question
    page = IntroductionPage(
        id=row.pk,
        question_title=question_title(question.task_types, question.windows),
        subject_given_name=question.subject.given_name,
        for_self=question.subject_id == actor.pk,
        passes_on=seen_by.role == Role.SPOKESPERSON,
        helper=_helper_words(row),
        helper_name=row.helper.full_name if row.state == ProposalState.ACCEPTED else "",
        reasons=_reasons_for_receiver(row),
        vog_seen=row.offer.has_valid_vog(at.date()),
        coordinator=row.decided_by.full_name if row.decided_by else "",
        organisation=row.round.organisation.name,
        phone=row.round.organisation.phone,
        answer_by=row.answer_by,
        is_open=row.state == ProposalState.INTRODUCED and not row.receiver_answer,
        answer=row.receiver_answer,
        answered_by_actor=row.receiver_answered_by_id == actor.pk,
        helper_said_yes=row.helper_answer == HelperAnswer.YES,
        state=row.state,
        circle_id=_circle_id(actor, row, at),
    )
    return page if row.state in ACTIVE else replace(page, helper="", reasons=())


def _look_at_helper(actor: Person, row: Proposal, seen_by: Decision, at: datetime) -> None:
    """Write down a look at the helper; the one above is at the person who asks."""
    assert seen_by.role is not None, "a yes is given by a role"
    shown = Shown(row, Proposal, row.pk, (row.helper_id,), seen_by.role)
    look_at_list(actor, Permission.PROPOSAL_VIEW, [shown], at=at)


def _helper_words(row: Proposal) -> str:
    kind = str(HelperKind(row.offer.kind).label)
    return _("A %(kind)s from %(place)s") % {"kind": kind, "place": row.offer.area.place}


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:] + "."


def _reasons_for_receiver(row: Proposal) -> tuple[str, ...]:
    fit = row.fit
    reasons = [
        _("Can come on %(when)s.") % {"when": explanations.window_code_words(fit["windows"])},
        _sentence(explanations.lives_words(fit["distance_m"])),
    ]
    if fit["interests"]:
        reasons.append(
            _("Likes %(interests)s too.")
            % {"interests": explanations.interest_words(fit["interests"])}
        )
    return tuple(reasons)
