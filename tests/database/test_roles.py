"""Three roles: the owner changes the structure, web and worker only use it."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from samenspel.database.roles import Role
from samenspel.database.server import LocalServer

EVERYDAY = (Role.WEB, Role.WORKER)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    with LocalServer(tmp_path_factory.mktemp("roles"), durable=False) as running:
        yield running


@pytest.fixture
def thing(server: LocalServer) -> Iterator[None]:
    with connect(server, Role.OWNER) as connection:
        connection.execute("CREATE TABLE thing (id bigserial PRIMARY KEY, name text)")
        yield
        connection.execute("DROP TABLE thing")


def connect(server: LocalServer, role: Role) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(server.conninfo(dbname="samenspel", user=role.user), autocommit=True)


@pytest.mark.parametrize("role", list(Role))
def test_no_role_is_powerful(server: LocalServer, role: Role) -> None:
    with connect(server, role) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication "
            "FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False, False)


@pytest.mark.parametrize("role", EVERYDAY)
def test_an_everyday_role_is_not_a_member_of_the_owner(server: LocalServer, role: Role) -> None:
    with connect(server, role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SET ROLE samenspel_owner")


@pytest.mark.usefixtures("thing")
@pytest.mark.parametrize("role", EVERYDAY)
def test_an_everyday_role_uses_what_the_owner_makes(server: LocalServer, role: Role) -> None:
    with connect(server, role) as connection:
        connection.execute("INSERT INTO thing (name) VALUES ('a'), ('b')")
        connection.execute("UPDATE thing SET name = 'c' WHERE name = 'a'")
        connection.execute("DELETE FROM thing WHERE name = 'b'")
        assert connection.execute("SELECT name FROM thing").fetchall() == [("c",)]


@pytest.mark.usefixtures("thing")
@pytest.mark.parametrize("role", EVERYDAY)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "DROP TABLE thing",
        "ALTER TABLE thing ADD COLUMN more text",
        "ALTER TABLE thing DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE thing DISABLE TRIGGER ALL",
        "TRUNCATE thing",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
    ],
)
def test_an_everyday_role_may_not_change_the_structure(
    server: LocalServer, role: Role, statement: str
) -> None:
    with connect(server, role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)


def test_row_security_holds_for_every_role_but_the_superuser(server: LocalServer) -> None:
    with connect(server, Role.OWNER) as connection:
        connection.execute("CREATE TABLE diary (circle int)")
        connection.execute("INSERT INTO diary VALUES (1), (2)")
        connection.execute(
            "ALTER TABLE diary ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        )
        connection.execute("CREATE POLICY own ON diary USING (circle = 1)")
    for role in Role:
        with connect(server, role) as connection:
            assert connection.execute("SELECT circle FROM diary").fetchall() == [(1,)], role
    with psycopg.connect(server.conninfo(dbname="samenspel")) as superuser:  # negative control
        assert len(superuser.execute("SELECT circle FROM diary").fetchall()) == 2


def test_a_page_cannot_hold_the_database_forever(server: LocalServer) -> None:
    with connect(server, Role.WEB) as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("30s",)
        assert connection.execute("SHOW lock_timeout").fetchone() == ("10s",)
