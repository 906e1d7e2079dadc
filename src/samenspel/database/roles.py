"""The three roles of samenspel and what each may do.

``samenspel_owner`` owns every table and is used for migrations only. ``samenspel_web`` serves
pages and ``samenspel_worker`` does the background work; neither owns anything, neither is a
superuser, and row security holds for both. One mistake (a forgotten filter, an injected
statement) therefore cannot change the structure or switch off the second wall.
"""

from enum import StrEnum
from typing import LiteralString

from psycopg import Connection, sql
from psycopg.rows import TupleRow

DATABASE = "samenspel"


# Commands that change the structure need its owner; everything else must do without.
OWNER_COMMANDS = frozenset(
    {"makemigrations", "migrate", "pgtrigger", "sqlmigrate", "squashmigrations"}
)


class Role(StrEnum):
    """Which of the three roles a process uses; the value of SAMENSPEL_DB_ROLE."""

    OWNER = "owner"
    WEB = "web"
    WORKER = "worker"

    @property
    def user(self) -> str:
        """The name of the role in PostgreSQL."""
        return f"samenspel_{self.value}"


# A page that takes longer than this has failed for the person waiting; let the next one in.
WEB_LIMITS: dict[LiteralString, LiteralString] = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}

ON_TABLES: LiteralString = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}, {worker}"
)
ON_SEQUENCES: LiteralString = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
    "GRANT USAGE, SELECT ON SEQUENCES TO {web}, {worker}"
)


def prepare_roles(
    connection: Connection[TupleRow], *, login: bool, database: str = DATABASE
) -> None:
    """Make the roles and the database where they are absent.

    ``login`` lets the roles sign in themselves (on our own server, where the socket is the
    guard). Without it the connecting user is made a member and takes on the role with
    ``-c role=``. Needs autocommit and a user that may create roles and databases.
    """
    attributes = sql.SQL(
        "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
        if login
        else "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
    )
    for role in Role:
        name = sql.Identifier(role.user)
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role.user):
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, attributes))
        if not login:
            connection.execute(
                sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE").format(name)
            )
    for setting, value in WEB_LIMITS.items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                sql.Identifier(Role.WEB.user), sql.Identifier(setting), sql.Literal(value)
            )
        )
    if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(database), sql.Identifier(Role.OWNER.user)
            )
        )


def prepare_database(connection: Connection[TupleRow]) -> None:
    """Give the roles their rights in the database ``connection`` is connected to.

    What the owner makes from now on, web and worker may read and change; append-only tables
    take rights away again in their own migration. Safe to repeat.
    """
    names = {role.value: sql.Identifier(role.user) for role in Role}
    database = sql.Identifier(connection.info.dbname)
    for statement in (
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {web}, {worker}",
        "ALTER DATABASE {database} SET default_text_search_config = 'pg_catalog.dutch'",
        "ALTER DATABASE {database} SET timezone = 'UTC'",
        ON_TABLES,
        ON_SEQUENCES,
    ):
        connection.execute(sql.SQL(statement).format(database=database, **names))


def _exists(connection: Connection[TupleRow], query: LiteralString, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None
