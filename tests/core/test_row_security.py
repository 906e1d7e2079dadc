"""PostgreSQL knows in whose name it is asked: for one transaction and no moment longer."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.support.repository import ROOT

from samenspel.core.row_security import (
    NOBODY,
    Reason,
    Teller,
    acting_as,
    acting_for_system,
    current,
)

ANNA, BEN = uuid4(), uuid4()
WHERE = {
    Reason.COMMAND: {"demo/management/commands/demo.py", "exchange/command_console.py"},
    Reason.ENDING: {"consent/services.py", "matching/services/answers.py"},
    Reason.FACT: {"matching/handlers.py", "placements/handlers.py"},
    Reason.FORGETTING: {"own_data/services.py"},
    Reason.LOAD: {"matching/helper_load.py"},
    Reason.NEWCOMER: {"needs/ask_wizard.py", "needs/services/drafts.py"},
    Reason.RETENTION: {"own_data/clean_up.py"},
    Reason.ROUND: {"matching/services/rounds.py"},
    Reason.HOLD: {"needs/services/question_changes.py"},
    Reason.SECOND_YES: {"matching/services/answers.py"},
    Reason.SHARED_WORDS: {"needs/reads/questions.py"},
    Reason.TAKE_ALONG: {"own_data/reads/take_along.py"},
}
"""Everything that reaches more rows than its actor, and where; a new place fails here."""


def told() -> tuple[Any, bool]:
    """Return whom PostgreSQL thinks it is asked by, and whether for the system."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT samenspel_actor(), samenspel_for_system()")
        found: tuple[Any, bool] = cursor.fetchone()
    return found


@pytest.mark.django_db
def test_the_innermost_context_counts() -> None:
    with acting_as(ANNA):
        assert told() == (ANNA, False)
        with acting_as(BEN):
            assert told() == (BEN, False)
            with acting_for_system(Reason.LOAD):
                assert told() == (None, True)
            assert told() == (BEN, False)
        assert told() == (ANNA, False)
        with acting_as(None):
            assert told() == (None, False)


@pytest.mark.django_db
def test_a_context_ends_with_an_error() -> None:
    before = current()
    with pytest.raises(ZeroDivisionError), acting_for_system(Reason.LOAD):
        _ = 1 / 0
    assert current() == before


@pytest.mark.django_db
def test_what_a_savepoint_takes_back_is_told_again() -> None:
    with acting_for_system(Reason.LOAD):
        assert told() == (None, True)
        with pytest.raises(ZeroDivisionError), transaction.atomic(), acting_as(ANNA):
            assert told() == (ANNA, False)
            _ = 1 / 0
    with acting_as(ANNA):
        assert told() == (ANNA, False)
    with acting_as(None):
        assert told() == (None, False)


def raw() -> tuple[Any, ...]:
    """Return the settings as a statement finds them that says in nobody's name it asks."""
    found: tuple[Any, ...] = connection.connection.execute(
        "SELECT nullif(current_setting('samenspel.actor', true), ''),"
        " nullif(current_setting('samenspel.reason', true), '')"
    ).fetchone()
    return found


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_after_the_transaction() -> None:
    with acting_as(ANNA), transaction.atomic():
        assert told() == (ANNA, False)
        assert raw() == (str(ANNA), None)
    assert raw() == (None, None)
    with acting_for_system(Reason.LOAD):
        assert told() == (None, True), "a statement by itself gets a transaction of its own"
        assert raw() == (None, None)
    with pytest.raises(ZeroDivisionError), acting_as(BEN), transaction.atomic():
        assert told() == (BEN, False)
        _ = 1 / 0
    with acting_as(None):
        assert told() == (None, False)


@pytest.mark.django_db(transaction=True)
def test_a_setting_for_the_session_would_have_stayed() -> None:
    """Negative control: what the wall does not use would outlive its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('samenspel.actor', %s, false)", [str(ANNA)])
    assert raw() == (str(ANNA), None)


@pytest.mark.django_db
def test_a_connection_without_teller_says_nothing() -> None:
    """Negative control: it is the teller that makes the difference."""
    with acting_as(None):
        assert told() == (None, False)
    wrappers = list(connection.execute_wrappers)
    connection.execute_wrappers.clear()
    try:
        with acting_as(ANNA):
            assert told() == (None, False)
    finally:
        connection.execute_wrappers[:] = wrappers
    with acting_as(ANNA):
        assert told() == (ANNA, False)


@pytest.mark.django_db
def test_a_reason_that_is_not_on_the_list_opens_nothing() -> None:
    with acting_as(None):
        told()
        for reason, opens in (("load", True), ("curiosity", False), ("", False)):
            connection.connection.execute(
                "SELECT set_config('samenspel.reason', %s, true)", [reason]
            )
            assert told() == (None, opens), reason


@pytest.mark.django_db
def test_a_connection_has_one_teller() -> None:
    connection.ensure_connection()
    assert [type(one) for one in connection.execute_wrappers].count(Teller) == 1


@pytest.mark.django_db
def test_telling_costs_no_statement_where_nothing_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (teller,) = (one for one in connection.execute_wrappers if isinstance(one, Teller))
    sent: list[Any] = []
    raw_connection = connection.connection
    send: Callable[..., Any] = raw_connection.execute
    monkeypatch.setattr(
        raw_connection, "execute", lambda *given: (sent.append(given[1]), send(*given))[1]
    )
    with acting_as(ANNA):
        for _again in range(5):
            told()
    assert sent == [(str(ANNA), "")]
    assert teller.told is not NOBODY


def places() -> dict[Reason, set[str]]:
    """Return the files of the product that name each reason."""
    found: dict[Reason, set[str]] = {reason: set() for reason in Reason}
    rooms = ROOT / "src" / "samenspel"
    for path in rooms.rglob("*.py"):
        for name in re.findall(r"\bacting_for_system\(Reason\.(\w+)\)", path.read_text()):
            found[Reason[name]].add(str(path.relative_to(rooms)))
    return found


def test_every_reason_to_see_more_is_used_where_the_list_says() -> None:
    assert places() == WHERE
    assert all(len(reason.value) > 20 for reason in Reason), "each says why"


def test_nothing_sees_more_for_a_reason_that_is_not_spelled_out() -> None:
    """Every call names its reason where it stands, so that the list above is the whole list."""
    calls, named = 0, 0
    for path in (ROOT / "src").rglob("*.py"):
        if path.name != "row_security.py":
            calls += len(re.findall(r"\bacting_for_system\(", path.read_text()))
            named += len(re.findall(r"\bacting_for_system\(Reason\.\w+\)", path.read_text()))
    assert calls == named > 0


def test_no_module_makes_a_context_by_another_way() -> None:
    setters = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if "samenspel.reason'" in path.read_text() or "samenspel.actor'" in path.read_text()
    }
    assert setters == {"src/samenspel/core/row_security.py"}
