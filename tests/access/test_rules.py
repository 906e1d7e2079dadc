"""The rules are closed: what nobody thought about is refused, and what is there is used."""

import ast
from collections.abc import Mapping

import pytest
from tests.cast import NOON, Cast
from tests.support.repository import ROOT

from samenspel.access import decide as access
from samenspel.access import rules
from samenspel.access.read_log import Shown, look_at_list
from samenspel.access.rules import (
    GRANTS,
    NEEDS_CONSENT,
    NO_CONSENT_NEEDED,
    WITHOUT_CONSENT,
    Permission,
    Role,
)
from samenspel.circles.models import Circle
from samenspel.consent.reads import open_consents
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.people.services import acting_for

PRODUCT = ROOT / "src" / "samenspel"
RULES = PRODUCT / "access" / "rules.py"


def unsettled() -> set[str]:
    return {each.value for each in Permission} - {
        each.value for each in NEEDS_CONSENT.keys() | WITHOUT_CONSENT.keys()
    }


def sources() -> dict[str, str]:
    return {
        path.relative_to(PRODUCT).as_posix(): path.read_text(encoding="utf-8")
        for path in PRODUCT.rglob("*.py")
        if path != RULES and "migrations" not in path.parts
    }


def used_permissions(modules: Mapping[str, str]) -> set[str]:
    """Return the permissions that the product asks for somewhere, by name.

    Asking is giving one to a call, as an argument or a default, or naming it in a mapping; a
    name on a line of its own, or in a comparison, asks for nothing.
    """
    return {
        node.attr
        for source in modules.values()
        for place in ast.walk(ast.parse(source))
        if isinstance(place, (ast.Call, ast.arguments, ast.Dict, ast.IfExp))
        for node in ast.walk(place)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Permission"
    }


def test_every_permission_asks_consent_or_says_why_not() -> None:
    assert not unsettled(), (
        f"{sorted(unsettled())}: put each in NEEDS_CONSENT of access/rules.py with the category"
        " that the person opens, or in WITHOUT_CONSENT with the reason; till then it is refused"
    )
    both = sorted(each.value for each in NEEDS_CONSENT.keys() & WITHOUT_CONSENT.keys())
    assert not both, f"{both}: take each out of NEEDS_CONSENT or of WITHOUT_CONSENT"


def test_reasons_are_said_in_words() -> None:
    for reason in [*WITHOUT_CONSENT.values(), *NO_CONSENT_NEEDED.values()]:
        assert len(reason.split()) >= 3, reason


def test_only_those_who_act_in_the_persons_name_need_no_consent() -> None:
    assert set(NO_CONSENT_NEEDED) == {
        Role.ASKER,
        Role.LEGAL_REPRESENTATIVE,
        Role.SELF,
        Role.SPOKESPERSON,
    }


def test_a_permission_that_nobody_thought_about_is_refused_to_everyone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decisions() -> set[tuple[bool, str]]:
        one = access.decide(cast.fatma, Permission.CIRCLE_VIEW, cast.circle, NOON)
        roles = access.roles_towards(cast.joost, cast.circle, NOON)
        consents = open_consents(cast.joost.pk, NOON)
        all_of_them = access.decide_all(roles, cast.joost, cast.circle, consents)
        many = all_of_them[Permission.CIRCLE_VIEW]
        return {(one.allowed, one.reason), (many.allowed, many.reason)}

    assert decisions() == {(True, "role carer"), (True, "role self")}
    monkeypatch.delitem(WITHOUT_CONSENT, Permission.CIRCLE_VIEW)
    others = unsettled() - {"circle:view"}
    assert not others, f"{sorted(others)}: see the test above this one"
    assert decisions() == {(False, "no rule says whether circle:view needs consent")}
    row = Shown("row", Circle, cast.circle.pk, (cast.joost.pk,), Role.CARER)
    assert look_at_list(cast.fatma, Permission.CIRCLE_VIEW, [row], at=NOON) == ()


def test_every_role_is_granted_something_and_every_permission_has_a_role() -> None:
    assert GRANTS.keys() == set(Role)
    assert all(GRANTS.values())
    for permission in Permission:
        assert rules.roles_with(permission), f"{permission}: no role in GRANTS has it"


def test_every_permission_is_asked_for_somewhere() -> None:
    unused = {each.name for each in Permission} - used_permissions(sources())
    assert not unused, (
        f"{sorted(unused)}: no service, read or view asks for these; take them out of"
        " access/rules.py, or let the code that they guard decide by them"
    )


def test_a_permission_that_nothing_asks_for_is_noticed() -> None:
    """Negative control: being in the rules, or in a text, is no use."""
    source = (
        'look(actor, Permission.OFFER_VIEW, it, at)  # Permission.CIRCLE_VIEW\n"ROUND_RUN"\n'
        "_UNUSED = Permission.ROUND_VIEW\n"
        "is_a_look = event == Permission.LETTER_PRINT\n"
    )
    assert used_permissions({"reads.py": source}) == {"OFFER_VIEW"}


def test_consent_is_the_second_lock(cast: Cast) -> None:
    """The matrix grants a carer both; the person opened health and not money."""
    for permission, reason in (
        (Permission.CIRCLE_HEALTH, "role carer, consent for health"),
        (Permission.CIRCLE_MONEY, "no consent for money"),
    ):
        assert access.decide(cast.fatma, permission, cast.circle, NOON).reason == reason
    assert NEEDS_CONSENT[Permission.CIRCLE_MONEY] == DataCategory.MONEY


def test_a_block_beats_the_matrix_and_consent(cast: Cast) -> None:
    acting_for.block(actor=cast.joost, about_id=cast.fatma.pk, at=NOON)
    assert access.roles_towards(cast.fatma, cast.circle, NOON) == {}
    for permission in (Permission.CIRCLE_VIEW, Permission.CIRCLE_HEALTH):
        assert not access.decide(cast.fatma, permission, cast.circle, NOON).allowed
    acting_for.unblock(actor=cast.joost, about_id=cast.fatma.pk)
    assert access.decide(cast.fatma, Permission.CIRCLE_HEALTH, cast.circle, NOON).allowed


def test_require_raises_with_the_reason(cast: Cast) -> None:
    assert access.require(cast.joost, Permission.CIRCLE_MONEY, cast.circle, NOON).allowed
    with pytest.raises(NotFoundError, match="no role here grants circle:money"):
        access.require(cast.stranger, Permission.CIRCLE_MONEY, cast.circle, NOON)


def test_the_role_that_needs_no_yes_is_the_one_that_is_written_down(cast: Cast) -> None:
    """Of two roles that both grant it: the log must not say that consent was used."""
    roles = {Role.CARER: cast.helpdesk.pk, Role.SELF: None}
    found = access.decide_with(roles, cast.joost, Permission.CIRCLE_HEALTH, cast.circle, NOON)
    assert (found.role, found.acting_for_id) == (Role.SELF, None)
    assert found.reason == "role self"
