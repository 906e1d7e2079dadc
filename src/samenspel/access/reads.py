"""Showing a person who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

from samenspel.access.models import ReadLogEntry
from samenspel.access.rules import NAMELESS, Permission, Role
from samenspel.consent.types import DataCategory

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

LOOKS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Look:
    """One look, in words a person can read."""

    who: str
    organisation: str
    what: str
    categories: tuple[str, ...]
    role: str
    by_consent: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class WhoLookedPage:
    """Everything the screen "who looked" shows."""

    looks: tuple[Look, ...]
    total: int
    number: int
    pages: int


def who_looked_page(actor: Person, number: int = 1) -> WhoLookedPage:
    """Return who saw something about the actor, newest first.

    The names of people whom the actor may not know yet are left out (``rules.NAMELESS``).
    """
    rows = (
        ReadLogEntry.objects.filter(client=actor)
        .select_related("organisation")
        .order_by("-at", "-pk")
    )
    page = Paginator(rows, LOOKS_PER_PAGE).get_page(number)
    return WhoLookedPage(
        looks=tuple(_look(entry) for entry in page.object_list),
        total=page.paginator.count,
        number=page.number,
        pages=page.paginator.num_pages,
    )


def _look(entry: Any) -> Look:
    event = Permission(entry.event)
    return Look(
        who=str(NAMELESS.get(event, entry.who)),
        organisation=entry.organisation.name if entry.organisation else "",
        what=str(event.label),
        categories=tuple(str(DataCategory(value).label) for value in entry.categories),
        role=str(Role(entry.role).label),
        by_consent="consent" in entry.reason,
        at=entry.at,
    )
