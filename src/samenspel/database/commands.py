"""``samenspel database``: prepare a server, open a shell, show the status."""

import argparse
import os
import subprocess
import sys

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samenspel.database.binaries import find_binaries
from samenspel.database.connection import (
    administrator_conninfo,
    connection_parameters,
    external,
    running_database,
)
from samenspel.database.errors import DatabaseUnavailableError
from samenspel.database.roles import DATABASE, Role, prepare_database, prepare_roles


def main(parsed: argparse.Namespace) -> int:
    """Do ``parsed.what``; return the exit status."""
    if parsed.what == "prepare":
        return prepare()
    if parsed.what == "shell":
        return shell(Role(parsed.role))
    return status()


def prepare() -> int:
    """Make the roles and their rights on the server of DATABASE_URL; ours needs no preparing.

    Raises DatabaseUnavailableError when the login may not create roles, with the way out.
    """
    with running_database():
        conninfo = administrator_conninfo()
        database = _database_name(conninfo)
        try:
            with psycopg.connect(conninfo, autocommit=True) as connection:
                prepare_roles(connection, login=not external(), database=database)
            inside = make_conninfo(conninfo, dbname=database)
            with psycopg.connect(inside, autocommit=True) as connection:
                prepare_database(connection)
        except psycopg.Error as error:
            raise DatabaseUnavailableError(
                f"PostgreSQL refused: {str(error).strip()}\n"
                "The login in DATABASE_URL needs CREATEROLE and must own the database, or be a "
                "superuser. Run this once with such a login; afterwards an ordinary login will "
                "do, if it is a member of samenspel_owner, samenspel_web and samenspel_worker."
            ) from error
    _say(f"The roles are ready in {database}.")
    return 0


def shell(role: Role) -> int:
    """Open psql as ``role``, for a system administrator."""
    with running_database():
        conninfo = make_conninfo(**connection_parameters(role))
        return subprocess.run(
            [find_binaries().program("psql"), conninfo], check=False
        ).returncode


def status() -> int:
    """Say which server is used and as whom; exit status 1 when it does not answer."""
    if external():
        _say("Server: the one in DATABASE_URL")
    else:
        binaries = find_binaries()
        _say(f"Server: our own, PostgreSQL {binaries.major} ({binaries.origin})")
    try:
        for role in Role:
            conninfo = make_conninfo(**connection_parameters(role), connect_timeout=5)
            with psycopg.connect(conninfo) as connection:
                row = connection.execute("SELECT current_user, version()").fetchone()
                _say(
                    f"{role.value}: signs in as {row[0]}; {row[1].split(',')[0]}" if row else ""
                )
    except psycopg.OperationalError as error:
        _say(f"It does not answer: {str(error).strip()}")
        return 1
    return 0


def _database_name(conninfo: str) -> str:
    return str(conninfo_to_dict(conninfo).get("dbname") or DATABASE) if external() else DATABASE


def _say(line: str) -> None:
    sys.stdout.write(line + os.linesep)
