"""After both yeses: intake, contact, calling it lasting, ending it well."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.circles.services import agreements, membership
from samenspel.circles.types import AgreementTerms
from samenspel.core.events import publish
from samenspel.matching.events import MatchEnded
from samenspel.matching.models import Proposal
from samenspel.matching.reads import proposals
from samenspel.matching.services.decisions import ProposalError
from samenspel.matching.types import ACTIVE, SEATED, ProposalId, ProposalState
from samenspel.needs.services import question_changes

if TYPE_CHECKING:
    from samenspel.people.rows import Person


def _seated(actor: Person, proposal_id: ProposalId, at: datetime) -> Proposal:
    proposal = proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    if proposal.state not in SEATED:
        raise ProposalError(_("First both have to say yes."), code="not_seated")
    return proposal


@transaction.atomic
def record_intake(
    *,
    actor: Person,
    proposal_id: ProposalId,
    first_meeting_on: date,
    terms: AgreementTerms,
    at: datetime,
) -> Proposal:
    """Plan the first meeting and write what was discussed; both still have to agree to it."""
    proposal = _seated(actor, proposal_id, at)
    agreements.redraw_agreement(
        actor=actor,
        subject_id=proposal.question.subject_id,
        person_id=proposal.helper_id,
        terms=terms,
        at=at,
    )
    proposal.first_meeting_on = first_meeting_on
    proposal.last_contact_at = at
    proposal.save(update_fields=["first_meeting_on", "last_contact_at"])
    return proposal


@transaction.atomic
def record_contact(*, actor: Person, proposal_id: ProposalId, at: datetime) -> Proposal:
    """Write down that the coordinator spoke with them, also while an answer is awaited."""
    proposal = proposals.get_proposal(actor, proposal_id, Permission.PROPOSAL_DECIDE, at=at)
    if proposal.state not in ACTIVE:
        raise ProposalError(_("This proposal was dealt with already."), code="dealt_with")
    proposal.last_contact_at = at
    proposal.save(update_fields=["last_contact_at"])
    return proposal


@transaction.atomic
def call_lasting(*, actor: Person, proposal_id: ProposalId, at: datetime) -> Proposal:
    """End the trial: it goes well and goes on."""
    proposal = _seated(actor, proposal_id, at)
    proposal.state = ProposalState.LASTING
    proposal.lasting_at = proposal.last_contact_at = at
    proposal.save(update_fields=["state", "lasting_at", "last_contact_at"])
    return proposal


@transaction.atomic
def end_match(
    *, actor: Person, proposal_id: ProposalId, seek_again: bool, at: datetime
) -> Proposal:
    """End a match: the seat and what could be seen close; the question may open again."""
    proposal = _seated(actor, proposal_id, at)
    proposal.state = ProposalState.ENDED
    proposal.ended_at = at
    proposal.save(update_fields=["state", "ended_at"])
    membership.end_helper_seat(
        actor=actor,
        subject_id=proposal.question.subject_id,
        person_id=proposal.helper_id,
        at=at,
    )
    if seek_again:
        question_changes.reopen(question_id=proposal.question_id, at=at)
    publish(MatchEnded(proposal.pk, at))
    return proposal
