"""Models and migrations agree, for the owner; and the web role owns nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from tests.support.repository import ROOT

ADVICE = "Until the first release each room has one migration, made anew by `make migrations`."
AsOwner = Callable[[], AbstractContextManager[None]]


def test_no_migration_is_missing(as_owner: AsOwner) -> None:
    with as_owner():
        try:
            call_command("makemigrations", check=True, dry_run=True, verbosity=1)
        except SystemExit:
            pytest.fail(f"The models changed without a migration (see above). {ADVICE}")


def test_the_web_role_owns_no_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableowner, count(*) FROM pg_tables WHERE schemaname = 'public' GROUP BY 1"
        )
        owners = dict(cursor.fetchall())
    assert set(owners) == {"samenspel_owner"}, (
        f"Tables by owner: {owners}. Migrate as the owner (samenspel migrate); only that role "
        "makes tables."
    )


def without_their_one_migration(rooms: Path) -> dict[str, list[str]]:
    """Return the rooms with tables whose migrations are not the one initial migration."""
    return {
        models.parent.name: made
        for models in sorted(rooms.glob("*/models.py"))
        if models.parent.name != "core"  # its models are abstract
        and (made := sorted(p.name for p in (models.parent / "migrations").glob("0*.py")))
        != ["0001_initial.py"]
    }


def test_every_room_with_tables_has_one_initial_migration() -> None:
    """Django says nothing of a room that has no package ``migrations`` at all."""
    wrong = without_their_one_migration(ROOT / "src" / "samenspel")
    assert not wrong, (
        f"{wrong}: until the first release each room has the one migration 0001_initial.py."
        " Give a new room an empty migrations/__init__.py, then `make migrations`"
    )


def test_a_room_without_migrations_is_noticed(tmp_path: Path) -> None:
    for room, made in (("right", ["0001_initial.py"]), ("none", []), ("two", ["0001_a.py"])):
        (tmp_path / room / "migrations").mkdir(parents=True)
        (tmp_path / room / "models.py").touch()
        for name in made:
            (tmp_path / room / "migrations" / name).touch()
    assert without_their_one_migration(tmp_path) == {"none": [], "two": ["0001_a.py"]}
