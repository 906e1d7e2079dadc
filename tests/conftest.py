"""What every test may count on: its own database, the web role, a fixed seed, no network."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from tests.support.acting import SCENE, act_as_their_actor
from tests.support.postgres import TestDatabase, django_settings, fingerprint, test_server

from samenspel.core.row_security import acting_for_system
from samenspel.database.roles import Role

pytest_plugins = ["tests.cast", "tests.support.browser"]

SEED = int(os.environ.get("SAMENSPEL_TEST_SEED", "20261121"))

hypothesis.settings.register_profile(
    "fixed", derandomize=True, database=None, deadline=None, print_blob=True
)
hypothesis.settings.load_profile("fixed")

_run = ExitStack()


def pytest_report_header() -> str:
    """Say which seed this run uses."""
    return f"samenspel: random seed {SEED} (SAMENSPEL_TEST_SEED)"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Under xdist the controlling process owns the server; workers find it by environment."""
    if session.config.getoption("tx", None) and not hasattr(session.config, "workerinput"):
        _run.enter_context(test_server())


def pytest_unconfigure() -> None:
    """Stop the server of this run."""
    _run.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The administrator's conninfo of this run's server."""
    with test_server() as administrator:
        yield administrator


@pytest.fixture(scope="session")
def test_database(
    postgres_server: str,
    request: pytest.FixtureRequest,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[TestDatabase]:
    """This process's clone of the migrated template."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    database = TestDatabase(postgres_server, worker)

    def connect_to(name: str) -> None:
        connection.close()
        connection.settings_dict.update(django_settings(postgres_server, name))

    def migrate(name: str) -> None:
        with django_db_blocker.unblock():
            connect_to(name)
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()

    database.ensure_template(fingerprint(settings.INSTALLED_APPS), migrate)
    database.renew()
    connect_to(database.name)
    yield database
    with django_db_blocker.unblock():
        connections.close_all()
    database.remove()


@pytest.fixture(scope="session")
def django_db_setup(
    test_database: TestDatabase, django_test_environment: None
) -> Iterator[None]:
    """Replace pytest-django's: the database is already migrated.

    A test with real commits (``transaction=True``, ``live_server``) gets a new clone afterwards
    instead of emptied tables, so what the migrations put in is there for the next test.
    """

    def renew(_case: TransactionTestCase) -> None:
        connections.close_all()
        test_database.renew()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        yield


def _take_role(role: Role) -> None:
    # LOCAL inside the test's transaction: it ends with it. A test that commits keeps the role
    # for the session, and so do the connections it opens later (_web_role_everywhere).
    scope = "LOCAL" if connection.in_atomic_block else "SESSION"
    with connection.cursor() as cursor:
        cursor.execute(f"SET {scope} ROLE {role.user}")


def _web_role_everywhere(connection: Any, **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION ROLE {Role.WEB.user}")


@pytest.fixture
def _django_db_helper(_django_db_helper: None) -> Iterator[None]:
    """Wrap pytest-django's helper: tests see exactly what the web role may see and do."""
    lasting = not connection.in_atomic_block
    if lasting:
        connection_created.connect(_web_role_everywhere)
    _take_role(Role.WEB)
    yield
    if lasting:
        connection_created.disconnect(_web_role_everywhere)


@pytest.fixture
def as_owner(db: None) -> Callable[[], AbstractContextManager[None]]:
    """Set things up that the web role may not: ``with as_owner(): ...``."""

    @contextmanager
    def owner() -> Iterator[None]:
        _take_role(Role.OWNER)
        yield
        _take_role(Role.WEB)

    return owner


@pytest.fixture(autouse=True, scope="session")
def _services_act_as_their_actor() -> Iterator[None]:
    """What a test asks of a service reaches what its actor may reach, as in a request."""
    with pytest.MonkeyPatch.context() as patch:
        act_as_their_actor(patch)
        yield


@pytest.fixture(autouse=True)
def _setting_the_scene() -> Iterator[None]:
    """Let what a test itself writes or looks up go past the second wall."""
    with acting_for_system(SCENE):
        yield


@pytest.fixture(autouse=True)
def seed() -> int:
    """Start every test from the same random state, whatever ran before it."""
    random.seed(SEED)
    return SEED
