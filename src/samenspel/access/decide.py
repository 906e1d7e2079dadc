"""One question, one answer: may this actor do this to that object, and why (not)?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from samenspel.access.rules import (
    GRANTS,
    NEEDS_CONSENT,
    NO_CONSENT_NEEDED,
    Permission,
    Role,
    is_settled,
)
from samenspel.consent import reads as consent_reads
from samenspel.consent.reads import OpenConsents
from samenspel.consent.types import DataCategory, Grantee
from samenspel.core.errors import NotFoundError
from samenspel.people import reads as people_reads
from samenspel.people.types import Ties

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class Target(Protocol):
    """Anything an access decision can be about: it has a person whose data it is, or none."""

    @property
    def subject_id(self) -> UUID | None: ...

    @property
    def pk(self) -> Any: ...

    @property
    def _meta(self) -> Any: ...


Roles = Mapping[Role, UUID | None]
"""Roles of an actor towards an object; the value is the organisation acted for, if any."""

RoleResolver = Callable[["Person", Any, datetime], Roles]
_resolvers: dict[type, RoleResolver] = {}

_ends: dict[type, Callable[[Any], bool]] = {}

CONSENT_FOR = "consent for"
IsOpen = Callable[[Sequence[Grantee], DataCategory], bool]
"""Whether the person lets one of these grantees see the category."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, the role that gave it and a reason fit for the read log."""

    allowed: bool
    reason: str
    role: Role | None = None
    acting_for_id: UUID | None = None


def register_roles(kind: type, resolver: RoleResolver) -> None:
    """Say how roles towards objects of ``kind`` are found; rooms do so in actor_roles.py."""
    _resolvers[kind] = resolver


def register_end(kind: type, is_over: Callable[[Any], bool]) -> None:
    """Say when an object of ``kind`` is over: then nobody may do anything with it any more,
    and its person finds it among their own data only."""
    _ends[kind] = is_over


def roles_towards(actor: Person, target: Target, at: datetime) -> Roles:
    """Return the actor's roles towards the object; none when its person shut them out."""
    roles = _resolvers[type(target)](actor, target, at)
    if target.subject_id is None or target.subject_id == actor.pk:
        return roles
    return with_ties(
        roles,
        people_reads.ties_between(subject_id=target.subject_id, other_id=actor.pk, at=at),
    )


def with_ties(roles: Roles, ties: Ties) -> Roles:
    """Return the roles as changed by what stands between the person and the actor.

    A block takes all of them away; a legal ground to decide about care adds one; and whoever
    asked for the person speaks for them while they ask together (docs/in-whose-name.md).
    """
    if ties.is_blocked:
        return {}
    added: dict[Role, UUID | None] = {}
    if ties.may_decide_about_care:
        added[Role.LEGAL_REPRESENTATIVE] = None
    if ties.asks_together and Role.ASKER in roles:
        added[Role.SPOKESPERSON] = None
    return {**roles, **added}


def decide(actor: Person, permission: Permission, target: Target, at: datetime) -> Decision:
    """Decide by the matrix, then by consent."""
    return decide_with(roles_towards(actor, target, at), actor, permission, target, at)


def decide_with(
    roles: Roles, actor: Person, permission: Permission, target: Target, at: datetime
) -> Decision:
    """Decide with roles that were resolved beforehand (several permissions on one page)."""

    def is_open(grantees: Sequence[Grantee], category: DataCategory) -> bool:
        return consent_reads.is_open(
            subject_id=_subject_of(target), grantees=grantees, category=category, at=at
        )

    return _decide(roles, actor, permission, target, is_open)


def decide_all(
    roles: Roles, actor: Person, target: Target, opened: OpenConsents
) -> Mapping[Permission, Decision]:
    """Decide every permission by the same rules, with consents that were looked up
    beforehand."""
    return {each: _decide(roles, actor, each, target, opened.is_open) for each in Permission}


def decide_given(
    roles: Roles, actor: Person, permission: Permission, target: Target, opened: OpenConsents
) -> Decision:
    """Decide with roles and consents that were looked up beforehand."""
    return _decide(roles, actor, permission, target, opened.is_open)


def _decide(
    roles: Roles, actor: Person, permission: Permission, target: Target, is_open: IsOpen
) -> Decision:
    is_over = _ends.get(type(target))
    if is_over is not None and is_over(target):
        return Decision(False, "it is over")
    if not is_settled(permission):
        return Decision(False, f"no rule says whether {permission.value} needs consent")
    granting = [role for role in sorted(roles) if permission in GRANTS[role]]
    if not granting:
        return Decision(False, f"no role here grants {permission.value}")
    category = NEEDS_CONSENT.get(permission)
    direct = [role for role in granting if role in NO_CONSENT_NEEDED]
    if category is None or direct or target.subject_id is None:
        role = (direct or granting)[0]
        return Decision(True, f"role {role.value}", role, roles[role])
    for role in granting:
        if is_open(_grantees(role, roles, actor), category):
            reason = f"role {role.value}, {CONSENT_FOR} {category.value}"
            return Decision(True, reason, role, roles[role])
    return Decision(False, f"no consent for {category.value}")


def _grantees(role: Role, roles: Roles, actor: Person) -> list[Grantee]:
    organisation_id = roles[role]
    grantees = [Grantee(person_id=actor.pk)]
    if role is Role.COORDINATOR and organisation_id:
        grantees.append(Grantee(organisation_id=organisation_id))
    return grantees


def _subject_of(target: Target) -> UUID:
    assert target.subject_id is not None, "consent is only asked about a person"
    return target.subject_id


def require(actor: Person, permission: Permission, target: Target, at: datetime) -> Decision:
    """Return the decision when it is a yes; raise NotFoundError when it is a no."""
    decision = decide(actor, permission, target, at)
    if not decision.allowed:
        raise NotFoundError(decision.reason)
    return decision
