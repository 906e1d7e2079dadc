"""Opening a circle, taking and leaving seats, and who holds the reins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.events import SeatLeft, SeatTaken
from samenspel.circles.models import Circle, Membership, RoleAgreement
from samenspel.circles.reads import circle_page, seats
from samenspel.circles.types import CircleId, Contact, NewSeat, SeatRole
from samenspel.consent import services as consent_services
from samenspel.consent.types import Grantee
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.events import publish
from samenspel.core.locked_rows import lock, lock_all, lock_if_any, lock_or_create
from samenspel.core.one_line import one_line
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.people.services import acting_for

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class SeatError(DomainError):
    """This seat cannot be given, taken or left like this."""


@transaction.atomic
def open_circle(*, actor: Person, subject_id: UUID, at: datetime) -> Circle:
    """Open the circle around a person, or return the one that is open.

    The person in the middle starts as regisseur and first contact: one name, and their own.
    """
    circle, created = lock_or_create(
        Circle.objects.all(),
        {"regisseur_id": subject_id, "first_contact_id": subject_id, "opened_at": at},
        subject_id=subject_id,
        closed_at=None,
    )
    if created:
        Membership.objects.create(
            circle=circle,
            person_id=subject_id,
            role=SeatRole.CARE_RECEIVER,
            contact=Contact.DAILY,
            invited_by=actor,
            invited_at=at,
            said_yes_at=at,
        )
    return circle


@transaction.atomic
def lock_circle(*, circle_id: CircleId) -> Circle:
    """Return the open circle, held: who sits where and holds what changes one at a time."""
    rows = Circle.objects.filter(pk=circle_id, closed_at__isnull=True)
    return lock(rows, gone="This circle does not exist.")


@transaction.atomic
def lock_seat(*, circle_id: CircleId, person_id: UUID) -> Membership:
    """Return someone's seat or invitation, held after its circle; NotFoundError without one."""
    lock_circle(circle_id=circle_id)
    rows = Membership.objects.select_related("circle").filter(
        circle_id=circle_id, person_id=person_id, left_at__isnull=True
    )
    return lock(rows, gone="This person has no seat in the circle.")


@transaction.atomic
def give_seat(*, actor: Person, circle: Circle, new_seat: NewSeat, at: datetime) -> Membership:
    """Give someone a seat; ``new_seat.said_yes_at`` None makes it an invitation.

    A seat that is already there is returned, and their own yes is filled in if it was still
    missing. Raises SeatError when the person in the middle shut this person out. The calling
    service has decided that the actor may do this.
    """
    lock_circle(circle_id=circle.pk)
    if people_reads.is_blocked(by=circle.subject_id, about=new_seat.person_id):
        raise SeatError(_("This person cannot be added to the circle."), code="not_possible")
    membership, created = lock_or_create(
        Membership.objects.all(),
        {
            "role": new_seat.role,
            "relation": one_line(new_seat.relation, field="relation"),
            "contact": new_seat.contact,
            "invited_by": actor,
            "invited_at": at,
            "said_yes_at": new_seat.said_yes_at,
        },
        circle=circle,
        person_id=new_seat.person_id,
        left_at=None,
    )
    if not created and membership.said_yes_at is None and new_seat.said_yes_at:
        membership.said_yes_at = new_seat.said_yes_at
        membership.save(update_fields=["said_yes_at"])
    people_services.lock_present(person_ids=[new_seat.person_id])
    if new_seat.said_yes_at:
        publish(SeatTaken(circle.pk, new_seat.person_id, at))
    return membership


@transaction.atomic
def invite(
    *, actor: Person, circle_id: CircleId, new_seat: NewSeat, at: datetime
) -> Membership:
    """Ask someone from the person's own network to take a seat; it counts after their own
    yes."""
    circle = circle_page.get_circle(actor, circle_id, Permission.CIRCLE_CHANGE, at=at)
    if new_seat.said_yes_at is not None:
        raise SeatError(_("Only the person can say yes."), code="own_yes")
    return give_seat(actor=actor, circle=circle, new_seat=new_seat, at=at)


@transaction.atomic
def answer_invitation(
    *, actor: Person, membership_id: UUID, yes: bool, at: datetime
) -> Membership:
    """Say yes or no to a seat one was invited to.

    A no leaves no trace for others, and closes what was to be seen and agreed after a yes.
    """
    seen = Membership.objects.filter(pk=membership_id).first()
    if seen is None:
        raise NotFoundError("There is no such invitation.")
    lock_circle(circle_id=seen.circle_id)
    rows = Membership.objects.select_related("circle").filter(pk=membership_id)
    membership = lock(rows, gone="There is no such invitation.")
    access.require(actor, Permission.SEAT_ANSWER, membership, at)
    if yes:
        membership.said_yes_at = at
        membership.save(update_fields=["said_yes_at"])
        publish(SeatTaken(membership.circle_id, actor.pk, at))
    else:
        _close_seat(actor, membership, at)
    return membership


@transaction.atomic
def leave_circle(*, actor: Person, circle_id: CircleId, at: datetime) -> None:
    """Give up one's own seat. What one was allowed to see closes at once."""
    circle = circle_page.get_circle(actor, circle_id, at=at)
    if circle.subject_id == actor.pk:
        raise SeatError(_("This is your own circle."), code="own_circle")
    _end_seat(actor, circle.pk, actor.pk, at)


@transaction.atomic
def remove_member(*, actor: Person, circle_id: CircleId, person_id: UUID, at: datetime) -> None:
    """Take away someone's seat; that person gets no message and no reason."""
    circle = circle_page.get_circle(actor, circle_id, Permission.CONSENT_CHANGE, at=at)
    if person_id == circle.subject_id:
        raise SeatError(_("This is the person in the middle."), code="own_circle")
    _end_seat(actor, circle.pk, person_id, at)


