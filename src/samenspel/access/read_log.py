"""Looking: deciding that someone may see something and writing it down, in one step.

Whoever shows a row about another person gets it through here, so that no row leaves a room
without an entry. A service that loads an object only to change it writes none; the page that is
shown afterwards does. What is about the actor is never written down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from samenspel.access import decide as access
from samenspel.access.decide import Decision, Target
from samenspel.access.models import ReadLogEntry
from samenspel.access.rules import (
    GRANTS,
    NEEDS_CONSENT,
    NO_CONSENT_NEEDED,
    Permission,
    Role,
    is_settled,
)
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

Row = TypeVar("Row")
_Looks = dict[tuple[UUID, UUID, Permission], ReadLogEntry]
_page: ContextVar[_Looks | None] = ContextVar("looks of this page", default=None)


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """One row that a page shows: what is shown, of which object, about whom, seen as what.

    ``about`` begins with the person whose data it is (their consent opens it); those after it
    are named in it. ``acting_for_id`` is the organisation in whose name the actor looks.
    """

    row: Row
    kind: Any
    object_id: UUID
    about: tuple[UUID | None, ...]
    role: Role
    acting_for_id: UUID | None = None


@contextmanager
def one_page() -> Iterator[None]:
    """Gather the looks of a page that several reads fill, and write them down in one query.

    A person is written down once for each permission, with the first row that showed them and
    the categories of all. Inside another page this does nothing. When the page fails, nobody
    saw it, and nothing is written.
    """
    if _page.get() is not None:
        yield
        return
    looks: _Looks = {}
    token = _page.set(looks)
    try:
        yield
    finally:
        _page.reset(token)
    if len(looks) == 1:  # needs no transaction of its own
        next(iter(looks.values())).save(force_insert=True)
    elif looks:
        ReadLogEntry.objects.bulk_create(looks.values())


def look(
    actor: Person,
    permission: Permission,
    target: Target,
    at: datetime,
    categories: Collection[DataCategory] = (),
    also: Iterable[UUID | None] = (),
) -> Decision:
    """Decide that the actor may see this and write the look down; otherwise NotFoundError.

    ``categories`` are what the page shows of the person; ``also`` are others whose name or
    words appear there too.
    """
    decision = access.require(actor, permission, target, at)
    shown = _shown(target, decision, also)
    _keep(_entries(actor, permission, shown, decision.reason, categories, at))
    return decision


def look_at_all(
    actor: Person,
    permission: Permission,
    target: Target,
    at: datetime,
    shows: Mapping[Permission, DataCategory],
    decisions: Mapping[Permission, Decision],
) -> Mapping[Permission, Decision]:
    """Return every decision on one object, for a page that shows parts of it, and log once.

    ``decisions`` come from ``access.decide_all``. ``shows`` are the parts of the page with
    their categories; those that are allowed are written down, and the reason names the
    consents that open them. Raises NotFoundError when ``permission`` itself is refused.
    """
    opening = decisions[permission]
    if not opening.allowed:
        raise NotFoundError(opening.reason)
    seen = [part for part in shows if decisions[part].allowed]
    consented = [
        shows[part].value for part in seen if access.CONSENT_FOR in decisions[part].reason
    ]
    reason = opening.reason
    if consented and access.CONSENT_FOR not in reason:
        reason = f"{reason}, {access.CONSENT_FOR} {', '.join(consented)}"
    categories = [shows[part] for part in seen]
    _keep(_entries(actor, permission, _shown(target, opening), reason, categories, at))
    return decisions


def look_at_list(
    actor: Person,
    permission: Permission,
    rows: Iterable[Shown[Row]],
    *,
    at: datetime,
    categories: Collection[DataCategory] = (),
) -> tuple[Row, ...]:
    """Return the rows of a list that may be shown, written down in one query for all of them.

    Give exactly the rows that the page shows. They come from a ``visible_to``, which has
    checked consent already; here the matrix has the last word, so a row seen as a role that
    lacks the permission is left out.
    """
    granted = [shown for shown in rows if _grants(shown.role, permission)]
    _keep(
        entry
        for shown in granted
        for entry in _entries(
            actor, permission, shown, _reason(shown.role, permission), categories, at
        )
    )
    return tuple(shown.row for shown in granted)


def _grants(role: Role, permission: Permission) -> bool:
    return is_settled(permission) and permission in GRANTS[role]


def _reason(role: Role, permission: Permission) -> str:
    category = NEEDS_CONSENT.get(permission)
    if category is None or role in NO_CONSENT_NEEDED:
        return f"role {role.value}"
    return f"role {role.value}, {access.CONSENT_FOR} {category.value}"


def _shown(target: Target, decision: Decision, also: Iterable[UUID | None] = ()) -> Shown[None]:
    assert decision.role is not None, "a yes is given by a role"
    about = (target.subject_id, *also)
    return Shown(None, target, target.pk, about, decision.role, decision.acting_for_id)


def _entries(
    actor: Person,
    permission: Permission,
    shown: Shown[Any],
    reason: str,
    categories: Collection[DataCategory],
    at: datetime,
) -> list[ReadLogEntry]:
    """Return an entry for everyone but the actor; the consent was that of the first alone."""
    others = dict.fromkeys(shown.about[1:], f"role {shown.role.value}, named in it")
    return [
        ReadLogEntry(
            user=actor,
            client_id=client_id,
            event=permission,
            categories=[category.value for category in categories],
            object_kind=shown.kind._meta.label_lower,
            object_id=shown.object_id,
            role=shown.role,
            organisation_id=shown.acting_for_id,
            reason=why,
            at=at,
        )
        for client_id, why in {**others, shown.about[0]: reason}.items()
        if client_id not in (None, actor.pk)
    ]


def _keep(entries: Iterable[ReadLogEntry]) -> None:
    """Add looks to the page, or write them down when there is none."""
    with one_page():
        looks = _page.get()
        assert looks is not None, "inside a page"
        for entry in entries:
            key = (entry.user_id, entry.client_id, Permission(entry.event))
            known = looks.setdefault(key, entry)
            known.categories = [*dict.fromkeys([*known.categories, *entry.categories])]
