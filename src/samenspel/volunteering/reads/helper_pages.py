"""What coordinators see of helpers: a list to look someone up in, and one offer in full.

No figures per volunteer and no order of merit: names in alphabetical order, states in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q, Value
from django.db.models.functions import Concat

from samenspel.access.read_log import Shown, look_at_list, one_page
from samenspel.access.rules import Permission, Role
from samenspel.core.errors import NotFoundError
from samenspel.organisations import reads as organisation_reads
from samenspel.organisations.types import JobRole
from samenspel.people.types import Channel
from samenspel.volunteering.models import Offer
from samenspel.volunteering.reads import offers
from samenspel.volunteering.reads.offers import OfferPage
from samenspel.volunteering.types import HelperKind, OfferId

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class HelperRow:
    """A helper in the list."""

    offer_id: OfferId
    name: str
    initials: str
    place: str
    kind_label: str
    vog_seen_on: date | None
    vog_is_valid: bool
    paused_until: date | None


@dataclass(frozen=True, slots=True)
class HelperListPage:
    """One page of the list; 0 for no previous or next page."""

    rows: tuple[HelperRow, ...]
    text: str
    count: int
    number: int
    pages: int
    previous: int
    next: int


@dataclass(frozen=True, slots=True)
class HelperPage:
    """One helper with the offer in full and how to reach them."""

    offer: OfferPage
    initials: str
    phone: str
    email: str
    channel_label: str
    kind_label: str
    since: date
    vog_is_valid: bool
    is_paused: bool


def helper_list_page(
    actor: Person, *, text: str = "", number: int = 1, at: datetime
) -> HelperListPage:
    """Return helpers of the organisations at which the actor coordinates, by name.

    Raises NotFoundError when the actor coordinates nowhere. The actor is not in the list.
    """
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if not mine:
        raise NotFoundError("Only coordinators have a list of helpers.")
    rows = (
        Offer.objects.visible_to(actor, at)
        .filter(organisation__in=mine, ended_at__isnull=True)
        .exclude(person=actor)
        .annotate(name=Concat("person__given_name", Value(" "), "person__family_name"))
        .select_related("person", "area")
        .order_by("name", "pk")
    )
    wanted = text.strip()
    if wanted:
        rows = rows.filter(Q(name__icontains=wanted) | Q(area__place__icontains=wanted))
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    return HelperListPage(
        rows=_shown(actor, page.object_list, at),
        text=wanted,
        count=page.paginator.count,
        number=page.number,
        pages=page.paginator.num_pages,
        previous=page.number - 1,
        next=page.number + 1 if page.has_next() else 0,
    )


def _shown(actor: Person, rows: Iterable[Offer], at: datetime) -> tuple[HelperRow, ...]:
    shown = (
        Shown(
            _row(offer, at.date()),
            Offer,
            offer.pk,
            (offer.person_id,),
            Role.COORDINATOR,
            offer.organisation_id,
        )
        for offer in rows
    )
    return look_at_list(actor, Permission.OFFER_VIEW, shown, at=at)


def _row(offer: Offer, day: date) -> HelperRow:
    return HelperRow(
        offer_id=offer.pk,
        name=offer.person.full_name,
        initials=offer.person.initials,
        place=offer.area.place,
        kind_label=str(HelperKind(offer.kind).label),
        vog_seen_on=offer.vog_seen_on,
        vog_is_valid=offer.has_valid_vog(day),
        paused_until=offer.paused_until if _is_paused(offer, day) else None,
    )


def _is_paused(offer: Offer, day: date) -> bool:
    return offer.paused_until is not None and offer.paused_until >= day


@one_page()
def helper_page(actor: Person, offer_id: OfferId, *, at: datetime) -> HelperPage:
    """Return one helper for a coordinator of the offer's organisation.

    Raises NotFoundError for everyone else, the helper included: they have their own page.
    """
    offer = offers.look_at_offer(actor, offer_id, at=at)
    mine = organisation_reads.organisations_where(actor.pk, JobRole.COORDINATOR, at)
    if offer.organisation_id not in mine or offer.person_id == actor.pk:
        raise NotFoundError("Only the coordinator sees this page.")
    return HelperPage(
        offer=offers.page_of(offer),
        initials=offer.person.initials,
        phone=offer.person.phone,
        email=offer.person.email,
        channel_label=str(Channel(offer.person.channel).label),
        kind_label=str(HelperKind(offer.kind).label),
        since=offer.registered_at.date(),
        vog_is_valid=offer.has_valid_vog(at.date()),
        is_paused=_is_paused(offer, at.date()),
    )
