"""Everything that changes an offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samenspel.access.rules import Permission
from samenspel.core.errors import DomainError
from samenspel.core.events import publish
from samenspel.core.locked_rows import lock, lock_and_set
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.volunteering.events import OfferRegistered
from samenspel.volunteering.models import Offer, TaskRefusal
from samenspel.volunteering.reads import offers as reads
from samenspel.volunteering.types import OfferId, Offering

if TYPE_CHECKING:
    from samenspel.people.model_types import Person, PostcodeArea

VOG_COUNTS_FOR = timedelta(days=3 * 365)
"""How long a VOG counts here once seen, before it is asked for again: three years, as is usual
in volunteer work; a VOG itself has no end date. Only the date is kept, never the document."""


class OfferError(DomainError):
    """This cannot be offered like this."""


@transaction.atomic
def register_offer(
    *,
    person: Person,
    offering: Offering,
    organisation_id: UUID | None = None,
    at: datetime,
) -> Offer:
    """Write down what a helper offers; what they tell later replaces what they told before.

    Raises OfferError without a kind of help or a moment, UnknownPlaceError for the place.
    """
    organisation_id = organisation_id or organisation_reads.intake_organisation().pk
    offer, created = lock_and_set(
        Offer.objects.all(),
        _values(offering),
        {"registered_at": at},
        person=person,
        organisation_id=organisation_id,
        ended_at=None,
    )
    if created:
        publish(OfferRegistered(offer.pk, organisation_id, at))
    return offer


@transaction.atomic
def lock_offer(*, offer_id: OfferId) -> Offer:
    """Return the offer, held: whoever counts a helper's places does so one at a time."""
    return lock(Offer.objects.filter(pk=offer_id), gone="This offer does not exist.")


def _lock_own(actor: Person, offer_id: OfferId, at: datetime) -> Offer:
    """Return the offer, held, if the actor may change it; NotFoundError otherwise."""
    reads.get_offer(actor, offer_id, Permission.OFFER_CHANGE, at=at)
    return lock_offer(offer_id=offer_id)


def _tell(locked: Offer, values: Mapping[str, Any]) -> Offer:
    for field, value in values.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(values))
    return locked


@transaction.atomic
def change_offer(
    *, actor: Person, offer_id: OfferId, offering: Offering, at: datetime
) -> Offer:
    """Change what a helper offers; kinds of help that were refused for good stay refused."""
    return _tell(_lock_own(actor, offer_id, at), _values(offering))


def _values(
    offering: Offering, areas: Mapping[str, PostcodeArea] | None = None
) -> dict[str, Any]:
    if not offering.task_types:
        raise OfferError(
            _("Choose at least one kind of help."), code="empty", field="task_types"
        )
    if not offering.windows:
        raise OfferError(
            _("Choose at least one moment in the week."), code="no_moment", field="windows"
        )
    area = people_services.known_area(offering.place, areas)
    values = asdict(offering)
    del values["place"]
    for field in ("task_types", "languages", "interests", "limits"):
        values[field] = list(values[field])
    return {**values, "area": area}


@transaction.atomic
def pause(*, actor: Person, offer_id: OfferId, until: date | None, at: datetime) -> Offer:
    """Ask nothing of this helper until a day; None ends the pause."""
    offer = _lock_own(actor, offer_id, at)
    offer.paused_until = until
    offer.save(update_fields=["paused_until"])
    return offer


@transaction.atomic
def stop_offering(*, actor: Person, at: datetime) -> None:
    """End all that someone offers, for good."""
    Offer.objects.filter(person=actor, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def record_vog_seen(*, actor: Person, offer_id: OfferId, seen_on: date, at: datetime) -> Offer:
    """Record that a VOG was seen; the document itself is never kept.

    Raises OfferError when the actor is the helper: someone else has to see it.
    """
    offer = _lock_own(actor, offer_id, at)
    if offer.person_id == actor.pk:
        raise OfferError(_("Someone else has to see your VOG."), code="own_vog")
    offer.vog_seen_on = seen_on
    offer.vog_valid_until = seen_on + VOG_COUNTS_FOR
    offer.save(update_fields=["vog_seen_on", "vog_valid_until"])
    return offer


@transaction.atomic
def refuse_task(*, offer_id: OfferId, task_types: Iterable[str], at: datetime) -> None:
    """Record that a helper never wants to be asked for this again. Matching calls it."""
    TaskRefusal.objects.bulk_create(
        [TaskRefusal(offer_id=offer_id, task_type=kind, refused_at=at) for kind in task_types],
        ignore_conflicts=True,
    )


@transaction.atomic
def mark_asked(*, offer_id: OfferId, at: datetime) -> None:
    """Record when a helper was last asked, so that others get a turn. Matching calls it."""
    offer = lock_offer(offer_id=offer_id)
    offer.last_asked_at = at
    offer.save(update_fields=["last_asked_at"])


@transaction.atomic
def register_many(
    *,
    people: Sequence[Person],
    offerings: Sequence[Offering],
    organisation_id: UUID,
    vog_seen_on: Sequence[date | None],
    at: datetime,
) -> list[Offer]:
    """Write many offers down at once, each by the person at the same index.

    For spreadsheets and the demo region. The first wrong row raises OfferError or
    UnknownPlaceError, and nothing is written; so does a helper who is here already.
    """
    areas = people_reads.areas_by_text()
    offers = [
        Offer(
            person=person,
            organisation_id=organisation_id,
            registered_at=at,
            vog_seen_on=seen,
            vog_valid_until=seen + VOG_COUNTS_FOR if seen else None,
            **_values(offering, areas),
        )
        for person, offering, seen in zip(people, offerings, vog_seen_on, strict=True)
    ]
    try:
        with transaction.atomic():
            # In one order, so that two never wait for each other.
            in_order = sorted(offers, key=lambda offer: offer.person_id)
            Offer.objects.bulk_create(in_order, batch_size=1000)
    except IntegrityError as error:
        raise OfferError(
            _("Someone else stored the same rows just now. Nothing was stored; try again."),
            code="conflict",
        ) from error
    return offers
