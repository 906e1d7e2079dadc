"""A migrated PostgreSQL database for every test process, quickly.

One server with its own state folder for a test run, a template database per state of the
migrations, and a clone of that template per pytest-xdist worker. The folder stays between runs
(``var/test``), so a run after the first neither makes a server nor migrates.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from samenspel.database.roles import Role, prepare_database, prepare_roles
from samenspel.database.server import LocalServer

ROOT = Path(__file__).resolve().parents[2]
SERVER_VARIABLE = "SAMENSPEL_TEST_SERVER"  # the administrator's conninfo, for xdist workers
TEMPLATE_PREFIX = "template_samenspel_"
SLOTS = 16  # test runs at the same time in one checkout
LOCK = 771_001  # advisory lock: one process builds the template
PROVIDERS = (
    "django",
    "django-allauth",
    "django-pghistory",
    "django-pgtrigger",
    "procrastinate",
)


@contextmanager
def test_server() -> Iterator[str]:
    """Yield the administrator's conninfo of the server for tests; stop it if it is ours."""
    running = os.environ.get(SERVER_VARIABLE)
    if running:
        yield running
        return
    with ExitStack() as stack:
        administrator = os.environ.get("DATABASE_URL", "")
        if administrator:
            with psycopg.connect(administrator, autocommit=True) as connection:
                prepare_roles(connection, login=False)
        else:
            state = stack.enter_context(_free_state_folder())
            administrator = stack.enter_context(LocalServer(state, durable=False)).conninfo()
        os.environ[SERVER_VARIABLE] = administrator
        stack.callback(os.environ.pop, SERVER_VARIABLE)
        yield administrator


@contextmanager
def _free_state_folder() -> Iterator[Path]:
    """The first folder that no other test run in this checkout is using."""
    for number in range(SLOTS):
        folder = ROOT / "var" / "test" / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "in-use").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield folder
            return
    raise RuntimeError(f"{SLOTS} test runs are busy in {ROOT}")


def django_settings(administrator: str, database: str) -> dict[str, Any]:
    """Return Django's settings to connect as the owner of the tables, able to become web."""
    parameters = conninfo_to_dict(administrator)
    return {
        "NAME": database,
        "USER": parameters.get("user", ""),
        "PASSWORD": parameters.get("password", ""),
        "HOST": parameters.get("host", ""),
        "PORT": parameters.get("port", ""),
        "OPTIONS": {"options": f"-c role={Role.OWNER.user}"},
    }


def fingerprint(installed_apps: list[str]) -> str:
    """Return a short name for everything the migrated database depends on."""
    digest = hashlib.sha256(repr(sorted(installed_apps)).encode())
    for provider in PROVIDERS:
        digest.update(f"{provider} {version(provider)}".encode())
    sources = ROOT / "src" / "samenspel"
    policies = [*sources.glob("*/row_policies.py"), sources / "core" / "row_security.py"]
    roles = sources / "database" / "roles.py"
    for path in sorted([*sources.glob("*/migrations/*.py"), *policies, roles]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


class TestDatabase:
    """The database of one test process: cloned from the template, cloned again after damage."""

    __test__ = False  # not a test class

    def __init__(self, administrator: str, worker: str) -> None:
        self.administrator = administrator
        self.name = f"test_samenspel_{worker}"
        self.template = ""

    def ensure_template(self, mark: str, migrate: Any) -> None:
        """Make the template named after ``mark`` unless it is there.

        ``migrate(name)`` must bring the database ``name`` up to date as the owner and leave no
        connection behind. Other processes wait in the meantime.
        """
        self.template = TEMPLATE_PREFIX + mark
        with self._connect() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            present = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if self.template in present:
                return
            for name in present:
                if name.startswith(TEMPLATE_PREFIX):
                    self._drop(connection, name)
            draft = f"{TEMPLATE_PREFIX}draft"
            self._create(connection, draft, "template0")
            with psycopg.connect(self.administrator, dbname=draft, autocommit=True) as inside:
                prepare_database(inside)
            migrate(draft)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(draft), sql.Identifier(self.template)
                )
            )

    def renew(self) -> None:
        """Make the database afresh from the template, cutting off whoever is connected."""
        with self._connect() as connection:
            self._drop(connection, self.name)
            self._create(connection, self.name, self.template)

    def remove(self) -> None:
        """Drop the database."""
        with self._connect() as connection:
            self._drop(connection, self.name)

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.administrator, autocommit=True)

    @staticmethod
    def _drop(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    @staticmethod
    def _create(
        connection: psycopg.Connection[tuple[Any, ...]], name: str, template: str
    ) -> None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(Role.OWNER.user), sql.Identifier(template)
            )
        )
