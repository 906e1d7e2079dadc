"""Agreeing beforehand what a member does and does not do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.events import AgreementReached
from samenspel.circles.models import (
    AgreementMoment,
    AgreementSignature,
    Membership,
    RoleAgreement,
)
from samenspel.circles.reads import circle_page
from samenspel.circles.services.membership import lock_seat
from samenspel.circles.types import AgreementTerms, CircleId
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.events import publish
from samenspel.core.locked_rows import lock, lock_or_create
from samenspel.notifications import services as notification_services

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class AgreementError(DomainError):
    """This cannot be agreed like this."""


@transaction.atomic
def propose_agreement(
    *,
    actor: Person,
    circle_id: CircleId,
    person_id: UUID,
    terms: AgreementTerms,
    at: datetime,
) -> RoleAgreement:
    """Propose what a member does; it replaces an older one and waits for both to agree.

    Raises NotFoundError when the person has no seat or the actor may not propose here.
    """
    circle = circle_page.get_circle(actor, circle_id, Permission.AGREEMENT_PROPOSE, at=at)
    membership = (
        Membership.objects.in_force().filter(circle=circle, person_id=person_id).first()
    )
    if membership is None:
        raise NotFoundError("This person has no seat in the circle.")
    return draw_up(actor=actor, membership=membership, terms=terms, at=at)


@transaction.atomic
def draw_up(
    *, actor: Person, membership: Membership, terms: AgreementTerms, at: datetime
) -> RoleAgreement:
    """Write an agreement for a seat. The calling service has decided that this is allowed.

    Raises NotFoundError when the seat was left meanwhile.
    """
    if not terms.does.strip():
        raise AgreementError(
            _("Write down what this person will do."), code="empty", field="does"
        )
    if terms.review_on <= at.date():
        raise AgreementError(
            _("Choose a day in the future to look back together."),
            code="review_in_past",
            field="review_on",
        )
    seat = lock_seat(circle_id=membership.circle_id, person_id=membership.person_id)
    RoleAgreement.objects.filter(membership=seat, ended_at__isnull=True).update(ended_at=at)
    agreement = RoleAgreement.objects.create(
        membership=seat,
        does=terms.does.strip(),
        does_not=terms.does_not.strip(),
        own_view=terms.own_view.strip(),
        if_difficult=terms.if_difficult.strip(),
        starts_on=terms.starts_on,
        trial_until=terms.trial_until,
        review_on=terms.review_on,
        proposed_by=actor,
        proposed_at=at,
    )
    AgreementMoment.objects.bulk_create(
        AgreementMoment(
            agreement=agreement,
            weekday=moment.weekday,
            starts_at=moment.starts_at,
            ends_at=moment.ends_at,
        )
        for moment in terms.moments
    )
    return agreement


@transaction.atomic
def sign_agreement(*, actor: Person, agreement_id: UUID, at: datetime) -> RoleAgreement:
    """Agree: for one's own seat, for oneself in the middle, or as legal representative.

    The agreement holds from the moment that both the member and the person in the middle have
    agreed. Agreeing twice changes nothing.
    """
    rows = RoleAgreement.objects.select_related("membership__circle")
    agreement = lock(
        rows.filter(pk=agreement_id, ended_at__isnull=True),
        gone="This agreement does not exist.",
    )
    membership = agreement.membership
    circle = membership.circle
    access.require(actor, Permission.AGREEMENT_SIGN, circle, at)
    parties = {membership.person_id, circle.subject_id}
    speaks_for = {actor.pk}
    if access.decide(actor, Permission.CONSENT_CHANGE, circle, at).allowed:
        speaks_for.add(circle.subject_id)
    if not parties & speaks_for:
        raise NotFoundError("Nobody asked this person to agree.")
    for person_id in parties & speaks_for:
        lock_or_create(
            AgreementSignature.objects.all(),
            {"signed_by": actor, "signed_at": at},
            agreement=agreement,
            for_person_id=person_id,
        )
        if person_id != actor.pk:
            notification_services.tell_the_person(person_id, f"signed:{agreement.pk}", at=at)
    signed = set(agreement.signatures.values_list("for_person_id", flat=True))
    if agreement.agreed_at is None and parties <= signed:
        agreement.agreed_at = at
        agreement.save(update_fields=["agreed_at"])
        publish(AgreementReached(circle.pk, agreement.pk, membership.person_id, at))
    return agreement


@transaction.atomic
def redraw_agreement(
    *,
    actor: Person,
    subject_id: UUID,
    person_id: UUID,
    terms: AgreementTerms,
    at: datetime,
) -> RoleAgreement:
    """Write the agreement anew after an intake. Placements call it; both agree afterwards."""
    membership = (
        Membership.objects.in_force()
        .filter(
            circle__subject_id=subject_id, circle__closed_at__isnull=True, person_id=person_id
        )
        .first()
    )
    if membership is None:
        raise NotFoundError("This person has no seat in the circle.")
    return draw_up(actor=actor, membership=membership, terms=terms, at=at)