def _end_seat(actor: Person, circle_id: CircleId, person_id: UUID, at: datetime) -> None:
    circle = lock_circle(circle_id=circle_id)
    membership = lock_seat(circle_id=circle_id, person_id=person_id)
    acting_for.end_representation(
        actor=actor, represented_id=circle.subject_id, representative_id=person_id, at=at
    )
    _close_seat(actor, membership, at)
    for field in ("regisseur_id", "first_contact_id"):
        if getattr(circle, field) == person_id:
            setattr(circle, field, circle.subject_id)
    circle.save(update_fields=["regisseur", "first_contact"])
    publish(SeatLeft(circle.pk, person_id, at))


def _close_seat(actor: Person, locked: Membership, at: datetime) -> None:
    """End a seat or an invitation, with the agreement and the consents that go with it."""
    locked.left_at = at
    locked.save(update_fields=["left_at"])
    RoleAgreement.objects.filter(membership=locked, ended_at__isnull=True).update(ended_at=at)
    grantee = Grantee(person_id=locked.person_id)
    consent_services.withdraw_consent(
        actor=actor, subject_id=locked.circle.subject_id, grantee=grantee, at=at
    )


@transaction.atomic
def hand_over_regie(
    *, actor: Person, circle_id: CircleId, person_id: UUID, at: datetime
) -> Circle:
    """Make someone with a seat the regisseur; there is exactly one, always."""
    return _set_holder(actor, circle_id, person_id, "regisseur", at)


@transaction.atomic
def set_first_contact(
    *, actor: Person, circle_id: CircleId, person_id: UUID, at: datetime
) -> Circle:
    """Make someone with a seat the first contact person; this gives no power to decide."""
    return _set_holder(actor, circle_id, person_id, "first_contact", at)


@transaction.atomic
def set_holders(
    *,
    actor: Person,
    circle_id: CircleId,
    regisseur_id: UUID,
    first_contact_id: UUID,
    at: datetime,
) -> None:
    """Name the regisseur and the first contact person together.

    The first contact goes first: whoever hands over the reins may no longer change it
    afterwards.
    """
    set_first_contact(actor=actor, circle_id=circle_id, person_id=first_contact_id, at=at)
    hand_over_regie(actor=actor, circle_id=circle_id, person_id=regisseur_id, at=at)


def _set_holder(
    actor: Person, circle_id: CircleId, person_id: UUID, field: str, at: datetime
) -> Circle:
    circle_page.get_circle(actor, circle_id, Permission.CIRCLE_CHANGE, at=at)
    circle = lock_circle(circle_id=circle_id)
    if person_id not in seats.seated_person_ids(circle.pk):
        raise SeatError(
            _("Choose someone who has a seat in the circle."), code="no_seat", field=field
        )
    setattr(circle, f"{field}_id", person_id)
    circle.save(update_fields=[field])
    return circle


@transaction.atomic
def close_circle(*, actor: Person, circle_id: CircleId, at: datetime) -> None:
    """End a circle for good: every seat, agreement and consent in it closes at once."""
    circle = circle_page.get_circle(actor, circle_id, Permission.CONSENT_CHANGE, at=at)
    locked = lock_circle(circle_id=circle.pk)
    others = Membership.objects.filter(circle=locked, left_at__isnull=True).exclude(
        person_id=locked.subject_id
    )
    for person_id in list(others.values_list("person_id", flat=True)):
        _end_seat(actor, locked.pk, person_id, at)
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])


@transaction.atomic
def lock_circles_of(*, person_id: UUID) -> list[Circle]:
    """Return the circle around someone and those with a seat or invitation of theirs, held."""
    seats_held = Membership.objects.filter(person_id=person_id, left_at__isnull=True)
    about = Q(subject_id=person_id) | Q(pk__in=seats_held.values("circle"))
    return lock_all(Circle.objects.filter(about, closed_at__isnull=True))


@transaction.atomic
def leave_every_circle(*, actor: Person, at: datetime) -> None:
    """Give up all of one's seats and invitations."""
    lock_circles_of(person_id=actor.pk)
    seats_held = Membership.objects.filter(
        person=actor, left_at__isnull=True, circle__closed_at__isnull=True
    ).exclude(circle__subject=actor)
    for circle_id in list(seats_held.order_by("circle").values_list("circle", flat=True)):
        _end_seat(actor, circle_id, actor.pk, at)


@transaction.atomic
def part_ways(*, actor: Person, person_id: UUID, at: datetime) -> None:
    """End each seat and invitation of one of two people around the other.

    The calling service has decided that the actor may shut the other out.
    """
    around = Circle.objects.filter(subject_id__in=[actor.pk, person_id], closed_at__isnull=True)
    for circle in lock_all(around):
        member_id = person_id if circle.subject_id == actor.pk else actor.pk
        seats_held = Membership.objects.filter(circle=circle, person_id=member_id)
        if seats_held.filter(left_at__isnull=True).exists():
            _end_seat(actor, circle.pk, member_id, at)


@transaction.atomic
def end_helper_seat(*, actor: Person, subject_id: UUID, person_id: UUID, at: datetime) -> None:
    """End a helper's seat because the match ended; a seat already left stays as it is."""
    circle = lock_if_any(Circle.objects.filter(subject_id=subject_id, closed_at__isnull=True))
    if circle and person_id in seats.seated_person_ids(circle.pk):
        _end_seat(actor, circle.pk, person_id, at)
