"""Every rule alone, without a database: one role, one permission, one opened category.

The drawn worlds of ``test_decisions`` meet rules as life mixes them; here each cell is tried by
itself against the same written policy, so a change of one cell cannot hide behind another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from tests.access.written_policy import POLICY

from samenspel.access import decide as access
from samenspel.access.rules import (
    GRANTS,
    NAMELESS,
    NEEDS_CONSENT,
    WITHOUT_CONSENT,
    Permission,
    Role,
)
from samenspel.consent.reads import OpenConsents
from samenspel.consent.types import DataCategory, Grantee

ACTOR, SUBJECT, ORGANISATION = (UUID(int=number, version=4) for number in (1, 2, 3))
RELATION = {Role.LEGAL_REPRESENTATIVE: "legal"}
"""What the written policy calls a role, where it has a name of its own for it."""

TO = {"person": Grantee(person_id=ACTOR), "organisation": Grantee(organisation_id=ORGANISATION)}


@dataclass(frozen=True)
class Target:
    """Something about a person, or about nobody."""

    subject_id: UUID | None
    pk: int = 1
    _meta: Any = None


def written(role: Role, permission: Permission, opened: str, to: str) -> bool:
    """Say what the table says: always, never, or by the category that was opened."""
    takes = POLICY[permission.value].get(RELATION.get(role, role.value))
    if takes == "always" or takes is None:
        return takes == "always"
    return takes == opened and (to == "person" or role is Role.COORDINATOR)


def differences() -> Iterator[str]:
    """Yield every cell in which the rules decide otherwise than the table."""
    actor: Any = SimpleNamespace(pk=ACTOR)
    for opened in DataCategory:
        for to, grantee in TO.items():
            consents = OpenConsents({grantee: {opened: None}})
            for role in Role:
                roles = {role: ORGANISATION}
                decided = access.decide_all(roles, actor, Target(SUBJECT), consents)
                for permission, decision in decided.items():
                    if decision.allowed != written(role, permission, opened.value, to):
                        yield f"{role}, {permission}, {opened} opened to the {to}"


def test_every_cell_is_decided_as_it_is_written() -> None:
    found = list(differences())
    assert not found, found[:5]


def test_what_the_table_gives_always_to_everyone_asks_no_consent() -> None:
    """Also where all who may, act in the person's name, so that no decision would show it."""
    always = {key for key, takes in POLICY.items() if set(takes.values()) == {"always"}}
    assert {each.value for each in WITHOUT_CONSENT} == always
    assert {each.value for each in NEEDS_CONSENT} == set(POLICY) - always


@pytest.mark.parametrize("role", Role)
def test_a_coordinator_of_no_organisation_has_their_own_yes_alone(role: Role) -> None:
    """A role that acts for no organisation asks for no organisation's consent."""
    actor: Any = SimpleNamespace(pk=ACTOR)
    asked: list[Grantee] = []

    class Asked(OpenConsents):
        def is_open(self, grantees: Any, category: DataCategory) -> bool:
            asked.extend(grantees)
            return False

    access.decide_all({role: None}, actor, Target(SUBJECT), Asked({}))
    assert set(asked) <= {TO["person"]}


def test_what_is_about_nobody_asks_for_nobodys_consent() -> None:
    actor: Any = SimpleNamespace(pk=ACTOR)
    decided = access.decide_all(
        {Role.COORDINATOR: ORGANISATION}, actor, Target(None), OpenConsents({})
    )
    may = {permission for permission, decision in decided.items() if decision.allowed}
    assert {each.value for each in may} == {
        key for key, takes in POLICY.items() if "coordinator" in takes
    }


def test_nobody_is_named_too_early() -> None:
    """Helper, asker and whoever was asked for a seat: the person learns no name by looking."""
    assert {each.value for each in NAMELESS} == {
        "proposal:answer_as_helper",
        "proposal:view",
        "seat:answer",
    }
    assert all(str(spoken_of).strip() for spoken_of in NAMELESS.values())


def test_a_changed_cell_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: a grant too many, another category, a consent that is not asked."""
    with monkeypatch.context() as patch:
        patch.setitem(GRANTS, Role.VOLUNTEER, GRANTS[Role.VOLUNTEER] | {Permission.ROUND_RUN})
        assert all("volunteer, round:run" in one for one in differences())
        assert list(differences())
    with monkeypatch.context() as patch:
        patch.setitem(NEEDS_CONSENT, Permission.CIRCLE_HEALTH, DataCategory.AGENDA)
        assert any("carer, circle:health, agenda" in one for one in differences())
