"""Databases of a benchmark's own: made by the product's migrations, thrown away afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections


def connect_to(administrator: str, name: str) -> None:
    """Let Django use this database from now on."""
    postgres = import_module("tests.support.postgres")
    connections.close_all()
    connection.settings_dict.update(postgres.django_settings(administrator, name))


@contextmanager
def own_databases(*workers: str) -> Iterator[tuple[str, list[str]]]:
    """Make a server with a database for each worker; Django uses the last one.

    Yields how the server's administrator connects, and the names of the databases.
    """
    postgres = import_module("tests.support.postgres")
    with postgres.test_server() as administrator:
        databases = [postgres.TestDatabase(administrator, worker) for worker in workers]

        def migrate(name: str) -> None:
            connect_to(administrator, name)
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()

        for database in databases:
            database.ensure_template(postgres.fingerprint(settings.INSTALLED_APPS), migrate)
            database.renew()
            connect_to(administrator, database.name)
        yield administrator, [database.name for database in databases]
        connections.close_all()
        for database in databases:
            database.remove()
