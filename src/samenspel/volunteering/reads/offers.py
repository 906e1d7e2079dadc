"""The only way to get hold of an offer, and what screens show of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from samenspel.access import decide as access
from samenspel.access.read_log import Shown, look, look_at_list
from samenspel.access.rules import Permission, Role
from samenspel.core.errors import NotFoundError
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.volunteering.models import Offer
from samenspel.volunteering.types import HelperCard, HelperKind, OfferFacts, OfferId

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Everything a helper sees of their own offer."""

    id: OfferId
    name: str
    organisation: str
    task_types: tuple[str, ...]
    windows: int
    hours_per_week: float
    radius_km: float
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    limits: tuple[str, ...]
    place: str
    capacity: int
    asks_per_month: int
    motive: str
    willing_bodily_care: bool
    vog_seen_on: date | None
    vog_valid_until: date | None
    paused_until: date | None
    refused: tuple[str, ...]
    kind: str
    external_id: str


def get_offer(
    actor: Person,
    offer_id: OfferId,
    permission: Permission,
    *,
    at: datetime,
) -> Offer:
    """Return the offer, or raise NotFoundError if the actor may not do this with it.

    For services, which show nothing of it: no look is written down.
    """
    offer = _find(offer_id)
    access.require(actor, permission, offer, at)
    return offer


def look_at_offer(actor: Person, offer_id: OfferId, *, at: datetime) -> Offer:
    """Return the offer that a page shows, and write down the look; NotFoundError as above."""
    offer = _find(offer_id)
    look(actor, Permission.OFFER_VIEW, offer, at)
    return offer


def _find(offer_id: OfferId) -> Offer:
    offer = (
        Offer.objects.select_related("person", "area", "organisation")
        .filter(pk=offer_id)
        .first()
    )
    if offer is None:
        raise NotFoundError("This offer does not exist.")
    return offer


def find_own_offer_id(actor: Person) -> OfferId | None:
    """Return the id of the actor's own offer, the newest when there are several."""
    return (
        Offer.objects.filter(person=actor, ended_at__isnull=True)
        .order_by("-registered_at", "pk")
        .values_list("pk", flat=True)
        .first()
    )


def has_standing_offer() -> Exists:
    """Return an expression on a row of persons: whether each offers help now."""
    return Exists(Offer.objects.filter(person_id=OuterRef("pk"), ended_at__isnull=True))


def offer_page(actor: Person, offer_id: OfferId, *, at: datetime) -> OfferPage:
    """Return one offer with everything on it, and write down the look."""
    return page_of(look_at_offer(actor, offer_id, at=at))


def page_of(offer: Offer) -> OfferPage:
    """Return the page of an offer that was looked at."""
    refused = set(offer.refusals.values_list("task_type", flat=True))
    return OfferPage(
        id=offer.pk,
        name=offer.person.full_name,
        organisation=offer.organisation.name,
        task_types=tuple(kind.value for kind in TaskType if kind in offer.task_types),
        windows=offer.windows,
        hours_per_week=float(offer.hours_per_week),
        radius_km=float(offer.radius_km),
        languages=tuple(offer.languages),
        interests=tuple(offer.interests),
        limits=tuple(offer.limits),
        place=offer.area.place,
        capacity=offer.capacity,
        asks_per_month=offer.asks_per_month,
        motive=offer.motive,
        willing_bodily_care=offer.willing_bodily_care,
        vog_seen_on=offer.vog_seen_on,
        vog_valid_until=offer.vog_valid_until,
        paused_until=offer.paused_until,
        refused=tuple(str(kind.label) for kind in TaskType if kind in refused),
        kind=offer.kind,
        external_id=offer.external_id,
    )


def facts_for_round(organisation_id: UUID, *, at: datetime) -> tuple[OfferFacts, ...]:
    """Return what matching needs of every offer that may be asked, without refused tasks."""
    rows = (
        Offer.objects.available(at.date())
        .filter(organisation_id=organisation_id, person__deceased_on__isnull=True)
        .select_related("area", "person")
        .prefetch_related("refusals")
        .order_by("pk")
    )
    return tuple(_facts(offer, at.date()) for offer in rows)


