"""Taking back, shutting out and being forgotten: one deed, carried through every room."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from samenspel.circles.reads import seats
from samenspel.circles.services import membership
from samenspel.consent import services as consent_services
from samenspel.consent.types import Grantee
from samenspel.core.errors import NotFoundError
from samenspel.core.locked_rows import lock_word
from samenspel.core.privacy_registry import erase_person
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.matching.services import answers
from samenspel.needs.services import question_changes
from samenspel.own_data.reads import known_here
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.people.services import acting_for
from samenspel.volunteering import services as offer_services

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@transaction.atomic
def stop_showing(*, actor: Person, grantee: Grantee, at: datetime) -> int:
    """Let a person or an organisation see nothing of oneself any more; say what closed.

    An organisation that may no longer read a question stops looking for help.
    """
    return consent_services.withdraw_consent(
        actor=actor, subject_id=actor.pk, grantee=grantee, at=at
    )


@transaction.atomic
def end_asking(*, actor: Person, person_id: UUID, at: datetime) -> None:
    """End it that someone asks for oneself; NotFoundError when they do not."""
    ended = acting_for.end_representation(
        actor=actor, represented_id=actor.pk, representative_id=person_id, at=at
    )
    if not ended:
        raise NotFoundError("This person does not ask for the actor.")


@transaction.atomic
def shut_out(*, actor: Person, person_id: UUID, at: datetime) -> None:
    """Shut out someone one knows here: their seat, what they may see and what waits between
    the two ends at once. They are told nothing. NotFoundError for anyone else."""
    speaking = people_reads.who_speaks_for(actor.pk, at)
    if person_id not in known_here.known_here(actor, speaking):
        raise NotFoundError("The actor does not know this person here.")
    # In the order in which rows are held (core.locked_rows): what waits between the two first,
    # so that no match begins meanwhile.
    answers.take_back_everything(person_id=actor.pk, other_id=person_id, at=at)
    membership.part_ways(actor=actor, person_id=person_id, at=at)
    acting_for.block(actor=actor, about_id=person_id, at=at)
    stop_showing(actor=actor, grantee=Grantee(person_id=person_id), at=at)


@transaction.atomic
def lock_erasing() -> None:
    """Let one erase at a time: what is erased of two people may be the same rows."""
    lock_word("erasing", "")


@transaction.atomic
@acting_for_system(Reason.FORGETTING)
def forget(*, person: Person, at: datetime) -> int:
    """Forget a person: end all that runs, then erase what the rooms registered as theirs.

    Returns how many rows were deleted or emptied. What stays, and why, stands in
    docs/reference/privacy.md and on the page where they ask for it. Whoever was forgotten
    already is left as they are.
    """
    lock_erasing()
    if people_reads.get_person(person.pk).forgotten_at:
        return 0
    erased = _end_and_erase(person, at)
    transaction.on_commit(partial(_forget_the_rest, person, at))
    return erased


@transaction.atomic
def _forget_the_rest(person: Person, at: datetime) -> None:
    """End and erase what another began with someone at the very moment of forgetting them;
    nobody begins anything with them after that (``people.services.lock_present``)."""
    lock_erasing()
    _end_and_erase(person, at)


def _end_and_erase(person: Person, at: datetime) -> int:
    # In the order in which rows are held (core.locked_rows): what waits for an answer first,
    # so that no match begins meanwhile.
    answers.take_back_everything(person_id=person.pk, at=at)
    question_changes.withdraw_everything(actor=person, at=at)
    offer_services.stop_offering(actor=person, at=at)
    membership.lock_circles_of(person_id=person.pk)
    circle_id = seats.find_circle_id(person.pk)
    if circle_id is not None:
        membership.close_circle(actor=person, circle_id=circle_id, at=at)
    membership.leave_every_circle(actor=person, at=at)
    acting_for.end_all(person=person, at=at)
    consent_services.withdraw_everything(actor=person, person_id=person.pk, at=at)
    people_services.forget(person=person, at=at)
    return erase_person(person.pk)
