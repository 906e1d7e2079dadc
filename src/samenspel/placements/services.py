"""Starting a placement, intake, contact, calling it lasting, ending it well."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.circles.reads import circle_page
from samenspel.circles.services import agreements, membership
from samenspel.circles.types import AgreementTerms, NewSeat, SeatRole
from samenspel.consent import services as consent_services
from samenspel.consent.services import Yes
from samenspel.consent.types import DataCategory, Grantee, Ground, Purpose
from samenspel.core.errors import DomainError
from samenspel.core.events import publish
from samenspel.matching.services import coordinator_decisions
from samenspel.needs.reads import speakers
from samenspel.notifications import services as notification_services
from samenspel.notifications.types import Notice, Occasion
from samenspel.placements.draft_agreement import first_terms
from samenspel.placements.events import PlacementEnded, PlacementStarted
from samenspel.placements.models import Placement
from samenspel.placements.reads.follow_up import get_placement
from samenspel.placements.types import RUNNING, PlacementId, PlacementState
from samenspel.volunteering.types import HelperKind

if TYPE_CHECKING:
    from uuid import UUID

    from samenspel.matching.model_types import Proposal
    from samenspel.people.model_types import Person


class PlacementError(DomainError):
    """This cannot be done with this placement now."""


@transaction.atomic
def start_placement(*, actor: Person, proposal: Proposal, at: datetime) -> None:
    """Begin what both said yes to: a seat, what may be seen, a draft agreement, a message.

    Matching calls this inside the transaction of the second yes (``on_both_yes``), whoever
    gave that yes and however; the yeses are the permission.
    """
    placement = Placement.objects.create(
        proposal=proposal,
        question=proposal.question,
        helper=proposal.helper,
        organisation_id=proposal.round.organisation_id,
        started_at=at,
        last_contact_at=at,
    )
    circle_id = _give_seat(actor, proposal, at)
    publish(PlacementStarted(placement.pk, circle_id, placement.helper_id, at))
    question = proposal.question
    for recipient_id in {
        proposal.helper_id,
        question.subject_id,
        speakers.speaker_id(question, at),
    }:
        notification_services.notify(
            Notice(
                recipient_id,
                Occasion.BOTH_SAID_YES,
                f"/kringen/{circle_id}/",
                f"{Occasion.BOTH_SAID_YES.value}:{placement.pk}:{recipient_id}",
                placement.organisation_id,
            ),
            at=at,
        )


def _give_seat(actor: Person, proposal: Proposal, at: datetime) -> UUID:
    """Open the circle if need be, seat the helper, let them see what was allowed."""
    question = proposal.question
    assert proposal.receiver_answered_by_id, "both said yes"
    circle = membership.open_circle(actor=actor, subject_id=question.subject_id, at=at)
    is_neighbour = proposal.offer.kind == HelperKind.NEIGHBOUR
    seat = membership.give_seat(
        actor=actor,
        circle=circle,
        new_seat=NewSeat(
            person_id=proposal.helper_id,
            role=SeatRole.NEIGHBOUR if is_neighbour else SeatRole.VOLUNTEER,
            said_yes_at=proposal.helper_answered_at,
        ),
        at=at,
    )
    consent_services.give_consent(
        actor=actor,
        yes=Yes(
            question.subject_id,
            Grantee(person_id=proposal.helper_id),
            Purpose.CIRCLE,
            proposal.receiver_answered_by_id,
            ground=Ground(proposal.receiver_ground),
        ),
        categories=[DataCategory(value) for value in proposal.shared_categories],
        at=at,
    )
    agreements.draw_up(
        actor=proposal.decided_by or actor,
        membership=seat,
        terms=first_terms(proposal, at.date()),
        at=at,
    )
    circle_id: UUID = circle.pk
    return circle_id


def _running(actor: Person, placement_id: PlacementId, at: datetime) -> Placement:
    """Return the placement locked while it runs; PlacementError once it has ended."""
    seen = get_placement(actor, placement_id, at=at)
    placement: Placement = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("question")
        .get(pk=seen.pk)
    )
    if placement.state not in RUNNING:
        raise PlacementError(_("This match has ended."), code="ended")
    return placement


@transaction.atomic
def record_intake(
    *,
    actor: Person,
    placement_id: PlacementId,
    first_meeting_on: date,
    terms: AgreementTerms,
    at: datetime,
) -> Placement:
    """Plan the first meeting and write what was discussed; both still have to agree to it."""
    placement = _running(actor, placement_id, at)
    agreements.redraw_agreement(
        actor=actor,
        subject_id=placement.question.subject_id,
        person_id=placement.helper_id,
        terms=terms,
        at=at,
    )
    placement.first_meeting_on = first_meeting_on
    placement.last_contact_at = at
    placement.save(update_fields=["first_meeting_on", "last_contact_at"])
    return placement


@transaction.atomic
def record_contact(*, actor: Person, placement_id: PlacementId, at: datetime) -> Placement:
    """Write down that the coordinator spoke with one of the two."""
    placement = _running(actor, placement_id, at)
    placement.last_contact_at = at
    placement.save(update_fields=["last_contact_at"])
    return placement


@transaction.atomic
def call_lasting(*, actor: Person, placement_id: PlacementId, at: datetime) -> Placement:
    """End the trial: it goes well and goes on."""
    placement = _running(actor, placement_id, at)
    placement.state = PlacementState.LASTING
    placement.lasting_at = placement.lasting_at or at
    placement.last_contact_at = at
    placement.save(update_fields=["state", "lasting_at", "last_contact_at"])
    return placement


@transaction.atomic
def end_placement(
    *, actor: Person, placement_id: PlacementId, seek_again: bool, at: datetime
) -> Placement:
    """End a placement: the seat and what could be seen close; the question may open again."""
    placement = _running(actor, placement_id, at)
    _end(placement, seek_again=seek_again, at=at)
    membership.end_helper_seat(
        actor=actor,
        subject_id=placement.question.subject_id,
        person_id=placement.helper_id,
        at=at,
    )
    return placement


def _end(placement: Placement, *, seek_again: bool, at: datetime) -> None:
    placement.state = PlacementState.ENDED
    placement.ended_at = at
    placement.save(update_fields=["state", "ended_at"])
    coordinator_decisions.end_proposal(proposal_id=placement.pk, seek_again=seek_again, at=at)
    publish(PlacementEnded(placement.pk, at))


@transaction.atomic
def end_with_the_seat(*, circle_id: UUID, person_id: UUID, at: datetime) -> None:
    """End what runs for a helper who no longer has a seat in the circle; nobody is sought
    again unless the person asks."""
    subject_id = circle_page.subject_of(circle_id)
    running = Placement.objects.running().filter(
        helper_id=person_id, question__subject_id=subject_id
    )
    for placement in running.select_for_update(of=("self",)):
        _end(placement, seek_again=False, at=at)
