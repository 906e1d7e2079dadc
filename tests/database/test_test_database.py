"""The test harness itself: each test runs as the web role, on a database of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection


def current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_database_test_runs_as_the_web_role() -> None:
    assert current_user() == "samenspel_web"


def test_the_db_fixture_runs_as_the_web_role(db: None) -> None:
    assert current_user() == "samenspel_web"


@pytest.mark.django_db(transaction=True)
def test_a_test_with_commits_runs_as_the_web_role_even_after_reconnecting() -> None:
    assert current_user() == "samenspel_web"
    connection.close()
    assert current_user() == "samenspel_web"


def test_owner_is_available_for_set_up_only(
    as_owner: Callable[[], AbstractContextManager[None]],
) -> None:
    with as_owner():
        assert current_user() == "samenspel_owner"
    assert current_user() == "samenspel_web"