def _facts(offer: Offer, day: date) -> OfferFacts:
    refused = {refusal.task_type for refusal in offer.refusals.all()}
    return OfferFacts(
        id=offer.pk,
        person_id=offer.person_id,
        organisation_id=offer.organisation_id,
        latitude=offer.area.latitude,
        longitude=offer.area.longitude,
        place=offer.area.place,
        task_types=tuple(kind for kind in offer.task_types if kind not in refused),
        windows=offer.windows,
        hours_per_week=float(offer.hours_per_week),
        radius_km=float(offer.radius_km),
        languages=tuple(offer.languages),
        interests=tuple(offer.interests),
        limits=tuple(offer.limits),
        capacity=offer.capacity,
        asks_per_month=offer.asks_per_month,
        gender=offer.person.gender,
        vog_is_valid=offer.has_valid_vog(day),
        willing_bodily_care=offer.willing_bodily_care,
        trained_bodily_care=offer.trained_bodily_care_on is not None,
        last_asked_at=offer.last_asked_at,
        since=offer.registered_at.date(),
    )


def helper_cards(
    actor: Person, *, at: datetime, ids: Iterable[OfferId] | None = None, limit: int = 100
) -> dict[OfferId, HelperCard]:
    """Return helpers of the actor's organisations by offer id, in order of name; all shown."""
    rows = (
        Offer.objects.visible_to(actor, at)
        .filter(ended_at__isnull=True)
        .select_related("person", "area")
        .order_by("person__given_name", "pk")
    )
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    cards = show_helpers(actor, [_card(offer, at.date()) for offer in rows[:limit]], at=at)
    return {card.offer_id: card for card in cards}


def show_helpers(
    actor: Person, cards: Iterable[HelperCard], *, at: datetime
) -> tuple[HelperCard, ...]:
    """Return the helpers that a coordinator's page shows, written down as a look at each."""
    shown = (
        Shown(
            card,
            Offer,
            card.offer_id,
            (card.person_id,),
            Role.COORDINATOR,
            card.organisation_id,
        )
        for card in cards
    )
    return look_at_list(actor, Permission.OFFER_VIEW, shown, at=at)


def _card(offer: Offer, day: date) -> HelperCard:
    return HelperCard(
        offer_id=offer.pk,
        person_id=offer.person_id,
        organisation_id=offer.organisation_id,
        name=offer.person.full_name,
        initials=offer.person.initials,
        phone=offer.person.phone,
        place=offer.area.place,
        kind_label=str(HelperKind(offer.kind).label),
        since_year=offer.registered_at.year,
        vog_is_valid=offer.has_valid_vog(day),
        paused_until=offer.paused_until,
        asks_per_month=offer.asks_per_month,
    )


def existing_external_ids(organisation_id: UUID, ids: Iterable[str]) -> frozenset[str]:
    """Return which of these ids from an organisation's own list are already here."""
    rows = Offer.objects.filter(organisation_id=organisation_id, external_id__in=list(ids))
    return frozenset(rows.values_list("external_id", flat=True))


def search_helpers(
    actor: Person, text: str, *, at: datetime, without: Iterable[OfferId] = ()
) -> tuple[HelperCard, ...]:
    """Return up to ten helpers of the actor's organisations whose name contains the text.

    ``without`` leaves out people already on the page. All that is returned is shown.
    """
    rows = (
        Offer.objects.visible_to(actor, at)
        .filter(ended_at__isnull=True)
        .annotate(name=Concat("person__given_name", Value(" "), "person__family_name"))
        .filter(name__icontains=text.strip())
        .exclude(Q(person=actor) | Q(pk__in=list(without)))
        .select_related("person", "area")
        .order_by("name", "pk")[:10]
    )
    return show_helpers(actor, [_card(offer, at.date()) for offer in rows], at=at)


def cards_of_persons(
    organisation_id: UUID, person_ids: Iterable[UUID], *, at: datetime
) -> tuple[HelperCard, ...]:
    """Return the helpers of one organisation among these persons, by name.

    For screens of coordinators there; the caller has decided that. To choose from: nothing
    is written down, and a page shows only what :func:`show_helpers` returns.
    """
    rows = (
        Offer.objects.filter(
            organisation_id=organisation_id,
            person_id__in=list(person_ids),
            ended_at__isnull=True,
        )
        .select_related("person", "area")
        .order_by("person__given_name", "pk")[:500]
    )
    return tuple(_card(offer, at.date()) for offer in rows)
