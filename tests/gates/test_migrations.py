"""Models and migrations agree, for the owner; and the web role owns nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.management import call_command
from django.db import connection

AsOwner = Callable[[], AbstractContextManager[None]]


def test_no_migration_is_missing(as_owner: AsOwner) -> None:
    try:
        with as_owner():
            call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(
            "models changed without a migration: run `PYTHONPATH=src .venv/bin/python -m"
            " samenspel manage makemigrations ROOM --name WHAT_CHANGED` for each room above"
        )


def test_the_web_role_owns_no_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableowner, count(*) FROM pg_tables WHERE schemaname = 'public' GROUP BY 1"
        )
        owners = dict(cursor.fetchall())
    assert set(owners) == {"samenspel_owner"}
